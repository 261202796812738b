/* Update Contact: a partial merge of the fields a body names. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anotherMillisecond, newEmail, suite, useServer } from './harness.mjs';

const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/* Texts that are kept as they are: field, value, most characters. */
const plainTexts = [
  ['firstName', 'Rosan', 255],
  ['lastName', 'Deo', 255],
  ['address1', '3535 1st St N', 1000],
  ['city', 'Dolomite', 255],
  ['state', 'AL', 255],
  ['postalCode', '35061', 255],
  ['website', 'https://www.tesla.com', 2048],
  ['source', 'public api', 255],
  ['assignedTo', 'y0BeYjuRIlDwsDcOHOJo', 255],
  ['companyName', 'DGS VolMAX', 255],
  ['keyword', 'test', 255],
  ['ssn', '078-05-1120', 64],
  ['type', 'read', 255],
];

/* Fields whose value is looked at: field, value as given, value as kept. */
const checkedTexts = [
  ['email', 'Rosan@Deos.com', 'rosan@deos.com'],
  ['phone', '+1 888-888-8888', '+18888888888'],
  ['timezone', 'America/Chihuahua', 'America/Chihuahua'],
  ['dateOfBirth', '1990-09-25', '1990-09-25T00:00:00.000Z'],
  ['country', 'us', 'US'],
];

/* Of the fields that clear with null, the only one that does not clear with "". */
const clearable = [...plainTexts, ...checkedTexts].filter(([field]) => field !== 'country');

const neverAccepted = {
  id: 'seD4PfOuKoVMLkEZqohJ',
  locationId: 've9EPM428h8vShlRW1KT',
  gender: 'male',
  emailLowerCase: 'rosan@deos.com',
  firstNameLowerCase: 'rosan',
  lastNameLowerCase: 'deo',
  fullNameLowerCase: 'rosan deo',
  dateAdded: '2021-07-02T05:18:26.704Z',
  dateUpdated: '2021-07-02T05:18:26.704Z',
  lastActivity: '2021-07-02T05:18:26.704Z',
  businessId: '641c094001436dbc2081e642',
  visitorId: 've9EPM428h8vShlRW1KT',
  attachments: '',
  attributionSource: { url: 'Trigger Link' },
  followers: [],
  createdBy: {},
  additionalEmails: [],
  deleted: false,
  FirstName: 'Rosan',
  '': 1,
};

