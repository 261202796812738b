/*
 * Filters put together at random, beside a naive filter over the same contacts: who is found, how many they are in
 * all, and in which order.
 *
 * A failure prints the smallest search that shows it, with the seed and path to run it again:
 *
 *   SEED=… REPLAY=… node --test tests/http/search-properties.test.mjs
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { suite, useServer } from './harness.mjs';

const RUNS = 300;
const CONTACTS = 60;

/* Few, so that many contacts share them and a part of one is a part of others. */
const words = ['ann', 'anna', 'hannah', 'an na', 'Bob', 'bobby', 'Éclair', 'eclair', '100%', 'a_b', '"q"', '7'];
const word = fc.constantFrom(...words);
const maybe = (arbitrary) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const day = fc.integer({ min: 0, max: 40 }).map((days) => new Date(Date.UTC(1990, 0, 1 + days)).toISOString().slice(0, 10));

const texts = { city: 'city', state: 'state', source: 'source', companyName: 'companyName', address1: 'address' };
const contact = fc.record({
  ...Object.fromEntries(Object.keys(texts).map((name) => [name, maybe(word)])),
  firstName: word,
  lastName: maybe(word),
  dnd: fc.boolean(),
  dateOfBirth: maybe(day),
  tags: fc.uniqueArray(word, { maxLength: 3 }),
  TEXT: maybe(word),
  NUMERICAL: maybe(fc.integer({ min: -3, max: 3 })),
  DATE: maybe(day),
  CHECKBOX: maybe(fc.uniqueArray(fc.constantFrom('Red', 'Green'), { minLength: 1 })),
});

/* ---- the naive filter ------------------------------------------------------------------------------ */

const normal = (text) => text?.toLowerCase().trim().replace(/\s+/g, ' ');
const present = (value) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
const list = (value) => (present(value) ? [value].flat().map((one) => (typeof one === 'string' ? normal(one) : one)) : []);
const wanted = (value) => [value].flat().map((one) => (typeof one === 'string' ? normal(one) : one));
const time = (value) => (typeof value === 'number' ? value : Date.parse(value));

const operators = {
  eq: (has, value) => list(has).some((one) => wanted(value).includes(one)),
  contains: (has, value) => list(has).some((one) => one.includes(normal(value))),
  exists: (has) => present(has),
};

function inRange(has, edges, as) {
  if (!present(has)) return false;
  const compare = { gte: (a, b) => a >= b, gt: (a, b) => a > b, lte: (a, b) => a <= b, lt: (a, b) => a < b };
  return Object.entries(edges).every(([edge, bound]) => compare[edge](as(has), as(bound)));
}

function holds(one, filter) {
  if (filter.group) {
    const each = filter.filters.map((inner) => holds(one, inner));
    return filter.group === 'AND' ? each.every(Boolean) : each.some(Boolean);
  }
  const has = one[filter.member];
  if (filter.operator === 'range') return inRange(has, filter.value, filter.as);
  const [negative, name] = filter.operator.startsWith('not_') ? [true, filter.operator.slice(4)] : [false, filter.operator];
  return operators[name](has, filter.value) !== negative;
}

/* ---- what may be asked ----------------------------------------------------------------------------- */

/* `member` and `as` are the model's, and not sent. */
const leafOf = (field, member, operator, value = fc.constant(undefined), as) =>
  fc.record({ field: fc.constant(field), member: fc.constant(member), operator: fc.constantFrom(...[operator].flat()), value, as: fc.constant(as) });

const presence = ['exists', 'not_exists'];
const either = (arbitrary) => fc.oneof(arbitrary, fc.array(arbitrary, { minLength: 1, maxLength: 3 }));
const range = (arbitrary) =>
  fc.record({ gte: arbitrary, gt: arbitrary, lte: arbitrary, lt: arbitrary }, { requiredKeys: [] }).filter((edges) => Object.keys(edges).length > 0);

function textLeaves(field, member) {
  return [
    leafOf(field, member, ['eq', 'not_eq'], either(word)),
    leafOf(field, member, ['contains', 'not_contains'], fc.constantFrom('an', 'nn', 'OB', 'é', '%', '_', '"', 'a n', 'zz')),
    leafOf(field, member, presence),
  ];
}

function leavesOf(ids) {
  const custom = (type) => `customFields.${ids[type]}`;
  return fc.oneof(
    ...Object.entries(texts).flatMap(([member, field]) => textLeaves(field, member)),
    ...textLeaves('firstNameLowerCase', 'firstName'),
    ...textLeaves('lastNameLowerCase', 'lastName'),
    ...textLeaves('tags', 'tags'),
    ...textLeaves(custom('TEXT'), 'TEXT'),
    leafOf('dnd', 'dnd', ['eq', 'not_eq'], fc.boolean()),
    leafOf('dateOfBirth', 'dateOfBirth', 'range', range(fc.oneof(day, day.map(time))), time),
    leafOf('dateOfBirth', 'dateOfBirth', presence),
    leafOf(custom('NUMERICAL'), 'NUMERICAL', ['eq', 'not_eq'], either(fc.integer({ min: -3, max: 3 }))),
    leafOf(custom('NUMERICAL'), 'NUMERICAL', 'range', range(fc.integer({ min: -3, max: 3 })), Number),
    leafOf(custom('NUMERICAL'), 'NUMERICAL', presence),
    leafOf(custom('DATE'), 'DATE', 'range', range(day), time),
    leafOf(custom('CHECKBOX'), 'CHECKBOX', ['eq', 'not_eq'], either(fc.constantFrom('red', 'GREEN', 'blue'))),
  );
}

