/* Custom fields: values checked by their type, merged by id, removed by null, "" and []. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { suite, useServer } from './harness.mjs';

const TEXT_MAX = 5000;
const LARGE_TEXT_MAX = 65536;

const document = {
  'f31175d4-2b06-4fc6-b7bc-74cd814c68cb': { meta: { size: 1786611 }, url: 'https://example.com/a.jpg' },
};

/* Type, what is taken (as given, and as kept where that differs), what is refused. */
const types = [
  {
    type: 'TEXT',
    good: [['My Text'], ['x'.repeat(TEXT_MAX)]],
    bad: [1, true, ['a'], {}, 'x'.repeat(TEXT_MAX + 1)],
  },
  {
    type: 'LARGE_TEXT',
    good: [['a\nb'], ['é'.repeat(LARGE_TEXT_MAX)]],
    bad: [1, ['a'], 'é'.repeat(LARGE_TEXT_MAX + 1)],
  },
  { type: 'NUMERICAL', good: [[100], [-1], [0], ['100', 100]], bad: ['many', '1x', true, [1], '1e999'] },
  { type: 'FLOAT', good: [[1.5], ['-2.25', -2.25]], bad: ['1,5', 'NaN', 'Infinity', {}] },
  { type: 'MONETORY', good: [[99.95], ['100.50', 100.5]], bad: ['$1', [1], true] },
  {
    type: 'PHONE',
    good: [['(888) 888-8888', '+18888888888'], ['+442079460958']],
    bad: ['123', 'call', 18888888888],
  },
  {
    type: 'SINGLE_OPTIONS',
    options: ['red', 'blue'],
    good: [['red']],
    bad: ['green', 'Red', ['red', 'blue'], 1],
  },
  { type: 'RADIO', options: ['red', 'blue'], good: [['blue']], bad: ['green', 1] },
  {
    type: 'CHECKBOX',
    options: ['red', 'blue'],
    good: [[['red', 'blue']], ['red', ['red']], [['blue', 'blue'], ['blue']]],
    bad: [['red', 'green'], 'green', [1], 1],
  },
  {
    type: 'MULTIPLE_OPTIONS',
    options: ['red', 'blue'],
    good: [[['blue', 'red']], ['blue', ['blue']]],
    bad: [['green'], {}, true],
  },
  {
    type: 'DATE',
    good: [['2024-02-29'], ['02/29/2024', '2024-02-29'], ['2024-02-29T10:20:30.000Z', '2024-02-29']],
    bad: ['2023-02-29', 'today', 20240229],
  },
  { type: 'TIME', good: [['09:30'], ['23:59:59'], ['9:30 AM']], bad: ['24:00', '9.30', '13:00 PM', 930] },
  {
    type: 'TEXTBOX_LIST',
    options: ['first', 'second'],
    good: [[{ first: 'a', second: 'b' }], [{ second: 'c' }]],
    bad: [{ third: 'a' }, { first: 1 }, 'a', ['a']],
  },
  { type: 'FILE_UPLOAD', good: [[document], [[{ url: 'a' }, { url: 'b' }]]], bad: ['a.jpg', 1, ['a.jpg']] },
  { type: 'SIGNATURE', good: [[document]], bad: ['me', 1] },
];

