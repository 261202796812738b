/* HighLevel's own client for Node, unmodified but for the address it calls. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { HighLevel } from '@gohighlevel/api-client';
import { newEmail, suite, useServer } from './harness.mjs';

describe('The official client', suite, () => {
  const server = useServer();
  let client;

  before(() => {
    client = new HighLevel({ privateIntegrationToken: server.home.token });
    client.getHttpClient().defaults.baseURL = `http://127.0.0.1:${server.port}`;
  });

  test('creates, gets, updates and deletes a contact', async () => {
    const { contacts } = client;
    const email = newEmail();
    const locationId = server.home.id;
    const created = await contacts.createContact({ locationId, email, firstName: 'Rosan' });
    const contactId = created.contact.id;

    const got = await contacts.getContact({ contactId });
    assert.equal(got.contact.email, email);

    const updated = await contacts.updateContact({ contactId }, { lastName: 'Deo', tags: ['one'] });
    assert.equal(updated.succeded, true);
    assert.equal(updated.contact.name, 'Rosan Deo');
    assert.deepEqual((await contacts.getContact({ contactId })).contact, updated.contact);

    const deleted = await contacts.deleteContact({ contactId });
    assert.equal(deleted.succeded, true);
  });

  test('upserts a contact and finds it again', async () => {
    const { contacts } = client;
    const email = newEmail();
    const locationId = server.home.id;
    const first = await contacts.upsertContact({ locationId, email, firstName: 'Rosan' });
    assert.equal(first.new, true);
    const second = await contacts.upsertContact({ locationId, email, lastName: 'Deo' });
    assert.equal(second.new, false);
    const { contact } = await contacts.getDuplicateContact({ locationId, email });
    assert.deepEqual(contact, second.contact);
    assert.equal(contact.name, 'Rosan Deo');
  });

  test('adds and removes tags and followers', async () => {
    const { contacts } = client;
    const created = await contacts.createContact({ locationId: server.home.id, email: newEmail() });
    const contactId = created.contact.id;
    const tagged = await contacts.addTags({ contactId }, { tags: ['one', 'two'] });
    assert.deepEqual(tagged.tags, ['one', 'two']);
    assert.deepEqual((await contacts.removeTags({ contactId }, { tags: ['one'] })).tags, ['two']);
    const followed = await contacts.addFollowersContact({ contactId }, { followers: ['a', 'b'] });
    assert.deepEqual(followed.followersAdded, ['a', 'b']);
    const left = await contacts.removeFollowersContact({ contactId }, { followers: ['a'] });
    assert.deepEqual(left.followers, ['b']);
  });

  test('keeps notes', async () => {
    const { contacts } = client;
    const created = await contacts.createContact({ locationId: server.home.id, email: newEmail() });
    const contactId = created.contact.id;
    const { note } = await contacts.createNote({ contactId }, { body: 'Called', userId: 'anybody' });
    const params = { contactId, id: note.id };
    assert.deepEqual((await contacts.getNote(params)).note, note);
    const updated = await contacts.updateNote(params, { body: 'Called back' });
    assert.equal(updated.note.bodyText, 'Called back');
    assert.deepEqual((await contacts.getAllNotes({ contactId })).notes, [updated.note]);
    assert.equal((await contacts.deleteNote(params)).succeded, true);
    assert.deepEqual((await contacts.getAllNotes({ contactId })).notes, []);
  });

  test('keeps tasks', async () => {
    const { contacts } = client;
    const created = await contacts.createContact({ locationId: server.home.id, email: newEmail() });
    const contactId = created.contact.id;
    const body = { title: 'Call', dueDate: '2026-10-25T11:00:00Z', completed: false };
    const { task } = await contacts.createTask({ contactId }, body);
    const params = { contactId, taskId: task.id };
    assert.deepEqual((await contacts.getTask(params)).task, task);
    assert.equal((await contacts.updateTask(params, { title: 'Ring' })).task.title, 'Ring');
    assert.equal((await contacts.updateTaskCompleted(params, { completed: true })).task.completed, true);
    assert.equal((await contacts.getAllTasks({ contactId })).tasks.length, 1);
    assert.equal((await contacts.deleteTask(params)).succeded, true);
  });

  test('joins and leaves campaigns and workflows, and has no appointments', async () => {
    const { contacts } = client;
    const created = await contacts.createContact({ locationId: server.home.id, email: newEmail() });
    const contactId = created.contact.id;
    const campaign = { contactId, campaignId: 'one' };
    const workflow = { contactId, workflowId: 'one' };
    const start = { eventStartTime: '2021-06-23T03:30:00+01:00' };
    for (const answer of [
      await contacts.addContactToCampaign(campaign, {}),
      await contacts.removeContactFromCampaign(campaign),
      await contacts.removeContactFromEveryCampaign({ contactId }),
      await contacts.addContactToWorkflow(workflow, start),
      await contacts.deleteContactFromWorkflow(workflow, start),
    ]) {
      assert.equal(answer.succeded, true);
    }
    assert.deepEqual((await contacts.getAppointmentsForContact({ contactId })).events, []);
  });

  test('edits the tags of many contacts', async () => {
    const { contacts } = client;
    const locationId = server.home.id;
    const created = await contacts.createContact({ locationId, email: newEmail() });
    const body = { locationId, contacts: [created.contact.id], tags: ['one'] };
    const { responses } = await contacts.createAssociation({ type: 'add' }, body);
    assert.deepEqual(responses[0].tagsAdded, ['one']);
  });

  test('defines custom fields of its location', async () => {
    const { locations } = client;
    const locationId = server.home.id;
    const body = { name: 'Pin code', dataType: 'TEXT', placeholder: 'Placeholder Text', position: 0, model: 'contact' };
    const { customField } = await locations.createCustomField({ locationId }, body);
    const params = { locationId, id: customField.id };
    assert.deepEqual((await locations.getCustomField(params)).customField, customField);
    const updated = await locations.updateCustomField(params, { name: 'Zip code' });
    assert.equal(updated.customField.name, 'Zip code');
    const { customFields } = await locations.getCustomFields({ locationId, model: 'all' });
    assert.deepEqual(customFields, [updated.customField]);
    assert.equal((await locations.deleteCustomField(params)).succeded, true);
  });

  test('defines custom fields of objects, in folders', async () => {
    const { customFields } = client;
    const locationId = server.home.id;
    const objectKey = 'custom_objects.pet';
    const folder = await customFields.createCustomFieldFolder({ locationId, objectKey, name: 'General' });
    const renamed = await customFields.updateCustomFieldFolder({ id: folder.id }, { locationId, name: 'Info' });
    assert.equal(renamed.name, 'Info');
    const { field } = await customFields.createCustomField({
      locationId,
      objectKey,
      fieldKey: 'custom_object.pet.name',
      name: 'Name',
      dataType: 'TEXT',
      showInForms: true,
      parentId: folder.id,
    });
    const { id } = field;
    assert.deepEqual((await customFields.getCustomFieldById({ id })).field, field);
    const updated = await customFields.updateCustomField({ id }, { locationId, showInForms: false });
    assert.equal(updated.field.showInForms, false);
    const all = await customFields.getCustomFieldsByObjectKey({ objectKey, locationId });
    assert.deepEqual(all.fields, [updated.field]);
    assert.equal(all.folders[0].id, folder.id);
    const deleted = await customFields.deleteCustomField({ id });
    assert.deepEqual([deleted.succeded, deleted.key], [true, 'custom_object.pet.name']);
    const gone = await customFields.deleteCustomFieldFolder({ id: folder.id, locationId });
    assert.equal(gone.succeded, true);
  });

  test('sees the status and the message of a refusal', async () => {
    const contactId = 'AAAAAAAAAAAAAAAAAAAA';
    await assert.rejects(client.contacts.getContact({ contactId }), (error) => {
      assert.equal(error.statusCode, 400);
      assert.match(JSON.stringify(error.response), /Contact with id AAAAAAAAAAAAAAAAAAAA not found/);
      return true;
    });
  });

  test('sees every fault of a body', async () => {
    const { contact } = await client.contacts.createContact({
      locationId: server.home.id,
      email: newEmail(),
    });
    const wrong = client.contacts.updateContact({ contactId: contact.id }, { email: 'no email', foo: 1 });
    await assert.rejects(wrong, (error) => {
      assert.equal(error.statusCode, 422);
      assert.match(JSON.stringify(error.response), /email must be an email/);
      assert.match(JSON.stringify(error.response), /property foo should not exist/);
      return true;
    });
  });
});
