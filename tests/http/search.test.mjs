/* POST /contacts/search: what is found, in which order, page by page; and what is refused. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { anotherMillisecond, newEmail, suite, useServer } from './harness.mjs';

/* Those found, as `key` of each; and the total, which has to be the same on every page. */
function searching(server) {
  return {
    async answer(body, options) {
      const whole = { locationId: server.home.id, pageLimit: 500, ...body };
      return server.home.request('POST', '/contacts/search', { body: whole, ...options });
    },
    async found(body, key = 'firstName') {
      const answer = await this.answer(body);
      assert.equal(answer.status, 200, answer.text);
      if (answer.body.contacts.length < 500 && !body.pageLimit) {
        assert.equal(answer.body.total, answer.body.contacts.length);
      }
      return answer.body.contacts.map((contact) => contact[key]);
    },
    async names(...filters) {
      return (await this.found({ filters })).sort();
    },
    async refused(body, status, message) {
      const answer = await this.answer(body);
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual(answer.body.message, message);
    },
  };
}

const leaf = (field, operator, value) => ({ field, operator, ...(value === undefined ? {} : { value }) });
const eq = (field, value) => leaf(field, 'eq', value);

describe('A search by filters', suite, () => {
  const server = useServer();
  const search = searching(server);
  const fields = {};

  const people = [
    {
      firstName: 'Ann',
      lastName: 'Müller',
      email: 'Ann.Mueller@Example.com',
      phone: '+12025550101',
      city: 'New York',
      companyName: 'Dolomite Bakery',
      tags: ['VIP', 'hot lead'],
      country: 'US',
      state: 'NY',
      postalCode: '10001',
      address1: '1 Main St',
      source: 'Public API',
      website: 'https://ann.example.com',
      timezone: 'America/New_York',
      assignedTo: 'Xy12',
      dnd: true,
      dndSettings: { Email: { status: 'active' } },
      inboundDndSettings: { all: { status: 'active' } },
      dateOfBirth: '1990-09-25',
    },
    {
      firstName: 'Bob',
      lastName: 'Stone',
      phone: '+12025550102',
      city: 'york',
      tags: ['lead'],
      country: 'DE',
      dateOfBirth: '1985-01-02',
    },
    { firstName: 'Cy', lastName: 'Stone', email: newEmail(), companyName: 'Granite "Quote" 100% Co_' },
    { firstName: 'Dee', email: newEmail(), source: 'form' },
  ];

  before(async () => {
    const numbers = ['NUMERICAL', 'FLOAT', 'MONETORY'];
    const choices = ['CHECKBOX', 'MULTIPLE_OPTIONS', 'SINGLE_OPTIONS', 'RADIO', 'TEXTBOX_LIST'];
    for (const type of ['TEXT', 'LARGE_TEXT', 'DATE', 'PHONE', 'FILE_UPLOAD', ...numbers, ...choices]) {
      const options = choices.includes(type) ? ['Red', 'Blue'] : [];
      fields[type] = (await server.home.newField({ name: type, type, options })).id;
    }
    const values = {
      Ann: {
        TEXT: 'Rye Bread',
        LARGE_TEXT: 'Bakes\nrye bread',
        NUMERICAL: 42.5,
        FLOAT: 1.25,
        MONETORY: 99.99,
        DATE: '2021-07-02',
        PHONE: '+12025550199',
        CHECKBOX: ['Red', 'Blue'],
        MULTIPLE_OPTIONS: ['Red', 'Blue'],
      },
      Bob: {
        TEXT: 'bread',
        NUMERICAL: -1,
        FLOAT: -0.5,
        MONETORY: 100,
        DATE: '2022-01-01',
        CHECKBOX: ['Blue'],
        MULTIPLE_OPTIONS: ['Blue'],
        SINGLE_OPTIONS: 'Red',
        RADIO: 'Blue',
      },
      Cy: { NUMERICAL: 0, TEXTBOX_LIST: { Red: 'One', Blue: 'Two' } },
      Dee: {},
    };
    for (const person of people) {
      const customFields = Object.entries(values[person.firstName]).map(([type, value]) => {
        return { id: fields[type], field_value: value };
      });
      await server.home.create({ ...person, customFields });
    }
  });

  test('without any finds everybody', async () => {
    assert.deepEqual(await search.names(), ['Ann', 'Bob', 'Cy', 'Dee']);
  });

  const texts = [
    ['address', '1 main st', 'MAIN', ['Ann']],
    ['businessName', 'dolomite bakery', 'mite', ['Ann']],
    ['companyName', 'DOLOMITE bakery', 'ite Ba', ['Ann']],
    ['city', 'new york', 'w yo', ['Ann']],
    ['firstNameLowerCase', 'ann', 'nn', ['Ann']],
    ['lastNameLowerCase', 'müller', 'ÜLL', ['Ann']],
    ['phone', '+1 (202) 555-0101', '555-0101', ['Ann']],
    ['postalCode', '10001', '100', ['Ann']],
    ['source', 'public api', 'lic', ['Ann']],
    ['state', 'ny', 'n', ['Ann']],
    ['tags', 'Hot Lead', 'ot l', ['Ann']],
  ];
  for (const [field, whole, part, expected] of texts) {
    test(`by ${field} takes a whole text and a part of it, whatever the case`, async () => {
      const others = people.map((one) => one.firstName).filter((name) => !expected.includes(name));
      assert.deepEqual(await search.names(eq(field, whole)), expected);
      assert.deepEqual(await search.names(leaf(field, 'contains', part)), expected);
      assert.deepEqual(await search.names(leaf(field, 'not_eq', whole)), others);
      assert.deepEqual(await search.names(leaf(field, 'not_contains', part)), others);
      const there = await search.names(leaf(field, 'exists'));
      assert.ok(there.includes('Ann'));
      const absent = await search.names(leaf(field, 'not_exists'));
      assert.deepEqual([...there, ...absent].sort(), ['Ann', 'Bob', 'Cy', 'Dee']);
    });
  }

  const words = [
    ['assignedTo', 'Xy12'],
    ['contactName', 'ann müller'],
    ['country', 'us'],
    ['dnd', true],
    ['email', 'ann.mueller@EXAMPLE.com'],
    ['timezone', 'america/new_york'],
    ['website', 'https://ANN.example.com'],
    ['dndSettings.Email.status', 'active'],
    ['inboundDndSettings.all.status', 'active'],
  ];
  for (const [field, value] of words) {
    test(`by ${field} compares the whole value`, async () => {
      assert.deepEqual(await search.names(eq(field, value)), ['Ann']);
      assert.deepEqual(await search.names(leaf(field, 'not_eq', value)), ['Bob', 'Cy', 'Dee']);
      await search.refused({ filters: [leaf(field, 'contains', 'x')] }, 422, [
        'filters.0.operator must be one of the following values: eq, not_eq, exists, not_exists',
      ]);
    });
  }

  test('takes several values for any of them', async () => {
    assert.deepEqual(await search.names(eq('country', ['us', 'DE'])), ['Ann', 'Bob']);
    assert.deepEqual(await search.names(leaf('tags', 'not_eq', ['vip', 'lead'])), ['Cy', 'Dee']);
    assert.deepEqual(await search.names(eq('tags', ['vip', 'lead'])), ['Ann', 'Bob']);
  });

  test('by a tag does not find a part of one', async () => {
    assert.deepEqual(await search.names(eq('tags', 'lead')), ['Bob']);
    assert.deepEqual(await search.names(leaf('tags', 'contains', 'lead')), ['Ann', 'Bob']);
  });

  test('by what no contact has finds nobody, and everybody who has it not', async () => {
    for (const field of ['isValidWhatsapp', 'validEmail']) {
      assert.deepEqual(await search.names(eq(field, true)), []);
      assert.deepEqual(await search.names(leaf(field, 'not_eq', true)), ['Ann', 'Bob', 'Cy', 'Dee']);
    }
    assert.deepEqual(await search.names(leaf('lastAppointment', 'range', { gt: 0 })), []);
    assert.deepEqual(await search.names(leaf('finishedWorkflows', 'not_exists')), ['Ann', 'Bob', 'Cy', 'Dee']);
  });

  test('by a date takes times and milliseconds', async () => {
    const born = (value) => search.names(leaf('dateOfBirth', 'range', value));
    assert.deepEqual(await born({ gte: '1990-09-25' }), ['Ann']);
    assert.deepEqual(await born({ gt: '1990-09-25' }), []);
    assert.deepEqual(await born({ lt: '1990-09-25T00:00:00.000Z' }), ['Bob']);
    assert.deepEqual(await born({ lte: Date.UTC(1990, 8, 25), gt: Date.UTC(1985, 0, 1) }), ['Ann', 'Bob']);
    assert.deepEqual(await search.names(leaf('dateOfBirth', 'not_exists')), ['Cy', 'Dee']);
    assert.deepEqual(await search.names(leaf('dateAdded', 'range', { gt: Date.now() + 60000 })), []);
    assert.deepEqual(await search.names(leaf('dateUpdated', 'range', { gt: Date.now() - 600000 })), ['Ann', 'Bob', 'Cy', 'Dee']);
  });

  test('by a custom field of text', async () => {
    const field = `customFields.${fields.TEXT}`;
    assert.deepEqual(await search.names(eq(field, 'rye bread')), ['Ann']);
    assert.deepEqual(await search.names(eq(field, 'bread')), ['Bob']);
    assert.deepEqual(await search.names(leaf(field, 'contains', 'BREAD')), ['Ann', 'Bob']);
    assert.deepEqual(await search.names(leaf(field, 'not_contains', 'rye')), ['Bob', 'Cy', 'Dee']);
    assert.deepEqual(await search.names(leaf(field, 'exists')), ['Ann', 'Bob']);
    assert.deepEqual(await search.names(leaf(field, 'not_exists')), ['Cy', 'Dee']);
  });

  test('by a custom field of numbers', async () => {
    const field = `customFields.${fields.NUMERICAL}`;
    assert.deepEqual(await search.names(eq(field, 42.5)), ['Ann']);
    assert.deepEqual(await search.names(eq(field, '0')), ['Cy']);
    assert.deepEqual(await search.names(leaf(field, 'range', { gte: -1, lt: 1 })), ['Bob', 'Cy']);
    assert.deepEqual(await search.names(leaf(field, 'not_eq', 0)), ['Ann', 'Bob', 'Dee']);
    assert.deepEqual(await search.names(leaf(field, 'exists')), ['Ann', 'Bob', 'Cy']);
  });

  test('by a custom field of long text', async () => {
    const field = `customFields.${fields.LARGE_TEXT}`;
    assert.deepEqual(await search.names(eq(field, 'bakes\nRYE bread')), ['Ann']);
    assert.deepEqual(await search.names(eq(field, 'rye bread')), []);
    assert.deepEqual(await search.names(leaf(field, 'contains', 'RYE')), ['Ann']);
    assert.deepEqual(await search.names(leaf(field, 'not_contains', 'rye')), ['Bob', 'Cy', 'Dee']);
  });

  for (const [type, ann, between] of [
    ['FLOAT', 1.25, { gt: -0.5, lte: 1.25 }],
    ['MONETORY', 99.99, { gte: 99.99, lt: 100 }],
  ]) {
    test(`by a custom field of ${type}`, async () => {
      const field = `customFields.${fields[type]}`;
      assert.deepEqual(await search.names(eq(field, ann)), ['Ann']);
      assert.deepEqual(await search.names(eq(field, String(ann))), ['Ann']);
      assert.deepEqual(await search.names(leaf(field, 'not_eq', ann)), ['Bob', 'Cy', 'Dee']);
      assert.deepEqual(await search.names(leaf(field, 'range', between)), ['Ann']);
      assert.deepEqual(await search.names(leaf(field, 'not_exists')), ['Cy', 'Dee']);
    });
  }

  test('by a custom field of dates', async () => {
    const field = `customFields.${fields.DATE}`;
    assert.deepEqual(await search.names(leaf(field, 'range', { gte: '2021-07-02', lt: '2022-01-01' })), ['Ann']);
    assert.deepEqual(await search.names(leaf(field, 'range', { gte: Date.UTC(2022, 0, 1) })), ['Bob']);
    assert.deepEqual(await search.names(leaf(field, 'not_exists')), ['Cy', 'Dee']);
  });

  test('by custom fields of phones, options and boxes', async () => {
    const field = (type) => `customFields.${fields[type]}`;
    assert.deepEqual(await search.names(eq(field('PHONE'), '(202) 555-0199')), ['Ann']);
    assert.deepEqual(await search.names(eq(field('CHECKBOX'), 'blue')), ['Ann', 'Bob']);
    assert.deepEqual(await search.names(leaf(field('CHECKBOX'), 'not_eq', 'red')), ['Bob', 'Cy', 'Dee']);
    assert.deepEqual(await search.names(eq(field('MULTIPLE_OPTIONS'), 'blue')), ['Ann', 'Bob']);
    assert.deepEqual(await search.names(leaf(field('MULTIPLE_OPTIONS'), 'not_eq', 'red')), ['Bob', 'Cy', 'Dee']);
    assert.deepEqual(await search.names(eq(field('SINGLE_OPTIONS'), 'Red')), ['Bob']);
    assert.deepEqual(await search.names(eq(field('RADIO'), 'blue')), ['Bob']);
    assert.deepEqual(await search.names(leaf(field('RADIO'), 'contains', 'LU')), ['Bob']);
    assert.deepEqual(await search.names(eq(`${field('TEXTBOX_LIST')}.Blue`, 'two')), ['Cy']);
    assert.deepEqual(await search.names(eq(`${field('TEXTBOX_LIST')}.Red`, 'two')), []);
  });

  test('combines them as the groups say', async () => {
    const any = { group: 'OR', filters: [eq('city', 'york'), eq('source', 'form')] };
    assert.deepEqual(await search.names(any), ['Bob', 'Dee']);
    assert.deepEqual(await search.names(any, leaf('phone', 'exists')), ['Bob']);
    const nested = { group: 'OR', filters: [eq('tags', 'vip'), { group: 'AND', filters: [eq('lastNameLowerCase', 'stone'), leaf('email', 'exists')] }] };
    assert.deepEqual(await search.names(nested), ['Ann', 'Cy']);
    assert.deepEqual(await search.names({ group: 'OR', filters: [] }), []);
    assert.deepEqual(await search.names({ group: 'AND', filters: [] }), ['Ann', 'Bob', 'Cy', 'Dee']);
  });

  test('takes what is special in SQL for what it is', async () => {
    assert.deepEqual(await search.names(leaf('companyName', 'contains', '"quote" 100% co_')), ['Cy']);
    assert.deepEqual(await search.names(leaf('companyName', 'contains', "' OR 1=1 --")), []);
    assert.deepEqual(await search.names(leaf('companyName', 'contains', '%')), ['Cy']);
    assert.deepEqual(await search.found({ query: '"quote" 100%' }), ['Cy']);
    assert.deepEqual(await search.found({ query: 'NEAR(ann' }), []);
  });

  test('by type compares what contacts are', async () => {
    assert.deepEqual(await search.names(eq('type', 'LEAD')), ['Ann', 'Bob', 'Cy', 'Dee']);
    assert.deepEqual(await search.names(eq('type', 'customer')), []);
    assert.deepEqual(await search.names(leaf('type', 'not_eq', 'customer')), ['Ann', 'Bob', 'Cy', 'Dee']);
  });

  test('by id finds that contact alone', async () => {
    const [id] = await search.found({ filters: [eq('firstNameLowerCase', 'ann')] }, 'id');
    assert.deepEqual(await search.names(eq('id', id)), ['Ann']);
    assert.deepEqual(await search.names(leaf('id', 'not_eq', id)), ['Bob', 'Cy', 'Dee']);
  });

  const refusals = [
    [{ field: 'nick', operator: 'eq', value: 'x' }, 400, 'Invalid field nick'],
    [{ field: 'customFields.nope', operator: 'eq', value: 'x' }, 400, 'Invalid field customFields.nope'],
    [{ operator: 'eq', value: 'x' }, 422, ['filters.0.field must be a string']],
    [eq('city', 7), 422, ['filters.0.value must be a string']],
    [eq('city', ''), 422, ['filters.0.value should not be empty']],
    [eq('city'), 422, ['filters.0.value should not be empty']],
    [eq('city', 'x'.repeat(76)), 422, ['filters.0.value must be shorter than or equal to 75 characters']],
    [eq('city', []), 422, ['filters.0.value must contain between 1 and 100 elements']],
    [eq('dnd', 'maybe'), 422, ['filters.0.value must be a boolean value']],
    [leaf('dateAdded', 'range', {}), 422, ['filters.0.value must be an object with gte, gt, lte or lt']],
    [leaf('dateAdded', 'range', { gt: 'soon', near: 1 }), 422, [
      'filters.0.value.gt must be a valid ISO 8601 date string or milliseconds since 1970',
      'filters.0.value.property near should not exist',
    ]],
    [{ ...eq('city', 'x'), extra: 1 }, 422, ['filters.0.property extra should not exist']],
    ['x', 422, ['filters.0 must be an object']],
    [{ group: 'XOR', filters: [] }, 422, ['filters.0.group must be one of the following values: AND, OR']],
    [{ group: 'OR' }, 422, ['filters.0.filters must be an array']],
    [{ group: 'OR', filters: [eq('city', 1)] }, 422, ['filters.0.filters.0.value must be a string']],
  ];
  for (const [filter, status, message] of refusals) {
    test(`refuses ${JSON.stringify(filter).slice(0, 60)}`, () => search.refused({ filters: [filter] }, status, message));
  }

  test('refuses groups that are nested too deeply, and too many filters', async () => {
    let deep = eq('city', 'x');
    for (let depth = 0; depth < 8; depth++) deep = { group: 'AND', filters: [deep] };
    await search.refused({ filters: [deep] }, 422, [
      `${'filters.0.'.repeat(7)}filters.0.filters must not be nested more than 8 deep`,
    ]);
    assert.deepEqual(await search.names(deep.filters[0]), []);
    const many = Array.from({ length: 199 }, () => eq('lastNameLowerCase', 'stone'));
    assert.deepEqual(await search.names(...many), ['Bob', 'Cy']);
    await search.refused({ filters: [...many, eq('city', 'x')] }, 422, ['filters must contain no more than 199 elements']);
  });
});

