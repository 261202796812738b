/*
 * What ten times as many contacts cost: contactd alone with 100,000 and with 1,000,000, in turn, and the
 * memory and the start with the larger file.
 *
 *   node bench/large.mjs [--contacts 1000000] [--seconds 4]
 *
 * Prints a table and writes bench/results/large.json.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contactdOn, fill } from './contestants.mjs';
import { load, median } from './load.mjs';
import { describeRun, inFolder, results } from './machine.mjs';
import { coldMeasures, prove, residentAfterLoad } from './measures.mjs';
import { atLeast, memoryAndStart, printGoals } from './report.mjs';

const ROUNDS = 3;
const CONNECTIONS = 64;
const USUAL_CONTACTS = 100_000;

const { values: options } = parseArgs({
  options: { contacts: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '4' } },
});
const seconds = Number(options.seconds);

async function begin(folder, count) {
  const filled = await fill(folder, count);
  console.log(`${count} contacts made in ${filled.seconds.toFixed(1)} s`);
  const server = contactdOn(filled);
  await server.start('--listen', '127.0.0.1:0');
  await server.listening();
  await prove(server, filled, { keeps: true });
  return { server, filled, puts: [], gets: [] };
}

async function round({ server, filled, puts, gets }) {
  puts.push(await load(server, filled, { kind: 'PUT', connections: CONNECTIONS, seconds }));
  gets.push(await load(server, filled, { kind: 'GET', connections: CONNECTIONS, seconds }));
}

await inFolder(async (folder) => {
  const usual = await begin(folder, USUAL_CONTACTS);
  const large = await begin(folder, Number(options.contacts));
  for (let count = 0; count < ROUNDS + 1; count++) for (const one of [usual, large]) await round(one);
  const ofRounds = (all) => median(all.slice(1)); /* the first warms up */
  const [putUsual, getUsual] = [usual.puts, usual.gets].map(ofRounds);
  const [putLarge, getLarge] = [large.puts, large.gets].map(ofRounds);
  await usual.server.stop();
  const residentBytes = await residentAfterLoad(large.server, large.filled, seconds);
  const alone = { residentBytes, ...(await coldMeasures(large.server, large.filled)) };
  const goals = [
    atLeast('PUT/s ÷ with 100,000 contacts', putLarge.perSecond / putUsual.perSecond, 0.8, 0.95),
    { what: 'PUT/s', value: putLarge.perSecond },
    { what: 'GET/s ÷ with 100,000 contacts', value: getLarge.perSecond / getUsual.perSecond },
    { what: 'GET/s', value: getLarge.perSecond },
    ...memoryAndStart(alone),
  ];
  printGoals(goals);
  const medians = { putUsual, getUsual, putLarge, getLarge };
  const report = { ...(await describeRun()), contacts: large.filled.count, seconds, medians, alone, goals };
  writeFileSync(join(results, 'large.json'), `${JSON.stringify(report, null, 2)}\n`);
});
