/* Every operation against every wrong credential, and that nothing of another location can be seen. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { agencyScopes, allScopes, newEmail, newUser, repository, suite, useServer } from './harness.mjs';

/*
 * Every operation that needs a token, with the only scope that opens it. `names`: where the location is
 * named; the others are about a contact, which tells it. `owner`: whose token may do it, a location's
 * where it is not said. `query`: what it has to have.
 */
const operations = [
  { method: 'POST', path: '/contacts/', scope: 'contacts.write', body: {}, names: 'body' },
  { method: 'POST', path: '/contacts/upsert', scope: 'contacts.write', body: {}, names: 'body' },
  { method: 'GET', path: '/contacts/', scope: 'contacts.readonly', names: 'query' },
  { method: 'POST', path: '/contacts/search', scope: 'contacts.readonly', body: { pageLimit: 1 }, names: 'body' },
  { method: 'GET', path: '/contacts/lookup', scope: 'contacts.readonly', names: 'query', version: 'v3' },
  { method: 'GET', path: '/contacts/business/{businessId}', scope: 'contacts.readonly', names: 'query' },
  { method: 'GET', path: '/contacts/search/duplicate', scope: 'contacts.readonly', names: 'query' },
  { method: 'GET', path: '/contacts/{contactId}', scope: 'contacts.readonly' },
  { method: 'PUT', path: '/contacts/{contactId}', scope: 'contacts.write', body: { city: 'Stolen' } },
  { method: 'DELETE', path: '/contacts/{contactId}', scope: 'contacts.write' },
  { method: 'PUT', path: '/contacts/{contactId}/additional', scope: 'contacts.write', body: { additionalEmails: [] } },
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

operations.push({
  method: 'POST',
  path: '/contacts/bulk/business',
  scope: 'contacts.write',
  body: { ids: [], businessId: null },
  names: 'body',
});

/* What a location has besides contacts. Where its path says whose it is, every operation names it. */
const records = {
  businesses: { all: '/businesses/', id: '{businessId}', scope: 'businesses', list: 'query', create: 'body' },
  tags: { all: '/locations/{locationId}/tags', id: '{tagId}', scope: 'locations/tags', path: 'path' },
  customValues: {
    all: '/locations/{locationId}/customValues',
    id: '{id}',
    scope: 'locations/customValues',
    path: 'path',
    rest: { value: 'v' },
  },
  users: { all: '/users/', make: userBody },
  customFields: { all: '/locations/{locationId}/customFields', make: customFieldBody },
  fields: { all: '/custom-fields/', make: fieldBody },
  folders: { all: '/custom-fields/folder', make: folderBody },
};

function userBody({ id }) {
  return newUser(id, { companyId: 'c', role: 'user' });
}

function customFieldBody() {
  return { name: newEmail(), dataType: 'TEXT' };
}

function fieldBody({ id }) {
  const fieldKey = newEmail().replace(/\W/g, '_');
  return { locationId: id, objectKey: 'business', fieldKey, dataType: 'TEXT', showInForms: true, parentId: '' };
}

function folderBody({ id }) {
  return { locationId: id, objectKey: 'business', name: 'General' };
}

function recordBody({ rest }) {
  return { name: `n${randomUUID()}`, ...rest };
}

for (const [item, record] of Object.entries(records)) {
  if (record.make) continue;
  const { all, id, scope, path } = record;
  const [read, write] = [`${scope}.readonly`, `${scope}.write`];
  const one = { path: `${all.replace(/\/$/, '')}/${id}`, item, names: path };
  const body = () => recordBody(record);
  operations.push(
    { method: 'GET', path: all, scope: read, names: path ?? record.list },
    { method: 'POST', path: all, scope: write, names: path ?? record.create, body },
    { ...one, method: 'GET', scope: read },
    { ...one, method: 'PUT', scope: write, body },
    { ...one, method: 'DELETE', scope: write },
  );
}
const users = { read: 'users.readonly', write: 'users.write', one: { path: '/users/{userId}', item: 'users', owner: 'ANY' } };
operations.push(
  { method: 'GET', path: '/users/search', scope: users.read, owner: 'ANY', names: 'nothing', query: 'companyId=c' },
  {
    method: 'POST',
    path: '/users/search/filter-by-email',
    scope: users.read,
    owner: 'AGENCY',
    body: { companyId: 'c', emails: 'a@example.com' },
  },
  { method: 'GET', path: '/users/', scope: users.read, names: 'query' },
  { method: 'POST', path: '/users/', scope: users.write, owner: 'ANY', names: 'ids', body: userBody },
  { ...users.one, method: 'GET', scope: users.read },
  { ...users.one, method: 'PUT', scope: users.write, body: {} },
  { ...users.one, method: 'DELETE', scope: users.write },
);
for (const list of ['campaigns', 'workflows']) {
  operations.push({ method: 'GET', path: `/${list}/`, scope: `${list}.readonly`, names: 'query' });
}
const location = '/locations/{locationId}';
const company = { companyId: 'a' };
operations.push(
  { method: 'POST', path: '/locations/', scope: 'locations.write', owner: 'AGENCY', body: { name: 'New', ...company } },
  { method: 'GET', path: '/locations/search', scope: 'locations.readonly', owner: 'ANY', names: 'nothing' },
  { method: 'GET', path: location, scope: 'locations.readonly', owner: 'ANY', names: 'path' },
  { method: 'PUT', path: location, scope: 'locations.write', owner: 'AGENCY', body: company },
  { method: 'DELETE', path: location, scope: 'locations.write', owner: 'AGENCY', query: 'deleteTwilioAccount=false' },
  { method: 'POST', path: `${location}/tasks/search`, scope: 'locations/tasks.readonly', body: {}, names: 'path' },
  { method: 'GET', path: `${location}/timezones`, scope: 'locations.readonly', names: 'path' },
);

/* Definitions of custom fields: in the location of the path, the query, the body, or of the token. */
const definitions = { read: 'locations/customFields.readonly', write: 'locations/customFields.write' };
const ofLocation = { path: '/locations/{locationId}/customFields', names: 'path' };
const oneOfLocation = { path: `${ofLocation.path}/{id}`, names: 'path', item: 'customFields' };
const oneField = { path: '/custom-fields/{id}', item: 'fields' };
const oneFolder = { path: '/custom-fields/folder/{id}', item: 'folders' };
operations.push(
  { ...ofLocation, method: 'GET', scope: definitions.read },
  { ...ofLocation, method: 'POST', scope: definitions.write, body: customFieldBody },
  { ...oneOfLocation, method: 'GET', scope: definitions.read },
  { ...oneOfLocation, method: 'PUT', scope: definitions.write, body: { name: 'New' } },
  { ...oneOfLocation, method: 'DELETE', scope: definitions.write },
  { method: 'GET', path: '/custom-fields/object-key/{objectKey}', scope: definitions.read, names: 'query', item: 'object' },
  { method: 'POST', path: '/custom-fields/', scope: definitions.write, names: 'body', body: fieldBody },
  { ...oneField, method: 'GET', scope: definitions.read },
  { ...oneField, method: 'PUT', scope: definitions.write, names: 'body', body: { showInForms: true } },
  { ...oneField, method: 'DELETE', scope: definitions.write },
  { method: 'POST', path: '/custom-fields/folder', scope: definitions.write, names: 'body', body: folderBody },
  { ...oneFolder, method: 'PUT', scope: definitions.write, names: 'body', body: { name: 'New' } },
  { ...oneFolder, method: 'DELETE', scope: definitions.write, names: 'query' },
);

const noScope = 'The token is not authorized for this scope.';
const invalid = 'Invalid token: access token is invalid';

describe('Access', suite, () => {
  const server = useServer();
  let contact;
  let other;

  before(async () => {
    contact = await server.home.create({ firstName: 'Ann' });
    other = await server.newLocation({ name: 'Other' });
    const scopes = [...new Set(operations.map(({ scope }) => scope))];
    other.token = (await other.newToken({ scopes })).token;
  });

  /* A business, a tag, … of a location. */
  async function newRecord(list, at) {
    const path = records[list].all.replace('{locationId}', at.id);
    const { make } = records[list];
    const body = make ? make(at) : { ...recordBody(records[list]), ...(list === 'businesses' && { locationId: at.id }) };
    const answer = await at.request('POST', path, { body });
    return (answer.body.buiseness ?? answer.body.tag ?? answer.body.customValue ?? answer.body.customField ?? answer.body.field ?? answer.body).id;
  }

  /* The id of a new note or task of the contact, or of a record, where the operation is about one. */
  async function newItem(contactId, list, at = server.home) {
    if (!list) return undefined;
    if (list === 'object') return 'business';
    if (records[list]) return newRecord(list, at);
    const { body } = await server.home.request('POST', `/contacts/${contactId}/${list}`, { body: items[list].body });
    return (body.note ?? body.task).id;
  }

  function ask({ method, path, body, names, query: asked, version }, id, token, itemId = 'x', at = server.home) {
    const isContact = path.startsWith('/contacts/') && !/bulk|search$/.test(path);
    const named = { locationId: server.home.id, ...(isContact && { email: newEmail() }) };
    const query = names === 'query' ? `?${new URLSearchParams(named)}` : asked ? `?${asked}` : '';
    const given = typeof body === 'function' ? body(at) : body;
    const options = { token, ...(version && { version }), body: given && { ...given, ...(names === 'body' && named) } };
    const whole = path.replace('{contactId}', id).replace('{locationId}', at.id).replace(/\{\w+\}/, itemId) + query;
    return server.request(method, whole, options);
  }

  /* Also with a scope that the command line gives to no token of the agency, as of another version. */
  async function newAgencyToken(scope) {
    if (agencyScopes.includes(scope)) return server.newAgencyToken({ scopes: [scope] });
    const made = await server.newAgencyToken();
    await server.sql(`UPDATE token SET scopes = '${scope}' WHERE id = '${made.id}'`);
    return made;
  }

  async function contactIsUntouched() {
    assert.deepEqual((await server.home.stored(contact.id)).firstName, 'Ann');
    const { city, tags, followers } = await server.home.stored(contact.id);
    assert.deepEqual([city, tags, followers], [undefined, [], []]);
  }

  test('is tried here on every route that has a scope', () => {
    const table = readFileSync(join(repository, 'src/api/routes.def'), 'utf8');
    const scopes = readFileSync(join(repository, 'src/service/scope.def'), 'utf8');
    const nameOf = Object.fromEntries(
      [...scopes.matchAll(/^SCOPE\((\w+), "([^"]+)"/gm)].map(([, name, text]) => [text, name]),
    );
    const rows = [...table.matchAll(/^ROUTE\((\w+), "([^"]+)", (\w+), (\w+),/gm)];
    const guarded = rows.filter(([, , , scope]) => scope !== 'NONE');
    const expected = guarded.map(([, ...row]) => row.join(' '));
    const tried = operations.map(({ method, path, scope, owner = 'LOCATION' }) =>
      [method, path, nameOf[scope], owner].join(' '),
    );
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
      const area = operation.scope.split('.')[0];
      for (const scope of new Set([operation.scope, `${area}.readonly`, 'contacts.readonly', 'contacts.write'])) {
        const at = operation.path.includes('{locationId}') || operation.names === 'ids' ? await server.newLocation() : server.home;
        const scopes = [scope];
        const made = operation.owner === 'AGENCY' ? newAgencyToken(scope) : at.newToken({ scopes });
        const { token } = await made;
        const own = await server.home.create();
        const answer = await ask(operation, own.id, token, await newItem(own.id, operation.item, at), at);
        if (scope === operation.scope) {
          assert.ok(answer.status < 300, answer.text);
        } else {
          assert.equal(answer.status, 401, answer.text);
          assert.equal(answer.body.message, noScope);
        }
      }
    });

    if ((operation.owner ?? 'LOCATION') === 'LOCATION') {
      test(`to ${name} is not given to a token of the agency`, async () => {
        const { token } = await newAgencyToken(operation.scope);
        const answer = await ask(operation, contact.id, token);
        assert.equal(answer.status, 401, answer.text);
        assert.equal(answer.body.message, noScope);
        await contactIsUntouched();
      });
    }

    if (operation.owner === 'AGENCY') {
      test(`to ${name} is not given to the token of a location`, async () => {
        const { token } = await server.home.newToken({ scopes: [operation.scope] });
        const answer = await ask(operation, contact.id, token);
        assert.equal(answer.status, 401, answer.text);
        assert.equal(answer.body.message, noScope);
        await contactIsUntouched();
      });
      continue;
    }
    if (operation.names === 'nothing') continue;

    test(`to ${name} is not given to the token of another location`, async () => {
      const itemId = records[operation.item] && (await newItem(contact.id, operation.item));
      const answer = await ask(operation, contact.id, other.token, itemId);
      if (operation.names) {
        assert.equal(answer.status, 403, answer.text);
        assert.equal(answer.body.message, 'The token does not have access to this location.');
      } else if (itemId) {
        const unknown = await ask(operation, contact.id, other.token, 'a'.repeat(24));
        assert.equal(answer.status, 400, answer.text);
        assert.equal(answer.body.message, unknown.body.message.replace('a'.repeat(24), itemId));
        assert.equal((await ask({ ...operation, method: 'GET', body: undefined }, '', server.home.token, itemId)).status, 200);
      } else {
        const unknown = await ask(operation, 'AAAAAAAAAAAAAAAAAAAA', other.token);
        assert.equal(answer.status, 400, answer.text);
        assert.equal(answer.status, unknown.status);
        assert.equal(answer.body.message, unknown.body.message.replace('AAAAAAAAAAAAAAAAAAAA', contact.id));
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
