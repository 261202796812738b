/* Tokens: what one may do, how it ends, and that nothing secret is ever written down. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newEmail, Server, suite, until, useServer } from './harness.mjs';

const REVOCATION_MS = 1000;

describe('A token', suite, () => {
  const server = useServer();

  test('has the form of a private integration token', async () => {
    const { token, id } = await server.home.newToken();
    assert.match(token, /^pit-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.match(id, /^[A-Za-z0-9]{20}$/);
  });

  test('works the moment it is made', async () => {
    const contact = await server.home.create();
    const { token } = await server.home.newToken();
    assert.equal((await server.home.get(contact.id, { token })).status, 200);
  });

  test('stops working within a second of its revocation', async () => {
    const contact = await server.home.create();
    const { token, id } = await server.home.newToken();
    assert.equal((await server.home.get(contact.id, { token })).status, 200);
    await server.command('token', 'revoke', id);
    const stopped = async () => (await server.home.get(contact.id, { token })).status === 401;
    await until(stopped, 'the token to stop working', REVOCATION_MS);
  });

  test('leaves the other tokens of its location alone when it is revoked', async () => {
    const contact = await server.home.create();
    const [one, other] = [await server.home.newToken(), await server.home.newToken()];
    await server.command('token', 'revoke', one.id);
    const stopped = async () => (await server.home.get(contact.id, { token: one.token })).status === 401;
    await until(stopped, 'the token to stop working', REVOCATION_MS);
    assert.equal((await server.home.get(contact.id, { token: other.token })).status, 200);
  });

  test('ends when it expires, with the answer of a token that nobody made', async () => {
    const contact = await server.home.create();
    const { token } = await server.home.newToken({ expiresIn: 2 });
    const answer = await until(async () => {
      const one = await server.home.get(contact.id, { token });
      return one.status === 401 && one;
    }, 'the token to expire');
    assert.equal(answer.body.message, 'Invalid token: access token is invalid');
  });

  test('is taken in any case of the word Bearer', async () => {
    const contact = await server.home.create();
    const headers = { authorization: `bearer ${server.home.token}` };
    assert.equal((await server.home.get(contact.id, { headers })).status, 200);
  });
});

describe('Secrets', suite, () => {
  const server = new Server();

  test('are neither in the log nor, for a token, in the store', async () => {
    await server.start();
    const home = await server.newLocation();
    const secrets = {
      token: home.token,
      email: newEmail(),
      phone: '+12125550177',
      ssn: '078-05-1120',
      firstName: 'Clandestina',
      wrongToken: 'pit-11111111-2222-4333-8444-555555555555',
      wrongEmail: 'wrong-mail@@example.com',
      wrongPhone: '+99912345',
    };
    await useEverywhere(home, secrets);
    const { body } = await home.get('NoSuchContactOf20Chr');
    await until(() => server.log.includes(body.traceId), 'the last request to be in the log');
    await server.kill();

    const log = server.log;
    assert.match(log, /"event":"request"/);
    for (const [name, secret] of Object.entries(secrets)) {
      for (const spelling of [secret, encodeURIComponent(secret), secret.replace(/^(pit-|\+)/, '')]) {
        assert.ok(!log.includes(spelling), `the log has the ${name}`);
      }
    }
    for (const file of readdirSync(server.folder).filter((one) => one.startsWith('contactd.db'))) {
      assert.ok(!readFileSync(join(server.folder, file)).includes(secrets.token.slice(4)), file);
    }
    const rows = await server.sql('SELECT * FROM token');
    assert.ok(rows.length > 0 && !rows.includes(secrets.token.slice(4)));
  });
});

/* Good requests and bad ones of every kind, each with something secret in it. */
async function useEverywhere(home, secrets) {
  const { email, phone, ssn, firstName, wrongToken, wrongEmail, wrongPhone } = secrets;
  const { id } = await home.create({ email, phone, firstName });
  await home.update(id, { ssn });
  const answers = [
    home.post({ email }) /* a duplicate */,
    home.post({ phone }),
    home.put(id, { email: wrongEmail, phone: wrongPhone }),
    home.put(id, { [email]: 1, [phone]: 1 }),
    home.put(id, `{"email":"${email}"`),
    home.put(id, { customFields: [{ key: email, field_value: ssn }] }),
    home.get(id, { token: wrongToken }),
    home.get(encodeURIComponent(email)),
    home.get(`${id}?email=${encodeURIComponent(email)}&token=${home.token}`),
    home.request('GET', `/contacts/search/duplicate?email=${email}&number=${encodeURIComponent(phone)}`),
    home.request('PATCH', `/contacts/${encodeURIComponent(phone)}`, { body: { ssn } }),
    home.request('GET', `/${home.token}`),
    home.delete(id, { headers: { 'if-match': email, 'user-agent': firstName } }),
  ];
  for (const answer of await Promise.all(answers)) assert.ok(answer.status >= 200);
  await home.delete(id);
}
