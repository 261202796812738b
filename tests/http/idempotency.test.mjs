/* Idempotency-Key: a POST that is asked again gets its first answer again. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { newEmail, newObjectField, newUser, repository, Server, suite, useServer } from './harness.mjs';

const KEY_MAX = 255;
const DAY_MS = 24 * 60 * 60 * 1000;

describe('An Idempotency-Key', suite, () => {
  const server = useServer();

  function post(key, body, location = server.home) {
    return location.post(body, { headers: { 'idempotency-key': key } });
  }

  test('gives the first answer again and makes no second contact', async () => {
    const key = randomUUID();
    const body = { email: newEmail(), firstName: 'Ann', dateOfBirth: '1990-09-25', tags: ['one'] };
    const first = await post(key, body);
    assert.equal(first.status, 201, first.text);
    await server.home.update(first.body.contact.id, { firstName: 'Changed' });
    const again = await post(key, body);
    assert.equal(again.status, 201, again.text);
    assert.deepEqual(again.body, first.body);
    assert.equal(again.headers.etag, first.headers.etag);
  });

  test('tells a replay from a first answer', async () => {
    const key = randomUUID();
    const body = { email: newEmail() };
    assert.ok(!('idempotency-replayed' in (await post(key, body)).headers));
    assert.equal((await post(key, body)).headers['idempotency-replayed'], 'true');
  });

  test('is not taken with another body', async () => {
    const key = randomUUID();
    await post(key, { email: newEmail() });
    const email = newEmail();
    const answer = await post(key, { email });
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.message, 'The Idempotency-Key was used with another path or body');
    assert.equal((await server.home.post({ email })).status, 201);
  });

  test('is not about a slash at the end of the path', async () => {
    const key = randomUUID();
    const body = { locationId: server.home.id, email: newEmail() };
    const ask = (path) => server.home.request('POST', path, { body, headers: { 'idempotency-key': key } });
    const first = await ask('/contacts/');
    assert.equal(first.status, 201, first.text);
    assert.equal((await ask('/contacts')).text, first.text);
  });

  test('lets exactly one of many at the same time make the contact', async () => {
    const key = randomUUID();
    const body = { email: newEmail() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(key, body)));
    for (const answer of answers) {
      assert.equal(answer.status, 201, answer.text);
      assert.deepEqual(answer.body, answers[0].body);
    }
    assert.equal(answers.filter(({ headers }) => !('idempotency-replayed' in headers)).length, 1);
  });

  test('remembers no refusal', async () => {
    const key = randomUUID();
    assert.equal((await post(key, { email: 'no email' })).status, 422);
    assert.equal((await post(key, { email: newEmail() })).status, 201);
  });

  test('gives the first answer even to a body that would be refused by now', async () => {
    const key = randomUUID();
    const body = { email: newEmail(), customFields: [{ key: 'later', field_value: 'abc' }] };
    const first = await post(key, body);
    assert.equal(first.status, 201, first.text);
    await server.home.newField({ name: 'Later', type: 'NUMERICAL', key: 'later' });
    const again = await post(key, body);
    assert.equal(again.status, 201, again.text);
    assert.deepEqual(again.body, first.body);
  });

  test('belongs to its location', async () => {
    const other = await server.newLocation();
    const key = randomUUID();
    const email = newEmail();
    const here = await post(key, { email });
    const there = await post(key, { email }, other);
    assert.equal(there.status, 201, there.text);
    assert.notEqual(there.body.contact.id, here.body.contact.id);
  });

  test('has at most 255 bytes', async () => {
    assert.equal((await post('k'.repeat(KEY_MAX), { email: newEmail() })).status, 201);
    const answer = await post('k'.repeat(KEY_MAX + 1), { email: newEmail() });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.body.message, /Idempotency-Key/);
  });
});

/* Each POST below /contacts that may change something, twice: `second` is another body. */
const posts = {
  '/contacts/': { body: () => ({ email: newEmail() }), second: { email: newEmail() } },
  '/contacts/upsert': { body: () => ({ email: newEmail() }), second: { email: newEmail() } },
  '/contacts/bulk/tags/update/add': { body: (id) => ({ contacts: [id], tags: ['a'] }), second: { contacts: [], tags: ['b'] } },
  '/contacts/bulk/tags/update/remove': { body: (id) => ({ contacts: [id], tags: ['a'] }), second: { contacts: [], tags: ['b'] } },
  '/contacts/{contactId}/tags': { body: () => ({ tags: ['a'] }), second: { tags: ['b'] } },
  '/contacts/{contactId}/followers': { body: () => ({ followers: ['a'] }), second: { followers: ['b'] } },
  '/contacts/{contactId}/notes': { body: () => ({ body: 'Called' }), second: { body: 'Rang' } },
  '/contacts/{contactId}/tasks': {
    body: () => ({ title: 'Call', dueDate: '2026-10-25', completed: false }),
    second: { title: 'Ring', dueDate: '2026-10-25', completed: false },
  },
  '/contacts/{contactId}/campaigns/{campaignId}': { body: () => ({}), second: undefined },
  '/contacts/{contactId}/workflow/{workflowId}': { body: () => ({}), second: { eventStartTime: '2026-10-25' } },
};

