/* Where a location forbids duplicates: by email and phone, in the order it sets, on create and update. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

const forbidden = 'This location does not allow duplicated contacts.';

let lastPhone = 2125550100;
const newPhone = () => `+1${(lastPhone += 1)}`;

describe('A location that forbids duplicates', suite, () => {
  const server = useServer();
  const match = {};

  before(async () => {
    for (const order of ['email', 'phone', 'email,phone', 'phone,email']) {
      match[order] = await server.newLocation({ match: order });
    }
  });

  function isDuplicate(answer, contact, matchingField) {
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.body.message, forbidden);
    assert.deepEqual(answer.body.meta, {
      contactId: contact.id,
      contactName: contact.name ?? '',
      matchingField,
    });
  }

  test('refuses a second contact of the same email', async () => {
    const contact = await server.home.create({ email: newEmail(), firstName: 'Ann', lastName: 'Lee' });
    isDuplicate(await server.home.post({ email: contact.email }), contact, 'email');
    isDuplicate(await server.home.post({ email: contact.email.toUpperCase() }), contact, 'email');
  });

  test('refuses a second contact of the same phone', async () => {
    const contact = await server.home.create({ phone: '+12125550100', firstName: 'Ann' });
    isDuplicate(await server.home.post({ phone: '(212) 555-0100' }), contact, 'phone');
  });

  test('refuses an update to the email or phone of another contact, and changes nothing', async () => {
    const taken = await server.home.create({ email: newEmail(), phone: newPhone(), firstName: 'Ann' });
    const { id } = await server.home.create({ firstName: 'Bob' });
    const held = await server.home.stored(id);
    isDuplicate(await server.home.put(id, { email: taken.email, city: 'Dolomite' }), taken, 'email');
    isDuplicate(await server.home.put(id, { phone: taken.phone, city: 'Dolomite' }), taken, 'phone');
    assert.deepEqual(await server.home.stored(id), held);
  });

  test('takes an update that repeats the own email and phone', async () => {
    const { id, email, phone } = await server.home.create({ email: newEmail(), phone: newPhone() });
    await server.home.update(id, { email, phone });
    await server.home.update(id, { email: email.toUpperCase() });
  });

  test('takes an email that another contact has given up', async () => {
    const first = await server.home.create({ firstName: 'Ann', email: newEmail() });
    await server.home.update(first.id, { email: null });
    await server.home.create({ email: first.email });
  });

  test('takes any number of contacts without email and phone', async () => {
    await server.home.create({ firstName: 'Ann', email: null });
    await server.home.create({ firstName: 'Ann', email: null });
  });

  for (const [order, first] of [
    ['email,phone', 'email'],
    ['phone,email', 'phone'],
  ]) {
    test(`names the ${first} first where its order is ${order}`, async () => {
      const email = newEmail();
      const phone = newPhone();
      const owner = {
        email: await match[order].create({ email, firstName: 'Email' }),
        phone: await match[order].create({ phone, firstName: 'Phone' }),
      };
      isDuplicate(await match[order].post({ email, phone }), owner[first], first);
    });

    test(`looks at both where its order is ${order}`, async () => {
      const contact = await match[order].create({ email: newEmail(), phone: newPhone(), firstName: 'Ann' });
      const { email, phone } = contact;
      isDuplicate(await match[order].post({ email: newEmail(), phone }), contact, 'phone');
      isDuplicate(await match[order].post({ email, phone: newPhone() }), contact, 'email');
    });
  }

  test('does not look at the phone where only the email counts', async () => {
    const { email, phone } = await match.email.create({ email: newEmail(), phone: newPhone() });
    assert.equal((await match.email.post({ email: newEmail(), phone })).status, 201);
    assert.equal((await match.email.post({ email })).status, 400);
  });

  test('does not look at the email where only the phone counts', async () => {
    const { email, phone } = await match.phone.create({ email: newEmail(), phone: newPhone() });
    assert.equal((await match.phone.post({ email, phone: newPhone() })).status, 201);
    assert.equal((await match.phone.post({ phone })).status, 400);
  });

  test('does not mind the contacts of another location', async () => {
    const { email } = await server.home.create({ email: newEmail() });
    assert.equal((await match['email,phone'].post({ email })).status, 201);
  });

  test('lets exactly one of many creates of the same email win', async () => {
    const email = newEmail();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => server.home.post({ email, firstName: `Ann ${index}` })),
    );
    const won = answers.filter(({ status }) => status === 201);
    assert.equal(won.length, 1);
    const { contact } = won[0].body;
    const lost = answers.filter(({ status }) => status !== 201);
    lost.forEach((answer) => isDuplicate(answer, contact, 'email'));
  });

  test('lets exactly one of many updates to the same phone win', async () => {
    const phone = newPhone();
    const contacts = await Promise.all(Array.from({ length: 20 }, () => server.home.create()));
    const answers = await Promise.all(contacts.map(({ id }) => server.home.put(id, { phone })));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal(answers.filter(({ status }) => status === 400).length, 19);
    const stored = await Promise.all(contacts.map(({ id }) => server.home.stored(id)));
    assert.equal(stored.filter((contact) => contact.phone === phone).length, 1);
  });
});

describe('A location that allows duplicates', suite, () => {
  const server = useServer({ home: { allowDuplicates: true } });

  test('takes the same email and phone twice', async () => {
    const body = { email: newEmail(), phone: '+12125550100' };
    const first = await server.home.create(body);
    const second = await server.home.create(body);
    assert.notEqual(first.id, second.id);
    const third = await server.home.create({ firstName: 'Third' });
    await server.home.update(third.id, body);
  });
});