describe('A search by words', suite, () => {
  const server = useServer();
  const search = searching(server);
  const find = async (query) => (await search.found({ query })).sort();

  before(async () => {
    await server.home.create({ firstName: 'Rosan', lastName: 'Acker', email: 'baker@dolomite.example.com', phone: '+12025550111' });
    await server.home.create({ firstName: 'Ines', lastName: 'Rossi', companyName: 'Acker & Sons', email: 'ines@example.com' });
    await server.home.create({ firstName: 'Łukasz', email: 'lukasz@example.com' });
    await server.home.create({ firstName: 'Αθανάσιος', email: 'alpha@example.com' });
  });

  test('finds a part of a name, an address, a company', async () => {
    assert.deepEqual(await find('ros'), ['Ines', 'Rosan']);
    assert.deepEqual(await find('ACK'), ['Ines', 'Rosan']);
    assert.deepEqual(await find('olomite.exa'), ['Rosan']);
    assert.deepEqual(await find('acker & s'), ['Ines']);
    assert.deepEqual(await find('łuk'), ['Łukasz']);
    assert.deepEqual(await find('ŁUK'), ['Łukasz']);
    for (const part of ['ΑΘΑΝΆΣ', 'αθανάσ', 'αθανάσιος', 'ΑΘΑΝΆΣΙΟΣ']) {
      assert.deepEqual(await find(part), ['Αθανάσιος'], part);
    }
  });

  test('finds a full name, and not the end of one field and the begin of another', async () => {
    assert.deepEqual(await find('san   ack'), ['Rosan']);
    assert.deepEqual(await find('acker baker'), []);
  });

  test('finds the digits of a phone, however they are written', async () => {
    assert.deepEqual(await find('202555'), ['Rosan']);
    assert.deepEqual(await find('(202) 555-01'), ['Rosan']);
    assert.deepEqual(await find('+1 202'), ['Rosan']);
    for (const part of ['11', '+1', '+12', '(20', '1-2', '+1 2', '+120']) {
      assert.deepEqual(await find(part), ['Rosan'], part);
    }
  });

  test('takes one and two letters, too', async () => {
    assert.deepEqual(await find('R'), ['Ines', 'Rosan']);
    assert.deepEqual(await find('ss'), ['Ines']);
    assert.deepEqual(await find('zz'), []);
    assert.deepEqual((await find(' ')).length, 4);
  });

  test('may be narrowed by filters', async () => {
    const filters = [leaf('companyName', 'exists')];
    assert.deepEqual(await search.found({ query: 'ros', filters }), ['Ines']);
    assert.deepEqual(await search.found({ query: 'ro', filters }), ['Ines']);
    assert.deepEqual(await search.found({ query: 'ros', filters: [eq('email', 'ines@example.com')] }), ['Ines']);
    assert.deepEqual(await search.found({ query: 'rosan', filters: [eq('email', 'ines@example.com')] }), []);
  });

  test('is refused when it is too long', () =>
    search.refused({ query: 'x'.repeat(76) }, 422, ['query must be shorter than or equal to 75 characters']));
});