/* … and those elsewhere, by the token of a location or of the agency. */
const elsewhere = {
  '/contacts/bulk/business': ({ contact, home, business }) => ({ locationId: home.id, ids: [contact.id], businessId: business }),
  '/businesses/': ({ home }) => ({ locationId: home.id, name: newEmail() }),
  '/locations/{locationId}/tags': () => ({ name: newEmail() }),
  '/locations/{locationId}/customValues': () => ({ name: newEmail(), value: 'x' }),
  '/locations/{locationId}/customFields': () => ({ name: newEmail(), dataType: 'TEXT' }),
  '/custom-fields/': ({ home }) => newObjectField(home.id),
  '/custom-fields/folder': ({ home }) => ({ locationId: home.id, objectKey: 'custom_objects.pet', name: 'Folder' }),
  '/users/': ({ home }) => newUser(home.id),
  '/locations/': () => ({ name: 'Some', companyId: 'company' }),
};

describe('An Idempotency-Key elsewhere', suite, () => {
  const server = useServer();
  const made = {};

  before(async () => {
    const { home } = server;
    const business = (await home.request('POST', '/businesses/', { body: { locationId: home.id, name: 'Bakery' } })).body.buiseness.id;
    Object.assign(made, { home, business, contact: await home.create(), agency: (await server.newAgencyToken()).token });
  });

  test('is tried here on every other POST that changes something', () => {
    const table = readFileSync(join(repository, 'src/api/routes.def'), 'utf8');
    const rows = [...table.matchAll(/^ROUTE\(POST, "([^"]*)", \w+_WRITE,/gm)].map(([, path]) => path);
    assert.deepEqual([...Object.keys(posts), ...Object.keys(elsewhere)].sort(), rows.sort());
  });

  for (const [path, body] of Object.entries(elsewhere)) {
    test(`gives the first answer of ${path} again, and is not taken with another body`, async () => {
      const { home, agency } = made;
      const token = path === '/locations/' || path === '/users/' ? agency : home.token;
      const options = { token, headers: { 'idempotency-key': randomUUID() } };
      const whole = path.replace('{locationId}', home.id);
      const sent = body(made);
      const first = await server.request('POST', whole, { ...options, body: sent });
      assert.ok(first.status < 300, first.text);
      const again = await server.request('POST', whole, { ...options, body: sent });
      assert.equal(again.text, first.text);
      assert.equal(again.headers['idempotency-replayed'], 'true');
      const other = await server.request('POST', whole, { ...options, body: { ...sent, name: 'Another', extra: 1 } });
      assert.equal(other.status, 422, other.text);
      assert.equal(other.body.message, 'The Idempotency-Key was used with another path or body');
    });
  }
});

describe('An Idempotency-Key of any POST', suite, () => {
  const server = useServer();

  function ask(path, id, key, body) {
    const whole = path.replace('{contactId}', id).replace(/\{\w+\}/, 'one');
    const named = path.includes('{contactId}') || body === undefined ? body : { locationId: server.home.id, ...body };
    return server.home.request('POST', whole, { body: named, headers: { 'idempotency-key': key } });
  }

  test('is tried here on every route of contacts that it is for', () => {
    const table = readFileSync(join(repository, 'src/api/routes.def'), 'utf8');
    const rows = [...table.matchAll(/^ROUTE\(POST, "(\/contacts\/[^"]*)", CONTACTS_WRITE,/gm)];
    const expected = rows.map(([, path]) => path).filter((path) => path !== '/contacts/bulk/business');
    assert.deepEqual(Object.keys(posts).sort(), expected.sort());
  });

  for (const [path, { body, second }] of Object.entries(posts)) {
    test(`gives the first answer of ${path} again`, async () => {
      const { id } = await server.home.create();
      const key = randomUUID();
      const sent = body(id);
      const first = await ask(path, id, key, sent);
      assert.ok(first.status < 300, first.text);
      assert.ok(!('idempotency-replayed' in first.headers));
      const between = await server.home.stored(id);
      const again = await ask(path, id, key, sent);
      assert.equal(again.status, first.status);
      assert.equal(again.text, first.text);
      assert.equal(again.headers.etag, first.headers.etag);
      assert.equal(again.headers['idempotency-replayed'], 'true');
      assert.deepEqual(await server.home.stored(id), between);
    });

    test(`is not taken with another body of ${path}`, async () => {
      const { id } = await server.home.create();
      const key = randomUUID();
      assert.ok((await ask(path, id, key, body(id))).status < 300);
      const answer = await ask(path, id, key, second);
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.body.message, 'The Idempotency-Key was used with another path or body');
    });
  }

  test('is not taken for another contact or another operation', async () => {
    const [one, two] = [await server.home.create(), await server.home.create()];
    const key = randomUUID();
    assert.equal((await ask('/contacts/{contactId}/tags', one.id, key, { tags: ['a'] })).status, 201);
    assert.equal((await ask('/contacts/{contactId}/tags', two.id, key, { tags: ['a'] })).status, 422);
    assert.equal((await ask('/contacts/{contactId}/notes', one.id, key, { tags: ['a'] })).status, 422);
    assert.deepEqual((await server.home.stored(two.id)).tags, []);
  });

  test('makes one note of many that are asked for at the same time', async () => {
    const { id } = await server.home.create();
    const key = randomUUID();
    const asked = Array.from({ length: 20 }, () => ask('/contacts/{contactId}/notes', id, key, { body: 'Called' }));
    const answers = await Promise.all(asked);
    for (const answer of answers) assert.equal(answer.text, answers[0].text);
    const { body } = await server.home.request('GET', `/contacts/${id}/notes`);
    assert.deepEqual(body.notes, [answers[0].body.note]);
  });

  test('remembers no refusal that was found late', async () => {
    const tags = Array.from({ length: 500 }, (_, index) => `t${index}`);
    const { id } = await server.home.create({ tags });
    const key = randomUUID();
    assert.equal((await ask('/contacts/{contactId}/tags', id, key, { tags: ['a'] })).status, 422);
    await server.home.update(id, { tags: [] });
    const answer = await ask('/contacts/{contactId}/tags', id, key, { tags: ['a'] });
    assert.equal(answer.status, 201, answer.text);
    assert.deepEqual(answer.body.tagsAdded, ['a']);
  });

  test('keeps the headers of the first answer', async () => {
    const key = randomUUID();
    const sent = { email: newEmail(), customFields: [{ id: 'unknown', field_value: 'x' }] };
    const first = await ask('/contacts/upsert', '', key, sent);
    assert.match(first.headers['x-contactd-warning'], /unknown/);
    const again = await ask('/contacts/upsert', '', key, sent);
    assert.equal(again.headers['x-contactd-warning'], first.headers['x-contactd-warning']);
  });

  test('means nothing to a PUT or a DELETE', async () => {
    const { id } = await server.home.create();
    const headers = { 'idempotency-key': 'k'.repeat(KEY_MAX + 1) };
    assert.equal((await server.home.put(id, { city: 'One' }, { headers })).status, 200);
    assert.equal((await server.home.delete(id, { headers })).status, 200);
  });

  test('is kept alone when the answer is too long, and nothing is done again', async () => {
    const tags = Array.from({ length: 500 }, (_, index) => `${index}${'x'.repeat(250)}`);
    const made = await Promise.all(Array.from({ length: 10 }, () => server.home.create({ tags })));
    const sent = { contacts: made.map(({ id }) => id), tags: [], removeAllTags: true };
    const key = randomUUID();
    const first = await ask('/contacts/bulk/tags/update/remove', '', key, sent);
    assert.equal(first.status, 201, first.text);
    assert.ok(first.text.length > 2 << 20);
    await server.home.update(made[0].id, { tags: ['new'] });
    const again = await ask('/contacts/bulk/tags/update/remove', '', key, sent);
    assert.equal(again.status, 409, again.text);
    assert.match(again.body.message, /was not kept; nothing was done again/);
    assert.deepEqual((await server.home.stored(made[0].id)).tags, ['new']);
  });

  test('is forgotten after a day', async () => {
    const { id } = await server.home.create();
    const key = randomUUID();
    const note = async () => (await ask('/contacts/{contactId}/notes', id, key, { body: 'Called' })).body.note.id;
    const first = await note();
    const age = (ms) => server.sql(`UPDATE idempotency SET created = created - ${ms} WHERE key = '${key}'`);
    await age(DAY_MS - 60_000);
    assert.equal(await note(), first);
    await age(60_000);
    const second = await note();
    assert.notEqual(second, first);
    assert.equal(await note(), second);
  });

  test('is on the disk with what it answered', async () => {
    const server = await new Server().start();
    const home = await server.newLocation();
    const { id } = await home.create();
    const options = { body: { body: 'Called' }, token: home.token, headers: { 'idempotency-key': 'one' } };
    const first = await server.request('POST', `/contacts/${id}/notes`, options);
    await server.kill();
    const after = await new Server({ folder: server.folder }).start();
    const again = await after.request('POST', `/contacts/${id}/notes`, options);
    assert.equal(again.text, first.text);
    const { body } = await after.request('GET', `/contacts/${id}/notes`, { token: home.token });
    assert.deepEqual(body.notes, [first.body.note]);
    await after.stop();
  });
});