describe('Custom fields', suite, () => {
  const server = useServer({ home: { country: 'US' } });
  const fields = {};

  before(async () => {
    for (const { type, options } of types) {
      fields[type] = await server.home.newField({ name: `Field ${type}`, type, options });
    }
  });

  const valueOf = (contact, field) => contact.customFields.find(({ id }) => id === field.id)?.value;

  function set(contactId, field, value, options) {
    return server.home.update(contactId, { customFields: [{ id: field.id, field_value: value }] }, options);
  }

  for (const { type, good, bad } of types) {
    test(`of type ${type} keep a value that fits`, async () => {
      const { id } = await server.home.create();
      for (const [given, kept = given] of good) {
        const contact = await set(id, fields[type], given);
        assert.deepEqual(valueOf(contact, fields[type]), kept);
      }
    });

    test(`of type ${type} refuse a value that does not fit`, async () => {
      const { id } = await server.home.create();
      for (const value of bad) {
        const customFields = [{ id: fields[type].id, field_value: value }];
        const message = await server.home.refusal(id, { customFields });
        assert.equal(message.length, 1, message.join('; '));
        assert.match(message[0], /^customFields\.0\.(each value in )?field_value[ .]/, JSON.stringify(value));
      }
    });

    test(`of type ${type} are removed by null, an empty text and an empty list`, async () => {
      const { id } = await server.home.create();
      for (const nothing of [null, '', []]) {
        await set(id, fields[type], good[0][0]);
        const contact = await set(id, fields[type], nothing);
        assert.deepEqual(contact.customFields, []);
      }
    });
  }

  test('merge by id: what the body does not name stays', async () => {
    const { id } = await server.home.create();
    await set(id, fields.TEXT, 'one');
    await set(id, fields.NUMERICAL, 2);
    const contact = await set(id, fields.TEXT, 'three');
    assert.equal(valueOf(contact, fields.TEXT), 'three');
    assert.equal(valueOf(contact, fields.NUMERICAL), 2);
    assert.equal(contact.customFields.length, 2);
  });

  test('are read as an id and a value, nothing more', async () => {
    const { id } = await server.home.create();
    const contact = await set(id, fields.TEXT, 'one');
    assert.deepEqual(contact.customFields, [{ id: fields.TEXT.id, value: 'one' }]);
  });

  test('are found by their key, with and without its prefix', async () => {
    const { id } = await server.home.create();
    const { fieldKey } = fields.TEXT;
    assert.match(fieldKey, /^contact\./);
    for (const [key, value] of [
      [fieldKey, 'long'],
      [fieldKey.replace('contact.', ''), 'short'],
    ]) {
      const contact = await server.home.update(id, { customFields: [{ key, field_value: value }] });
      assert.equal(valueOf(contact, fields.TEXT), value);
    }
  });

  test("take v3's spelling of the value as well", async () => {
    const { id } = await server.home.create();
    const customFields = [{ id: fields.TEXT.id, fieldValue: 'one' }];
    for (const version of ['v3', '2021-07-28']) {
      const contact = await server.home.update(id, { customFields }, { version });
      assert.equal(valueOf(contact, fields.TEXT), 'one');
    }
  });

  test('take the last of two values for the same field', async () => {
    const { id } = await server.home.create();
    const customFields = [
      { id: fields.TEXT.id, field_value: 'first' },
      { key: fields.TEXT.fieldKey, field_value: 'last' },
    ];
    const contact = await server.home.update(id, { customFields });
    assert.deepEqual(contact.customFields, [{ id: fields.TEXT.id, value: 'last' }]);
  });

  test('that the location does not define are dropped, with a warning that names them', async () => {
    const { id } = await server.home.create();
    const customFields = [
      { id: 'AAAAAAAAAAAAAAAAAAAA', field_value: 'one' },
      { key: 'no_such_key', field_value: 'two' },
      { id: fields.TEXT.id, field_value: 'three' },
    ];
    const answer = await server.home.put(id, { customFields });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.body.contact.customFields, [{ id: fields.TEXT.id, value: 'three' }]);
    const warning = answer.headers['x-contactd-warning'];
    assert.match(warning, /AAAAAAAAAAAAAAAAAAAA/);
    assert.match(warning, /no_such_key/);
    assert.ok(!warning.includes(fields.TEXT.id));
  });

  test('cannot forge a header by an unknown key', async () => {
    const { id } = await server.home.create();
    const key = 'a\r\nX-Forged: 1';
    const answer = await server.home.put(id, { customFields: [{ key, field_value: 'one' }] });
    assert.equal(answer.status, 200, answer.text);
    assert.ok('x-contactd-warning' in answer.headers);
    assert.ok(!('x-forged' in answer.headers));
  });

  test('give no warning when all are known', async () => {
    const { id } = await server.home.create();
    const customFields = [{ id: fields.TEXT.id, field_value: 'one' }];
    const answer = await server.home.put(id, { customFields });
    assert.ok(!('x-contactd-warning' in answer.headers));
  });

  test('of another location are unknown here', async () => {
    const other = await server.newLocation();
    const foreign = await other.newField({ name: 'Foreign', type: 'TEXT' });
    const { id } = await server.home.create();
    const customFields = [{ id: foreign.id, field_value: 'one' }];
    const answer = await server.home.put(id, { customFields });
    assert.deepEqual(answer.body.contact.customFields, []);
    assert.match(answer.headers['x-contactd-warning'], new RegExp(foreign.id));
  });

  test('are known the moment they are defined', async () => {
    const { id } = await server.home.create();
    const customFields = [{ key: 'brand_new', field_value: 'one' }];
    await server.home.put(id, { customFields });
    const field = await server.home.newField({ name: 'Brand new', type: 'TEXT' });
    const contact = await server.home.update(id, { customFields });
    assert.equal(valueOf(contact, field), 'one');
  });

  test('may take a value outside the options where their definition says so', async () => {
    const field = await server.home.newField({
      name: 'Open list',
      type: 'SINGLE_OPTIONS',
      options: ['red'],
      allowCustomOption: true,
    });
    const { id } = await server.home.create();
    const contact = await set(id, field, 'green');
    assert.equal(valueOf(contact, field), 'green');
  });

  for (const [what, customFields, sentence] of [
    ['a text', 'one', 'customFields must be an array'],
    ['a list of texts', ['one'], 'each value in nested property customFields must be either object or array'],
    ['an entry without id and key', [{ field_value: 'one' }], 'customFields.0.id must be a string'],
    ['an id that is a number', [{ id: 1, field_value: 'one' }], 'customFields.0.id must be a string'],
    [
      'an unknown property',
      [{ id: 'AAAAAAAAAAAAAAAAAAAA', field_value: 'one', value: 'one' }],
      'customFields.0.property value should not exist',
    ],
  ]) {
    test(`refuse ${what}`, async () => {
      const { id } = await server.home.create();
      assert.deepEqual(await server.home.refusal(id, { customFields }), [sentence]);
    });
  }

  test('with a key given twice keep the last, at every level', async () => {
    const { id } = await server.home.create();
    const value = '{"home":"a","work":"b","home":"c"}';
    const text = `{"customFields":[{"id":"${fields.FILE_UPLOAD.id}","field_value":{"a":${value},"a":${value}}}]}`;
    const answer = await server.home.put(id, text);
    assert.equal(answer.status, 200, answer.text);
    assert.ok(answer.text.includes('"value":{"a":{"work":"b","home":"c"}}'), answer.text);
  });

  test('of more boxes than a field has options are refused without a look', async () => {
    const { id } = await server.home.create();
    const boxes = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`b${i}`, 'x']));
    const message = await server.home.refusal(id, {
      customFields: [{ id: fields.TEXTBOX_LIST.id, field_value: boxes }],
    });
    assert.deepEqual(message, ['customFields.0.field_value must contain no more than 500 elements']);
  });

  test('of one body name every fault by its place', async () => {
    const { id } = await server.home.create();
    const message = await server.home.refusal(id, {
      customFields: [
        { id: fields.NUMERICAL.id, field_value: 'many' },
        { id: fields.TEXT.id, field_value: 'fine' },
        { id: fields.DATE.id, field_value: 'today' },
      ],
    });
    assert.equal(message.length, 2);
    assert.match(message[0], /^customFields\.0\.field_value /);
    assert.match(message[1], /^customFields\.2\.field_value /);
  });
});
