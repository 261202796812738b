/* Searches that are too much, or too early; and how far one can go. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, onlySqlite, startWithoutSearchFile, suite, useServer } from './harness.mjs';

/* So many at a time. */
const AT_ONCE = 64;

async function many(count, make) {
  for (let made = 0; made < count; made += AT_ONCE) {
    const some = Math.min(AT_ONCE, count - made);
    await Promise.all(Array.from({ length: some }, (_, index) => make(made + index)));
  }
}

describe('A search that has too much to look at', suite, () => {
  const server = useServer();
  let field;

  /* Five times what the reference machine looks through in the time that there is. */
  before(async () => {
    field = await server.home.newField({ name: 'Long', type: 'LARGE_TEXT' });
    const customFields = [{ id: field.id, field_value: 'a'.repeat(65_536) }];
    await many(2000, () => server.home.create({ customFields }));
  });

  const search = (filters) => server.home.request('POST', '/contacts/search', { body: { locationId: server.home.id, pageLimit: 1, filters } });

  test('is given up, and the next one is made', async () => {
    const almost = (index) => `b${'a'.repeat(70)}${index}`.slice(0, 72) + 'a';
    const filters = Array.from({ length: 190 }, (_, index) => {
      return { field: `customFields.${field.id}`, operator: 'contains', value: almost(index) };
    });
    const answer = await search([{ group: 'OR', filters }]);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.message, 'The search looked for 5 seconds and was not done: ask for less');
    assert.equal((await search([])).body.total, 2000);
  });
});

describe('A search before the search file can be made', { ...suite, ...onlySqlite }, () => {
  test('is refused for the time being, whichever way it is asked for', async () => {
    const { server, home, search, release } = await startWithoutSearchFile();
    await home.create({ firstName: 'Ann' });
    const answers = await Promise.all([
      search(),
      home.request('GET', `/contacts/?locationId=${home.id}`),
      home.request('GET', `/contacts/lookup?locationId=${home.id}&email=ann@example.com`, { version: 'v3' }),
      home.request('GET', `/contacts/business/one?locationId=${home.id}`),
    ]);
    for (const { status, headers, body } of answers) {
      assert.equal(status, 503);
      assert.equal(headers['retry-after'], '1');
      assert.equal(body.message, 'The contacts are being indexed for search, try again');
    }
    release();
    assert.equal((await search()).body.total, 1);
    await server.stop();
  });

  /* One after the other they would be answered after a minute. */
  test('is refused before long where many others wait for the same thread', async () => {
    const { server, search } = await startWithoutSearchFile(['--search-threads', '1']);
    const answers = await Promise.all(Array.from({ length: 12 }, search));
    assert.ok(answers.every(({ status }) => status === 503));
    assert.ok(answers.some(({ body }) => body.message === 'The server is busy, try again'));
    await server.stop();
  });
});

describe('A search of more than ten thousand contacts', suite, () => {
  const COUNT = 10_001;
  const server = useServer();
  const search = (body) =>
    server.home.request('POST', '/contacts/search', { body: { locationId: server.home.id, pageLimit: 500, ...body } });

  before(() => many(COUNT, (index) => server.home.create({ firstName: `${index}`, email: newEmail() })));

  test('goes on behind the last one of a page to the end, where pages by number stop', async () => {
    assert.equal((await search({ page: 20 })).body.contacts.length, 500);
    const beyond = await search({ page: 21 });
    assert.equal(beyond.status, 422, beyond.text);
    const names = new Set();
    let searchAfter;
    do {
      const { body } = await search(searchAfter && { searchAfter });
      assert.equal(body.total, COUNT);
      for (const { firstNameLowerCase } of body.contacts) names.add(firstNameLowerCase);
      searchAfter = body.contacts.at(-1)?.searchAfter;
    } while (searchAfter);
    assert.equal(names.size, COUNT);
  });
});
