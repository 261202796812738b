/*
 * Contacts changed at random, beside a model of what should become of them: a merge that keeps what is not named,
 * tags that are trimmed, lower-cased and there once, custom fields that merge by id, do-not-disturb by channel.
 *
 * A failure prints the shortest changes that show it, with the seed and path to run them again:
 *
 *   SEED=… REPLAY=… node --test tests/http/properties.test.mjs
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { suite, useServer } from './harness.mjs';

const RUNS = 150;

/* ---- what may be asked ---------------------------------------------------------------------------- */

/* Letters that grow, shrink or compose when they are lower-cased or normalised, blanks of several kinds, and plain ones. */
const letter = fc.constantFrom(...'abzABZ09.-"\\', 'ß', 'É', 'e\u0301', 'İ', 'Σ', 'Ⱥ', 'Å', '漢', '👩‍🚀', ' ', ' ', '\t', '\u00a0', '\u3000');
const text = fc.string({ unit: letter, maxLength: 12 });
const nothing = fc.constantFrom(null, '');

const plain = ['companyName', 'address1', 'city', 'state', 'postalCode', 'source', 'assignedTo', 'website', 'keyword', 'ssn', 'type'];
const names = ['firstName', 'lastName', 'name'];

const value = fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: nothing });
const tags = fc.array(text, { maxLength: 8 });

const options = ['red', 'green', 'blue'];
const definitions = [
  { name: 'Motto', type: 'TEXT', key: 'motto', value: text },
  { name: 'Note', type: 'LARGE_TEXT', key: 'memo', value: text },
  { name: 'Size', type: 'NUMERICAL', key: 'size', value: fc.integer({ min: -1e9, max: 1e9 }) },
  { name: 'Colours', type: 'MULTIPLE_OPTIONS', key: 'colours', options, value: fc.array(fc.constantFrom(...options), { maxLength: 4 }) },
];

/* How an entry names its field, and its value. `field` is the place in `definitions`, or undefined: of nobody. */
const entry = fc
  .constantFrom(...definitions.keys(), undefined)
  .chain((field) =>
    fc.record({
      field: fc.constant(field),
      by: fc.constantFrom('id', 'key', 'contact.key'),
      spelling: fc.constantFrom('field_value', 'fieldValue', undefined),
      value: fc.oneof({ weight: 4, arbitrary: definitions[field]?.value ?? text }, { weight: 1, arbitrary: nothing }),
    }),
  );

const channels = ['Call', 'Email', 'SMS', 'WhatsApp', 'GMB', 'FB'];
const setting = fc.record(
  { status: fc.constantFrom('active', 'inactive', 'permanent'), message: value, code: value },
  { requiredKeys: ['status'] },
);
const settings = fc.dictionary(fc.constantFrom(...channels), fc.option(setting), { maxKeys: 3, noNullPrototype: true });

const patch = fc.record(
  {
    ...Object.fromEntries([...plain, ...names].map((name) => [name, value])),
    tags: fc.option(tags),
    customFields: fc.option(fc.array(entry, { maxLength: 5 })),
    dnd: fc.option(fc.boolean()),
    dndSettings: fc.option(settings),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/* A new contact: what only an update takes is left out. */
const first = patch.map(({ keyword, ssn, type, ...body }) => body);

const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('update'), body: patch }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refused update'), body: patch }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add tags'), tags }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove tags'), tags }) },
);

/* ---- what should become of it --------------------------------------------------------------------- */

const blanks = /^\p{White_Space}+|\p{White_Space}+$/gu;
const trimmed = (given) => (given ?? '').replace(blanks, '');

function asTags(given) {
  const all = given.map((tag) => trimmed(tag).normalize('NFC').toLowerCase());
  return [...new Set(all.filter((tag) => tag !== ''))];
}

function withoutEmpty(object) {
  return Object.fromEntries(Object.entries(object).filter(([, one]) => one !== null && one !== '' && one !== undefined));
}

/* A contact as far as this is about it. What is empty is not there. */
class Model {
  texts = { type: 'lead' }; /* of a new contact */
  tags = [];
  custom = new Map();
  dnd = false;
  channels = {};

  constructor(fields) {
    this.fields = fields; /* as the location defines them, in the order of `definitions` */
  }

  update(body) {
    for (const name of plain) if (name in body) this.texts[name] = body[name];
    this.rename(body);
    if ('tags' in body) this.tags = asTags(body.tags ?? []);
    if ('dnd' in body) this.dnd = body.dnd ?? false;
    for (const one of body.customFields ?? []) this.setCustom(one);
    if (body.dndSettings === null) this.channels = {};
    Object.assign(this.channels, body.dndSettings);
  }