describe('A search that asks for too much', suite, () => {
  const server = useServer();
  const search = searching(server);
  const values = (count) => Array.from({ length: count }, (_, index) => `value ${index}`);

  test('of values in lists is refused, of single ones is not', async () => {
    await server.home.create({ city: 'value 7' });
    assert.deepEqual(await search.found({ filters: [eq('city', values(100))] }, 'city'), ['value 7']);
    await search.refused({ filters: [eq('city', values(60)), eq('state', values(60))] }, 422, [
      'filters.1.value: all lists of a search must contain no more than 100 elements',
    ]);
  });

  test('in faults is told a hundred of them, at once', async () => {
    const wrong = Object.fromEntries(values(50_000).map((name) => [name, 1]));
    let filter = { field: 'city', operator: 'eq', value: 'x', ...wrong };
    for (let depth = 0; depth < 7; depth++) filter = { group: 'AND', filters: [filter] };
    const answer = await search.answer({ filters: [filter] });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.message.length, 101);
  });

  test('of large contacts gets them on pages that are not full', async () => {
    const large = 'x'.repeat(60_000);
    const field = await server.home.newField({ name: 'Large', type: 'LARGE_TEXT' });
    const others = [];
    for (let index = 0; index < 15; index++) {
      others.push((await server.home.newField({ name: `Large ${index}`, type: 'LARGE_TEXT' })).id);
    }
    const customFields = [field.id, ...others].map((id) => ({ id, field_value: large }));
    for (let index = 0; index < 12; index++) await server.home.create({ source: 'large', customFields });
    const body = { filters: [eq('source', 'large')], pageLimit: 100 };
    const first = (await search.answer(body)).body;
    assert.ok(first.contacts.length < 12);
    assert.equal(first.total, 12);
    const second = (await search.answer({ ...body, searchAfter: first.contacts.at(-1).searchAfter })).body;
    const ids = [...first.contacts, ...second.contacts].map((contact) => contact.id);
    assert.equal(new Set(ids).size, 12);
  });
});

