/* HighLevel's own client for Node, unmodified but for the address it calls. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HighLevel } from '@gohighlevel/api-client';
import { newEmail, suite, useServer } from './harness.mjs';

const classes = ['contacts', 'locations', 'customFields', 'businesses', 'users', 'campaigns', 'workflows'];

/* What contacts do not refer to: tasks that recur, templates, files. */
const notServed = [
  'locations.createRecurringTask',
  'locations.getRecurringTaskById',
  'locations.updateRecurringTask',
  'locations.deleteRecurringTask',
  'locations.gETAllOrEmailSmsTemplates',
  'locations.dELETEAnEmailSmsTemplate',
  'locations.uploadFileCustomFields',
];

const locationScopes = ['locations.readonly', 'locations/tasks.readonly'];

describe('The official client', suite, () => {
  const server = useServer();
  let client;

  async function clientWith(made) {
    const { token } = await made;
    const one = new HighLevel({ privateIntegrationToken: token });
    one.getHttpClient().defaults.baseURL = `http://127.0.0.1:${server.port}`;
    return Object.fromEntries(classes.map((name) => [name, noting(name, one[name])]));
  }

  /* The methods that have answered with success, by class. */
  const passed = new Set();

  function noting(name, methods) {
    const noted = (method) => async (...args) => {
      const answer = await methods[method](...args);
      passed.add(`${name}.${method}`);
      return answer;
    };
    return new Proxy(methods, { get: (_, method) => noted(method) });
  }

  after(() => {
    const one = new HighLevel({ privateIntegrationToken: 'pit-00000000-0000-4000-8000-000000000000' });
    const methods = classes.flatMap((name) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(one[name]))
        .filter((method) => method !== 'constructor')
        .map((method) => `${name}.${method}`),
    );
    for (const name of classes) {
      const own = methods.filter((method) => method.startsWith(`${name}.`));
      console.log(`${name.padEnd(14)} ${own.filter((method) => passed.has(method)).length} of ${own.length} methods passed`);
    }
    assert.deepEqual(methods.filter((method) => !passed.has(method)).sort(), notServed.sort());
  });

  before(async () => {
    client = await clientWith(server.home);
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

  test('searches and lists contacts, and those of a business', async () => {
    const location = await server.newLocation();
    const { contacts, businesses } = await clientWith(location);
    const locationId = location.id;
    const email = newEmail();
    const { contact } = await contacts.createContact({ locationId, email, firstName: 'Searched' });
    const filters = [{ field: 'email', operator: 'eq', value: email }];
    const found = await contacts.searchContactsAdvanced({ locationId, pageLimit: 20, filters });
    assert.deepEqual([found.total, found.contacts[0].id], [1, contact.id]);
    const listed = await contacts.getContacts({ locationId, query: email, limit: 5 });
    assert.deepEqual(listed.contacts.map(({ id }) => id), [contact.id]);
    const { buiseness } = await businesses.createBusiness({ locationId, name: 'Granite' });
    const businessId = buiseness.id;
    await contacts.addRemoveContactFromBusiness({ locationId, ids: [contact.id], businessId });
    const of = await contacts.getContactsByBusinessId({ businessId, locationId });
    assert.deepEqual(of.contacts.map(({ id }) => id), [contact.id]);
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

  test('makes one note of two calls with the same Idempotency-Key', async () => {
    const { contacts } = client;
    const created = await contacts.createContact({ locationId: server.home.id, email: newEmail() });
    const contactId = created.contact.id;
    const once = { headers: { 'Idempotency-Key': contactId } };
    const first = await contacts.createNote({ contactId }, { body: 'Called' }, once);
    const again = await contacts.createNote({ contactId }, { body: 'Called' }, once);
    assert.deepEqual(again, first);
    assert.deepEqual((await contacts.getAllNotes({ contactId })).notes, [first.note]);
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

  test('searches the tasks of all contacts, and knows the time zones', async () => {
    const { contacts } = client;
    const locationId = server.home.id;
    const created = await contacts.createContact({ locationId, email: newEmail() });
    const contactId = created.contact.id;
    const body = { title: 'Call', dueDate: '2026-10-25T11:00:00Z', completed: false };
    const { task } = await contacts.createTask({ contactId }, body);
    const { locations } = await clientWith(server.home.newToken({ scopes: locationScopes }));
    const found = await locations.taskSearch({ locationId }, { contactId: [contactId], limit: 10 });
    assert.deepEqual(found.tasks, [task]);
    const { timeZones } = await locations.getTimezones({ locationId });
    assert.ok(timeZones.includes('America/Chicago'));
    assert.equal((await locations.getLocation({ locationId })).location.name, 'Home');
  });

  test('makes, gets, changes, finds and deletes a location', async () => {
    const { locations } = await clientWith(server.newAgencyToken());
    const companyId = 'UAXssdawIWAWD';
    const made = await locations.createLocation({ name: 'Mark Shoes', companyId, country: 'US' });
    const locationId = made.id;
    const put = await locations.putLocation({ locationId }, { companyId, city: 'New York' });
    assert.equal(put.city, 'New York');
    const { location } = await locations.getLocation({ locationId });
    assert.deepEqual([location.name, location.city], ['Mark Shoes', 'New York']);
    const found = await locations.searchLocations({ companyId, limit: '10', order: 'desc' });
    assert.deepEqual(found.locations.map(({ id }) => id), [locationId]);
    const deleted = await locations.deleteLocation({ locationId, deleteTwilioAccount: false });
    assert.equal(deleted.success, true);
    await assert.rejects(locations.getLocation({ locationId }), (error) => error.statusCode === 400);
  });

  test('keeps businesses, and contacts in them', async () => {
    const { businesses, contacts } = client;
    const locationId = server.home.id;
    const { buiseness: made } = await businesses.createBusiness({ locationId, name: 'Acme' });
    const businessId = made.id;
    assert.deepEqual((await businesses.getBusiness({ businessId })).business, made);
    const { buiseness: now } = await businesses.updateBusiness({ businessId }, { city: 'Rome' });
    assert.equal(now.city, 'Rome');
    assert.deepEqual((await businesses.getBusinessesByLocation({ locationId })).businesses, [now]);

    const { contact } = await contacts.createContact({ locationId, email: newEmail() });
    const ids = [contact.id];
    const put = await contacts.addRemoveContactFromBusiness({ locationId, ids, businessId });
    assert.deepEqual(put.ids, ids);
    assert.equal((await businesses.deleteBusiness({ businessId })).success, true);
    assert.ok(!('businessId' in (await contacts.getContact({ contactId: contact.id })).contact));
  });

  test('keeps the tags of a location', async () => {
    const { locations } = client;
    const locationId = server.home.id;
    const { tag } = await locations.createTag({ locationId }, { name: 'New' });
    const params = { locationId, tagId: tag.id };
    assert.deepEqual((await locations.getTagById(params)).tag, tag);
    assert.equal((await locations.updateTag(params, { name: 'Newer' })).tag.name, 'newer');
    assert.equal((await locations.getLocationTags({ locationId })).tags.length, 1);
    assert.equal((await locations.deleteTag(params)).succeded, true);
  });

  test('keeps custom values', async () => {
    const { locations } = client;
    const locationId = server.home.id;
    const body = { name: 'Hours', value: '9 to 5' };
    const { customValue } = await locations.createCustomValue({ locationId }, body);
    const params = { locationId, id: customValue.id };
    assert.deepEqual((await locations.getCustomValue(params)).customValue, customValue);
    const updated = await locations.updateCustomValue(params, { ...body, value: '9 to 6' });
    assert.deepEqual((await locations.getCustomValues({ locationId })).customValues, [updated.customValue]);
    assert.equal((await locations.deleteCustomValue(params)).succeded, true);
  });

  test('lists campaigns and workflows', async () => {
    const locationId = server.home.id;
    const to = ['--location', locationId, '--name', 'Spring'];
    const campaign = await server.command('campaign', 'create', ...to);
    const workflow = await server.command('workflow', 'create', ...to);
    const { campaigns } = await client.campaigns.getCampaigns({ locationId, status: 'published' });
    assert.deepEqual(campaigns.map(({ id }) => id), [campaign.id]);
    const { workflows } = await client.workflows.getWorkflow({ locationId });
    assert.deepEqual(workflows.map(({ id }) => id), [workflow.id]);
  });

  test('keeps users', async () => {
    const { users } = client;
    const locationId = server.home.id;
    const email = newEmail();
    const user = await users.createUser({
      companyId: 'company',
      firstName: 'John',
      lastName: 'Deo',
      email,
      password: 'x',
      type: 'account',
      role: 'admin',
      locationIds: [locationId],
    });
    const userId = user.id;
    assert.equal((await users.getUser({ userId })).email, email);
    assert.equal((await users.updateUser({ userId }, { lastName: 'Doe' })).name, 'John Doe');
    assert.equal((await users.searchUsers({ companyId: 'company', query: 'doe' })).count, 1);
    assert.equal((await users.getUserByLocation({ locationId })).users[0].id, userId);

    const agency = await clientWith(server.newAgencyToken());
    const found = await agency.users.filterUsersByEmail({ companyId: 'company', emails: email });
    assert.deepEqual(found.users, [{ id: userId, email }]);
    assert.equal((await users.deleteUser({ userId })).succeded, true);
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
