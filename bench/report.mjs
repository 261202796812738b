/*
 * What a run found, for the eye: a table of who did how much, and the ratios beside what they should be.
 */
const width = 13;

function row(cells) {
  console.log(cells.map((cell, index) => (index ? String(cell).padStart(width) : String(cell).padEnd(18))).join(''));
}

function rounded(number) {
  if (number === undefined) return '';
  return number >= 100 ? Math.round(number).toLocaleString('en') : number.toPrecision(3);
}

function printMethod(method, results) {
  console.log();
  row([`${method}, 64 conn.`, 'a second', 'p50 ms', 'p99 ms', 'longest ms', 'CPU µs each']);
  for (const [name, result] of Object.entries(results)) {
    const { perSecond, p50Ms, p99Ms, maxMs, cpuMicros } = result;
    row([name, ...[perSecond, p50Ms, p99Ms, maxMs, cpuMicros].map(rounded)]);
  }
}

export function printContestants({ PUT, GET, WHOLE }) {
  printMethod('PUT', PUT);
  printMethod('GET', GET);
  if (WHOLE) printMethod('PUT, whole body', WHOLE);
}

/* The best of a peer's shapes for this method: more workers are not always more. */
export function bestFastify(results) {
  const shapes = Object.entries(results).filter(([name]) => name.startsWith('fastify'));
  return shapes.sort(([, a], [, b]) => b.perSecond - a.perSecond)[0];
}

export function atLeast(what, value, reach, stretch) {
  return { what, value, wanted: '≥', reach, stretch };
}

function atMost(what, value, reach, stretch) {
  return { what, value, wanted: '≤', reach, stretch };
}

const MIB = 1 << 20;

function peerGoals({ PUT, GET }) {
  const [put, get] = [bestFastify(PUT)?.[1], bestFastify(GET)?.[1]];
  if (!put) return [];
  return [
    atLeast("PUT/s ÷ the Fastify peer's best", PUT.contactd.perSecond / put.perSecond, 10, 15),
    atMost("p99 of PUT ÷ that peer's p99", PUT.contactd.p99Ms / put.p99Ms, 0.2, 0.1),
    atLeast("GET/s ÷ the Fastify peer's best", GET.contactd.perSecond / get.perSecond, 2, 2.5),
  ];
}

export function memoryAndStart({ residentBytes, idleConnectionBytes, startMs }) {
  return [
    atMost('resident after 256 connections, MiB', residentBytes / MIB, 200, 120),
    atMost('an idle connection, KiB', idleConnectionBytes / 1024, 16),
    atMost('start to first answer, ms', startMs, 100, 30),
  ];
}

/* The numbers that are asked for, as far as they were measured. */
export function goalsOf({ PUT, GET }, alone) {
  return [
    ...peerGoals({ PUT, GET }),
    atLeast('PUT/s ÷ ceiling: store', PUT.contactd.perSecond / PUT['ceiling-store'].perSecond, 0.75, 0.9),
    atLeast('PUT/s ÷ ceiling: socket', PUT.contactd.perSecond / PUT['ceiling-socket'].perSecond, 0.3, 0.5),
    atLeast('GET/s ÷ ceiling: socket', GET.contactd.perSecond / GET['ceiling-socket'].perSecond, 0.8, 0.9),
    atMost('longest PUT, ms', PUT.contactd.maxMs, 20),
    atMost('one PUT after another ÷ one flush', alone.putP50Ms / alone.flushMs, 2.5),
    ...memoryAndStart(alone),
    { what: 'CPU a PUT, µs', value: PUT.contactd.cpuMicros },
    { what: 'CPU a GET, µs', value: GET.contactd.cpuMicros },
  ];
}

function verdict({ value, wanted, reach, stretch }) {
  const holds = (bound) => bound !== undefined && (wanted === '≥' ? value >= bound : value <= bound);
  if (!wanted) return '';
  if (holds(stretch ?? reach)) return 'yes';
  return holds(reach) ? 'reach' : 'no';
}

export function printGoals(goals) {
  console.log();
  const line = (what, ...cells) => console.log(what.padEnd(38) + cells.map((cell) => cell.padStart(10)).join(''));
  line('', 'value', 'reach', 'stretch', '');
  for (const goal of goals) {
    const bounds = [goal.reach, goal.stretch].map((bound) => (bound === undefined ? '' : `${goal.wanted} ${bound}`));
    line(goal.what, rounded(goal.value), ...bounds, verdict(goal));
  }
}
