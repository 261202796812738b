/* Every operation against every wrong credential, and that nothing of another location can be seen. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { allScopes, newEmail, repository, suite, useServer } from './harness.mjs';

/*
 * Every operation that needs a token, with the only scope that opens it. `names`: where the location is
 * named; the others are about a contact, which tells it.
 */
const operations = [
  { method: 'POST', path: '/contacts/', scope: 'contacts.write', body: {}, names: 'body' },
  { method: 'POST', path: '/contacts/upsert', scope: 'contacts.write', body: {}, names: 'body' },
  { method: 'GET', path: '/contacts/search/duplicate', scope: 'contacts.readonly', names: 'query' },
  { method: 'GET', path: '/contacts/{contactId}', scope: 'contacts.readonly' },
  { method: 'PUT', path: '/contacts/{contactId}', scope: 'contacts.write', body: { city: 'Stolen' } },
  { method: 'DELETE', path: '/contacts/{contactId}', scope: 'contacts.write' },
  ...['tags', 'followers'].flatMap((list) =>
    ['POST', 'DELETE'].map((method) => {
      return { method, path: `/contacts/{contactId}/${list}`, scope: 'contacts.write', body: { [list]: ['x'] } };
    }),
  ),
];

const items = {
  notes: { id: '{id}', body: { body: 'Called back' } },
  tasks: { id: '{taskId}', body: { title: 'Call', dueDate: '2026-10-25', completed: false } },
};

for (const [list, { id, body }] of Object.entries(items)) {
  const all = `/contacts/{contactId}/${list}`;
  const one = { path: `${all}/${id}`, item: list };
  operations.push(
    { method: 'GET', path: all, scope: 'contacts.readonly' },
    { method: 'POST', path: all, scope: 'contacts.write', body },
    { ...one, method: 'GET', scope: 'contacts.readonly' },
    { ...one, method: 'PUT', scope: 'contacts.write', body: {} },
    { ...one, method: 'DELETE', scope: 'contacts.write' },
  );
}
operations.push({
  method: 'PUT',
  path: '/contacts/{contactId}/tasks/{taskId}/completed',
  item: 'tasks',
  scope: 'contacts.write',
  body: { completed: true },
});

for (const [path, methods] of [
  ['campaigns/{campaignId}', ['POST', 'DELETE']],
  ['campaigns/removeAll', ['DELETE']],
  ['campaigns/remove-all', ['DELETE']],
  ['workflow/{workflowId}', ['POST', 'DELETE']],
]) {
  for (const method of methods) {
    operations.push({ method, path: `/contacts/{contactId}/${path}`, scope: 'contacts.write' });
  }
}
operations.push({ method: 'GET', path: '/contacts/{contactId}/appointments', scope: 'contacts.readonly' });

for (const type of ['add', 'remove']) {
  const path = `/contacts/bulk/tags/update/${type}`;
  operations.push({ method: 'POST', path, scope: 'contacts.write', body: { contacts: [], tags: ['x'] }, names: 'body' });
}

/* Definitions of custom fields: in the location of the path, the query, the body, or of the token. */
const definitions = {
  field: { path: '/custom-fields/', body: { showInForms: true, dataType: 'TEXT', objectKey: 'business', parentId: '' } },
  folder: { path: '/custom-fields/folder', body: { objectKey: 'business', name: 'General' } },
};
const read = 'locations/customFields.readonly';
const write = 'locations/customFields.write';
const ofLocation = '/locations/{locationId}/customFields';
operations.push(
  { method: 'GET', path: ofLocation, scope: read, names: 'path' },
  { method: 'POST', path: ofLocation, scope: write, names: 'path', body: { name: 'New', dataType: 'TEXT' } },
  { method: 'GET', path: `${ofLocation}/{id}`, scope: read, names: 'path', item: 'contactField' },
  { method: 'PUT', path: `${ofLocation}/{id}`, scope: write, names: 'path', item: 'contactField', body: { name: 'New' } },
  { method: 'DELETE', path: `${ofLocation}/{id}`, scope: write, names: 'path', item: 'contactField' },
  { method: 'GET', path: '/custom-fields/object-key/{objectKey}', scope: read, names: 'query', item: 'object' },
  { ...definitions.field, method: 'POST', scope: write, names: 'body' },
  { method: 'GET', path: '/custom-fields/{id}', scope: read, item: 'field' },
  { method: 'PUT', path: '/custom-fields/{id}', scope: write, names: 'body', item: 'field', body: { showInForms: true } },
  { method: 'DELETE', path: '/custom-fields/{id}', scope: write, item: 'field' },
  { ...definitions.folder, method: 'POST', scope: write, names: 'body' },
  { method: 'PUT', path: '/custom-fields/folder/{id}', scope: write, names: 'body', item: 'folder', body: { name: 'New' } },
  { method: 'DELETE', path: '/custom-fields/folder/{id}', scope: write, names: 'query', item: 'folder' },
);

const scopeNames = new Map(
  [...readFileSync(join(repository, 'src/service/scope.def'), 'utf8').matchAll(/^SCOPE\((\w+), "([^"]+)"/gm)].map(
    ([, name, text]) => [text, name],
  ),
);

const invalid = 'Invalid token: access token is invalid';