describe('The pages of a search', suite, () => {
  const server = useServer();
  const search = searching(server);
  const names = ['Ann', 'Bob', 'Cy', 'Dee', 'Eve'];

  before(async () => {
    for (const [index, firstName] of names.entries()) {
      await server.home.create({ firstName, source: index % 2 ? 'odd' : 'even', tags: ['all'] });
      await anotherMillisecond();
    }
  });

  async function pages(body) {
    const found = [];
    let searchAfter;
    for (;;) {
      const answer = await search.answer({ ...body, pageLimit: 2, ...(searchAfter && { searchAfter }) });
      assert.equal(answer.status, 200, answer.text);
      if (answer.body.contacts.length === 0) return found;
      assert.ok(answer.body.contacts.length <= 2);
      found.push(...answer.body.contacts.map((contact) => contact.firstName));
      searchAfter = answer.body.contacts.at(-1).searchAfter;
      assert.equal(answer.body.total, 5);
    }
  }

  test('begin with the newest', async () => {
    assert.deepEqual(await search.found({}), names.toReversed());
  });

  test('follow each other by number', async () => {
    const page = (number) => search.found({ pageLimit: 2, page: number });
    assert.deepEqual(await page(1), ['Eve', 'Dee']);
    assert.deepEqual(await page(3), ['Ann']);
    assert.deepEqual(await page(4), []);
    const beyond = await search.answer({ pageLimit: 2, page: 4 });
    assert.equal(beyond.body.total, 5);
  });

  test('follow each other by searchAfter, whatever drives the search', async () => {
    assert.deepEqual(await pages({}), names.toReversed());
    assert.deepEqual(await pages({ filters: [eq('tags', 'all')] }), names.toReversed());
    assert.deepEqual(await pages({ filters: [leaf('source', 'exists')] }), names.toReversed());
  });

  test('follow each other by searchAfter in any order', async () => {
    const by = (...sort) => pages({ sort: sort.map(([field, direction]) => ({ field, direction })) });
    assert.deepEqual(await by(['firstNameLowerCase', 'asc']), names);
    assert.deepEqual(await by(['source', 'desc'], ['firstNameLowerCase', 'asc']), ['Bob', 'Dee', 'Ann', 'Cy', 'Eve']);
    assert.deepEqual(await by(['source', 'asc']), ['Eve', 'Cy', 'Ann', 'Dee', 'Bob']);
    assert.deepEqual(await by(['dateAdded', 'asc']), names);
    assert.deepEqual(await by(['dnd', 'asc']), names.toReversed());
  });

  const refusals = [
    [{ pageLimit: undefined }, ['pageLimit must be a number conforming to the specified constraints']],
    [{ pageLimit: '20' }, ['pageLimit must be a number conforming to the specified constraints']],
    [{ pageLimit: 501 }, ['pageLimit must not be greater than 500']],
    [{ pageLimit: 0 }, ['pageLimit must not be less than 1']],
    [{ pageLimit: 500, page: 21 }, ['page * pageLimit must not be greater than 10000, use searchAfter']],
    [{ page: 0 }, ['page must not be less than 1']],
    [{ searchAfter: 'x' }, ['searchAfter must be an array of a number and a string']],
    [{ sort: [{ field: 'city', direction: 'asc' }] }, 'Invalid field city', 400],
    [{ sort: [{ field: 'email', direction: 'up' }] }, ['sort.0.direction must be one of the following values: asc, desc']],
    [{ sort: [1, 2, 3] }, ['sort must contain no more than 2 elements']],
    [{ sort: 'email' }, ['sort must be an array']],
    [{ filters: {} }, ['filters must be an array']],
    [{ colour: 'red' }, ['property colour should not exist']],
    [{ locationId: undefined }, "locationId can't be undefined"],
  ];
  for (const [body, message, status = 422] of refusals) {
    test(`are refused for ${JSON.stringify(body)}`, () => search.refused(body, status, message));
  }

  test('reach as far as they may', async () => {
    const answer = await search.answer({ pageLimit: 500, page: 20 });
    assert.deepEqual([answer.status, answer.body.contacts, answer.body.total], [200, [], 5]);
  });
});

