/*
 * The crash test: writers without pause, SIGKILL at random moments, a start after each.
 *
 *   node crash/run.mjs [--kills 20] [--writers 32] [--seed N]
 *
 * After each kill a copy of the files must be a sound database, and the started server must have every
 * write that was acknowledged: each contact has the last acknowledged counter or a later one that was
 * sent, in all its fields. A create without an answer is asked again: either it had happened, then the
 * answer names the contact, which is whole, or it had not. The last stop is a peaceful one.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { execute, newEmail, Server } from '../http/harness.mjs';
import { bodyOf, Ledger } from './ledger.mjs';
import { Random } from './random.mjs';

/* A life of a server, from its first write to the kill. */
const LIFE_MIN_MS = 5;
const LIFE_MAX_MS = 400;

/* One write in so many is a create. */
const CREATES = 10;

/* Reads at once when everything is compared. */
const READERS = 32;

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    writers: { type: 'string', default: '32' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const kills = Number(options.kills);
const writerCount = Number(options.writers);
const random = new Random(Number(options.seed));

const folder = mkdtempSync(join(tmpdir(), 'contactd-crash-'));
const ledger = new Ledger();
let token;
let locationId;
let unansweredCreates = [];

function ask(server, method, path, body) {
  return server.request(method, path, { token, body });
}

/* An answer, or undefined when the server was killed before it came. */
async function tryTo(server, method, path, body) {
  try {
    return await ask(server, method, path, body);
  } catch (error) {
    if (server.killed && error.code !== 'ERR_ASSERTION') return undefined;
    throw error;
  }
}

async function create(server, ids) {
  const body = { locationId, email: newEmail(), ...bodyOf(0) };
  const answer = await tryTo(server, 'POST', '/contacts/', body);
  if (!answer) {
    unansweredCreates.push(body);
    return;
  }
  assert.equal(answer.status, 201, answer.text);
  const { id } = answer.body.contact;
  ledger.opened(id);
  ids.push(id);
}

async function update(server, id) {
  const answer = await tryTo(server, 'PUT', `/contacts/${id}`, ledger.nextBody(id));
  if (!answer) return;
  assert.equal(answer.status, 200, answer.text);
  ledger.kept(id);
}

/* `ids` are this writer's alone, so that each contact has one write on its way at most. */
async function write(server, ids) {
  while (!server.killed) {
    if (ids.length === 0 || random.below(CREATES) === 0) await create(server, ids);
    else await update(server, ids[random.below(ids.length)]);
  }
}

/* The server's files as the kill left them; looked at in a copy, since looking would repair them. */
async function filesAreSound() {
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  for (const file of readdirSync(folder).filter((name) => /^contactd\.db(-wal)?$/.test(name))) {
    copyFileSync(join(folder, file), join(copy, file));
  }
  const { stdout, stderr } = await execute('sqlite3', [join(copy, 'contactd.db'), 'PRAGMA integrity_check']);
  assert.equal(stdout, 'ok\n', stderr);
  rmSync(copy, { recursive: true });
}

async function settleCreates(server) {
  for (const body of unansweredCreates) {
    const answer = await ask(server, 'POST', '/contacts/', body);
    assert.ok(answer.status === 201 || answer.body.meta?.matchingField === 'email', answer.text);
    ledger.opened(answer.status === 201 ? answer.body.contact.id : answer.body.meta.contactId);
  }
  unansweredCreates = [];
}

async function everythingIsThere(server) {
  const ids = ledger.ids();
  const reader = async () => {
    for (let id = ids.pop(); id; id = ids.pop()) {
      const answer = await ask(server, 'GET', `/contacts/${id}`);
      assert.equal(answer.status, 200, answer.text);
      ledger.check(id, answer.body.contact);
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
}

/* A share of the contacts for each writer. */
function shares() {
  const ids = ledger.ids();
  return Array.from({ length: writerCount }, (_, writer) =>
    ids.filter((_id, index) => index % writerCount === writer),
  );
}

async function liveAndDie() {
  const server = new Server({ folder });
  await server.start();
  if (!token) {
    const home = await server.newLocation();
    [token, locationId] = [home.token, home.id];
  }
  await settleCreates(server);
  await everythingIsThere(server);
  const writers = shares().map((ids) => write(server, ids));
  await Promise.race([
    pause(LIFE_MIN_MS + random.below(LIFE_MAX_MS - LIFE_MIN_MS)),
    Promise.all(writers) /* only a writer that fails ends before the kill */,
  ]);
  server.killed = true;
  await server.kill();
  await Promise.all(writers);
  await filesAreSound();
}

async function liveInPeace() {
  const server = await new Server({ folder }).start();
  await settleCreates(server);
  await everythingIsThere(server);
  await server.stop();
  await filesAreSound();
}

console.log(`crash: seed ${options.seed}`);
try {
  for (let count = 0; count < kills; count++) await liveAndDie();
  await liveInPeace();
  const { size } = ledger.entries;
  console.log(
    `crash: ${kills} kills, ${ledger.acknowledged} acknowledged writes, ${size} contacts, none lost`,
  );
  rmSync(folder, { recursive: true });
} catch (error) {
  console.error(error);
  console.error(`crash: failed with seed ${options.seed}; the files are in ${folder}`);
  process.exitCode = 1;
}
process.exit();
