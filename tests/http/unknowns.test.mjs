/* What is not there, or not said, where other tests do not ask for it. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { suite, until, useServer } from './harness.mjs';

const nobody = 'a'.repeat(20);

async function refused(answer, status, message) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.body.message, message);
}

describe('What is not there', suite, () => {
  const server = useServer();
  let contact;

  before(async () => {
    contact = await server.home.create();
  });

  for (const [method, path, body, version] of [
    ['DELETE', 'campaigns/removeAll'],
    ['DELETE', 'campaigns/remove-all', undefined, 'v3'],
    ['GET', 'appointments'],
    ['PUT', `tasks/${nobody}/completed`, { completed: true }],
  ]) {
    test(`is a contact: ${method} …/${path}`, async () => {
      const answer = await server.home.request(method, `/contacts/${nobody}/${path}`, { body, ...(version && { version }) });
      await refused(answer, 400, `Contact with id ${nobody} not found`);
    });
  }

  test('is a task that is to be completed', async () => {
    const answer = await server.home.request('PUT', `/contacts/${contact.id}/tasks/${nobody}/completed`, { body: { completed: true } });
    await refused(answer, 400, `Task with id ${nobody} not found`);
  });

  test('is a folder that is to be renamed, or filled', async () => {
    const { home } = server;
    const body = { locationId: home.id, name: 'Renamed' };
    await refused(await home.request('PUT', `/custom-fields/folder/${nobody}`, { body }), 400, `Folder with id ${nobody} not found`);
    const field = await home.newField({ name: 'Colour', type: 'TEXT' });
    const moved = await home.request('PUT', `/locations/${home.id}/customFields/${field.id}`, { body: { name: 'Colour', parentId: nobody } });
    assert.equal(moved.status, 400, moved.text);
    assert.match(moved.body.message, /^Folder with id /);
  });

  test('is the name of a location that the query has to give', async () => {
    for (const [method, path] of [
      ['GET', '/campaigns/'],
      ['GET', '/workflows/'],
      ['GET', '/users/'],
      ['DELETE', `/custom-fields/folder/${nobody}`],
    ]) {
      const answer = await server.home.request(method, path);
      assert.equal(answer.status, 422, `${path}: ${answer.text}`);
    }
  });
});

describe('A contact of more than a megabyte', suite, () => {
  const server = useServer();
  const customFields = [];

  before(async () => {
    for (let index = 0; index < 17; index++) {
      const { id } = await server.home.newField({ name: `Large ${index}`, type: 'LARGE_TEXT' });
      customFields.push({ id, field_value: 'x'.repeat(60_000) });
    }
  });

  /* A control character is six bytes where a contact is kept. */
  test('is refused, and what there was stays', async () => {
    const { id } = await server.home.create({ firstName: 'Ann', customFields: customFields.slice(0, 16) });
    const before = await server.home.stored(id);
    const [last] = customFields.slice(16);
    const body = { customFields: [{ ...last, field_value: '\u0001'.repeat(60_000) }] };
    const answer = await server.home.put(id, body);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.message, 'The contact must not exceed 1048576 bytes');
    assert.deepEqual(await server.home.stored(id), before);
    const again = await server.home.upsert({ email: before.email, ...body });
    assert.equal(again.body.message, 'The contact must not exceed 1048576 bytes', again.text);
  });
});

/* Deleted by another program, which left the token. */
describe('A location that is gone', suite, () => {
  const server = useServer();

  test('has no contacts that could be made, changed, or shown with the keys of its custom fields', async () => {
    const gone = await server.newLocation();
    const { id } = await gone.create();
    await server.sql(`DELETE FROM location WHERE id = '${gone.id}'`);
    for (const [method, path, body] of [
      ['GET', `/contacts/${id}?include=customFieldKeys`],
      ['PUT', `/contacts/${id}`, { city: 'Gone' }],
      ['PUT', `/contacts/${id}/additional`, { additionalEmails: [] }],
      ['POST', '/contacts/', { locationId: gone.id, firstName: 'Gone' }],
      ['POST', '/contacts/upsert', { locationId: gone.id, firstName: 'Gone' }],
    ]) {
      const refusal = await until(async () => {
        const answer = await gone.request(method, path, { body });
        return answer.status === 403 && answer;
      }, `${method} ${path} to be refused`);
      await refused(refusal, 403, 'The token does not have access to this location.');
    }
  });
});
