/* What is checked before a body is read, and in which order: method and path, token, Version, scope. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

const tokenInvalid = 'Invalid token: access token is invalid';
const scopeMissing = 'The token is not authorized for this scope.';

describe('The head of a request', suite, () => {
  const server = useServer();
  let contact;
  let reader;

  before(async () => {
    contact = await server.home.create({ firstName: 'Ann' });
    reader = (await server.home.newToken({ scopes: ['contacts.readonly'] })).token;
  });

  async function refused(status, message, method, path, options) {
    const answer = await server.home.request(method, path, options);
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.body.message, message);
    return answer;
  }

  const path = () => `/contacts/${contact.id}`;

  test('a token that nobody made is refused with the published body', async () => {
    const { body } = await refused(401, tokenInvalid, 'GET', path(), { token: 'pit-unknown' });
    const { traceId, ...published } = body;
    assert.ok(traceId);
    assert.deepEqual(published, { statusCode: 401, message: tokenInvalid, error: 'Unauthorized' });
  });

  for (const [what, authorization] of [
    ['no Authorization', undefined],
    ['an empty Authorization', ''],
    ['a scheme without a token', 'Bearer'],
    ['a scheme and a blank', 'Bearer '],
    ['another scheme', 'Basic YW5uOnNlY3JldA=='],
    ['a token of 10,000 characters', `Bearer ${'a'.repeat(10_000)}`],
  ]) {
    test(`${what} is refused like a wrong token`, async () => {
      await refused(401, tokenInvalid, 'GET', path(), { headers: { authorization } });
    });
  }

  test('a token without its scheme is refused', async () => {
    const headers = { authorization: server.home.token };
    await refused(401, tokenInvalid, 'GET', path(), { headers });
  });

  test('a token with one character changed is refused', async () => {
    const { token } = server.home;
    const other = token.slice(0, -1) + (token.endsWith('0') ? '1' : '0');
    await refused(401, tokenInvalid, 'GET', path(), { token: other });
    await refused(401, tokenInvalid, 'GET', path(), { token: `${token}0` });
  });

  test('a request without Version is refused', async () => {
    await refused(401, 'version header was not found.', 'GET', path(), {
      version: undefined,
      headers: { version: undefined },
    });
  });

  for (const version of ['2021-04-16', '2021-07-28x', 'V3', 'v4', '2021-07-28, v3']) {
    test(`the Version '${version}' is refused`, async () => {
      await refused(401, 'version header is invalid', 'GET', path(), { version });
    });
  }

  for (const version of ['2021-04-15', '2021-07-28', '2023-02-21', 'v3']) {
    test(`the Version '${version}' is taken by every operation`, async () => {
      const created = await server.home.post({ email: newEmail() }, { version });
      assert.equal(created.status, 201, created.text);
      const { id } = created.body.contact;
      assert.equal((await server.home.get(id, { version })).status, 200);
      assert.equal((await server.home.put(id, { city: 'Dolomite' }, { version })).status, 200);
      assert.equal((await server.home.delete(id, { version })).status, 200);
    });
  }

  test('a token without the scope of the operation is refused', async () => {
    const body = { city: 'Dolomite' };
    await refused(401, scopeMissing, 'PUT', path(), { token: reader, body });
    await refused(401, scopeMissing, 'DELETE', path(), { token: reader });
    assert.equal((await server.home.get(contact.id, { token: reader })).status, 200);
  });

  test('a path that does not exist is named in the answer', async () => {
    const { body } = await refused(404, 'Cannot PUT /x', 'PUT', '/x', { body: {} });
    assert.equal(body.error, 'Not Found');
    await refused(404, 'Cannot GET /', 'GET', '/');
    await refused(404, 'Cannot GET /contacts/a/b', 'GET', '/contacts/a/b');
    await refused(404, 'Cannot GET /contactsx/a', 'GET', '/contactsx/a');
  });

  test('a known path with another method says which methods it has', async () => {
    const one = await refused(405, `Cannot PATCH ${path()}`, 'PATCH', path(), { body: {} });
    const methods = one.headers.allow.split(',').map((method) => method.trim());
    assert.deepEqual(methods.sort(), ['DELETE', 'GET', 'HEAD', 'PUT']);
    const all = await refused(405, 'Cannot DELETE /contacts/', 'DELETE', '/contacts/');
    assert.match(all.headers.allow, /\bPOST\b/);
  });

  for (const type of [
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
  ]) {
    test(`a body of the type '${type}' is taken`, async () => {
      const { id } = await server.home.create();
      const answer = await server.home.put(id, { city: 'Dolomite' }, { headers: { 'content-type': type } });
      assert.equal(answer.status, 200, answer.text);
    });
  }

  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/json-patch+json',
    undefined,
  ]) {
    test(`a body of the type '${type}' is refused`, async () => {
      const answer = await server.home.put(contact.id, '{"city":"Dolomite"}', {
        headers: { 'content-type': type },
      });
      assert.equal(answer.status, 415, answer.text);
    });
  }

  test('a GET with a JSON content type and no body is answered, as the official client sends it', async () => {
    const headers = { 'content-type': 'application/json' };
    assert.equal((await server.home.get(contact.id, { headers })).status, 200);
  });

  test('the path is checked before the token', async () => {
    await refused(404, 'Cannot GET /x', 'GET', '/x', { token: 'wrong', version: 'wrong' });
    await refused(405, `Cannot PATCH ${path()}`, 'PATCH', path(), { token: 'wrong', body: {} });
  });

  test('the token is checked before the Version', async () => {
    await refused(401, tokenInvalid, 'GET', path(), { token: 'wrong', version: 'wrong' });
  });

  test('the Version is checked before the scope', async () => {
    const options = { token: reader, version: 'wrong', body: {} };
    await refused(401, 'version header is invalid', 'PUT', path(), options);
  });

  test('the scope is checked before the body', async () => {
    await refused(401, scopeMissing, 'PUT', path(), { token: reader, body: 'no JSON' });
    const headers = { 'content-type': 'text/plain' };
    await refused(401, scopeMissing, 'PUT', path(), { token: reader, body: 'no JSON', headers });
  });

  test('the content type is checked before the JSON', async () => {
    const answer = await server.home.put(contact.id, 'no JSON', {
      headers: { 'content-type': 'text/plain' },
    });
    assert.equal(answer.status, 415, answer.text);
  });

  test('the location that a body names is checked before the rest of it', async () => {
    const body = { locationId: 'a'.repeat(20), email: 'not an email' };
    const answer = await server.home.post(body);
    assert.equal(answer.status, 403, answer.text);
  });

  test('the body is checked before the contact is looked for', async () => {
    const answer = await server.home.put('a'.repeat(20), { foo: 1 });
    assert.equal(answer.status, 422, answer.text);
  });
});
