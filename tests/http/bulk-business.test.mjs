/* Which business contacts are in: set in bulk, and what becomes of it when the business is deleted. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anotherMillisecond, newEmail, Server, suite, until, useServer } from './harness.mjs';

async function newBusiness(home, name = 'Acme') {
  const answer = await home.request('POST', '/businesses/', { body: { locationId: home.id, name } });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.buiseness.id;
}

function set(home, body, options) {
  return home.request('POST', '/contacts/bulk/business', { body: { locationId: home.id, ...body }, ...options });
}

async function put(home, ids, businessId) {
  const answer = await set(home, { ids, businessId });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.success, true);
  return answer.body.ids;
}

async function businessesOf(home, ids) {
  return Promise.all(ids.map(async (id) => (await home.stored(id)).businessId));
}

describe('The business of contacts', suite, () => {
  const server = useServer();

  async function three() {
    const made = await Promise.all([1, 2, 3].map(() => server.home.create()));
    return made.map(({ id }) => id);
  }

  test('is set and cleared for many at once', async () => {
    const contacts = await three();
    const businessId = await newBusiness(server.home);
    assert.deepEqual(await put(server.home, contacts.slice(0, 2), businessId), contacts.slice(0, 2));
    assert.deepEqual(await businessesOf(server.home, contacts), [businessId, businessId, undefined]);
    assert.deepEqual(await put(server.home, contacts, null), contacts);
    assert.deepEqual(await businessesOf(server.home, contacts), [undefined, undefined, undefined]);
  });

  test('is changed from one to another', async () => {
    const contacts = await three();
    const [one, other] = [await newBusiness(server.home), await newBusiness(server.home)];
    await put(server.home, contacts, one);
    await put(server.home, contacts.slice(1), other);
    assert.deepEqual(await businessesOf(server.home, contacts), [one, other, other]);
  });

  test('is a change of the contact, if it is one', async () => {
    const [id] = await three();
    const businessId = await newBusiness(server.home);
    const before = await server.home.get(id);
    await anotherMillisecond();
    await put(server.home, [id], businessId);
    const after = await server.home.get(id);
    assert.notEqual(after.headers.etag, before.headers.etag);
    assert.ok(after.body.contact.dateUpdated > before.body.contact.dateUpdated);
    assert.equal(after.body.contact.lastUpdatedBy.channel, 'PRIVATE_INTEGRATION');
    assert.deepEqual(await put(server.home, [id], businessId), [id]);
    assert.equal((await server.home.get(id)).headers.etag, after.headers.etag);
  });

  test('survives an update of the contact', async () => {
    const [id] = await three();
    const businessId = await newBusiness(server.home);
    await put(server.home, [id], businessId);
    const contact = await server.home.update(id, { email: newEmail(), city: 'Rome' });
    assert.equal(contact.businessId, businessId);
  });

  test('is set for those that are there', async () => {
    const [id] = await three();
    const other = await server.newLocation({ name: 'Other' });
    const theirs = (await other.create()).id;
    const businessId = await newBusiness(server.home);
    assert.deepEqual(await put(server.home, ['A'.repeat(20), id, theirs], businessId), [id]);
    assert.deepEqual(await businessesOf(other, [theirs]), [undefined]);
  });

  test('has to be one of the location', async () => {
    const [id] = await three();
    const other = await server.newLocation({ name: 'Other' });
    for (const businessId of ['0'.repeat(24), 'x', await newBusiness(other)]) {
      const answer = await set(server.home, { ids: [id], businessId });
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.message, `Business with id ${businessId} not found`);
    }
    assert.deepEqual(await businessesOf(server.home, [id]), [undefined]);
  });

  test('comes with a body that is checked', async () => {
    const faults = [
      [{ ids: [] }, ['businessId must be a string']],
      [{ businessId: null }, ['ids must be an array']],
      [{ ids: [1], businessId: 2, foo: 3 }, ['property foo should not exist', 'each value in ids must be a string', 'businessId must be a string']],
      [{ ids: ['x'.repeat(51)], businessId: null }, ['each value in ids must be shorter than or equal to 50 characters']],
      [{ ids: Array(501).fill('x'), businessId: null }, ['ids must contain no more than 500 elements']],
    ];
    for (const [body, message] of faults) {
      const answer = await set(server.home, body);
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, message);
    }
    assert.deepEqual(await put(server.home, Array(500).fill('x'), null), []);
  });

  test('is set for at most 50 contacts under v3', async () => {
    const options = { version: 'v3' };
    const full = await set(server.home, { ids: Array(50).fill('x'), businessId: null }, options);
    assert.deepEqual([full.status, full.body.ids], [200, []]);
    const answer = await set(server.home, { ids: Array(51).fill('x'), businessId: null }, options);
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, ['ids must contain no more than 50 elements']);
  });

  test('is cleared when the business is deleted', async () => {
    const contacts = await three();
    const [gone, kept] = [await newBusiness(server.home), await newBusiness(server.home)];
    await put(server.home, contacts.slice(1), gone);
    await put(server.home, contacts.slice(0, 1), kept);
    const before = await server.home.get(contacts[1]);
    const answer = await server.home.request('DELETE', `/businesses/${gone}`);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await businessesOf(server.home, contacts), [kept, undefined, undefined]);
    assert.notEqual((await server.home.get(contacts[1])).headers.etag, before.headers.etag);
  });
});

describe('A business of many contacts that is deleted', suite, () => {
  /* More than one transaction takes out. */
  const many = 450;

  async function filled(server) {
    const home = await server.newLocation();
    const businessId = await newBusiness(home);
    const contacts = [];
    for (let count = 0; count < many; count += 50) {
      const made = await Promise.all(Array.from({ length: 50 }, () => home.create()));
      contacts.push(...made.map(({ id }) => id));
    }
    assert.equal((await put(home, contacts, businessId)).length, many);
    return { home, businessId, contacts };
  }

  async function stillIn(home, contacts) {
    return (await businessesOf(home, contacts)).filter(Boolean).length;
  }

  test('is left by all of them', async () => {
    const server = await new Server().start();
    const { home, businessId, contacts } = await filled(server);
    const answer = await home.request('DELETE', `/businesses/${businessId}`);
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await set(home, { ids: contacts, businessId })).status, 400);
    await until(async () => (await stillIn(home, contacts)) === 0, 'all contacts to leave');
    await server.stop();
  });

  test('is left by all of them, though the server dies meanwhile', async () => {
    const server = await new Server().start();
    const { home, businessId, contacts } = await filled(server);
    await home.request('DELETE', `/businesses/${businessId}`);
    await server.kill();
    home.server = await new Server({ folder: server.folder }).start();
    await until(async () => (await stillIn(home, contacts)) === 0, 'all contacts to leave');
    await home.server.stop();
  });

  /* As a server that died at once would have left it. */
  test('is left by all of them after a start', async () => {
    const server = await new Server().start();
    const { home, businessId, contacts } = await filled(server);
    await server.stop();
    await server.sql(
      `DELETE FROM record WHERE id = '${businessId}';
       INSERT INTO business_gone (location_id, id) VALUES ('${home.id}', '${businessId}')`,
    );
    home.server = await new Server({ folder: server.folder }).start();
    await until(async () => (await stillIn(home, contacts)) === 0, 'all contacts to leave');
    await home.server.stop();
    assert.equal((await server.sql('SELECT count(*) FROM business_gone')).trim(), '0');
  });
});
