/* The tasks of all contacts of a location. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { anotherMillisecond, suite, useServer } from './harness.mjs';

describe('A search of tasks', suite, () => {
  const server = useServer();
  const contacts = [];
  const tasks = [];
  let token;

  const search = (body, options = {}) =>
    server.request('POST', `/locations/${server.home.id}/tasks/search`, { token, body, ...options });

  /* The titles of the tasks that are found. */
  async function found(body) {
    const answer = await search(body);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.tasks.map(({ title }) => title);
  }

  async function addTask(contact, body) {
    const whole = { dueDate: '2026-10-25T11:00:00Z', completed: false, ...body };
    const answer = await server.home.request('POST', `/contacts/${contact.id}/tasks`, { body: whole });
    assert.equal(answer.status, 201, answer.text);
    tasks.push(answer.body.task);
    await anotherMillisecond();
  }

  before(async () => {
    token = (await server.home.newToken({ scopes: ['locations/tasks.readonly'] })).token;
    contacts.push(await server.home.create(), await server.home.create());
    await addTask(contacts[0], { title: 'Call Ünal', assignedTo: 'ann' });
    await addTask(contacts[1], { title: 'Write', assignedTo: 'bob', completed: true });
    await addTask(contacts[0], { title: 'Recall', assignedTo: 'bob' });
    await server.home.request('POST', `/contacts/${contacts[0].id}/notes`, { body: { body: 'Call' } });
  });

  test('finds all of them as they are, the newest first', async () => {
    const answer = await search({});
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.body.tasks, tasks.toReversed());
  });

  test('finds those of contacts, of people, done or not, and with a part of a title', async () => {
    const [first, second] = contacts.map(({ id }) => id);
    assert.deepEqual(await found({ contactId: [first] }), ['Recall', 'Call Ünal']);
    assert.deepEqual(await found({ contactId: [second, 'nobody'] }), ['Write']);
    assert.deepEqual(await found({ contactId: ['nobody'] }), []);
    assert.deepEqual(await found({ contactId: [], assignedTo: [] }), ['Recall', 'Write', 'Call Ünal']);
    assert.deepEqual(await found({ assignedTo: ['ann'] }), ['Call Ünal']);
    assert.deepEqual(await found({ assignedTo: ['ann', 'bob'] }), ['Recall', 'Write', 'Call Ünal']);
    assert.deepEqual(await found({ completed: true }), ['Write']);
    assert.deepEqual(await found({ completed: false, assignedTo: ['bob'] }), ['Recall']);
    assert.deepEqual(await found({ query: 'CALL' }), ['Recall', 'Call Ünal']);
    assert.deepEqual(await found({ query: ' ünal ' }), ['Call Ünal']);
    assert.deepEqual(await found({ query: '%' }), []);
    assert.deepEqual(await found({ query: '', completed: null }), ['Recall', 'Write', 'Call Ünal']);
    assert.deepEqual(await found({ businessId: '6348240b98722079e5417332' }), []);
  });

  test('finds those of the contacts of a business', async () => {
    const locationId = server.home.id;
    const { token: its } = await server.home.newToken({ scopes: ['businesses.write', 'contacts.write'] });
    const make = (path, body) => server.request('POST', path, { token: its, body: { locationId, ...body } });
    const businessId = (await make('/businesses/', { name: 'Acme' })).body.buiseness.id;
    const put = await make('/contacts/bulk/business', { ids: [contacts[0].id], businessId });
    assert.equal(put.status, 200, put.text);
    assert.deepEqual(await found({ businessId }), ['Recall', 'Call Ünal']);
    assert.deepEqual(await found({ businessId, assignedTo: ['ann'] }), ['Call Ünal']);
    assert.deepEqual(await found({ businessId, contactId: contacts.map(({ id }) => id), query: 're' }), ['Recall']);
    assert.deepEqual(await found({ businessId, contactId: [contacts[1].id] }), []);
  });

  test('is cut into pages', async () => {
    assert.deepEqual(await found({ limit: 2 }), ['Recall', 'Write']);
    assert.deepEqual(await found({ limit: 2, skip: 2 }), ['Call Ünal']);
    assert.deepEqual(await found({ skip: 3 }), []);
  });

  test('follows every change at once', async () => {
    const home = await server.newLocation();
    const contact = await home.create();
    const its = (await home.newToken({ scopes: ['locations/tasks.readonly'] })).token;
    const ask = async (body) => {
      const path = `/locations/${home.id}/tasks/search`;
      return (await server.request('POST', path, { token: its, body })).body.tasks.length;
    };
    const path = `/contacts/${contact.id}/tasks`;
    const body = { title: 'Call', dueDate: '2026-10-25', completed: false, assignedTo: 'ann' };
    const { task } = (await home.request('POST', path, { body })).body;
    assert.equal(await ask({ completed: false }), 1);
    await home.request('PUT', `${path}/${task.id}/completed`, { body: { completed: true } });
    assert.deepEqual([await ask({ completed: false }), await ask({ completed: true })], [0, 1]);
    await home.request('PUT', `${path}/${task.id}`, { body: { title: 'Write', assignedTo: null } });
    assert.deepEqual([await ask({ query: 'call' }), await ask({ assignedTo: ['ann'] })], [0, 0]);
    assert.equal(await ask({ query: 'WRITE' }), 1);
    await home.delete(contact.id);
    assert.equal(await ask({}), 0);
  });

  test('gives 25 unless it is told how many', async () => {
    const home = await server.newLocation();
    const contact = await home.create();
    const its = (await home.newToken({ scopes: ['locations/tasks.readonly'] })).token;
    const body = { title: 'Call', dueDate: '2026-10-25', completed: false };
    for (let i = 0; i < 26; i++) {
      await home.request('POST', `/contacts/${contact.id}/tasks`, { body });
    }
    for (const [asked, count] of [[{}, 25], [{ limit: 100 }, 26]]) {
      const path = `/locations/${home.id}/tasks/search`;
      const answer = await server.request('POST', path, { token: its, body: asked });
      assert.equal(answer.body.tasks.length, count);
    }
  });

  test('is refused with every fault', async () => {
    const answer = await search({
      contactId: Array(501).fill('x'),
      assignedTo: 'ann',
      completed: 1,
      query: 'x'.repeat(1001),
      limit: 101,
      skip: -1,
      businessId: 7,
      page: 1,
    });
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, [
      'property page should not exist',
      'contactId must contain no more than 500 elements',
      'completed must be a boolean value',
      'assignedTo must be an array',
      'query must be shorter than or equal to 1000 characters',
      'limit must not be greater than 100',
      'skip must not be less than 0',
      'businessId must be a string',
    ]);
    const most = await search({ contactId: Array(500).fill('x'), query: 'x'.repeat(1000), limit: 100, skip: 1000000 });
    assert.equal(most.status, 200, most.text);
  });
});
