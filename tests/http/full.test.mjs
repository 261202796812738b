/* Where there is no more room: one row that says it has a gigabyte stands for all that would fill it. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

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
  });
});

describe('A location that has as much as it may', suite, () => {
  const server = useServer();
  let agency;

  before(async () => {
    agency = (await server.newAgencyToken()).token;
    const { id } = server.home;
    for (const [location, kind] of [[id, 'business'], [id, 'tag'], [id, 'custom_value'], ['', 'user']]) {
      await server.sql(
        `INSERT INTO record (location_id, kind, id, name, name_owner, date_added, size, document)
         VALUES ('${location}', '${kind}', 'large', 'large', 'large', 0, ${GIGABYTE}, '{}')`,
      );
    }
    await server.sql(
      `INSERT INTO custom_field (location_id, id, object_key, key, size, parent_id, type, position, files_max, allows_many_files,
         allows_custom_option, shows_in_forms, date_added, date_updated, name, placeholder, description, formats, options)
       VALUES ('${id}', 'large', 'contact', 'contact.large', ${GIGABYTE}, '', 'TEXT', 0, 0, 0, 0, 0, 0, 0, 'Large', '', '', '[]', '[]')`,
    );
  });

  const user = () => ({ companyId: 'company', firstName: 'John', lastName: 'Deo', email: newEmail(), password: '*****Secret1', type: 'account', role: 'admin', locationIds: [server.home.id] });

  for (const [what, path, body, ofAgency] of [
    ['business', () => '/businesses/', () => ({ locationId: server.home.id, name: 'Bakery' })],
    ['tag', () => `/locations/${server.home.id}/tags`, () => ({ name: 'vip' })],
    ['custom value', () => `/locations/${server.home.id}/customValues`, () => ({ name: 'One', value: 'x' })],
    ['custom field', () => `/locations/${server.home.id}/customFields`, () => ({ name: 'One', dataType: 'TEXT' })],
    ['user', () => '/users/', user, true],
  ]) {
    test(`gets no other ${what}`, async () => {
      const answer = await server.home.request('POST', path(), { body: body(), ...(ofAgency && { token: agency }) });
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.body.message, /must not (be|have) more than/);
    });
  }
});
