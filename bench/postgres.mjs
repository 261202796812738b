/*
 * contactd on PostgreSQL beside what PostgreSQL itself does of the like, and beside the peer on the same
 * server, in one run on one machine.
 *
 *   make bench-postgres [--contacts 100000] [--seconds 4]
 *
 * pgbench's transaction is the plain equivalent of a PUT: SELECT … FOR UPDATE, UPDATE, COMMIT of one such row
 * picked at random, prepared. Prints tables and writes bench/results/postgres.json.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execute } from '../tests/http/program.mjs';
import { contactdOn, fillStore, obstacle } from './contestants.mjs';
import { load, median } from './load.mjs';
import { describeRun, inFolder, results } from './machine.mjs';
import { prove } from './measures.mjs';
import { ServerProcess } from './process.mjs';
import { atLeast, bestFastify, printContestants, printGoals } from './report.mjs';

const ROUNDS = 3;
const CONNECTIONS = 64;
const WARM_UP_S = 1;

/* pgbench's own threads, as many as wrk has. */
const PGBENCH_THREADS = 2;

/* Beyond the load: it connects first. */
const PATIENCE_MS = 60_000;

const { values: options } = parseArgs({
  options: { contacts: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '4' } },
});
const seconds = Number(options.seconds);
const count = Number(options.contacts);
const peer = join(fileURLToPath(new URL('.', import.meta.url)), 'peers/fastify');

async function run(command, ...args) {
  const { code, stdout, stderr } = await execute(command, args.map(String), { patienceMs: seconds * 1000 + PATIENCE_MS });
  assert.equal(code, 0, `${command}: ${stderr}`);
  return stdout;
}

async function makeDatabase() {
  const server = process.env.CONTACTD_POSTGRES;
  assert.ok(server, 'there is no PostgreSQL server: make bench-postgres starts one');
  await run('psql', '-q', '-d', server, '-c', 'CREATE DATABASE bench');
  const url = new URL(server);
  url.pathname = '/bench';
  return url.href;
}

/* Rows as contactd's, with a key that pgbench can pick. */
async function makePlain(url) {
  for (const sql of [
    'CREATE TABLE plain AS SELECT row_number() OVER () AS number, version, document FROM contact',
    'ALTER TABLE plain ADD PRIMARY KEY (number)',
    'VACUUM ANALYZE plain',
    'VACUUM ANALYZE contact',
  ])
    await run('psql', '-q', '-d', url, '-c', sql);
}

function pgbench(url, folder) {
  const script = join(folder, 'plain.sql');
  writeFileSync(
    script,
    `\\set number random(1, ${count})
BEGIN;
SELECT version, document FROM plain WHERE number = :number FOR UPDATE;
UPDATE plain SET version = version + 1, document = document || '' WHERE number = :number;
COMMIT;
`,
  );
  const shape = ['-n', '-M', 'prepared', '-c', CONNECTIONS, '-j', PGBENCH_THREADS, '-T', seconds, '-f', script];
  return async () => {
    const text = await run('pgbench', ...shape, '-d', url);
    return { perSecond: Number(/^tps = ([\d.]+)/m.exec(text)[1]), p50Ms: Number(/latency average = ([\d.]+)/.exec(text)[1]) };
  };
}

async function peersOn(url, filled) {
  const why = obstacle('fastify', 'node_modules/pg/package.json');
  if (why) console.log(`without fastify: ${why}`);
  if (why) return [];
  await run(process.execPath, join(peer, 'fill-postgres.mjs'), url, filled.location, filled.token);
  return [1, 2].map((workers) => {
    const args = [join(peer, 'server.mjs'), url, String(workers)];
    return new ServerProcess(`fastify ×${workers}`, filled.folder, process.execPath, args);
  });
}

async function startAll(servers, filled) {
  for (const server of servers) {
    await server.start(...(server.name.startsWith('contactd') ? ['--listen', '127.0.0.1:0'] : []));
    await server.listening();
    await prove(server, filled, { keeps: true });
    for (const kind of ['PUT', 'GET']) await load(server, filled, { kind, connections: CONNECTIONS, seconds: WARM_UP_S });
  }
}

async function rounds(servers, filled, plain) {
  const all = { PUT: {}, GET: {} };
  const note = (kind, name, result) => (all[kind][name.replace(/^contactd-\d+$/, 'contactd')] ??= []).push(result);
  for (let round = 0; round < ROUNDS; round++) {
    for (const server of servers)
      for (const kind of ['PUT', 'GET'])
        note(kind, server.name, await load(server, filled, { kind, connections: CONNECTIONS, seconds }));
    note('PUT', 'pgbench', await plain());
  }
  const medians = (ofKind) => Object.fromEntries(Object.entries(ofKind).map(([name, list]) => [name, median(list)]));
  return { PUT: medians(all.PUT), GET: medians(all.GET) };
}

function goalsOf({ PUT }) {
  const best = bestFastify(PUT)?.[1];
  return [
    atLeast("PUT/s ÷ pgbench's transactions", PUT.contactd.perSecond / PUT.pgbench.perSecond, 1.5, 3),
    ...(best ? [atLeast("PUT/s ÷ the Fastify peer's best", PUT.contactd.perSecond / best.perSecond, 3)] : []),
  ];
}

await inFolder(async (folder) => {
  const url = await makeDatabase();
  const filled = await fillStore(url, folder, count);
  console.log(`${count} contacts made in ${filled.seconds.toFixed(1)} s`);
  await makePlain(url);
  const servers = [contactdOn(filled), ...(await peersOn(url, filled))];
  await startAll(servers, filled);
  const medians = await rounds(servers, filled, pgbench(url, folder));
  for (const server of servers) await server.stop();
  printContestants(medians);
  const goals = goalsOf(medians);
  printGoals(goals);
  const report = { ...(await describeRun()), contacts: count, seconds, medians, goals };
  const path = join(results, 'postgres.json');
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`written: ${path}`);
});
