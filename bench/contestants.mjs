/*
 * Who takes part: contactd, its ceilings, and the peers, all with the same contacts. Each server has
 * `put` and `get` measured by wrk; a ceiling without HTTP measures itself and only has `put`.
 */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contactd, execute, program } from '../tests/http/program.mjs';
import { recall, ServerProcess } from './process.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const programs = join(dirname(program), 'bench');

/* A million contacts take half a minute on the reference machine, and several on PostgreSQL. */
const FILL_PATIENCE_MS = 1_200_000;

/* Fastify 5 and better-sqlite3 want this one. */
const PEER_NODE_LEAST = 20;

async function run(command, ...args) {
  const { code, stdout, stderr } = await execute(command, args.map(String), { patienceMs: FILL_PATIENCE_MS });
  assert.equal(code, 0, `${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

async function contactdJson(store, ...args) {
  const { code, stdout, stderr } = await contactd([...args, '--store', store, '--json']);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

/* A file of contactd's with a location, a token and `count` contacts; `documents`: where to put them for a peer. */
export async function fill(folder, count, documents = '/dev/null', { searchable = false } = {}) {
  const file = join(folder, `contactd-${count}.db`);
  return { file, ...(await fillStore(`sqlite:${file}`, folder, count, documents, { searchable })) };
}

/* The same in any store. */
export async function fillStore(store, folder, count, documents = '/dev/null', { searchable = false } = {}) {
  const { id: location } = await contactdJson(store, 'location', 'create', '--name', 'Bench', '--country', 'US');
  const scopes = ['contacts.readonly', 'contacts.write'].flatMap((scope) => ['--scope', scope]);
  const { token } = await contactdJson(store, 'token', 'create', '--location', location, ...scopes);
  const fields = [];
  for (const type of searchable ? ['NUMERICAL', 'TEXT'] : []) {
    fields.push((await contactdJson(store, 'custom-field', 'create', '--location', location, '--name', type, '--type', type)).id);
  }
  const idsFile = join(folder, `ids-${count}`);
  const began = performance.now();
  const ids = await run(join(programs, 'bench-fill'), store, location, count, documents, ...fields);
  writeFileSync(idsFile, ids);
  const seconds = (performance.now() - began) / 1000;
  return { folder, count, store, location, token, fields, idsFile, documents, seconds, someId: ids.slice(0, 20) };
}

export function contactdOn(filled) {
  const args = ['serve', '--store', filled.store];
  const files = filled.file ? [filled.file] : [];
  return new ServerProcess(`contactd-${filled.count}`, filled.folder, program, args, files);
}

/* ---- the ceilings ---------------------------------------------------------------------------------- */

function socketCeiling(filled) {
  return new ServerProcess('ceiling-socket', filled.folder, join(programs, 'bench-ceiling-socket'), []);
}

function perSecond(text) {
  const result = JSON.parse(text);
  return { ...result, perSecond: result.requests / result.seconds };
}

/* On a copy of the same file, made before contactd writes to it. */
function storeCeiling(filled) {
  const file = join(filled.folder, 'store.db');
  copyFileSync(filled.file, file);
  const command = join(programs, 'bench-ceiling-store');
  return async (seconds) => {
    recall(file);
    return perSecond(await run(command, `sqlite:${file}`, filled.location, filled.count, seconds));
  };
}

/* Contacts flushed together: those of 64 connections. */
const CONTACTS_A_FLUSH = 64;

export async function disk(folder, seconds, contacts = CONTACTS_A_FLUSH) {
  return perSecond(await run(join(programs, 'bench-ceiling-disk'), join(folder, 'disk'), seconds, contacts));
}

/* ---- the peers ------------------------------------------------------------------------------------- */

const peers = {
  fastify: 'node_modules/better-sqlite3/build/Release/better_sqlite3.node',
  prism: 'node_modules/.bin/prism',
};

/* Why a peer cannot take part, or undefined. */
export function obstacle(name, needs = peers[name]) {
  if (Number(process.versions.node.split('.')[0]) < PEER_NODE_LEAST) return `needs Node ${PEER_NODE_LEAST}`;
  return existsSync(join(here, 'peers', name, needs)) ? undefined : `its npm packages are not installed`;
}

async function fastify(filled) {
  const folder = join(here, 'peers/fastify');
  const file = join(filled.folder, 'fastify.db');
  await run(process.execPath, join(folder, 'fill.mjs'), file, filled.location, filled.token, filled.documents);
  return [1, 2].map((workers) => {
    const args = [join(folder, 'server.mjs'), file, String(workers)];
    return new ServerProcess(`fastify ×${workers}`, filled.folder, process.execPath, args, [file]);
  });
}

function prism(filled) {
  const args = ['mock', '-h', '127.0.0.1', '-p', '0', join(here, 'peers/prism/contacts.yaml')];
  return [new ServerProcess('prism', filled.folder, join(here, 'peers/prism', peers.prism), args)];
}

async function peersOn(filled) {
  const servers = [];
  for (const [name, make] of Object.entries({ fastify, prism })) {
    const why = obstacle(name);
    if (why) console.log(`without ${name}: ${why}`);
    else servers.push(...(await make(filled)));
  }
  return servers;
}

/* ---- all ------------------------------------------------------------------------------------------- */

/* Started, and in the order in which each round asks them. */
export async function contestants(filled) {
  const store = storeCeiling(filled);
  const servers = [contactdOn(filled), socketCeiling(filled), ...(await peersOn(filled))];
  for (const server of servers) {
    await server.start(...(server.command === program ? ['--listen', '127.0.0.1:0'] : []));
    await server.listening();
  }
  const programsAlone = [
    { name: 'ceiling-store', measure: store },
    { name: 'ceiling-disk', measure: (seconds) => disk(filled.folder, seconds) },
  ];
  return { servers, programsAlone };
}
