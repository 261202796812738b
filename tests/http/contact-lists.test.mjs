/* Lists of contacts that are searches: the deprecated list, those of a business, the look-up of v3. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

describe('The list of contacts', suite, () => {
  const server = useServer();
  const names = ['Ann', 'Bob', 'Cy', 'Dee', 'Eve'];

  before(async () => {
    for (const firstName of names) await server.home.create({ firstName, lastName: 'Stone', email: newEmail() });
  });

  const list = (query = {}, options) =>
    server.home.request('GET', `/contacts/?${new URLSearchParams({ locationId: server.home.id, ...query })}`, options);

  test('has the newest first, names in lower case and as they were given', async () => {
    const { status, body } = await list();
    assert.equal(status, 200);
    assert.deepEqual(
      body.contacts.map((one) => [one.firstName, one.firstNameRaw, one.lastName, one.lastNameRaw, one.contactName]).at(0),
      ['eve', 'Eve', 'stone', 'Stone', 'eve stone'],
    );
    assert.equal(body.count, 5);
    assert.deepEqual(body.meta, { total: 5, currentPage: 1, prevPage: null });
  });

  test('goes on where its meta says, to the end', async () => {
    const found = [];
    let path = `/contacts/?locationId=${server.home.id}&limit=2&query=stone`;
    for (let page = 0; path && page < 5; page++) {
      const { body } = await server.home.request('GET', path);
      found.push(...body.contacts.map((one) => one.firstNameRaw));
      const next = body.meta.nextPageUrl;
      /* A page that is named by a contact has no number of its own. */
      assert.deepEqual([body.meta.currentPage, body.meta.nextPage], [1, next ? 2 : undefined]);
      if (next) {
        const url = new URL(next);
        assert.equal(url.host, `127.0.0.1:${server.port}`);
        assert.deepEqual(
          [url.searchParams.get('startAfter'), url.searchParams.get('startAfterId')],
          [String(body.meta.startAfter), body.meta.startAfterId],
        );
        path = url.pathname + url.search;
      } else {
        path = undefined;
      }
    }
    assert.deepEqual(found, names.toReversed());
  });

  test('finds words', async () => {
    const { body } = await list({ query: 'dee st' });
    assert.deepEqual(body.contacts.map((one) => one.firstNameRaw), ['Dee']);
    assert.equal(body.meta.total, 1);
  });

  test('has twenty where nobody says how many', async () => {
    const location = await server.newLocation();
    for (let count = 0; count < 21; count++) await location.create();
    const answer = await location.request('GET', `/contacts/?locationId=${location.id}`);
    assert.deepEqual([answer.body.contacts.length, answer.body.meta.total], [20, 21]);
  });

  test('has a hundred at the most', async () => {
    assert.equal((await list({ limit: 100 })).status, 200);
    for (const [limit, message] of [
      ['101', 'limit must not be greater than 100'],
      ['0', 'limit must not be less than 1'],
      ['many', 'limit must be a number conforming to the specified constraints'],
    ]) {
      const { status, body } = await list({ limit });
      assert.deepEqual([status, body.message], [422, [message]]);
    }
  });

  test('is of the location of the token, which has to be named', async () => {
    const other = await server.newLocation();
    assert.equal((await list({ locationId: other.id })).status, 403);
    const without = await server.home.request('GET', '/contacts/');
    assert.deepEqual([without.status, without.body.message], [422, "locationId can't be undefined"]);
  });

  test('is gone under v3', async () => {
    const { status, body } = await list({}, { version: 'v3' });
    assert.deepEqual([status, body.message], [404, 'Cannot GET /contacts/']);
  });
});

