/* Where there is no more room: one row that says it has a gigabyte stands for all that would fill it. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, newObjectField, newUser, suite, useServer } from './harness.mjs';

const GIGABYTE = 1 << 30;

describe('A contact that has as much as it may', suite, () => {
  const server = useServer();
  const task = { title: 'Call', dueDate: '2026-10-25T11:00:00Z', completed: false };
  let contact;
  let note;
  let call;

  before(async () => {
    contact = `/contacts/${(await server.home.create()).id}`;
    const make = (path, body) => server.home.request('POST', `${contact}/${path}`, { body });
    note = `notes/${(await make('notes', { body: 'Called' })).body.note.id}`;
    call = `tasks/${(await make('tasks', task)).body.task.id}`;
    for (const kind of ['note', 'task', 'campaign', 'workflow']) {
      await server.sql(
        `INSERT INTO item (location_id, contact_id, kind, id, date_added, size, document, title, assigned_to, completed)
         VALUES ('${server.home.id}', '${contact.split('/')[2]}', '${kind}', 'large', 0, ${GIGABYTE}, '{}', '', '', 0)`,
      );
    }
  });

  async function full(method, path, body) {
    const answer = await server.home.request(method, `${contact}/${path}`, { body });
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.message, 'A contact must not have more than 10000 notes, tasks, campaigns or workflows, nor 16 MiB of them');
  }

  test('gets no other note or task, and joins nothing', async () => {
    await full('POST', 'notes', { body: 'Called' });
    await full('POST', 'tasks', task);
    await full('POST', 'campaigns/one');
    await full('POST', 'workflow/one');
  });

  test('gets no longer note or task', async () => {
    await full('PUT', note, { body: 'Called again' });
    await full('PUT', call, { ...task, title: 'Call again' });
    assert.equal((await server.home.request('PUT', `${contact}/${call}/completed`, { body: { completed: true } })).status, 200);
    await full('PUT', `${call}/completed`, { completed: false });
  });
});

describe('A contact that is as large as it may be', suite, () => {
  const VALUE_MAX = 65_536;
  const server = useServer();
  const fields = [];
  let id;

  /* Sixteen values fill a mebibyte but for what else is in a contact: the last one gets what is left, to 100 bytes. */
  before(async () => {
    const { home } = server;
    for (let count = 0; count < 16; count++) fields.push((await home.newField({ name: `Field ${count}`, type: 'LARGE_TEXT' })).id);
    ({ id } = await home.create());
    const value = (field, length) => ({ customFields: [{ id: field, field_value: 'x'.repeat(length) }] });
    for (const field of fields.slice(1)) await home.put(id, value(field, VALUE_MAX));
    let answer;
    for (let length = VALUE_MAX; (answer?.status ?? 422) === 422 && length > 0; length -= 100) {
      answer = await home.put(id, value(fields[0], length));
    }
    assert.equal(answer.status, 200, answer.text);
  });

  const tooLarge = 'The contact must not exceed 1048576 bytes';
  const long = 'l'.repeat(240);

  for (const [what, method, path, body] of [
    ['gets no longer property', 'PUT', '', { address1: long }],
    ['gets no other email', 'PUT', '/additional', { additionalEmails: [1, 2].map((one) => ({ email: `${'e'.repeat(60)}${one}@${'d'.repeat(60)}.com` })) }],
    ['gets no other tag', 'POST', '/tags', { tags: [long] }],
    ['gets no other follower', 'POST', '/followers', { followers: [long] }],
  ]) {
    test(what, async () => {
      const { home } = server;
      const held = await home.stored(id);
      const answer = await home.request(method, `/contacts/${id}${path}`, { body });
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.body.message, tooLarge);
      assert.deepEqual(await home.stored(id), held);
    });
  }

  test('gets no tag in bulk, while others do', async () => {
    const { home } = server;
    const other = await home.create();
    const body = { locationId: home.id, contacts: [id, other.id], tags: [long] };
    const answer = await home.request('POST', '/contacts/bulk/tags/update/add', { body });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.body.errorCount, 1);
    assert.deepEqual((await home.stored(other.id)).tags, [long]);
    assert.ok(!(await home.stored(id)).tags.includes(long));
  });

  test('cannot come into being', async () => {
    const { home } = server;
    const customFields = fields.map((field) => ({ id: field, field_value: 'x'.repeat(65_478) }));
    const answer = await home.post({ email: newEmail(), customFields });
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.message, tooLarge);
  });
});

