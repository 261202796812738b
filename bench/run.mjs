/*
 * How fast it is: durable updates and reads of random contacts, at 1 to 256 connections, by wrk on the
 * same machine over the loopback.
 *
 *   node bench/run.mjs [--contacts 100000] [--seconds 5]
 *
 * Prints a table and writes bench/results/latest.json. Any answer that is not a 2xx fails it.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contactd, execute, Server } from '../tests/http/harness.mjs';
import { fill } from './fill.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const methods = ['PUT', 'GET'];
const connectionCounts = [1, 16, 64, 256];

/* wrk's threads: more than this would take the server's own cores on a small machine. */
const THREADS_MAX = 2;

/* Long enough for the caches to fill and the log to be moved once. */
const WARM_UP_S = 1;

const { values: options } = parseArgs({
  options: {
    contacts: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '5' },
  },
});
const contacts = Number(options.contacts);
const seconds = Number(options.seconds);

async function measure(server, { method, token, idsFile, connections, duration }) {
  const threads = Math.min(THREADS_MAX, connections);
  const shape = [`-t${threads}`, `-c${connections}`, `-d${duration}s`, '--timeout', '10s'];
  const script = ['-s', join(here, 'contacts.lua'), `http://${server.address}`, '--', method, token, idsFile];
  const patienceMs = (duration + 30) * 1000;
  const { code, stdout, stderr } = await execute('wrk', [...shape, ...script], { patienceMs });
  const line = /^RESULT (.*)$/m.exec(stdout);
  assert.ok(code === 0 && line, stdout + stderr);
  const result = JSON.parse(line[1]);
  assert.equal(result.refused + result.broken, 0, `${method}, ${connections} connections: ${line[1]}`);
  return { method, connections, perSecond: Math.round(result.requests / result.seconds), ...result };
}

function row(...cells) {
  console.log(cells.map((cell, index) => String(cell).padStart(index ? 12 : 8)).join(''));
}

function printRow({ method, connections, perSecond, p50Ms, p99Ms }) {
  row(method, connections, perSecond.toLocaleString('en'), p50Ms.toFixed(2), p99Ms.toFixed(2));
}

async function fillAndTime(home) {
  const start = performance.now();
  const ids = await fill(home, contacts);
  const took = (performance.now() - start) / 1000;
  const perSecond = Math.round(contacts / took);
  console.log(
    `${contacts} contacts made in ${took.toFixed(1)} s, ${perSecond.toLocaleString('en')} a second\n`,
  );
  return { ids, perSecond };
}

const server = new Server();
await server.start();
const home = await server.newLocation();
const { token } = home;
const filled = await fillAndTime(home);
const idsFile = join(server.folder, 'ids');
writeFileSync(idsFile, `${filled.ids.join('\n')}\n`);

const results = [];
row('', 'connections', 'requests/s', 'p50 ms', 'p99 ms');
for (const method of methods) {
  await measure(server, { method, token, idsFile, connections: 16, duration: WARM_UP_S });
  for (const connections of connectionCounts) {
    const result = await measure(server, { method, token, idsFile, connections, duration: seconds });
    printRow(result);
    results.push(result);
  }
}
await server.stop();

const { stdout } = await contactd(['version']);
const machine = {
  cpu: cpus()[0]?.model,
  cores: availableParallelism(),
  memoryBytes: totalmem(),
  arch: arch(),
};
const report = {
  version: stdout.trim(),
  date: new Date().toISOString(),
  machine,
  contacts,
  createsPerSecond: filled.perSecond,
  results,
};
mkdirSync(join(here, 'results'), { recursive: true });
writeFileSync(join(here, 'results/latest.json'), `${JSON.stringify(report, null, 2)}\n`);
