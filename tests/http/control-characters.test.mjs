/* U+0000, which some stores cannot keep, in every text that a body may have. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allScopes, suite, useServer } from './harness.mjs';

const text = 'a\u0000b';

describe('A text with a U+0000 in it', suite, () => {
  const server = useServer();

  test('is a text of a contact, and searched', async () => {
    const { id } = await server.home.create({ firstName: text, city: text, tags: [text] });
    assert.equal((await server.home.stored(id)).firstName, text);
    const body = { locationId: server.home.id, pageLimit: 5, query: text, filters: [{ field: 'city', operator: 'eq', value: text }] };
    const found = await server.home.request('POST', '/contacts/search', { body });
    assert.deepEqual(found.body.contacts.map((contact) => contact.id), [id]);
  });

  test('is a text of whatever hangs on a contact, and searched', async () => {
    const { id } = await server.home.create();
    const task = { title: text, body: text, dueDate: '2026-10-25T11:00:00Z', completed: false };
    for (const [path, body] of [
      ['notes', { body: text, title: text }],
      ['tasks', task],
    ]) {
      const answer = await server.home.request('POST', `/contacts/${id}/${path}`, { body });
      assert.equal(answer.status, 201, answer.text);
    }
    const { token } = await server.home.newToken({ scopes: ['locations/tasks.readonly'] });
    const found = await server.request('POST', `/locations/${server.home.id}/tasks/search`, { token, body: { query: text } });
    assert.deepEqual(found.body.tasks.map(({ title }) => title), [text]);
  });

  test('is a name of what a location has', async () => {
    const { home } = server;
    const { token } = await home.newToken({ scopes: allScopes });
    for (const [path, body] of [
      [`/locations/${home.id}/tags`, { name: text }],
      [`/locations/${home.id}/customValues`, { name: text, value: text }],
      [`/locations/${home.id}/customFields`, { name: text, dataType: 'TEXT', placeholder: text }],
      ['/businesses/', { name: text, locationId: home.id }],
    ]) {
      const answer = await server.request('POST', path, { token, body });
      assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    }
  });
});
