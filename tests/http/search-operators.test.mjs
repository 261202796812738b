/* Which operator each field of a search takes, and no other (api-behaviour's table); and by what it is sorted. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { suite, useServer } from './harness.mjs';

const all = ['eq', 'not_eq', 'contains', 'not_contains', 'exists', 'not_exists', 'range'];
const words = ['eq', 'not_eq', 'exists', 'not_exists'];
const texts = [...words, 'contains', 'not_contains'];
const dates = ['range', 'exists', 'not_exists'];
const numbers = [...words, 'range'];

const fields = [
  ['address', texts],
  ['businessName', texts],
  ['city', texts],
  ['companyName', texts],
  ['firstNameLowerCase', texts],
  ['lastNameLowerCase', texts],
  ['phone', texts, '+12025550100'],
  ['postalCode', texts],
  ['source', texts],
  ['state', texts],
  ['tags', texts],
  ['assignedTo', words],
  ['contactName', words],
  ['country', words],
  ['dnd', words, true],
  ['email', words],
  ['followers', words],
  ['isValidWhatsapp', words, true],
  ['timezone', words],
  ['type', words],
  ['validEmail', words, true],
  ['website', words],
  ['dndSettings.Email.status', words],
  ['dndSettings.SMS.status', words],
  ['dndSettings.Call.status', words],
  ['inboundDndSettings.all.status', words],
  ['id', ['eq', 'not_eq']],
  ['dateAdded', dates],
  ['dateUpdated', dates],
  ['dateOfBirth', dates],
  ['lastEmailClickedDate', dates],
  ['lastEmailOpenedDate', dates],
  ['lastAppointment', dates],
  ['activeWorkflows', words],
  ['finishedWorkflows', words],
];

const customFields = [
  ['TEXT', texts],
  ['LARGE_TEXT', texts],
  ['SINGLE_OPTIONS', texts],
  ['RADIO', texts],
  ['PHONE', texts, '+12025550100'],
  ['CHECKBOX', words],
  ['MULTIPLE_OPTIONS', words],
  ['DATE', dates],
  ['NUMERICAL', numbers, 5],
  ['FLOAT', numbers, 5.5],
  ['MONETORY', numbers, 5],
];

function valueFor(operator, operators, value = 'x') {
  if (/exists$/.test(operator)) return {};
  if (operator === 'range') return { value: operators === numbers ? { gte: 1 } : { gte: '2021-01-01' } };
  return { value };
}

describe('A field of a search', suite, () => {
  const server = useServer();
  const ids = {};

  before(async () => {
    for (const [type] of customFields) {
      const options = /OPTIONS|RADIO|CHECKBOX/.test(type) ? ['x', 'y'] : [];
      ids[type] = (await server.home.newField({ name: type, type, options })).id;
    }
  });

  async function takesOnly(field, operators, value) {
    for (const operator of all) {
      const filters = [{ field, operator, ...valueFor(operator, operators, value) }];
      const body = { locationId: server.home.id, pageLimit: 1, filters };
      const answer = await server.home.request('POST', '/contacts/search', { body });
      assert.equal(answer.status, operators.includes(operator) ? 200 : 422, `${operator}: ${answer.text}`);
      if (answer.status === 200) continue;
      const [message, ...others] = answer.body.message;
      assert.deepEqual(others, []);
      const listed = /^filters\.0\.operator must be one of the following values: (.*)$/.exec(message)[1].split(', ');
      assert.deepEqual(listed.sort(), [...operators].sort());
    }
  }

  for (const [field, operators, value] of fields)
    test(`${field} takes ${operators.join(', ')}`, () => takesOnly(field, operators, value));
  for (const [type, operators, value] of customFields)
    test(`of the type ${type} takes ${operators.join(', ')}`, () => takesOnly(`customFields.${ids[type]}`, operators, value));
});

describe('The channels of DND', suite, () => {
  const server = useServer();

  for (const channel of ['Email', 'SMS', 'Call']) {
    test(`are searched each by itself: ${channel}`, async () => {
      const { id } = await server.home.create({ dndSettings: { [channel]: { status: 'permanent' } } });
      const filters = [{ field: `dndSettings.${channel}.status`, operator: 'eq', value: 'permanent' }];
      const body = { locationId: server.home.id, pageLimit: 10, filters };
      const answer = await server.home.request('POST', '/contacts/search', { body });
      assert.deepEqual(answer.body.contacts.map((contact) => contact.id), [id]);
    });
  }
});

describe('A search', suite, () => {
  const server = useServer();
  const ids = [];

  /* Two contacts that every order puts the same way round. */
  before(async () => {
    const one = { firstName: 'Ann', lastName: 'Ash', companyName: 'Acme', email: 'a@example.com', source: 'a', dnd: false };
    const other = { firstName: 'Bob', lastName: 'Birch', companyName: 'Bakery', email: 'b@example.com', source: 'b', dnd: true };
    for (const body of [one, other]) {
      ids.push((await server.home.create(body)).id);
      await new Promise((done) => setTimeout(done, 2));
    }
  });

  for (const field of ['firstNameLowerCase', 'lastNameLowerCase', 'businessName', 'dateAdded', 'dateUpdated', 'email', 'dnd', 'source']) {
    test(`is sorted by ${field}, both ways`, async () => {
      for (const [direction, expected] of [['asc', ids], ['desc', ids.toReversed()]]) {
        const body = { locationId: server.home.id, pageLimit: 10, sort: [{ field, direction }] };
        const answer = await server.home.request('POST', '/contacts/search', { body });
        assert.equal(answer.status, 200, answer.text);
        assert.deepEqual(answer.body.contacts.map(({ id }) => id), expected);
      }
    });
  }

  test('takes words and a value of 75 characters, whatever their bytes, and none of 76', async () => {
    for (const [text, status] of [['é'.repeat(75), 200], ['é'.repeat(76), 422]]) {
      for (const asked of [{ query: text }, { filters: [{ field: 'city', operator: 'eq', value: text }] }]) {
        const answer = await server.home.request('POST', '/contacts/search', { body: { locationId: server.home.id, pageLimit: 1, ...asked } });
        assert.equal(answer.status, status, answer.text);
      }
    }
  });
});