describe('Access', suite, () => {
  const server = useServer();
  let contact;
  let other;

  before(async () => {
    contact = await server.home.create({ firstName: 'Ann' });
    other = await server.newLocation({ name: 'Other' });
  });

  /* The id of a new note, task, field or folder, where the operation is about one. */
  async function newItem(contactId, item) {
    if (item === 'object') return 'business';
    if (item === 'contactField') return (await server.home.newField({ name: newEmail(), type: 'TEXT' })).id;
    if (item in definitions) {
      const { path, body } = definitions[item];
      const fieldKey = item === 'field' ? { fieldKey: newEmail().replace(/\W/g, '_') } : {};
      const answer = await server.home.request('POST', path, { body: { ...body, ...fieldKey, locationId: server.home.id } });
      return (answer.body.field ?? answer.body).id;
    }
    if (!item) return undefined;
    const { body } = await server.home.request('POST', `/contacts/${contactId}/${item}`, { body: items[item].body });
    return (body.note ?? body.task).id;
  }

  /* What a body says of itself beside the location. */
  function ownOf({ method, path }) {
    if (/^\/contacts\/(upsert)?$/.test(path)) return { email: newEmail() };
    return method === 'POST' && path === '/custom-fields/' ? { fieldKey: newEmail().replace(/\W/g, '_') } : {};
  }

  function ask(operation, id, token, itemId = 'x') {
    const { method, path, body, names } = operation;
    const named = { locationId: server.home.id, ...ownOf(operation) };
    const asked = path.includes('/search/duplicate') ? { ...named, email: newEmail() } : named;
    const query = names === 'query' ? `?${new URLSearchParams(asked)}` : '';
    const options = { token, body: body && { ...body, ...(names === 'body' && named) } };
    const template = path.replace('{contactId}', id).replace('{locationId}', server.home.id);
    return server.request(method, template.replace(/\{\w+\}/, itemId) + query, options);
  }

  async function contactIsUntouched() {
    assert.deepEqual((await server.home.stored(contact.id)).firstName, 'Ann');
    const { city, tags, followers } = await server.home.stored(contact.id);
    assert.deepEqual([city, tags, followers], [undefined, [], []]);
  }

  test('is tried here on every route that has a scope', () => {
    const table = readFileSync(join(repository, 'src/api/routes.def'), 'utf8');
    const rows = [...table.matchAll(/^ROUTE\((\w+), "([^"]+)", (\w+),/gm)];
    const guarded = rows.filter(([, , , scope]) => scope !== 'NONE');
    const expected = guarded.map(([, method, path, scope]) => `${method} ${path} ${scope}`);
    const tried = operations.map(({ method, path, scope }) => `${method} ${path} ${scopeNames.get(scope)}`);
    assert.deepEqual(tried.sort(), expected.sort());
  });

  for (const operation of operations) {
    const name = `${operation.method} ${operation.path}`;

    test(`to ${name} needs a token`, async () => {
      const answer = await ask(operation, contact.id, undefined);
      assert.equal(answer.status, 401, answer.text);
      assert.equal(answer.body.message, invalid);
      await contactIsUntouched();
    });

    test(`to ${name} needs a token that exists`, async () => {
      const answer = await ask(operation, contact.id, 'pit-00000000-0000-4000-8000-000000000000');
      assert.equal(answer.status, 401, answer.text);
      assert.equal(answer.body.message, invalid);
      await contactIsUntouched();
    });

    test(`to ${name} needs the scope ${operation.scope} and no other`, async () => {
      for (const scope of allScopes) {
        const { token } = await server.home.newToken({ scopes: [scope] });
        const own = await server.home.create();
        const answer = await ask(operation, own.id, token, await newItem(own.id, operation.item));
        if (scope === operation.scope) {
          assert.ok(answer.status < 300, answer.text);
        } else {
          assert.equal(answer.status, 401, answer.text);
          assert.equal(answer.body.message, 'The token is not authorized for this scope.');
        }
      }
    });

    test(`to ${name} is not given to the token of another location`, async () => {
      const itemId = await newItem(contact.id, operation.item);
      const answer = await ask(operation, contact.id, other.token, itemId);
      if (operation.names) {
        assert.equal(answer.status, 403, answer.text);
        assert.equal(answer.body.message, 'The token does not have access to this location.');
      } else {
        const nobody = 'AAAAAAAAAAAAAAAAAAAA';
        const about = operation.path.includes('{contactId}') ? contact.id : itemId;
        const unknown = await ask(operation, nobody, other.token, about === itemId ? nobody : itemId);
        assert.equal(answer.status, 400, answer.text);
        assert.equal(answer.status, unknown.status);
        assert.equal(answer.body.message, unknown.body.message.replace(nobody, about));
        assert.deepEqual(Object.keys(answer.body), Object.keys(unknown.body));
      }
      await contactIsUntouched();
    });
  }

  test('of a stale If-Match tells nothing about a contact of another location', async () => {
    const headers = { 'if-match': '"99"' };
    const answer = await other.put(contact.id, {}, { headers });
    assert.equal(answer.status, 400, answer.text);
  });

  test('to a contact is given by its own location only', async () => {
    const theirs = await other.create({ firstName: 'Their' });
    assert.equal((await server.home.get(theirs.id)).status, 400);
    assert.equal((await other.get(theirs.id)).status, 200);
  });
});