describe('The contacts of a business', suite, () => {
  const server = useServer();

  async function of(businessId, query = {}) {
    const asked = new URLSearchParams({ locationId: server.home.id, ...query });
    const answer = await server.home.request('GET', `/contacts/business/${businessId}?${asked}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  }

  test('are those that joined it, page by page, until it is deleted', async () => {
    const { home } = server;
    const made = await home.request('POST', '/businesses/', { body: { locationId: home.id, name: 'Granite' } });
    const businessId = made.body.buiseness.id;
    const ids = [];
    for (const firstName of ['Ann', 'Bob', 'Cy']) ids.push((await home.create({ firstName })).id);
    const bulk = (some, to) =>
      home.request('POST', '/contacts/bulk/business', { body: { locationId: home.id, ids: some, businessId: to } });
    assert.equal((await of(businessId)).count, 0);
    assert.equal((await bulk(ids, businessId)).status, 200);
    assert.deepEqual((await of(businessId)).contacts.map(({ firstName }) => firstName), ['Cy', 'Bob', 'Ann']);
    assert.deepEqual((await of(businessId, { limit: 1, skip: 1 })).contacts.map(({ firstName }) => firstName), ['Bob']);
    assert.deepEqual((await of(businessId, { query: 'ann' })).contacts.map(({ id }) => id), [ids[0]]);
    await bulk([ids[1]], null);
    assert.equal((await of(businessId)).count, 2);
    await home.request('DELETE', `/businesses/${businessId}`);
    assert.equal((await of(businessId)).count, 0);
  });
});

describe('The contacts of a business that has many', suite, () => {
  const server = useServer();

  test('are twenty-five where nobody says how many', async () => {
    const { home } = server;
    const made = await home.request('POST', '/businesses/', { body: { locationId: home.id, name: 'Granite' } });
    const businessId = made.body.buiseness.id;
    const ids = [];
    for (let count = 0; count < 26; count++) ids.push((await home.create()).id);
    await home.request('POST', '/contacts/bulk/business', { body: { locationId: home.id, ids, businessId } });
    const { body } = await home.request('GET', `/contacts/business/${businessId}?locationId=${home.id}`);
    assert.deepEqual([body.contacts.length, body.count], [25, 26]);
  });
});

describe('The look-up of contacts', suite, () => {
  const server = useServer();

  const lookUp = (query, options) =>
    server.home.request('GET', `/contacts/lookup?${new URLSearchParams({ locationId: server.home.id, ...query })}`, {
      version: 'v3',
      ...options,
    });

  test('finds by email or phone, and by both together', async () => {
    const email = newEmail();
    const { id } = await server.home.create({ email, phone: '+12025550133' });
    const found = async (query) => (await lookUp(query)).body.contacts.map((one) => one.id);
    assert.deepEqual(await found({ email: email.toUpperCase() }), [id]);
    assert.deepEqual(await found({ phone: '(202) 555-0133' }), [id]);
    assert.deepEqual(await found({ email, phone: '+12025550133' }), [id]);
    assert.deepEqual(await found({ email, phone: '+12025550134' }), []);
  });

  test('goes on by its cursor', async () => {
    const many = await server.newLocation({ allowDuplicates: true });
    const email = newEmail();
    const ids = [];
    for (let index = 0; index < 3; index++) ids.unshift((await many.create({ email })).id);
    const page = async (query) =>
      (await many.request('GET', `/contacts/lookup?${new URLSearchParams({ locationId: many.id, email, limit: 2, ...query })}`, { version: 'v3' })).body;
    const first = await page({});
    assert.deepEqual(first.contacts.map((one) => one.id), ids.slice(0, 2));
    const second = await page({ cursor: first.nextCursor });
    assert.deepEqual(second.contacts.map((one) => one.id), ids.slice(2));
    assert.equal('nextCursor' in second, false);
  });

  test('has twenty where nobody says how many', async () => {
    const many = await server.newLocation({ allowDuplicates: true });
    const email = newEmail();
    for (let count = 0; count < 21; count++) await many.create({ email });
    const query = new URLSearchParams({ locationId: many.id, email });
    const { body } = await many.request('GET', `/contacts/lookup?${query}`, { version: 'v3' });
    assert.equal(body.contacts.length, 20);
    assert.ok(body.nextCursor);
  });

  test('needs an email or a phone, and a cursor of its own', async () => {
    assert.equal((await lookUp({})).status, 400);
    const { status, body } = await lookUp({ email: newEmail(), cursor: 'x' });
    assert.deepEqual([status, body.message], [422, ['cursor must be the nextCursor of an answer']]);
    const more = await lookUp({ email: newEmail(), limit: 21 });
    assert.deepEqual(more.body.message, ['limit must not be greater than 20']);
  });

  test('is the id of a contact before v3', async () => {
    const { status, body } = await lookUp({ email: newEmail() }, { version: '2021-07-28' });
    assert.deepEqual([status, body.message], [400, 'Contact with id lookup not found']);
  });
});
