/* Get Contact and Delete Contact. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

describe('Get Contact', suite, () => {
  const server = useServer();

  test('has what the last change answered', async () => {
    const { id } = await server.home.create();
    const { contact } = (await server.home.put(id, { city: 'Dolomite', tags: ['one'] })).body;
    assert.deepEqual(await server.home.stored(id), contact);
  });

  test('answers a contact and a traceId, nothing more', async () => {
    const { id } = await server.home.create();
    const { body } = await server.home.get(id);
    assert.deepEqual(Object.keys(body).sort(), ['contact', 'traceId']);
  });

  test('leaves out what is absent', async () => {
    const { id } = await server.home.create();
    const contact = await server.home.stored(id);
    for (const field of ['firstName', 'phone', 'city', 'dateOfBirth', 'dndSettings', 'visitorId']) {
      assert.ok(!(field in contact), field);
    }
  });

  test('takes a percent-encoded id', async () => {
    const { id } = await server.home.create();
    const encoded = `%${id.charCodeAt(0).toString(16)}${id.slice(1)}`;
    assert.equal((await server.home.get(encoded)).body.contact.id, id);
  });

  test('ignores a query', async () => {
    const { id } = await server.home.create();
    assert.equal((await server.home.get(`${id}?a=b&c`)).status, 200);
  });

  test('knows upper from lower case in an id', async () => {
    const { id } = await server.home.create();
    const swapped = [...id].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('');
    assert.equal((await server.home.get(swapped)).status, 400);
  });
});

describe('Delete Contact', suite, () => {
  const server = useServer();

  test('answers that it succeeded', async () => {
    const { id } = await server.home.create();
    const { status, body } = await server.home.delete(id);
    assert.equal(status, 200);
    assert.equal(body.succeded, true);
    assert.deepEqual(Object.keys(body).sort(), ['succeded', 'traceId']);
  });

  test('leaves a contact that nobody knows', async () => {
    const { id } = await server.home.create();
    await server.home.delete(id);
    const answers = [await server.home.get(id), await server.home.put(id, {}), await server.home.delete(id)];
    for (const answer of answers) {
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.message, `Contact with id ${id} not found`);
    }
  });

  test('leaves the other contacts alone', async () => {
    const [one, other] = [await server.home.create(), await server.home.create()];
    await server.home.delete(one.id);
    assert.equal((await server.home.get(other.id)).status, 200);
  });

  test('frees the email and the phone', async () => {
    const body = { email: newEmail(), phone: '+12125550199' };
    const { id } = await server.home.create(body);
    await server.home.delete(id);
    const again = await server.home.create(body);
    assert.notEqual(again.id, id);
  });

  test('succeeds for exactly one of many at the same time', async () => {
    const { id } = await server.home.create();
    const answers = await Promise.all(Array.from({ length: 10 }, () => server.home.delete(id)));
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [200, ...Array(9).fill(400)]);
  });
});