describe('Update Contact', suite, () => {
  const server = useServer({ home: { allowDuplicates: true } });

  for (const [field, given, kept = given] of [...plainTexts.map((row) => row.slice(0, 2)), ...checkedTexts]) {
    test(`sets ${field}`, async () => {
      const { id } = await server.home.create();
      const contact = await server.home.update(id, { [field]: given });
      assert.equal(contact[field], kept);
    });
  }

  for (const [field, given] of [...plainTexts, ...checkedTexts]) {
    test(`clears ${field} by null`, async () => {
      const { id } = await server.home.create({ firstName: 'Ann', lastName: 'Lee' });
      await server.home.update(id, { [field]: given });
      const contact = await server.home.update(id, { [field]: null });
      assert.ok(!(field in contact));
    });
  }

  for (const [field, given] of clearable) {
    test(`clears ${field} by an empty text`, async () => {
      const { id } = await server.home.create({ firstName: 'Ann', lastName: 'Lee' });
      await server.home.update(id, { [field]: given });
      const contact = await server.home.update(id, { [field]: '' });
      assert.ok(!(field in contact));
    });
  }

  test('takes no empty text for the country', async () => {
    const { id } = await server.home.create({ country: 'US' });
    const message = await server.home.refusal(id, { country: '' });
    assert.deepEqual(message, ['country must be a valid ISO31661 Alpha2 code']);
  });

  for (const [field, given] of [...plainTexts, ...checkedTexts, ['name', 'Rosan Deo']]) {
    test(`wants a text for ${field}`, async () => {
      const { id } = await server.home.create();
      for (const value of [1, true, [given], { value: given }]) {
        const message = await server.home.refusal(id, { [field]: value });
        assert.deepEqual(message, [`${field} must be a string`]);
      }
    });
  }

  for (const [field, , most] of plainTexts) {
    test(`takes ${most} characters of ${field} and not one more`, async () => {
      const { id } = await server.home.create();
      const contact = await server.home.update(id, { [field]: 'é'.repeat(most) });
      assert.equal(contact[field], 'é'.repeat(most));
      const message = await server.home.refusal(id, { [field]: 'é'.repeat(most + 1) });
      assert.deepEqual(message, [`${field} must be shorter than or equal to ${most} characters`]);
    });
  }

  for (const [field, value] of Object.entries(neverAccepted)) {
    test(`refuses the property '${field}'`, async () => {
      const { id } = await server.home.create();
      const message = await server.home.refusal(id, { [field]: value });
      assert.deepEqual(message, [`property ${field} should not exist`]);
    });
  }

  test('changes what the body names and nothing else', async () => {
    const { id } = await server.home.create({
      firstName: 'Ann',
      lastName: 'Lee',
      email: newEmail(),
      phone: '+12125550123',
      tags: ['one'],
      country: 'US',
      dnd: true,
    });
    const { dateUpdated: before, lastUpdatedBy: byBefore, ...old } = await server.home.stored(id);
    await anotherMillisecond();
    const {
      dateUpdated: now,
      lastUpdatedBy: byNow,
      ...changed
    } = await server.home.update(id, { city: 'Dolomite' });
    assert.deepEqual(changed, { ...old, city: 'Dolomite' });
    assert.ok(now > before);
    assert.equal(byNow.sourceId, byBefore.sourceId);
  });

  test('takes an empty body and touches dateUpdated only', async () => {
    const { id } = await server.home.create({ firstName: 'Ann' });
    const { dateUpdated: before, lastUpdatedBy: byBefore, ...old } = await server.home.stored(id);
    await anotherMillisecond();
    const { dateUpdated: now, lastUpdatedBy: byNow, ...same } = await server.home.update(id, {});
    assert.deepEqual(same, old);
    assert.ok(now > before);
    assert.ok(byNow.timestamp > byBefore.timestamp);
  });

  test('takes a body of all its fields at once', async () => {
    const { id } = await server.home.create();
    const body = Object.fromEntries([...plainTexts, ...checkedTexts]);
    const contact = await server.home.update(id, { ...body, tags: ['a'], dnd: true, customFields: [] });
    for (const [field, given] of plainTexts) assert.equal(contact[field], given);
    for (const [field, , kept] of checkedTexts) assert.equal(contact[field], kept);
  });

  test('answers what the page says', async () => {
    const { id } = await server.home.create();
    const { status, body } = await server.home.put(id, { firstName: 'Rubika', lastName: 'Deo' });
    assert.equal(status, 200);
    assert.equal(body.succeded, true);
    assert.ok(!('succeeded' in body));
    const { contact } = body;
    assert.equal(contact.id, id);
    assert.match(contact.id, /^[A-Za-z0-9]{20}$/);
    assert.equal(contact.locationId, server.home.id);
    assert.equal(contact.name, 'Rubika Deo');
    assert.equal(contact.dnd, false);
    assert.deepEqual(contact.tags, []);
    assert.deepEqual(contact.customFields, []);
    assert.match(contact.dateAdded, iso);
    assert.match(contact.dateUpdated, iso);
  });

  test('tells who made the contact and who changed it last', async () => {
    const { id } = await server.home.create();
    const { token, id: tokenId } = await server.home.newToken();
    const contact = await server.home.update(id, { city: 'Dolomite' }, { token });
    assert.equal(contact.lastUpdatedBy.sourceId, tokenId);
    assert.notEqual(contact.createdBy.sourceId, tokenId);
    for (const by of [contact.createdBy, contact.lastUpdatedBy]) {
      assert.deepEqual(Object.keys(by).sort(), ['channel', 'source', 'sourceId', 'timestamp']);
      assert.match(by.timestamp, iso);
    }
  });

  test('always has the lists that the live service adds', async () => {
    const { id } = await server.home.create();
    const contact = await server.home.update(id, {});
    for (const list of ['additionalEmails', 'additionalPhones', 'followers']) {
      assert.deepEqual(contact[list], []);
    }
  });

  test('takes the last of two properties of the same name', async () => {
    const { id } = await server.home.create();
    const contact = await server.home.update(id, '{"city":"First","city":"Last"}');
    assert.equal(contact.city, 'Last');
    const cleared = await server.home.update(id, '{"city":1,"city":null}');
    assert.ok(!('city' in cleared));
  });

  test('keeps any text as it is given', async () => {
    const { id } = await server.home.create();
    const text = 'quote " backslash \\ slash / tab \t line \n 漢字 😀 \u2028 \u007f </script> %00';
    const contact = await server.home.update(id, { address1: text });
    assert.equal(contact.address1, text);
  });

  test('is the same with a slash at the end of the path', async () => {
    const { id } = await server.home.create();
    const answer = await server.home.request('PUT', `/contacts/${id}/`, { body: { city: 'Dolomite' } });
    assert.equal(answer.status, 200);
  });

  test('wants true or false for dnd', async () => {
    const { id } = await server.home.create();
    assert.equal((await server.home.update(id, { dnd: true })).dnd, true);
    assert.equal((await server.home.update(id, { dnd: false })).dnd, false);
    for (const dnd of ['true', 1, 0, {}, []]) {
      const message = await server.home.refusal(id, { dnd });
      assert.deepEqual(message, ['dnd must be a boolean value']);
    }
  });

  test('clears dnd by null', async () => {
    const { id } = await server.home.create({ dnd: true });
    assert.equal((await server.home.update(id, { dnd: null })).dnd, false);
  });

  test('loses none of many updates at the same time', async () => {
    const { id } = await server.home.create();
    const fields = plainTexts.filter(([field]) => field !== 'type');
    await Promise.all(fields.map(([field, value]) => server.home.put(id, { [field]: value })));
    const contact = await server.home.stored(id);
    for (const [field, value] of fields) assert.equal(contact[field], value);
  });
});