describe('A page behind a contact that is gone', suite, () => {
  const server = useServer();
  const search = searching(server);

  test('begins where that contact was, as long as there is no sort', async () => {
    await server.home.create({ firstName: 'Ann' });
    await server.home.create({ firstName: 'Bob' });
    const { id } = await server.home.create({ firstName: 'Zed' });
    const [searchAfter] = await search.found({ filters: [eq('id', id)] }, 'searchAfter');
    await server.home.delete(id);
    assert.deepEqual(await search.found({ searchAfter }), ['Bob', 'Ann']);
    await search.refused(
      { searchAfter, sort: [{ field: 'source', direction: 'asc' }] },
      422,
      'searchAfter must name a contact of this location when there is a sort',
    );
  });
});

describe('What is found', suite, () => {
  const server = useServer();
  const search = searching(server);

  test('has every member, null where there is nothing', async () => {
    const { id } = await server.home.create({ firstName: 'Ann', address1: '1 Main St', dateOfBirth: '1990-09-25' });
    const answer = await search.answer({ filters: [eq('id', id)] });
    const [contact] = answer.body.contacts;
    assert.equal(contact.address, '1 Main St');
    assert.equal('address1' in contact, false);
    assert.equal(contact.dateOfBirth, Date.UTC(1990, 8, 25));
    assert.deepEqual([contact.city, contact.website, contact.assignedTo], [null, null, null]);
    assert.deepEqual([contact.tags, contact.customFields], [[], []]);
    assert.deepEqual(contact.searchAfter, [Date.parse(contact.dateAdded), id]);
  });

  test('is as it was last written, at once', async () => {
    const { id } = await server.home.create({ firstName: 'Newly', lastName: 'Made' });
    for (let turn = 0; turn < 20; turn++) {
      const city = `City ${turn}`;
      await server.home.put(id, { city, firstName: `Turn${turn}`, tags: [`turn ${turn}`] });
      assert.deepEqual(await search.found({ filters: [eq('city', city)] }, 'id'), [id]);
      assert.deepEqual(await search.found({ filters: [eq('tags', `turn ${turn}`)] }, 'id'), [id]);
      assert.deepEqual(await search.found({ query: `turn${turn} ma` }, 'id'), [id]);
      assert.deepEqual(await search.found({ filters: [eq('tags', `turn ${turn - 1}`)] }, 'id'), []);
    }
    await server.home.delete(id);
    assert.deepEqual(await search.found({ query: 'newly' }, 'id'), []);
    assert.deepEqual(await search.found({ filters: [eq('tags', 'turn 19')] }, 'id'), []);
    assert.deepEqual(await search.found({ filters: [eq('id', id)] }, 'id'), []);
  });

  test('knows which workflows a contact is in, and who follows it', async () => {
    const { id } = await server.home.create();
    const inWorkflow = () => search.found({ filters: [eq('activeWorkflows', 'flow1')] }, 'id');
    await server.home.request('POST', `/contacts/${id}/workflow/flow1`);
    assert.deepEqual(await inWorkflow(), [id]);
    await server.home.request('DELETE', `/contacts/${id}/workflow/flow1`);
    assert.deepEqual(await inWorkflow(), []);
    await server.home.request('POST', `/contacts/${id}/followers`, { body: { followers: ['User1'] } });
    assert.deepEqual(await search.found({ filters: [eq('followers', 'User1')] }, 'id'), [id]);
  });

  test('is never of another location', async () => {
    const other = await server.newLocation();
    const { id } = await other.create({ firstName: 'Elsewhere', tags: ['elsewhere'] });
    assert.deepEqual(await search.found({ query: 'elsewhere' }), []);
    assert.deepEqual(await search.found({ filters: [eq('tags', 'elsewhere')] }), []);
    assert.deepEqual(await search.found({ filters: [eq('id', id)] }), []);
    const answer = await search.answer({ locationId: other.id });
    assert.deepEqual([answer.status, answer.body.message], [403, 'The token does not have access to this location.']);
  });

  test('is spelt as its Version wants it', async () => {
    const { id } = await server.home.create({ dndSettings: { SMS: { status: 'active' } } });
    const body = { filters: [eq('id', id)] };
    const v3 = await search.answer(body, { version: 'v3' });
    assert.deepEqual(v3.body.contacts[0].dndSettings, { sms: { status: 'active' } });
  });
});
