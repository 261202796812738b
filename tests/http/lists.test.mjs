/* Tags and followers of a contact, put in and taken out one by one. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { suite, useServer } from './harness.mjs';

const lists = {
  tags: { most: 500, ids: (count) => Array.from({ length: count }, (_, index) => `tag ${index}`) },
  followers: { most: 10, ids: (count) => Array.from({ length: count }, (_, index) => `user${index}`) },
};

for (const [list, { most, ids }] of Object.entries(lists)) {
  describe(`The ${list} of a contact`, suite, () => {
    const server = useServer();

    function edit(method, id, items, options) {
      const body = { [list]: items };
      return server.home.request(method, `/contacts/${id}/${list}`, { body, ...options });
    }

    async function added(id, ...items) {
      const answer = await edit('POST', id, items);
      assert.equal(answer.status, 201, answer.text);
      assert.deepEqual(await stored(id), answer.body[list]);
      return answer.body;
    }

    async function removed(id, ...items) {
      const answer = await edit('DELETE', id, items);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(await stored(id), answer.body[list]);
      return answer.body;
    }

    async function stored(id) {
      return (await server.home.stored(id))[list];
    }

    test('are added behind those that are there, each once', async () => {
      const { id } = await server.home.create();
      const first = await added(id, 'b', 'a', 'b');
      assert.deepEqual([first[list], first[`${list}Added`]], [['b', 'a'], ['b', 'a']]);
      const second = await added(id, 'a', 'c');
      assert.deepEqual([second[list], second[`${list}Added`]], [['b', 'a', 'c'], ['c']]);
    });

    test('are removed where they are there', async () => {
      const { id } = await server.home.create();
      await added(id, 'a', 'b', 'c');
      const answer = await removed(id, 'c', 'x', 'a', 'c');
      assert.deepEqual([answer[list], answer[`${list}Removed`]], [['b'], ['c', 'a']]);
    });

    test('that change nothing leave the version of the contact as it was', async () => {
      const { id } = await server.home.create();
      await added(id, 'a');
      const before = await server.home.get(id);
      await added(id, 'a');
      await removed(id, 'x');
      await added(id);
      const after = await server.home.get(id);
      assert.equal(after.headers.etag, before.headers.etag);
      assert.equal(after.text.replace(/"traceId.*/, ''), before.text.replace(/"traceId.*/, ''));
    });

    test('that change something are an update of the contact', async () => {
      const { id } = await server.home.create();
      const before = await server.home.get(id);
      await added(id, 'a');
      const after = await server.home.get(id);
      assert.notEqual(after.headers.etag, before.headers.etag);
      assert.equal(after.body.contact.lastUpdatedBy.source, 'INTEGRATION');
    });

    test('are edited whatever If-Match says: it is about the whole contact', async () => {
      const { id } = await server.home.create();
      const answer = await edit('POST', id, ['a'], { headers: { 'if-match': '"99"' } });
      assert.equal(answer.status, 201, answer.text);
    });

    test('are trimmed, and empty ones are none', async () => {
      const { id } = await server.home.create();
      assert.deepEqual((await added(id, ' a ', '', ' '))[list], ['a']);
    });

    test('stand the update of everything else', async () => {
      const { id } = await server.home.create();
      await added(id, 'a');
      await server.home.update(id, { city: 'Dolomite' });
      assert.deepEqual(await stored(id), ['a']);
    });

    test(`may be ${most}, and one more is refused`, async () => {
      const { id } = await server.home.create();
      await added(id, ...ids(most));
      const answer = await edit('POST', id, ['one more']);
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.body.message, `A contact must not have more than ${most} ${list}`);
      assert.equal((await stored(id)).length, most);
      assert.deepEqual((await added(id, ids(1)[0]))[`${list}Added`], []);
      assert.equal((await edit('POST', id, ids(most + 1))).status, 422);
    });

    test('lose none of many edits at the same time', async () => {
      const { id } = await server.home.create();
      const all = ids(10);
      const answers = await Promise.all(all.map((one) => edit('POST', id, [one])));
      for (const answer of answers) assert.equal(answer.status, 201, answer.text);
      assert.deepEqual((await stored(id)).sort(), all.sort());
    });

    for (const [what, body, messages] of [
      ['nothing', {}, [`${list} must be an array`]],
      ['null', { [list]: null }, [`${list} must be an array`]],
      ['a text', { [list]: 'a' }, [`${list} must be an array`]],
      ['a number among them', { [list]: ['a', 1] }, [`each value in ${list} must be a string`]],
      ['a location', { [list]: ['a'], locationId: 'x' }, ['property locationId should not exist']],
    ]) {
      test(`given as ${what} are refused`, async () => {
        const { id } = await server.home.create();
        for (const method of ['POST', 'DELETE']) {
          const answer = await server.home.request(method, `/contacts/${id}/${list}`, { body });
          assert.equal(answer.status, 422, answer.text);
          for (const message of messages) assert.ok(answer.body.message.includes(message), answer.text);
        }
      });
    }

    test('of a contact that is not there, or not here, are refused', async () => {
      const other = await server.newLocation();
      const { id } = await other.create();
      for (const unknown of ['a'.repeat(20), id]) {
        for (const method of ['POST', 'DELETE']) {
          const answer = await edit(method, unknown, ['a']);
          assert.equal(answer.status, 400, answer.text);
          assert.equal(answer.body.message, `Contact with id ${unknown} not found`);
        }
      }
    });

    test('need a token and the scope to write', async () => {
      const { id } = await server.home.create();
      const { token } = await server.home.newToken({ scopes: ['contacts.readonly'] });
      for (const method of ['POST', 'DELETE']) {
        assert.equal((await edit(method, id, ['a'], { token })).status, 401);
        assert.equal((await edit(method, id, ['a'], { token: 'wrong' })).status, 401);
      }
    });

    test('have no other methods', async () => {
      const answer = await server.home.request('PUT', `/contacts/x/${list}`, { body: {} });
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.allow, 'POST, DELETE');
    });
  });
}

describe('Tags', suite, () => {
  const server = useServer();

  test('are trimmed and lower-cased before they are compared', async () => {
    const { id } = await server.home.create({ tags: ['VIP'] });
    const path = `/contacts/${id}/tags`;
    const added = await server.home.request('POST', path, { body: { tags: [' vip ', 'New', 'NEW', ' '] } });
    assert.deepEqual([added.body.tags, added.body.tagsAdded], [['vip', 'new'], ['new']]);
    await server.home.request('POST', path, { body: { tags: ['e\u0301'] } });
    const composed = await server.home.request('POST', path, { body: { tags: ['\u00e9'] } });
    assert.deepEqual(composed.body.tagsAdded, [], 'one text, typed on two keyboards');
    await server.home.request('DELETE', path, { body: { tags: ['\u00c9'] } });
    const removed = await server.home.request('DELETE', path, { body: { tags: ['Vip'] } });
    assert.deepEqual([removed.body.tags, removed.body.tagsRemoved], [['new'], ['vip']]);
  });
});
