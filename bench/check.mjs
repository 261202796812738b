/*
 * The guard against getting slower that no busy machine can disturb: instructions a request, counted by
 * callgrind, beside those of bench/baseline.json.
 *
 *   node bench/check.mjs            compares; fails when a request takes TOLERANCE more
 *   node bench/check.mjs --record   writes the baseline
 *
 * One connection, one request after another, the same contacts in the same order. Each method runs twice,
 * with N and 2 N requests: the difference is what N requests cost, without start and end. Counts depend on
 * the compiler and the libraries, so a baseline of another system is shown and not held against anyone.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execute, program } from '../tests/http/program.mjs';
import { requestBytes, Wire } from '../tests/http/wire.mjs';
import { fill } from './contestants.mjs';
import { inFolder, toolchain } from './machine.mjs';
import { ServerProcess } from './process.mjs';

const baselineFile = join(fileURLToPath(new URL('.', import.meta.url)), 'baseline.json');

const CONTACTS = 2000;
const REQUESTS = 1000;

/* Two runs of the same program differ by up to three in a thousand: how its threads wake each other. */
const TOLERANCE = 0.01;

const bodies = {
  GET: () => '',
  PUT: (index) => JSON.stringify({ city: `City ${index}`, tags: ['bench', `t${index % 100}`] }),
};

async function ask(server, filled, method, count) {
  const ids = readFileSync(filled.idsFile, 'latin1').split('\n').slice(0, CONTACTS);
  const wire = await Wire.open(server.port);
  for (let index = 0; index < count; index++) {
    const path = `/contacts/${ids[(index * 7) % CONTACTS]}`;
    wire.write(requestBytes(filled, method, path, { body: bodies[method](index) }));
    const answer = await wire.answer();
    assert.equal(answer?.status, 200, answer?.text);
  }
  wire.end();
}

/* What a thread executed; of the indexer's nothing, for it follows the writes in its own time. */
function executed(file) {
  const text = readFileSync(file, 'latin1');
  return text.includes('search_copy_pass') ? 0 : Number(/^(?:summary|totals): (\d+)$/m.exec(text)?.[1] ?? 0);
}

/* All instructions of a server that answers `count` requests. */
async function instructions(filled, method, count) {
  const file = join(filled.folder, 'check.db');
  copyFileSync(filled.file, file);
  const counts = join(mkdtempSync(join(filled.folder, 'counts-')), 'callgrind.out');
  const command = [program, 'serve', '--listen', '127.0.0.1:0', '--store', `sqlite:${file}`];
  const server = new ServerProcess('callgrind', filled.folder, 'valgrind', [
    '--tool=callgrind',
    '--separate-threads=yes',
    `--callgrind-out-file=${counts}`,
    ...command,
  ]);
  await server.start();
  await server.listening();
  await ask(server, filled, method, count);
  await server.stop();
  const threads = readdirSync(dirname(counts)).filter((name) => /-\d+$/.test(name));
  assert.ok(threads.length > 0, 'callgrind has written nothing');
  return threads.reduce((sum, name) => sum + executed(join(dirname(counts), name)), 0);
}

async function perRequest(filled, method) {
  const [once, twice] = [
    await instructions(filled, method, REQUESTS),
    await instructions(filled, method, 2 * REQUESTS),
  ];
  return Math.round((twice - once) / REQUESTS);
}

function compare(found, baseline) {
  let worse = false;
  for (const [method, count] of Object.entries(found.instructions)) {
    const before = baseline.instructions[method];
    const change = count / before - 1;
    worse ||= change > TOLERANCE;
    const percent = `${(change * 100).toFixed(1)} %`;
    console.log(`${method}: ${count} instructions a request, ${before} in the baseline (${percent})`);
  }
  if (found.system !== baseline.system) console.log(`not compared: the baseline is of ${baseline.system}`);
  else if (worse) {
    console.log(`more than ${TOLERANCE * 100} % over the baseline; if that is meant: make bench-record`);
    process.exitCode = 1;
  }
}

const { values: options } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
const valgrind = await execute('valgrind', ['--version']).catch(() => undefined);
if (valgrind?.code !== 0) {
  console.log('bench-check: not checked: valgrind is not installed');
  process.exit();
}
await inFolder(async (folder) => {
  const filled = await fill(folder, CONTACTS);
  const found = { system: await toolchain(), instructions: {} };
  for (const method of Object.keys(bodies)) found.instructions[method] = await perRequest(filled, method);
  if (options.record) writeFileSync(baselineFile, `${JSON.stringify(found, null, 2)}\n`);
  compare(found, JSON.parse(readFileSync(baselineFile, 'utf8')));
});