function filtersOf(leaves) {
  const { filters } = fc.letrec((tie) => ({
    group: fc.record({ group: fc.constantFrom('AND', 'OR'), filters: tie('filters') }),
    filters: fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaves, tie('group')), { maxLength: 3 }),
  }));
  return filters;
}

function sent(filter) {
  if (filter.group) return { group: filter.group, filters: filter.filters.map(sent) };
  const { field, operator, value } = filter;
  return { field, operator, ...(value === undefined ? {} : { value }) };
}

/* ---- orders ---------------------------------------------------------------------------------------- */

/* Bytes of UTF-8, as the server compares them. */
const bytes = (text) => Buffer.from(normal(text ?? ''));
const orders = {
  firstNameLowerCase: (a, b) => Buffer.compare(bytes(a.firstName), bytes(b.firstName)),
  source: (a, b) => Buffer.compare(bytes(a.source), bytes(b.source)),
  dnd: (a, b) => a.dnd - b.dnd,
};
const sorts = fc.array(fc.record({ field: fc.constantFrom(...Object.keys(orders)), direction: fc.constantFrom('asc', 'desc') }), { maxLength: 2 });

function sorted(contacts, sort) {
  const newestFirst = (a, b) => b.index - a.index;
  const by = sort.map(({ field, direction }) => (a, b) => (direction === 'asc' ? orders[field](a, b) : orders[field](b, a)));
  return contacts.toSorted((a, b) => [...by, newestFirst].reduce((order, compare) => order || compare(a, b), 0));
}

describe('Any search', suite, () => {
  const server = useServer();
  const ids = {};
  const people = [];

  before(async () => {
    for (const type of ['TEXT', 'NUMERICAL', 'DATE', 'CHECKBOX']) {
      const options = type === 'CHECKBOX' ? ['Red', 'Green'] : [];
      ids[type] = (await server.home.newField({ name: type, type, options })).id;
    }
    for (const [index, one] of fc.sample(contact, { numRuns: CONTACTS, seed: 7 }).entries()) {
      const customFields = Object.entries(ids)
        .filter(([type]) => one[type] !== undefined)
        .map(([type, id]) => ({ id, field_value: one[type] }));
      const own = Object.fromEntries(Object.entries(one).filter(([name, value]) => value !== undefined && !(name in ids)));
      const { id } = await server.home.create({ ...own, customFields });
      people.push({ ...one, id, index });
    }
  });

  async function pages(body) {
    const found = [];
    for (let searchAfter; ; ) {
      const whole = { locationId: server.home.id, pageLimit: 25, ...body, ...(searchAfter && { searchAfter }) };
      const answer = await server.home.request('POST', '/contacts/search', { body: whole });
      assert.equal(answer.status, 200, answer.text);
      found.push(...answer.body.contacts.map(({ id }) => id));
      if (answer.body.contacts.length < 25) return { found, total: answer.body.total };
      searchAfter = answer.body.contacts.at(-1).searchAfter;
    }
  }

  test('finds whom a naive filter finds, in the same order', async () => {
    const search = fc.record({ filters: filtersOf(leavesOf(ids)), sort: sorts });
    const replay = process.env.SEED ? { seed: Number(process.env.SEED), path: process.env.REPLAY } : {};
    await fc.assert(
      fc.asyncProperty(search, async ({ filters, sort }) => {
        const expected = sorted(people.filter((one) => filters.every((filter) => holds(one, filter))), sort);
        const { found, total } = await pages({ filters: filters.map(sent), sort });
        assert.deepEqual(found, expected.map(({ id }) => id));
        assert.equal(total, expected.length);
      }),
      { numRuns: RUNS, ...replay },
    );
  });

  test('by words finds a part of a name or a company', async () => {
    const parts = fc.constantFrom('a', 'an', 'ann', 'anna', 'nna an', 'BOB', 'é', 'écl', '100', '00%', 'a_b', '"q"', 'q');
    await fc.assert(
      fc.asyncProperty(parts, sorts, async (query, sort) => {
        const has = ({ firstName, lastName, companyName }) =>
          [`${firstName} ${lastName ?? ''}`, companyName ?? ''].some((text) => normal(text).includes(normal(query)));
        const email = ({ id }) => emails.get(id).includes(normal(query));
        const emails = await emailsOf();
        const expected = sorted(people.filter((one) => has(one) || email(one)), sort);
        const { found } = await pages({ query, sort });
        assert.deepEqual(found, expected.map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });

  /* Each has an address of its own, in which words may be as well. */
  let known;
  async function emailsOf() {
    if (known) return known;
    const body = { locationId: server.home.id, pageLimit: 500 };
    const answer = await server.home.request('POST', '/contacts/search', { body });
    known = new Map(answer.body.contacts.map(({ id, email }) => [id, email]));
    return known;
  }
});
