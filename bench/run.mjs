/*
 * The bench: contactd, its ceilings and its peers side by side, in one run on one machine, over the
 * loopback. What is measured and how: docs/performance.md.
 *
 *   node bench/run.mjs [--contacts 100000] [--seconds 4] [--publish]
 *
 * Prints tables, writes bench/results/latest.json and a picture beside it; with --publish the picture
 * goes to docs/performance.svg. Any answer that is not a 2xx fails it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../tests/http/program.mjs';
import { contestants, fill } from './contestants.mjs';
import { load, median } from './load.mjs';
import { describeRun, inFolder, results } from './machine.mjs';
import { coldMeasures, oneConnection, prove, residentAfterLoad } from './measures.mjs';
import { draw } from './picture.mjs';
import { goalsOf, printContestants, printGoals } from './report.mjs';

const ROUNDS = 3;
const CONNECTIONS = 64;
const CURVE_CONNECTIONS = [1, 4, 16, 64, 256, 1024];

/* Caches fill, code is compiled, and the log is moved once; not counted. */
const WARM_UP_S = 1;

/* A point of the curve is one run; it shows a shape, the rounds give the numbers. */
const CURVE_S = 3;

const { values: options } = parseArgs({
  options: {
    contacts: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '4' },
    publish: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);

function shortName(contestant) {
  return contestant.name.replace(/^contactd-\d+$/, 'contactd');
}

/* What a contestant is asked; the whole body is told of contactd alone. */
function kindsOf(server) {
  return shortName(server) === 'contactd' ? ['PUT', 'GET', 'WHOLE'] : ['PUT', 'GET'];
}

async function warmUp(servers, filled) {
  for (const server of servers) {
    await prove(server, filled, { keeps: /^contactd|^fastify/.test(server.name) });
    for (const kind of kindsOf(server))
      await load(server, filled, { kind, connections: CONNECTIONS, seconds: WARM_UP_S });
  }
}

/* One after the other, so that a slow minute of the machine hits all. */
async function round({ servers, programsAlone }, filled, note) {
  for (const server of servers)
    for (const kind of kindsOf(server))
      note(kind, server, await load(server, filled, { kind, connections: CONNECTIONS, seconds }));
  for (const one of programsAlone) note('PUT', one, await one.measure(seconds));
}

async function rounds(taking, filled) {
  const all = { PUT: {}, GET: {}, WHOLE: {} };
  const note = (kind, contestant, result) => (all[kind][shortName(contestant)] ??= []).push(result);
  for (let count = 0; count < ROUNDS; count++) await round(taking, filled, note);
  const medians = (ofKind) => Object.entries(ofKind).map(([name, results]) => [name, median(results)]);
  return Object.fromEntries(Object.entries(all).map(([kind, ofKind]) => [kind, Object.fromEntries(medians(ofKind))]));
}

async function curveOf(servers, filled) {
  const points = [];
  for (const connections of CURVE_CONNECTIONS)
    for (const server of servers)
      for (const kind of ['PUT', 'GET']) {
        const result = await load(server, filled, { kind, connections, seconds: CURVE_S });
        points.push({ name: shortName(server), kind, connections, ...result });
      }
  return points;
}

function write(path, text) {
  writeFileSync(path, text);
  console.log(`written: ${path}`);
}

await inFolder(async (folder) => {
  const filled = await fill(folder, Number(options.contacts), join(folder, 'documents'));
  console.log(`${filled.count} contacts made in ${filled.seconds.toFixed(1)} s`);
  const taking = await contestants(filled);
  await warmUp(taking.servers, filled);
  const medians = await rounds(taking, filled);
  printContestants(medians);

  const [contactd, ...others] = taking.servers;
  const peers = others.filter((server) => server.name.startsWith('fastify'));
  const curve = await curveOf([contactd, ...peers], filled);
  for (const server of others) await server.stop();

  const alone = {
    ...(await oneConnection(contactd, filled, seconds)),
    residentBytes: await residentAfterLoad(contactd, filled, seconds),
    ...(await coldMeasures(contactd, filled)),
  };
  const goals = goalsOf(medians, alone);
  printGoals(goals);
  const report = { ...(await describeRun()), contacts: filled.count, seconds, medians, curve, alone, goals };
  mkdirSync(results, { recursive: true });
  write(join(results, 'latest.json'), `${JSON.stringify(report, null, 2)}\n`);
  write(options.publish ? join(repository, 'docs/performance.svg') : join(results, 'latest.svg'), draw(curve));
});
