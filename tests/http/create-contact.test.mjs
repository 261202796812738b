/* Create Contact: POST /contacts/. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

const anonymous = 'Contacts without email, phone, firstName and lastName are not allowed.';

/* What the answer of a create has beside the contact as it is stored. */
const newbornMembers = [
  'deleted',
  'bounceEmail',
  'unsubscribeEmail',
  'birthMonth',
  'birthDay',
  'lastSessionActivityAt',
  'offers',
  'products',
];

describe('Create Contact', suite, () => {
  const server = useServer({ home: { allowDuplicates: true, country: 'US' } });

  test('makes a contact that is found at once', async () => {
    const answer = await server.home.post({ email: newEmail(), firstName: 'Rosan', lastName: 'Deo' });
    assert.equal(answer.status, 201, answer.text);
    const { contact } = answer.body;
    assert.match(contact.id, /^[A-Za-z0-9]{20}$/);
    assert.equal(contact.locationId, server.home.id);
    assert.equal(contact.name, 'Rosan Deo');
    const stored = await server.home.stored(contact.id);
    const same = Object.entries(contact).filter(([name]) => !newbornMembers.includes(name));
    assert.deepEqual(stored, Object.fromEntries(same));
  });

  test('sets every field that it takes', async () => {
    const body = {
      firstName: 'Rosan',
      lastName: 'Deo',
      address1: '3535 1st St N',
      city: 'Dolomite',
      state: 'AL',
      postalCode: '35061',
      country: 'US',
      website: 'https://www.tesla.com',
      timezone: 'America/Chihuahua',
      source: 'public api',
      companyName: 'DGS VolMAX',
      assignedTo: 'y0BeYjuRIlDwsDcOHOJo',
      gender: 'male',
      dnd: true,
      dndSettings: { Call: { status: 'active' } },
      inboundDndSettings: { all: { status: 'active' } },
      tags: ['one', 'two'],
    };
    const email = newEmail();
    const given = { ...body, email, phone: '(888) 888-8888', dateOfBirth: '1990-09-25' };
    const contact = await server.home.create(given);
    for (const [field, value] of Object.entries(body)) assert.deepEqual(contact[field], value, field);
    assert.equal(contact.email, email);
    assert.equal(contact.phone, '+18888888888');
    assert.equal(contact.dateOfBirth, '1990-09-25T00:00:00.000Z');
  });

  test('tells what holds of a contact that has just been made', async () => {
    const contact = await server.home.create({ email: newEmail(), dateOfBirth: '1990-09-25' });
    assert.equal(contact.deleted, false);
    assert.equal(contact.bounceEmail, false);
    assert.equal(contact.unsubscribeEmail, false);
    assert.equal(contact.birthMonth, 9);
    assert.equal(contact.birthDay, 25);
    assert.equal(contact.lastSessionActivityAt, contact.dateAdded);
    assert.deepEqual(contact.offers, []);
    assert.deepEqual(contact.products, []);
    assert.ok(!('birthMonth' in (await server.home.create())));
  });

  test('sets custom fields', async () => {
    const field = await server.home.newField({ name: 'Pin code', type: 'TEXT' });
    const customFields = [{ key: 'pin_code', field_value: '35061' }];
    const contact = await server.home.create({ customFields });
    assert.deepEqual(contact.customFields, [{ id: field.id, value: '35061' }]);
  });

  for (const [field, value] of [
    ['email', 'only@example.com'],
    ['phone', '+12125550123'],
    ['firstName', 'Only'],
    ['lastName', 'Only'],
  ]) {
    test(`needs no more than the ${field}`, async () => {
      const answer = await server.home.post({ [field]: value });
      assert.equal(answer.status, 201, answer.text);
      assert.equal(answer.body.contact[field], value);
    });
  }

  for (const [what, body] of [
    ['nothing', {}],
    ['a name alone', { name: 'Rosan Deo' }],
    ['other fields', { city: 'Dolomite', tags: ['one'], companyName: 'DGS VolMAX' }],
    ['nulls', { email: null, phone: null, firstName: null, lastName: null }],
    ['empty texts', { email: '', phone: '', firstName: '', lastName: '' }],
  ]) {
    test(`refuses a contact of ${what}`, async () => {
      const answer = await server.home.post(body);
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.body.message, anonymous);
    });
  }

  for (const locationId of [undefined, null, 1]) {
    test(`refuses the locationId ${locationId}`, async () => {
      const answer = await server.home.post({ email: newEmail(), locationId });
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.body.message.length, 1);
      assert.match(answer.body.message[0], /^locationId must be a string/);
    });
  }

  test("refuses a location that is not the token's, whether it exists or not", async () => {
    const other = await server.newLocation();
    for (const locationId of [other.id, 'AAAAAAAAAAAAAAAAAAAA']) {
      const answer = await server.home.post({ email: newEmail(), locationId });
      assert.equal(answer.status, 403, answer.text);
      assert.equal(answer.body.message, 'The token does not have access to this location.');
      assert.equal(answer.body.error, 'Forbidden');
    }
  });

  for (const field of ['keyword', 'ssn', 'type', 'id', 'foo', 'emailLowerCase']) {
    test(`refuses the property ${field}`, async () => {
      const answer = await server.home.post({ email: newEmail(), [field]: 'x' });
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, [`property ${field} should not exist`]);
    });
  }

  test('checks values as an update does', async () => {
    const answer = await server.home.post({
      email: 'no email',
      phone: '123',
      country: 'XX',
      dateOfBirth: '2023-02-29',
      timezone: 'Mars/Olympus',
    });
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message.sort(), [
      'country must be a valid ISO31661 Alpha2 code',
      'dateOfBirth must be a valid date',
      'email must be an email',
      'phone must be a valid phone number',
      'timezone must be a valid IANA time zone',
    ]);
  });

  test('is the same without the slash at the end of the path', async () => {
    const body = { locationId: server.home.id, email: newEmail() };
    const answer = await server.home.request('POST', '/contacts', { body });
    assert.equal(answer.status, 201, answer.text);
  });

  test('never gives an id twice', async () => {
    const contacts = await Promise.all(Array.from({ length: 100 }, () => server.home.create()));
    assert.equal(new Set(contacts.map(({ id }) => id)).size, 100);
  });
});
