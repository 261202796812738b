/* Emails and phones that a contact has besides its own: set, found, unique. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, suite, until, useServer } from './harness.mjs';

const MOST = 10;

const forbidden = 'This location does not allow duplicated contacts.';

let lastPhone = 2125550500;
const newPhone = () => `+1${(lastPhone += 1)}`;

const emails = (...values) => values.map((email) => ({ email }));
const phones = (...values) => values.map((phone) => ({ phone }));

describe('Additional emails and phones', suite, () => {
  const server = useServer();
  let free;

  before(async () => {
    free = await server.newLocation({ allowDuplicates: true });
  });

  function put(id, body, options = {}) {
    const { location = server.home, ...rest } = options;
    return location.request('PUT', `/contacts/${id}/additional`, { body, ...rest });
  }

  /* What setting them, which must succeed, leaves: the contact of the answer, which is what GET has. */
  async function set(id, body, options = {}) {
    const answer = await put(id, body, options);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.succeded, true);
    const { location = server.home } = options;
    const stored = await location.get(id);
    assert.deepEqual(stored.body.contact, answer.body.contact);
    assert.equal(stored.headers.etag, answer.headers.etag);
    return answer.body.contact;
  }

  async function find(query, location = server.home) {
    const whole = new URLSearchParams({ locationId: location.id, ...query });
    const { body } = await location.request('GET', `/contacts/search/duplicate?${whole}`);
    return body.contact?.id;
  }

  function isDuplicate(answer, contact, matchingField) {
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.body.message, forbidden);
    assert.deepEqual(answer.body.meta, { contactId: contact.id, contactName: contact.name ?? '', matchingField });
  }

  test('are set, normalised, and shown', async () => {
    const own = await server.home.create({ country: 'GB', phone: '+442079460000' });
    const [email, other] = [newEmail(), newEmail()];
    const contact = await set(own.id, {
      additionalEmails: emails(` ${email.toUpperCase()}`, other, email, own.email).slice(0, 3),
      additionalPhones: [{ phone: '020 7946 0001', phoneLabel: 'Home' }, { phone: '+442079460001' }, { phone: own.phone }],
    });
    assert.deepEqual(contact.additionalEmails, emails(email, other));
    assert.deepEqual(contact.additionalPhones, [{ phone: '+442079460001', phoneLabel: 'Home' }]);
    assert.equal(contact.phone, own.phone);
    assert.notEqual(contact.lastUpdatedBy, undefined);
  });

  test('are each replaced as a whole, and left alone where they are not named', async () => {
    const { id } = await server.home.create();
    const [email, phone] = [newEmail(), newPhone()];
    await set(id, { additionalEmails: emails(email), additionalPhones: phones(phone) });
    const next = await set(id, { additionalEmails: emails(newEmail()) });
    assert.equal(next.additionalEmails.length, 1);
    assert.deepEqual(next.additionalPhones, phones(phone));
    const updated = await server.home.update(id, { city: 'Dolomite' });
    assert.deepEqual(updated.additionalEmails, next.additionalEmails);
    assert.deepEqual((await set(id, { additionalPhones: null })).additionalPhones, []);
    assert.deepEqual((await set(id, { additionalEmails: [] })).additionalEmails, []);
  });

  test('are the same under v3', async () => {
    const { id } = await server.home.create();
    const [email, phone] = [newEmail(), newPhone()];
    const body = { additionalEmails: emails(email), additionalPhones: [{ phone, phoneLabel: 'Home' }] };
    const answer = await put(id, body, { version: 'v3' });
    assert.equal(answer.body.succeeded, true);
    const { additionalEmails, additionalPhones } = await server.home.stored(id, { version: 'v3' });
    assert.deepEqual({ additionalEmails, additionalPhones }, body);
  });

  test('are refused with every fault, and nothing is changed', async () => {
    const { id } = await server.home.create();
    const held = await server.home.get(id);
    const answer = await put(id, {
      city: 'Dolomite',
      additionalEmails: [{ email: newEmail() }, { email: 'no email' }, { mail: 'x' }],
      additionalPhones: [{ phone: 'no phone' }, { phone: newPhone(), phoneLabel: 1 }],
    });
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, [
      'property city should not exist',
      'additionalEmails.2.property mail should not exist',
      'additionalEmails.2.email must be a string',
      'additionalPhones.1.phoneLabel must be a string',
      'additionalEmails.1.email must be an email',
      'additionalPhones.0.phone must be a valid phone number',
    ]);
    assert.equal((await server.home.get(id)).headers.etag, held.headers.etag);
  });

  test('are ten of each at the most', async () => {
    const { id } = await server.home.create();
    const body = (count) => ({
      additionalEmails: Array.from({ length: count }, () => ({ email: newEmail() })),
      additionalPhones: Array.from({ length: count }, () => ({ phone: newPhone() })),
    });
    const contact = await set(id, body(MOST));
    assert.deepEqual([contact.additionalEmails.length, contact.additionalPhones.length], [MOST, MOST]);
    const answer = await put(id, body(MOST + 1));
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, [
      'additionalEmails must contain no more than 10 elements',
      'additionalPhones must contain no more than 10 elements',
    ]);
  });

  test('cannot be named by a create, an update or an upsert, as in the live service', async () => {
    const { id } = await server.home.create();
    const body = { email: newEmail(), additionalEmails: emails(newEmail()), additionalPhones: [] };
    const message = ['property additionalEmails should not exist', 'property additionalPhones should not exist'];
    for (const answer of [
      await server.home.post(body),
      await server.home.put(id, body),
      await server.home.upsert(body),
    ]) {
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, message);
    }
    assert.equal(await find({ email: body.email }), undefined);
  });

  test('obey If-Match, and are of no contact that is not there', async () => {
    const { id } = await server.home.create();
    const body = { additionalEmails: emails(newEmail()) };
    const stale = await put(id, body, { headers: { 'if-match': '"7"' } });
    assert.equal(stale.status, 412, stale.text);
    const unknown = await put('AAAAAAAAAAAAAAAAAAAA', body);
    assert.equal(unknown.status, 400, unknown.text);
    assert.equal(unknown.body.message, 'Contact with id AAAAAAAAAAAAAAAAAAAA not found');
  });

  /* ---- found ---- */

  test('are found by the duplicate search', async () => {
    const { id } = await server.home.create();
    const [email, phone] = [newEmail(), newPhone()];
    await set(id, { additionalEmails: emails(email), additionalPhones: phones(phone) });
    assert.equal(await find({ email: email.toUpperCase() }), id);
    assert.equal(await find({ number: phone.slice(2) }), id);
    await set(id, { additionalEmails: [], additionalPhones: [] });
    assert.equal(await find({ email }), undefined);
    assert.equal(await find({ number: phone }), undefined);
  });

  test('are found after those to whom it belongs', async () => {
    const email = newEmail();
    const besides = await free.create({ firstName: 'Ann' });
    await set(besides.id, { additionalEmails: emails(email) }, { location: free });
    assert.equal(await find({ email }, free), besides.id);
    const own = await free.create({ email });
    assert.equal(await find({ email }, free), own.id);
  });

  test('make an upsert update the contact, which keeps its own', async () => {
    const [email, phone] = [newEmail(), newPhone()];
    const own = await server.home.create({ email: newEmail(), phone: newPhone(), firstName: 'Ann' });
    const held = await set(own.id, { additionalEmails: emails(email), additionalPhones: phones(phone) });
    for (const body of [{ email }, { phone }, { email, phone }, { email: own.email, phone }, { phone: own.phone, email }]) {
      const answer = await server.home.upsert({ ...body, city: 'Dolomite' });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.new, false);
      assert.equal(answer.body.contact.city, 'Dolomite');
      for (const field of ['id', 'email', 'phone', 'additionalEmails', 'additionalPhones']) {
        assert.deepEqual(answer.body.contact[field], held[field], field);
      }
    }
  });

  test('leave an upsert by them what else it says', async () => {
    const [email, phone] = [newEmail(), newPhone()];
    const own = await server.home.create({ email: newEmail() });
    await set(own.id, { additionalEmails: emails(email) });
    const { body } = await server.home.upsert({ email, phone });
    assert.equal(body.contact.id, own.id);
    assert.equal(body.contact.email, own.email);
    assert.equal(body.contact.phone, phone);
  });

  test('of another contact are ignored by an upsert that found one by the first field', async () => {
    const phone = newPhone();
    const other = await server.home.create();
    await set(other.id, { additionalPhones: phones(phone) });
    const own = await server.home.create();
    const { body } = await server.home.upsert({ email: own.email, phone, city: 'Dolomite' });
    assert.equal(body.contact.id, own.id);
    assert.equal(body.contact.phone, undefined);
    assert.equal(await find({ number: phone }), other.id);
  });

  /* ---- unique ---- */

  test('are in the way of whoever wants them', async () => {
    const [email, phone] = [newEmail(), newPhone()];
    const own = await server.home.create({ firstName: 'Ann' });
    await set(own.id, { additionalEmails: emails(email), additionalPhones: phones(phone) });
    isDuplicate(await server.home.post({ email: email.toUpperCase() }), own, 'email');
    isDuplicate(await server.home.post({ phone }), own, 'phone');
    const { id } = await server.home.create();
    const other = await server.home.stored(id);
    isDuplicate(await server.home.put(other.id, { email }), own, 'email');
    isDuplicate(await put(other.id, { additionalEmails: emails(newEmail(), email) }), own, 'email');
    isDuplicate(await put(other.id, { additionalPhones: phones(phone) }), own, 'phone');
    isDuplicate(await put(other.id, { additionalEmails: emails(own.email) }), own, 'email');
    assert.deepEqual(await server.home.stored(other.id), other);
  });

  test('may be had by many where duplicates are allowed', async () => {
    const email = newEmail();
    for (let count = 0; count < 3; count++) {
      const { id } = await free.create({ email });
      await set(id, { additionalEmails: emails(`x${email}`) }, { location: free });
    }
  });

  test('that were shared before the location forbade it stay, and may change places', async () => {
    const location = await server.newLocation({ allowDuplicates: true });
    const options = { location };
    const email = newEmail();
    const [one, two] = [await location.create(), await location.create()];
    for (const { id } of [one, two]) await set(id, { additionalEmails: emails(email) }, options);
    await server.sql(`UPDATE location SET allow_duplicates = 0 WHERE id = '${location.id}'`);
    await until(async () => (await location.post({ email })).status === 400, 'the rule to hold');
    const kept = emails(email, newEmail());
    assert.deepEqual((await set(one.id, { additionalEmails: kept }, options)).additionalEmails, kept);
    const contact = await location.update(one.id, { email });
    assert.deepEqual([contact.email, contact.additionalEmails[0].email], [email, one.email]);
    isDuplicate(await put(two.id, { additionalEmails: emails(one.email) }, options), contact, 'email');
    const third = await location.create();
    isDuplicate(await put(third.id, { additionalEmails: emails(email) }, options), contact, 'email');
  });

  test('are had by exactly one of many that ask at the same time', async () => {
    const email = newEmail();
    const made = await Promise.all(Array.from({ length: 10 }, () => server.home.create()));
    const answers = await Promise.all([
      ...made.map(({ id }) => put(id, { additionalEmails: emails(email) })),
      ...Array.from({ length: 10 }, () => server.home.post({ email })),
    ]);
    assert.equal(answers.filter(({ status }) => status < 300).length, 1);
    for (const { status, text } of answers) assert.ok(status < 300 || status === 400, text);
  });

  test('are free again when the contact is deleted', async () => {
    const [email, phone] = [newEmail(), newPhone()];
    const { id } = await server.home.create();
    await set(id, { additionalEmails: emails(email), additionalPhones: phones(phone) });
    assert.equal((await server.home.delete(id)).status, 200);
    assert.equal(await find({ email }), undefined);
    await server.home.create({ email, phone });
  });

  test('are free again when another update takes them away', async () => {
    const [email, next] = [newEmail(), newEmail()];
    const { id } = await server.home.create();
    await set(id, { additionalEmails: emails(email) });
    await set(id, { additionalEmails: emails(next) });
    await server.home.create({ email });
    assert.equal((await server.home.post({ email: next })).status, 400);
  });

  /* ---- changing places ---- */

  test('change places with the own one when that is set to one of them', async () => {
    const [email, phone] = [newEmail(), newPhone()];
    const own = await server.home.create({ email: newEmail(), phone: newPhone() });
    await set(own.id, { additionalEmails: emails(newEmail(), email), additionalPhones: phones(phone) });
    const contact = await server.home.update(own.id, { email: email.toUpperCase(), phone });
    assert.equal(contact.email, email);
    assert.equal(contact.additionalEmails[1].email, own.email);
    assert.equal(contact.phone, phone);
    assert.deepEqual(contact.additionalPhones, phones(own.phone));
    for (const [query, field] of [[{ email }, 'email'], [{ email: own.email }, 'email'], [{ number: own.phone }, 'phone']]) {
      assert.equal(await find(query), own.id);
      const { number, ...rest } = query;
      isDuplicate(await server.home.post(number ? { phone: number } : rest), contact, field);
    }
  });

  test('become the own one of a contact that has none', async () => {
    const email = newEmail();
    const { id } = await server.home.create({ firstName: 'Ann', email: newEmail() });
    await set(id, { additionalEmails: emails(email) });
    await server.home.update(id, { email: null });
    assert.deepEqual((await server.home.stored(id)).additionalEmails, emails(email));
    const contact = await server.home.update(id, { email });
    assert.deepEqual([contact.email, contact.additionalEmails], [email, []]);
  });

  test('let an own one go for good when that is set to something new', async () => {
    const own = await server.home.create();
    await set(own.id, { additionalEmails: emails(newEmail()) });
    await server.home.update(own.id, { email: newEmail() });
    assert.equal(await find({ email: own.email }), undefined);
  });
});
