/* Tags of many contacts at once. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { suite, useServer } from './harness.mjs';

describe('Bulk tags', suite, () => {
  const server = useServer();

  function bulk(type, body, options) {
    const whole = { locationId: server.home.id, ...body };
    return server.home.request('POST', `/contacts/bulk/tags/update/${type}`, { body: whole, ...options });
  }

  async function done(type, body, errors = 0) {
    const answer = await bulk(type, body);
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.succeded, true);
    assert.equal(answer.body.errorCount, errors);
    assert.deepEqual(
      answer.body.responses.map(({ contactId }) => contactId),
      body.contacts,
    );
    return answer.body.responses;
  }

  async function three() {
    const made = await Promise.all(['a', 'b', 'c'].map((tag) => server.home.create({ tags: [tag] })));
    return made.map(({ id }) => id);
  }

  async function tagsOf(ids) {
    return Promise.all(ids.map(async (id) => (await server.home.stored(id)).tags));
  }

  test('are added to every contact', async () => {
    const contacts = await three();
    const [first, second] = await done('add', { contacts, tags: ['B', 'new'] });
    assert.deepEqual(await tagsOf(contacts), [['a', 'b', 'new'], ['b', 'new'], ['c', 'b', 'new']]);
    assert.deepEqual(first, {
      contactId: contacts[0],
      message: 'Tags updated',
      type: 'success',
      oldTags: ['a'],
      tagsAdded: ['b', 'new'],
      tagsRemoved: [],
    });
    assert.deepEqual(second.tagsAdded, ['new']);
  });

  test('are removed from every contact', async () => {
    const contacts = await three();
    const [first, second] = await done('remove', { contacts, tags: ['a', 'c'] });
    assert.deepEqual(await tagsOf(contacts), [[], ['b'], []]);
    assert.deepEqual([first.tagsRemoved, second.tagsRemoved], [['a'], []]);
  });

  test('are all removed on request', async () => {
    const contacts = await three();
    const [first] = await done('remove', { contacts, tags: [], removeAllTags: true });
    assert.deepEqual(await tagsOf(contacts), [[], [], []]);
    assert.deepEqual(first.tagsRemoved, ['a']);
  });

  test('of a contact that is not there, or has no room, are told and in nobody’s way', async () => {
    const [there] = await three();
    const full = await server.home.create({ tags: Array.from({ length: 500 }, (_, index) => `t${index}`) });
    const other = await server.newLocation();
    const elsewhere = await other.create();
    const contacts = [elsewhere.id, full.id, 'unknown', there];
    const results = await done('add', { contacts, tags: ['x'] }, 3);
    assert.deepEqual(
      results.map(({ type, message }) => [type, message]),
      [
        ['error', `Contact with id ${elsewhere.id} not found`],
        ['error', 'A contact must not have more than 500 tags'],
        ['error', 'Contact with id unknown not found'],
        ['success', 'Tags updated'],
      ],
    );
    assert.deepEqual(await tagsOf([there]), [['a', 'x']]);
    assert.deepEqual((await other.stored(elsewhere.id)).tags, []);
  });

  test('are edited for 500 contacts, and for no more', async () => {
    const [there] = await three();
    const most = Array.from({ length: 499 }, (_, index) => `unknown${index}`);
    await done('add', { contacts: [...most, there], tags: ['x'] }, 499);
    const answer = await bulk('add', { contacts: [...most, there, there], tags: ['x'] });
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, ['contacts must contain no more than 500 elements']);
  });

  test('are edited up to 4 MiB of contacts, and the rest is told to come again', async () => {
    const wide = Array.from({ length: 480 }, (_, index) => `${'ä'.repeat(250)}${index}`);
    const made = await Promise.all(Array.from({ length: 25 }, () => server.home.create({ tags: wide })));
    const contacts = made.map(({ id }) => id);
    const { body } = await bulk('add', { contacts, tags: ['x'] });
    const kinds = body.responses.map(({ type }) => type);
    assert.ok(body.errorCount > 0 && body.errorCount < contacts.length, `${body.errorCount}`);
    assert.equal(kinds.lastIndexOf('success') + 1, kinds.indexOf('error'));
    assert.match(body.responses.at(-1).message, /send the rest in another one$/);
    const [last] = await tagsOf([contacts.at(-1)]);
    assert.equal(last.length, wide.length);
    const rest = contacts.slice(kinds.indexOf('error'));
    assert.equal((await bulk('add', { contacts: rest, tags: ['x'] })).status, 201);
  });

  test('want contacts, tags and a location', async () => {
    const answer = await bulk('add', { locationId: undefined });
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, [
      'contacts must be an array',
      'tags must be an array',
      'locationId must be a string',
    ]);
  });

  test('are not all removed by adding', async () => {
    const answer = await bulk('add', { contacts: [], tags: [], removeAllTags: true });
    assert.equal(answer.status, 422, answer.text);
  });

  test('of another location are refused', async () => {
    const other = await server.newLocation();
    assert.equal((await bulk('add', { contacts: [], tags: [], locationId: other.id })).status, 403);
  });

  test('are added and removed, and nothing else', async () => {
    assert.equal((await bulk('replace', { contacts: [], tags: [] })).status, 404);
  });

  test('say succeeded in both spellings under v3', async () => {
    const { body } = await bulk('add', { contacts: [], tags: [] }, { version: 'v3' });
    assert.deepEqual([body.succeded, body.succeeded, body.responses], [true, true, []]);
  });
});