const long = 'long'.repeat(20);

/* What a location has lists of: how to add to them, and how to make one that is there longer. */
const lists = {
  business: {
    path: () => '/businesses/',
    body: (locationId) => ({ locationId, name: newEmail() }),
    longer: () => ({ description: long }),
  },
  tag: {
    path: (id) => `/locations/${id}/tags`,
    body: () => ({ name: newEmail() }),
    longer: () => ({ name: long }),
  },
  'custom value': {
    path: (id) => `/locations/${id}/customValues`,
    body: () => ({ name: newEmail(), value: 'x' }),
    longer: () => ({ name: long, value: long }),
  },
  'custom field': {
    path: (id) => `/locations/${id}/customFields`,
    body: () => ({ name: newEmail(), dataType: 'TEXT' }),
    longer: () => ({ name: long }),
  },
  'custom field of an object': {
    path: () => '/custom-fields/',
    body: newObjectField,
    longer: (locationId) => ({ locationId, showInForms: true, description: long }),
  },
  user: {
    path: () => '/users/',
    body: (locationId) => newUser(locationId),
    longer: () => ({ firstName: long }),
    ofAgency: true,
  },
};

describe('A location that has as much as it may', suite, () => {
  const server = useServer();
  const made = {};
  let agency;

  before(async () => {
    agency = (await server.newAgencyToken()).token;
    const { id } = server.home;
    for (const [what, { path, body, ofAgency }] of Object.entries(lists)) {
      const answer = await server.home.request('POST', path(id), { body: body(id), ...(ofAgency && { token: agency }) });
      assert.ok(answer.status < 300, answer.text);
      made[what] = Object.values(answer.body).find((one) => one?.id)?.id ?? answer.body.id;
    }
    for (const [location, kind] of [[id, 'business'], [id, 'tag'], [id, 'custom_value'], ['', 'user']]) {
      await server.sql(
        `INSERT INTO record (location_id, kind, id, name, name_owner, date_added, size, document)
         VALUES ('${location}', '${kind}', 'large', 'large', 'large', 0, ${GIGABYTE}, '{}')`,
      );
    }
    for (const object of ['contact', 'custom_objects.pet']) {
      await server.sql(
        `INSERT INTO custom_field (location_id, id, object_key, key, size, parent_id, type, position, files_max, allows_many_files,
           allows_custom_option, shows_in_forms, date_added, date_updated, name, placeholder, description, formats, options)
         VALUES ('${id}', 'large ${object}', '${object}', '${object}.large', ${GIGABYTE}, '', 'TEXT', 0, 0, 0, 0, 0, 0, 0, 'Large', '', '', '[]', '[]')`,
      );
    }
  });

  for (const [what, { path, body, longer, ofAgency }] of Object.entries(lists)) {
    const token = () => ofAgency && { token: agency };

    test(`gets no other ${what}`, async () => {
      const { home } = server;
      const answer = await home.request('POST', path(home.id), { body: body(home.id), ...token() });
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.body.message, /must not (be|have) more than/);
    });

    test(`gets no longer ${what}`, async () => {
      const { home } = server;
      const whole = `${path(home.id).replace(/\/$/, '')}/${made[what]}`;
      const answer = await home.request('PUT', whole, { body: longer(home.id), ...token() });
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.body.message, /must not (be|have) more than/);
    });
  }
});

describe('An object that has a hundred folders of custom fields', suite, () => {
  const server = useServer();

  test('gets no other one', async () => {
    const { home } = server;
    const folder = (name, objectKey = 'custom_objects.pet') =>
      home.request('POST', '/custom-fields/folder', { body: { locationId: home.id, objectKey, name } });
    for (let count = 0; count < 100; count++) assert.equal((await folder(`Folder ${count}`)).status, 201);
    const answer = await folder('One more');
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.message, 'A location must not have more than 100 folders of custom fields of an object');
    assert.equal((await folder('Of another', 'custom_objects.car')).status, 201);
  });
});
