/* Two contactds on one database, at the same contacts and the same emails at once. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { newEmail, Server, suite, until } from '../http/harness.mjs';
import { Cluster, psql } from './cluster.mjs';
import { Writers } from './writers.mjs';

const ROUNDS = 20;
const AT_ONCE = 16;
const FOLDERS_MAX = 100;

describe('Two servers on one database', suite, () => {
  let cluster;
  const servers = [];
  const homes = [];

  before(async () => {
    cluster = await Cluster.create();
    const store = await cluster.newDatabase();
    servers.push(...(await Promise.all([1, 2].map(() => new Server({ store }).start()))));
    const home = await servers[0].newLocation();
    for (const server of servers) {
      const same = server.locationOf(home.id);
      same.token = home.token;
      homes.push(same);
    }
  });

  after(async () => {
    for (const server of servers) await server.stop();
    await cluster.remove();
  });

  const both = (count, work) => Promise.all(Array.from({ length: count }, (_, index) => work(homes[index % 2], index)));

  test('that start at once make the tables once', async () => {
    const store = await cluster.newDatabase();
    const many = await Promise.all([1, 2, 3, 4].map(() => new Server({ store }).start()));
    await many[0].newLocation();
    for (const server of many) await server.stop();
  });

  test('let exactly one of many creates of an email win', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const email = newEmail();
      const answers = await both(AT_ONCE, (home) => home.post({ email }));
      const won = answers.filter(({ status }) => status === 201);
      assert.equal(won.length, 1, answers.map(({ status }) => status).join());
      const { id } = won[0].body.contact;
      for (const answer of answers.filter(({ status }) => status !== 201)) {
        assert.equal(answer.status, 400, answer.text);
        assert.equal(answer.body.meta.contactId, id);
      }
    }
  });

  test('make one contact of many upserts of an email', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const email = newEmail();
      const answers = await both(AT_ONCE, (home, index) => home.upsert({ email, city: `${index}` }));
      answers.forEach((answer) => assert.ok(answer.status < 300, answer.text));
      assert.equal(answers.filter(({ body }) => body.new).length, 1);
      assert.equal(new Set(answers.map(({ body }) => body.contact.id)).size, 1);
    }
  });

  test('do what has one Idempotency-Key once', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const headers = { 'idempotency-key': newEmail() };
      const body = { email: newEmail() };
      const answers = await both(AT_ONCE, (home) => home.post(body, { headers }));
      answers.forEach((answer) => assert.equal(answer.status, 201, answer.text));
      assert.equal(new Set(answers.map(({ body: { contact } }) => contact.id)).size, 1);
    }
  });

  test('never lose an update of a contact that both change, and count each', async () => {
    const { id } = await homes[0].create({ tags: [] });
    const first = Number(JSON.parse((await homes[0].get(id)).headers.etag));
    const tags = Array.from({ length: 120 }, (_, index) => `tag ${index}`);
    const answers = await both(tags.length, (home, index) =>
      home.request('POST', `/contacts/${id}/tags`, { body: { tags: [tags[index]] } }),
    );
    answers.forEach((answer) => assert.equal(answer.status, 201, answer.text));
    const answer = await homes[1].get(id);
    assert.deepEqual([...answer.body.contact.tags].sort(), [...tags].sort());
    assert.equal(Number(JSON.parse(answer.headers.etag)), first + tags.length);
  });

  test('let one of two updates win that name the same version', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await homes[0].create();
      const { etag } = (await homes[0].get(id)).headers;
      const answers = await both(AT_ONCE, (home, index) =>
        home.put(id, { city: `${index}` }, { headers: { 'if-match': etag } }),
      );
      assert.equal(answers.filter(({ status }) => status === 200).length, 1);
      assert.equal(answers.filter(({ status }) => status === 412).length, AT_ONCE - 1);
    }
  });

  test('let one of many have the last place of a list', async () => {
    const folder = (home, name) =>
      home.request('POST', '/custom-fields/folder', { body: { locationId: home.id, objectKey: 'custom_objects.pet', name } });
    for (let count = 1; count < FOLDERS_MAX; count++) assert.equal((await folder(homes[0], `${count}`)).status, 201);
    const answers = await both(AT_ONCE, (home, index) => folder(home, `Last ${index}`));
    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    assert.equal(answers.filter(({ status }) => status === 422).length, AT_ONCE - 1);
  });

  test('find at one what was written at the other', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const email = newEmail();
      const { id } = await homes[0].create({ email, firstName: 'Found' });
      assert.equal((await homes[1].stored(id)).email, email);
      const { body } = await homes[1].request('POST', '/contacts/search', {
        body: { locationId: homes[1].id, pageLimit: 10, filters: [{ field: 'email', operator: 'eq', value: email }] },
      });
      assert.deepEqual(body.contacts.map((contact) => contact.id), [id]);
    }
  });

  test('stop a token at both that was revoked at one', async () => {
    const made = await homes[0].newToken();
    const ask = (home) => home.request('GET', '/contacts/nobody', { token: made.token });
    for (const home of homes) assert.equal((await ask(home)).status, 400);
    await servers[0].command('token', 'revoke', made.id);
    await until(async () => (await Promise.all(homes.map(ask))).every(({ status }) => status === 401), 'both to refuse it');
  });

  test('listen for revoked tokens again when what they listened by is cut', async () => {
    const listening = "FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN contactd_tokens'";
    const ask = async () => (await psql(servers[0].store, `SELECT pid ${listening} ORDER BY pid`)).trim();
    await until(async () => (await ask()).split('\n').length === 2, 'both to listen');
    const before = await ask();
    await psql(servers[0].store, `SELECT pg_terminate_backend(pid) ${listening}`);
    await until(async () => {
      const now = (await ask()).split('\n');
      return now.length === 2 && now.every((pid) => !before.split('\n').includes(pid));
    }, 'both to listen again');
  });

  test('lose nothing under load at both, when one of them is killed', async () => {
    const third = await new Server({ store: servers[0].store }).start();
    const home = third.locationOf(homes[0].id);
    home.token = homes[0].token;
    const writers = new Writers(homes, AT_ONCE);
    await writers.start();
    const load = both(AT_ONCE, async () => {
      for (let count = 0; count < 20; count++) await home.post({ firstName: 'Third' }).catch(() => {});
    });
    await third.kill();
    await load;
    await writers.stop();
    assert.equal(writers.count5xx(), 0);
    await writers.check(homes[1]);
  });
});
