/* Upsert Contact: create or update, by the location's rule of who is the same. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

let lastPhone = 2125550300;
const newPhone = () => `+1${(lastPhone += 1)}`;

describe('Upsert Contact', suite, () => {
  const server = useServer();
  const match = {};
  let free;

  before(async () => {
    for (const order of ['email', 'phone', 'email,phone', 'phone,email']) {
      match[order] = await server.newLocation({ match: order });
    }
    free = await server.newLocation({ allowDuplicates: true });
  });

  async function upserted(location, body, isNew) {
    const answer = await location.upsert(body);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.new, isNew, answer.text);
    assert.equal(answer.body.succeded, isNew ? undefined : true);
    const stored = await location.get(answer.body.contact.id);
    assert.equal(stored.headers.etag, answer.headers.etag);
    for (const [name, value] of Object.entries(stored.body.contact)) {
      assert.deepEqual(answer.body.contact[name], value, name);
    }
    return answer.body.contact;
  }

  test('makes a contact that is not there, and answers like a create', async () => {
    const contact = await upserted(server.home, { email: newEmail(), dateOfBirth: '1990-09-25' }, true);
    assert.equal(contact.deleted, false);
    assert.equal(contact.birthMonth, 9);
    assert.equal(contact.type, 'lead');
  });

  test('updates the contact of the same email, whatever its case', async () => {
    const { id, email } = await server.home.create({ firstName: 'Ann', city: 'Dolomite' });
    const contact = await upserted(server.home, { email: email.toUpperCase(), firstName: 'Anna' }, false);
    assert.equal(contact.id, id);
    assert.equal(contact.firstName, 'Anna');
    assert.equal(contact.city, 'Dolomite');
    assert.ok(!('deleted' in contact));
  });

  test('updates the contact of the same phone, given in national form', async () => {
    const phone = newPhone();
    const { id } = await server.home.create({ phone });
    const contact = await upserted(server.home, { phone: phone.slice(2), city: 'Dolomite' }, false);
    assert.equal(contact.id, id);
    assert.equal(contact.phone, phone);
  });

  test('finds what a create has just made', async () => {
    const email = newEmail();
    for (let count = 0; count < 20; count++) {
      await upserted(server.home, { email, city: `City ${count}` }, count === 0);
    }
  });

  test('of many at the same time makes one contact', async () => {
    const email = newEmail();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, count) => server.home.upsert({ email, city: `City ${count}` })),
    );
    assert.equal(answers.filter((answer) => answer.body.new).length, 1);
    assert.equal(new Set(answers.map((answer) => answer.body.contact.id)).size, 1);
  });

  for (const [order, first, second] of [
    ['email,phone', 'email', 'phone'],
    ['phone,email', 'phone', 'email'],
  ]) {
    test(`updates the contact of the ${first} where both match and the order is ${order}`, async () => {
      const location = match[order];
      const given = { email: newEmail(), phone: newPhone() };
      const owner = {
        email: await location.create({ email: given.email, firstName: 'Email' }),
        phone: await location.create({ phone: given.phone, firstName: 'Phone' }),
      };
      const other = await location.stored(owner[second].id);
      const contact = await upserted(location, { ...given, city: 'Dolomite' }, false);
      assert.equal(contact.id, owner[first].id);
      assert.equal(contact.city, 'Dolomite');
      assert.equal(contact[second], undefined, 'the field of the other contact is ignored');
      assert.deepEqual(await location.stored(owner[second].id), other);
      assert.equal(other[second], given[second]);
    });

    test(`finds by the ${second} where nobody has the ${first}, and takes the ${first} over (${order})`, async () => {
      const location = match[order];
      const given = { email: newEmail(), phone: newPhone() };
      const { id } = await location.create({ [second]: given[second], firstName: 'Ann' });
      const contact = await upserted(location, given, false);
      assert.equal(contact.id, id);
      assert.equal(contact[first], given[first]);
    });
  }

  for (const [only, other] of [
    ['email', 'phone'],
    ['phone', 'email'],
  ]) {
    test(`looks for no ${other} where the location only asks for the ${only}`, async () => {
      const value = other === 'phone' ? newPhone() : newEmail();
      const { id } = await match[only].create({ [other]: value, firstName: 'Ann' });
      const contact = await upserted(match[only], { [other]: value }, true);
      assert.notEqual(contact.id, id);
    });
  }

  test('updates in a location that allows duplicates as well, the oldest first', async () => {
    const email = newEmail();
    const first = await free.create({ email });
    await free.create({ email });
    assert.equal((await upserted(free, { email }, false)).id, first.id);
    assert.equal((await upserted(free, { email, createNewIfDuplicateAllowed: false }, false)).id, first.id);
  });

  test('makes another one on request, where duplicates are allowed', async () => {
    const { id, email } = await free.create();
    const contact = await upserted(free, { email, createNewIfDuplicateAllowed: true }, true);
    assert.notEqual(contact.id, id);
  });

  test('does not where they are forbidden', async () => {
    const { id, email } = await server.home.create();
    const contact = await upserted(server.home, { email, createNewIfDuplicateAllowed: true }, false);
    assert.equal(contact.id, id);
  });

  test('reads a national number by the country of the contact it finds', async () => {
    const { id, email } = await server.home.create({ country: 'GB', email: newEmail() });
    const contact = await upserted(server.home, { email, phone: '020 7946 0018' }, false);
    assert.equal(contact.id, id);
    assert.equal(contact.phone, '+442079460018');
  });

  test('by a phone leaves the number of a contact abroad as it is, however often', async () => {
    const { id, phone } = await server.home.create({ phone: '+12079460958', country: 'GB' });
    for (const given of ['207 946 0958', phone, '(207) 946-0958']) {
      const contact = await upserted(server.home, { phone: given, city: 'Dolomite' }, false);
      assert.equal(contact.id, id, given);
      assert.equal(contact.phone, phone, given);
    }
  });

  test('goes by the phone first where the order says so, though the email is of a contact abroad', async () => {
    const location = match['phone,email'];
    const abroad = await location.create({ email: newEmail(), country: 'GB' });
    const owner = await location.create({ phone: '+12025550143' });
    const contact = await upserted(location, { email: abroad.email, phone: '(202) 555-0143' }, false);
    assert.equal(contact.id, owner.id);
    assert.equal(contact.email, undefined, 'the email is the other one’s');
  });

  test('on request makes a contact whose number nobody else’s country explains', async () => {
    const abroad = await free.create({ email: newEmail(), country: 'GB' });
    const body = { email: abroad.email, phone: '020 7946 0958', createNewIfDuplicateAllowed: true };
    const answer = await free.upsert(body);
    assert.equal(answer.status, 422, answer.text);
    const contact = await upserted(free, { ...body, phone: '(207) 946-0958' }, true);
    assert.equal(contact.phone, '+12079460958');
  });

  test('does not look at If-Match', async () => {
    const { email } = await server.home.create();
    const answer = await server.home.upsert({ email }, { headers: { 'if-match': '"99"' } });
    assert.equal(answer.status, 200, answer.text);
  });

  for (const body of [{}, { firstName: 'Ann' }, { email: '', phone: null }]) {
    test(`with ${JSON.stringify(body)} has nothing to go by`, async () => {
      const answer = await server.home.upsert(body);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.message, 'Pass at least one of number, email query parameter');
    });
  }

  test('names every fault of its body', async () => {
    const answer = await server.home.upsert({
      email: 'none',
      keyword: 'x',
      createNewIfDuplicateAllowed: 'yes',
      locationId: server.home.id,
    });
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, [
      'property keyword should not exist',
      'createNewIfDuplicateAllowed must be a boolean value',
      'email must be an email',
    ]);
    assert.equal((await server.home.upsert({ locationId: undefined })).status, 422);
  });

  test('in another location is refused', async () => {
    const answer = await server.home.upsert({ locationId: free.id, email: newEmail() });
    assert.equal(answer.status, 403, answer.text);
  });

  test('needs the scope to write', async () => {
    const { token } = await server.home.newToken({ scopes: ['contacts.readonly'] });
    assert.equal((await server.home.upsert({ email: newEmail() }, { token })).status, 401);
    assert.equal((await server.home.upsert({ email: newEmail() }, { token: 'wrong' })).status, 401);
  });

  test('under v3 says succeeded in both spellings', async () => {
    const { email } = await server.home.create();
    const { body } = await server.home.upsert({ email }, { version: 'v3' });
    assert.equal(body.new, false);
    assert.equal(body.succeeded, true);
    assert.equal(body.succeded, true);
  });
});

describe('Duplicate search', suite, () => {
  const server = useServer();

  function search(parameters, options) {
    const query = new URLSearchParams({ locationId: server.home.id, ...parameters });
    return server.home.request('GET', `/contacts/search/duplicate?${query}`, options);
  }

  async function found(parameters) {
    const answer = await search(parameters);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.contact;
  }

  test('finds a contact by its email, and answers as GET does', async () => {
    const { id, email } = await server.home.create({ firstName: 'Ann' });
    assert.deepEqual(await found({ email: email.toUpperCase() }), await server.home.stored(id));
  });

  test('finds a contact by its phone, in any form', async () => {
    const { id } = await server.home.create({ phone: '+12125550199' });
    for (const number of ['+12125550199', '2125550199', '(212) 555-0199']) {
      assert.equal((await found({ number }))?.id, id, number);
    }
  });

  test('takes a plus that was not encoded', async () => {
    const { id } = await server.home.create({ phone: '+442079460019' });
    const path = `/contacts/search/duplicate?locationId=${server.home.id}&number=+442079460019`;
    assert.equal((await server.home.request('GET', path)).body.contact?.id, id);
  });

  test('goes by the email first, then by the phone', async () => {
    const byEmail = await server.home.create();
    const byPhone = await server.home.create({ phone: '+12125550198' });
    assert.equal((await found({ email: byEmail.email, number: byPhone.phone })).id, byEmail.id);
    assert.equal((await found({ email: newEmail(), number: byPhone.phone })).id, byPhone.id);
  });

  test('takes a plus in an email that was not encoded', async () => {
    const { id, email } = await server.home.create({ email: `a+${newEmail()}` });
    const path = `/contacts/search/duplicate?locationId=${server.home.id}&email=${email}`;
    assert.equal((await server.home.request('GET', path)).body.contact?.id, id);
  });

  test('goes by the email, then by the phone, where duplicates are allowed, whatever their order', async () => {
    const free = await server.newLocation({ allowDuplicates: true, match: 'phone' });
    const byEmail = await free.create({ email: newEmail() });
    const byPhone = await free.create({ phone: '+12125550197' });
    const query = new URLSearchParams({ locationId: free.id, email: byEmail.email, number: byPhone.phone });
    const answer = await free.request('GET', `/contacts/search/duplicate?${query}`);
    assert.equal(answer.body.contact?.id, byEmail.id);
  });

  test('answers null when there is none', async () => {
    assert.equal(await found({ email: newEmail() }), null);
    assert.equal(await found({ number: 'no number' }), null);
  });

  test('wants an email or a number', async () => {
    for (const parameters of [{}, { email: '' }, { number: ' ' }, { phone: '+12125550199' }]) {
      const answer = await search(parameters);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.message, 'Pass at least one of number, email query parameter');
    }
  });

  test('wants a location, and the own one', async () => {
    const email = newEmail();
    const without = await server.home.request('GET', `/contacts/search/duplicate?email=${email}`);
    assert.equal(without.status, 422, without.text);
    assert.equal(without.body.message, "locationId can't be undefined");
    const other = await server.newLocation();
    assert.equal((await search({ email, locationId: other.id })).status, 403);
  });

  test('finds nothing of another location', async () => {
    const other = await server.newLocation();
    const { email } = await other.create();
    assert.equal(await found({ email }), null);
  });

  test('needs a token, and the scope to read', async () => {
    const email = newEmail();
    const { token } = await server.home.newToken({ scopes: ['contacts.write'] });
    assert.equal((await search({ email }, { token: 'wrong' })).status, 401);
    assert.equal((await search({ email }, { token })).status, 401);
  });
});