  /* A name counts where neither first nor last name has a value: its first word, and the rest. */
  rename(body) {
    const given = { firstName: trimmed(body.firstName), lastName: trimmed(body.lastName) };
    for (const name of Object.keys(given)) if (name in body) this.texts[name] = given[name];
    const beside = 'firstName' in body || 'lastName' in body;
    if (!('name' in body) || given.firstName || given.lastName || (beside && !body.name)) return;
    const [, first, rest] = trimmed(body.name).match(/^(\P{White_Space}*)\p{White_Space}*(.*)$/su);
    Object.assign(this.texts, { firstName: first, lastName: rest });
  }

  setCustom({ field, spelling, value: given }) {
    if (field === undefined || spelling === undefined) return;
    const { id } = this.fields[field];
    const empty = given === null || given === '' || given.length === 0;
    if (empty) this.custom.delete(id);
    else this.custom.set(id, Array.isArray(given) ? [...new Set(given)] : given);
  }

  addTags(given) {
    this.tags = [...new Set([...this.tags, ...asTags(given)])];
  }

  removeTags(given) {
    const gone = asTags(given);
    this.tags = this.tags.filter((tag) => !gone.includes(tag));
  }

  get contact() {
    const texts = withoutEmpty(this.texts);
    const name = [texts.firstName, texts.lastName].filter(Boolean).join(' ');
    const kept = Object.entries(withoutEmpty(this.channels)).map(([channel, one]) => [channel, withoutEmpty(one)]);
    return {
      ...texts,
      ...(name && { name, fullNameLowerCase: name.toLowerCase() }),
      tags: this.tags,
      customFields: [...this.custom].map(([id, one]) => ({ id, value: one })),
      dnd: this.dnd,
      ...(kept.length > 0 && { dndSettings: Object.fromEntries(kept) }),
    };
  }
}

/* ---- both, side by side --------------------------------------------------------------------------- */

const compared = [...plain, ...names, 'fullNameLowerCase', 'tags', 'customFields', 'dnd', 'dndSettings'];
const part = (contact) => Object.fromEntries(compared.filter((name) => name in contact).map((name) => [name, contact[name]]));

describe('Random changes of a contact', suite, () => {
  const server = useServer();
  let fields;

  before(async () => {
    fields = [];
    for (const { value: _, ...definition } of definitions) fields.push(await server.home.newField(definition));
  });

  /* One entry of customFields as a body has it. */
  function asBody({ field, by, spelling, value: given }) {
    const definition = field === undefined ? { id: 'nobodys', fieldKey: 'contact.nobodys' } : fields[field];
    const key = by === 'key' ? definition.fieldKey.replace(/^contact\./, '') : definition.fieldKey;
    const named = by === 'id' ? { id: definition.id } : { key };
    return spelling ? { ...named, [spelling]: given } : named;
  }

  function bodyOf({ customFields, ...rest }) {
    if (customFields === undefined) return rest;
    return { ...rest, customFields: customFields && customFields.map(asBody) };
  }

  const kinds = {
    'update': async (id, { body }, model) => {
      model.update(body);
      const answer = await server.home.put(id, bodyOf(body));
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(part(answer.body.contact), model.contact);
    },
    'refused update': async (id, { body }) => {
      const answer = await server.home.put(id, { ...bodyOf(body), gender: 'x' });
      assert.equal(answer.status, 422, answer.text);
    },
    'add tags': async (id, { tags: given }, model) => {
      const held = model.tags;
      model.addTags(given);
      const { body } = await server.home.request('POST', `/contacts/${id}/tags`, { body: { tags: given } });
      assert.deepEqual(body.tags, model.tags);
      assert.deepEqual(body.tagsAdded, model.tags.slice(held.length));
    },
    'remove tags': async (id, { tags: given }, model) => {
      const held = model.tags;
      model.removeTags(given);
      const { body } = await server.home.request('DELETE', `/contacts/${id}/tags`, { body: { tags: given } });
      assert.deepEqual(body.tags, model.tags);
      assert.deepEqual([...body.tagsRemoved].sort(), held.filter((tag) => !model.tags.includes(tag)).sort());
    },
  };

  test('leave it as the model has it', async () => {
    const property = fc.asyncProperty(first, fc.array(change, { maxLength: 6 }), async (body, changes) => {
      const model = new Model(fields);
      model.update(body);
      const made = await server.home.create(bodyOf(body));
      assert.deepEqual(part(made), model.contact);
      const { id } = made;
      for (const one of changes) await kinds[one.kind](id, one, model);
      assert.deepEqual(part(await server.home.stored(id)), model.contact);
    });
    const { SEED, REPLAY } = process.env;
    await fc.assert(property, {
      numRuns: RUNS,
      includeErrorInReport: true,
      ...(SEED && { seed: Number(SEED) }),
      ...(REPLAY && { path: REPLAY }),
    });
  });
});
