/* What becomes of names, addresses, numbers, dates, countries and tags on their way into a contact. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';
import { reference } from './schema.mjs';

const TAGS_MAX = 500;
const TAG_LEN_MAX = 255;

describe('A value is checked and normalised:', suite, () => {
  const server = useServer({ home: { country: 'US', allowDuplicates: true } });

  async function refuses(field, values, sentence) {
    const { id } = await server.home.create();
    for (const value of values) {
      assert.deepEqual(await server.home.refusal(id, { [field]: value }), [sentence], String(value));
    }
  }

  test('first and last name make the name', async () => {
    const { id } = await server.home.create();
    const contact = await server.home.update(id, { firstName: 'Rubika', lastName: 'Deo' });
    assert.equal(contact.name, 'Rubika Deo');
    assert.equal(contact.firstNameLowerCase, 'rubika');
    assert.equal(contact.lastNameLowerCase, 'deo');
    assert.equal(contact.fullNameLowerCase, 'rubika deo');
    const alone = await server.home.update(id, { lastName: null });
    assert.equal(alone.name, 'Rubika');
    assert.equal(alone.fullNameLowerCase, 'rubika');
    assert.ok(!('lastNameLowerCase' in alone));
  });

  for (const [name, firstName, lastName] of [
    ['rosan Deo', 'rosan', 'Deo'],
    ['Anna Maria van der Berg', 'Anna', 'Maria van der Berg'],
    ['Cher', 'Cher', undefined],
  ]) {
    test(`the name '${name}' alone is split after its first word`, async () => {
      const { id } = await server.home.create({ firstName: 'Old', lastName: 'Name' });
      const contact = await server.home.update(id, { name });
      assert.equal(contact.firstName, firstName);
      assert.equal(contact.lastName, lastName);
      assert.equal(contact.name, name);
    });
  }

  test('a name beside a first or last name does not count', async () => {
    const { id } = await server.home.create();
    const contact = await server.home.update(id, { name: 'Some One', firstName: 'Ann' });
    assert.equal(contact.name, 'Ann');
    const other = await server.home.update(id, { name: 'Some One', lastName: 'Lee' });
    assert.equal(other.name, 'Ann Lee');
  });

  for (const name of [null, '']) {
    test(`a name of ${JSON.stringify(name)} clears first and last name`, async () => {
      const { id } = await server.home.create({ firstName: 'Ann', lastName: 'Lee' });
      const contact = await server.home.update(id, { name });
      const names = [
        'name',
        'firstName',
        'lastName',
        'firstNameLowerCase',
        'lastNameLowerCase',
        'fullNameLowerCase',
      ];
      for (const field of names) assert.ok(!(field in contact), field);
    });
  }

  test('lower case is that of Unicode', async () => {
    const { id } = await server.home.create();
    const contact = await server.home.update(id, { firstName: 'ÉMILE', lastName: 'ΣΊΣΥΦΟΣ' });
    assert.equal(contact.firstNameLowerCase, 'émile');
    assert.equal(contact.lastNameLowerCase, 'σίσυφος');
    assert.equal(contact.firstName, 'ÉMILE');
  });

  test('an email is lower-cased', async () => {
    const { id } = await server.home.create();
    const mixed = `Ann.${newEmail().toUpperCase()}`;
    const contact = await server.home.update(id, { email: mixed });
    assert.equal(contact.email, mixed.toLowerCase());
    assert.equal(contact.emailLowerCase, mixed.toLowerCase());
    const cleared = await server.home.update(id, { email: null });
    assert.ok(!('email' in cleared) && !('emailLowerCase' in cleared));
  });

  for (const email of [
    "o'hara+tag@sub.example.co.uk",
    'a@b.co',
    'x_y-z@example.museum',
    `${'a'.repeat(64)}@example.com`,
  ]) {
    test(`'${email.slice(0, 40)}' is an email`, async () => {
      const { id } = await server.home.create();
      assert.equal((await server.home.update(id, { email })).email, email);
    });
  }

  test('what is not an email is refused', async () => {
    const bad = [
      'ann',
      'ann@',
      '@example.com',
      'ann@example',
      'a b@example.com',
      'ann@@example.com',
      'ann@example..com',
      '.ann@example.com',
      'ann.@example.com',
      'ann@-example.com',
      'Ann <ann@example.com>',
      `${'a'.repeat(65)}@example.com`,
      'ann@example.com, bob@example.com',
    ];
    await refuses('email', bad, 'email must be an email');
  });

  for (const [phone, kept] of [
    ['+1 888-888-8888', '+18888888888'],
    ['(888) 888-8888', '+18888888888'],
    ['8888888888', '+18888888888'],
    ['1 888 888 8888', '+18888888888'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+491701234567', '+491701234567'],
    ['+1 555 010 0123', '+15550100123'],
  ]) {
    test(`the phone '${phone}' is kept as ${kept}`, async () => {
      const { id } = await server.home.create();
      assert.equal((await server.home.update(id, { phone })).phone, kept);
    });
  }

  test("a phone is read by the contact's country, by that of the body first", async () => {
    const { id } = await server.home.create({ country: 'GB' });
    const british = await server.home.update(id, { phone: '020 7946 0958' });
    assert.equal(british.phone, '+442079460958');
    const german = await server.home.update(id, { phone: '0170 1234567', country: 'DE' });
    assert.equal(german.phone, '+491701234567');
  });

  test("a phone is read by the location's country where the contact has none", async () => {
    const home = await server.newLocation({ country: 'GB' });
    const contact = await home.create({ phone: '020 7946 0958' });
    assert.equal(contact.phone, '+442079460958');
  });

  test('a phone in E.164 is checked where it is another than the one that the contact has', async () => {
    const { id, phone } = await server.home.create({ phone: '+12025550188' });
    assert.equal((await server.home.update(id, { phone, city: 'Dolomite' })).phone, phone);
    assert.deepEqual(await server.home.refusal(id, { phone: '+120255501' }), ['phone must be a valid phone number']);
    assert.deepEqual(await server.home.refusal(id, { phone: '+120255501', email: 'x', dateOfBirth: 'never' }), [
      'email must be an email',
      'phone must be a valid phone number',
      'dateOfBirth must be a valid date',
    ]);
    assert.equal((await server.home.update(id, { phone: '+12025550189' })).phone, '+12025550189');
  });

  test('what is not a phone is refused', async () => {
    const bad = ['123', 'call me', '+', '+1', '+1888888888888888888', '8'.repeat(32)];
    await refuses('phone', bad, 'phone must be a valid phone number');
  });

  for (const dateOfBirth of [
    '1990-09-25',
    '1990/09/25',
    '1990.09.25',
    '1990_09_25',
    '09-25-1990',
    '09/25/1990',
    '09.25.1990',
    '09_25_1990',
    '1990-09-25T00:00:00.000Z',
    '1990-09-25T23:30:00-08:00',
    '1990-09-25T10:00:00Z',
  ]) {
    test(`the date of birth '${dateOfBirth}' is understood`, async () => {
      const { id } = await server.home.create();
      const contact = await server.home.update(id, { dateOfBirth });
      assert.equal(contact.dateOfBirth, '1990-09-25T00:00:00.000Z');
    });
  }

  test('the 29th of February exists in leap years', async () => {
    const { id } = await server.home.create();
    for (const year of ['2024', '2000']) {
      const contact = await server.home.update(id, { dateOfBirth: `${year}-02-29` });
      assert.equal(contact.dateOfBirth, `${year}-02-29T00:00:00.000Z`);
    }
  });

  test('what is not a date is refused', async () => {
    const bad = [
      '2023-02-29',
      '1900-02-29',
      '1990-04-31',
      '1990-13-01',
      '1990-00-10',
      '1990-01-00',
      '25/09/1990',
      '1990-09/25',
      '1990-9-25',
      '90-09-25',
      '19900925',
      '0000-01-01',
      'yesterday',
      '1990-09-25T25:00:00Z',
      '1990-09-25 ',
      '1990-09-25T',
    ];
    await refuses('dateOfBirth', bad, 'dateOfBirth must be a valid date');
  });

  test('a country is kept in upper case', async () => {
    const { id } = await server.home.create();
    assert.equal((await server.home.update(id, { country: 'de' })).country, 'DE');
  });

  test('what is not a country is refused', async () => {
    const bad = ['', 'XX', 'USA', 'U', 'Germany', '1', ' US', 'UK'];
    await refuses('country', bad, 'country must be a valid ISO31661 Alpha2 code');
  });

  const list = join(reference, 'countries.tsv');
  test(
    'every published country is taken, and four more of ISO 3166',
    { skip: !existsSync(list) },
    async () => {
      const { id } = await server.home.create();
      const codes = readFileSync(list, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('\t')[0]);
      assert.equal(codes.length, 247);
      for (const country of [...codes, 'BL', 'BQ', 'CW', 'SS']) {
        const answer = await server.home.put(id, { country });
        assert.equal(answer.status, 200, `${country}: ${answer.text}`);
        assert.equal(answer.body.contact.country, country);
      }
    },
  );

  for (const timezone of [
    'America/Chihuahua',
    'Europe/Berlin',
    'Asia/Calcutta',
    'Asia/Kolkata',
    'US/Pacific',
    'UTC',
    'Etc/GMT+5',
  ]) {
    test(`'${timezone}' is a time zone`, async () => {
      const { id } = await server.home.create();
      assert.equal((await server.home.update(id, { timezone })).timezone, timezone);
    });
  }

  test('what is not a time zone is refused', async () => {
    const bad = ['Mars/Olympus', 'GMT+25:00', 'America', 'europe/berlin', '+01:00', 'Etc/Unknown'];
    await refuses('timezone', bad, 'timezone must be a valid IANA time zone');
  });

  test('tags replace the whole list', async () => {
    const { id } = await server.home.create({ tags: ['one', 'two'] });
    assert.deepEqual((await server.home.update(id, { tags: ['three'] })).tags, ['three']);
    assert.deepEqual((await server.home.update(id, { tags: [] })).tags, []);
  });

  test('tags are cleared by null', async () => {
    const { id } = await server.home.create({ tags: ['one'] });
    assert.deepEqual((await server.home.update(id, { tags: null })).tags, []);
  });

  test('tags are trimmed, lower-cased and kept once, in order', async () => {
    const { id } = await server.home.create();
    const tags = ['  Nisi sint ', 'CONSEQUAT', 'nisi SINT', 'Ünïcode', 'consequat', '\u00a0nisi sint\u2003'];
    const contact = await server.home.update(id, { tags });
    assert.deepEqual(contact.tags, ['nisi sint', 'consequat', 'ünïcode']);
  });

  test('tags are a list of texts', async () => {
    await refuses('tags', ['one', 1, {}], 'tags must be an array');
    await refuses('tags', [[1], ['one', null], [['one']]], 'each value in tags must be a string');
  });

  test('there are at most 500 tags of 255 characters', async () => {
    const { id } = await server.home.create();
    const tag = (index) => `${'t'.repeat(TAG_LEN_MAX - 4)}${String(index).padStart(4, '0')}`;
    const tags = Array.from({ length: TAGS_MAX }, (_, index) => tag(index));
    assert.deepEqual((await server.home.update(id, { tags })).tags, tags);
    const more = await server.home.refusal(id, { tags: [...tags, 'one more'] });
    assert.deepEqual(more, [`tags must contain no more than ${TAGS_MAX} elements`]);
    const longer = await server.home.refusal(id, { tags: ['x'.repeat(TAG_LEN_MAX + 1)] });
    assert.deepEqual(longer, [
      `each value in tags must be shorter than or equal to ${TAG_LEN_MAX} characters`,
    ]);
  });
});
