/* Idempotency-Key: a create that is asked again gets its first answer again. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

const KEY_MAX = 255;

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
    assert.equal(answer.body.message, 'The Idempotency-Key was used with another body');
    assert.equal((await server.home.post({ email })).status, 201);
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
