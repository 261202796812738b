/*
 * `contactd copy`: everything, into another store and back; with the URL of a server in CONTACTD_POSTGRES from
 * one kind of store to the other.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newDatabase } from '../postgres/cluster.mjs';
import { cleanEnvironment, contactd, execute, exitOf, makeFolder, newEmail, program, Server, suite } from './harness.mjs';

const server = process.env.CONTACTD_POSTGRES;
const emptyStore = async () => (server ? newDatabase(server) : `sqlite:${join(makeFolder(), 'copy.db')}`);

const copy = (from, to) => contactd(['copy', '--from', from, '--to', to]);

/* A file that has something of everything, made by a server that is stopped. */
async function fullFile(contacts = 3) {
  const folder = makeFolder();
  const store = `sqlite:${join(folder, 'contactd.db')}`;
  const full = await new Server({ store, folder }).start();
  const home = await full.newLocation({ allowDuplicates: true });
  const strict = await full.newLocation();
  const field = await home.newField({ name: 'Colour', type: 'SINGLE_OPTIONS', options: ['Red'] });
  await home.request('POST', `/locations/${home.id}/tags`, { body: { name: 'VIP' } });
  const business = (await home.request('POST', '/businesses/', { body: { name: 'Bakery', locationId: home.id } })).body.buiseness;
  for (let index = 0; index < contacts; index++) {
    const { id } = await home.create({ firstName: `Ann ${index}`, phone: '+12125550100', customFields: [{ id: field.id, field_value: 'Red' }] });
    await home.request('POST', `/contacts/${id}/notes`, { body: { body: 'Called\u0007' } });
    await home.request('POST', `/contacts/${id}/tasks`, { body: { title: 'Write', dueDate: '2026-10-25T11:00:00Z', completed: true } });
    await home.request('POST', `/contacts/${id}/workflow/abc`, {});
    await home.request('PUT', `/contacts/${id}/additional`, { body: { additionalEmails: [{ email: newEmail() }] } });
    await home.request('POST', '/contacts/bulk/business', { body: { locationId: home.id, ids: [id], businessId: business.id } });
  }
  const email = newEmail();
  await strict.post({ email }, { headers: { 'idempotency-key': 'once' } });
  await full.newAgencyToken();
  await full.stop();
  return { store, file: join(folder, 'contactd.db'), home, strict, email };
}

/* All rows of the tables that are copied, in an order that does not depend on how they came. */
async function rowsOf(file) {
  const { stdout } = await execute('sqlite3', [file, '.dump']);
  const derived = /^INSERT INTO "?(search_\w+|item_total|sqlite_\w+)/;
  return stdout.split('\n').filter((line) => line.startsWith('INSERT') && !derived.test(line)).sort();
}

describe('A copy of a store', suite, () => {
  test('has everything, byte by byte, and so has a copy of it', async () => {
    const full = await fullFile();
    const between = await emptyStore();
    const back = join(makeFolder(), 'back.db');
    for (const [from, to] of [[full.store, between], [between, `sqlite:${back}`]]) {
      const { code, stdout, stderr } = await copy(from, to);
      assert.equal(code, 0, stderr);
      assert.equal(stdout, 'copied, and the same\n');
    }
    const rows = await rowsOf(full.file);
    assert.ok(rows.length > 20, `${rows.length}`);
    assert.deepEqual(await rowsOf(back), rows);
  });

  test('is served, found and kept apart as its original', async () => {
    const full = await fullFile();
    const to = await emptyStore();
    assert.equal((await copy(full.store, to)).code, 0);
    const copied = await new Server({ store: to }).start();
    const [home, strict] = [full.home, full.strict].map(({ id, token }) => Object.assign(copied.locationOf(id), { token }));
    const search = (body) => home.request('POST', '/contacts/search', { body: { locationId: home.id, pageLimit: 10, ...body } });
    const found = (await search({ query: 'ann 1' })).body;
    assert.equal(found.total, 1);
    const contact = await home.stored(found.contacts[0].id);
    assert.equal(contact.firstName, 'Ann 1');
    assert.equal((await home.request('GET', `/contacts/${contact.id}/notes`)).body.notes.length, 1);
    assert.equal((await search({ filters: [{ field: 'activeWorkflows', operator: 'eq', value: 'abc' }] })).body.total, 3);
    assert.equal((await strict.post({ email: full.email })).status, 400);
    const again = await strict.post({ email: full.email }, { headers: { 'idempotency-key': 'once' } });
    assert.deepEqual([again.status, again.headers['idempotency-replayed']], [201, 'true']);
    await copied.stop();
  });

  test('that was interrupted goes on where it was', async () => {
    const full = await fullFile(150);
    const to = await emptyStore();
    const child = spawn(program, ['copy', '--from', full.store, '--to', to], { stdio: 'ignore', env: cleanEnvironment() });
    await pause(30);
    child.kill('SIGKILL');
    await exitOf(child);
    for (let times = 0; times < 2; times++) {
      const { code, stderr } = await copy(full.store, to);
      assert.equal(code, 0, stderr);
    }
  });

  test('is not mixed with what is there already', async () => {
    const [full, other] = [await fullFile(), await fullFile(1)];
    const before = await rowsOf(other.file);
    const { code, stderr } = await copy(full.store, other.store);
    assert.equal(code, 1);
    assert.match(stderr, /has rows of its own/);
    assert.deepEqual(await rowsOf(other.file), before);
  });

  test('needs two stores, the first of which is there', async () => {
    const { store } = await fullFile(1);
    assert.equal((await contactd(['copy', '--from', store])).code, 2);
    assert.equal((await copy(store, store)).code, 2);
    assert.equal((await copy(`sqlite:${join(makeFolder(), 'none.db')}`, store)).code, 1);
  });
});
