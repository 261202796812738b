/* What the program says of itself at /openapi.json: that it is well-formed, whole, and true. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { description, resolve } from './description.mjs';
import { newEmail, repository, suite, useServer } from './harness.mjs';

/* Every operation as { method, path, …what the description says of it }. */
function operations() {
  return Object.entries(description().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })),
  );
}

/* What the pattern finds in each row of a table. */
function rowsOf(file, pattern) {
  return [...readFileSync(join(repository, 'src/api', file), 'utf8').matchAll(pattern)].map(([, ...cells]) => cells);
}

const isJson = ({ responses }) => Object.values(responses)[0].content['application/json'];
const bodyOf = ({ requestBody }) => requestBody?.content['application/json'];

/* Every property and parameter: whose it is (as properties.def has it), its name, and what is said of it. */
function meanings() {
  const all = [];
  const visit = (owner, { properties = {}, items, anyOf = [] }) => {
    for (const [name, property] of Object.entries(properties)) {
      const channel = property.type?.includes?.('object'); /* of dndSettings: its name says it */
      all.push({ owner, name, meaning: property.description ?? (channel && name) });
      visit(owner, property);
    }
    if (items) visit(owner, items);
    for (const { properties: narrowed = {}, ...one } of anyOf) {
      const further = Object.entries(narrowed).filter(([name]) => !(name in properties));
      visit(owner, { properties: Object.fromEntries(further), ...one });
    }
  };
  for (const [name, schema] of Object.entries(description().components.schemas)) visit(name, schema);
  for (const { tags, responses, parameters } of operations()) {
    for (const { content } of Object.values(responses)) visit(tags[0], content?.['application/json']?.schema ?? {});
    for (const one of parameters.map(resolve)) {
      all.push({ owner: tags[0], name: one.name, meaning: one.description });
    }
  }
  return all.filter(({ owner }) => owner !== 'Error'); /* which has its own words */
}

describe('The description', suite, () => {
  const server = useServer();

  test('has nothing that Redocly finds fault with', async () => {
    const { text } = await server.request('GET', '/openapi.json', { unchecked: true });
    const config = await createConfig({
      extends: ['recommended'],
      rules: {
        'no-path-trailing-slash': 'off', /* the API is published with one: /contacts/ */
        'no-ambiguous-paths': 'off', /* … and with /contacts/business/{businessId} beside /contacts/{contactId}/tags */
      },
    });
    const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config });
    assert.deepEqual(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]), []);
  });

  test('has every route, and no other', () => {
    const rows = rowsOf('routes.def', /^ROUTE\((\w+), "([^"]+)",/gm).map(([method, path]) => `${method} ${path}`);
    assert.deepEqual(operations().map(({ method, path }) => `${method} ${path}`).sort(), rows.sort());
  });

  test('uses every row of its tables', () => {
    const handlers = rowsOf('openapi/operations.def', /^OPERATION\((\w+),/gm).map(([name]) => name.replaceAll('_', '-'));
    const ids = operations().map(({ operationId }) => operationId);
    assert.deepEqual(handlers.filter((handler) => !ids.includes(handler)), []);
    const names = rowsOf('openapi/properties.def', /^PROPERTY\("([\w.]+)",/gm).map(([name]) => name);
    const used = new Set(meanings().flatMap(({ owner, name }) => [name, `${owner}.${name}`]));
    assert.ok(names.length > 0);
    assert.deepEqual(names.filter((name) => !used.has(name)), []);
  });

  test('says of each operation what it is called and what it does', () => {
    for (const { operationId, summary, description: text, tags } of operations()) {
      assert.match(operationId, /^[a-z0-9]+(-[A-Za-z0-9]+)*$/);
      assert.ok(summary && text && tags.length === 1, operationId);
    }
    const ids = operations().map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('says what every property means', () => {
    const unknown = meanings().filter(({ meaning }) => !meaning);
    assert.deepEqual([...new Set(unknown.map(({ owner, name }) => `${owner}.${name}`))], []);
  });

  test('asks each body for an example that its schema takes', () => {
    const bodies = operations().filter(bodyOf);
    assert.ok(bodies.length > 0);
    for (const operation of bodies) assert.ok(bodyOf(operation).example, operation.operationId);
  });

  test('has every field that contacts can be searched by, by what it holds', () => {
    const table = readFileSync(join(repository, 'src/contact/search_fields.def'), 'utf8');
    const rows = [...table.matchAll(/^(?:FIELD|ALIAS|NEVER)\(\w+, "([\w.]+)", (\w+)[,)]/gm)];
    const titles = { TEXT: 'Text', TEXTS: 'Text', PHONE: 'Text', ID: 'Id', DATE: 'Date' };
    const kinds = description().components.schemas.SearchField.anyOf.filter((one) => one.enum);
    const described = kinds.flatMap((one) => one.enum.map((name) => [name, one.title]));
    assert.deepEqual(described.sort(), rows.map(([, name, kind]) => [name, titles[kind] ?? 'Word']).sort());
  });

  test('has every version that is taken', async () => {
    const { schema } = description().components.parameters.Version;
    const { id } = await server.home.create();
    for (const version of schema.enum) assert.equal((await server.home.get(id, { version })).status, 200, version);
    assert.equal((await server.home.get(id, { version: '2020-01-01' })).status, 401);
  });

  test('comes again only when it has changed', async () => {
    const ask = (etag) =>
      server.request('GET', '/openapi.json', { headers: { 'if-none-match': etag }, unchecked: true });
    const { etag } = (await ask(undefined)).headers;
    assert.match(etag, /^"[0-9a-f]{32}"$/);
    for (const held of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const answer = await ask(held);
      assert.equal(answer.status, 304, held);
      assert.equal(answer.text, '');
      assert.equal(answer.headers.etag, etag);
      assert.equal(answer.headers['content-length'], undefined);
    }
    for (const other of ['"x"', etag.slice(1, -1)]) assert.equal((await ask(other)).status, 200, other);
  });

  test('can be asked for by HEAD, and with a slash behind it', async () => {
    const head = await server.request('HEAD', '/openapi.json', { unchecked: true });
    assert.deepEqual([head.status, head.text], [200, '']);
    assert.equal((await server.request('GET', '/openapi.json/', { unchecked: true })).status, 200);
  });
});

const scopesOf = ({ security }) => [...new Set(security.flatMap((one) => Object.values(one).flat()))];
const isForAgency = ({ security }) => security.some((one) => one['Agency-Access']);
const isForLocation = ({ security }) => security.some((one) => one['Location-Access']);
const versionOf = ({ parameters }) => parameters.map(resolve).find(({ name }) => name === 'Version')?.schema.default;

/*
 * Requests as the description has them: "LOCATION", "CONTACT", "BUSINESS" and "FOLDER" of an example are ids, and so
 * are the {parameters} of a path, of things that are made by the example of their own POST.
 */
class Trial {
  constructor(server, location) {
    this.server = server;
    this.location = location;
    this.tokens = new Map();
    this.count = 0;
  }

  static async begin(server) {
    return new Trial(server, await server.newLocation({ name: 'Trial', allowDuplicates: true }));
  }

  /* With the operation's scope alone: the agency's, where it and the location will do. */
  async tokenOf(operation, agency = isForAgency(operation)) {
    const scopes = scopesOf(operation);
    const key = [agency, ...scopes].join(' ');
    if (scopes.length === 0) return undefined;
    if (!this.tokens.has(key)) {
      const made = agency ? this.server.newAgencyToken({ scopes }) : this.location.newToken({ scopes });
      this.tokens.set(key, (await made).token);
    }
    return this.tokens.get(key);
  }

  async request(operation, { path, body, token, ...rest }) {
    return this.server.request(operation.method, path ?? (await this.target(operation)), {
      token: token ?? (await this.tokenOf(operation)),
      version: versionOf(operation),
      body: body ?? (await this.example(operation)),
      ...rest,
    });
  }

  /* No two have the same name or email: some things must not. */
  async example(operation) {
    if (!bodyOf(operation)) return undefined;
    let text = JSON.stringify(bodyOf(operation).example).replaceAll('"LOCATION"', `"${this.location.id}"`);
    if (text.includes('"CONTACT"')) text = text.replaceAll('CONTACT', (await this.location.create()).id);
    if (text.includes('"BUSINESS"')) text = text.replaceAll('BUSINESS', await this.made('/businesses'));
    if (text.includes('"FOLDER"')) text = text.replaceAll('FOLDER', await this.made('/custom-fields/folder'));
    const body = JSON.parse(text);
    for (const name of ['name', 'fieldKey']) if (body[name]) body[name] += ` ${++this.count}`;
    if (body.email) body.email = newEmail();
    return body;
  }

  /* The id of a new one of `template`, which is at `path`. */
  async made(template, path = template) {
    const maker = operations().find(
      (one) => one.method === 'POST' && one.path.replace(/\/$/, '') === template && bodyOf(one),
    );
    if (!maker) return undefined;
    const answer = await this.request(maker, { path });
    assert.ok(answer.status < 300, answer.text);
    return answer.body.id ?? Object.values(answer.body).find((value) => value?.id)?.id;
  }

  /* The path of an operation with its parameters, and the whole query. The agency's location is a new one. */
  async target(operation) {
    const known = new Map(operation.parameters.map(resolve).map((one) => [one.name, one]));
    const [seen, path] = [[], []];
    for (const segment of operation.path.split('/')) {
      const name = segment.match(/^\{(.+)\}$/)?.[1];
      let value = segment;
      if (name === 'locationId' && isForLocation(operation)) value = this.location.id;
      else if (name) value = (await this.made(seen.join('/'), path.join('/'))) ?? known.get(name).schema.examples[0];
      seen.push(segment);
      path.push(encodeURIComponent(value));
    }
    const query = [...known.values()].filter((one) => one.in === 'query');
    const values = query.map(({ name, schema }) => [name, name === 'locationId' ? this.location.id : schema.examples[0]]);
    return path.join('/') + (values.length > 0 ? `?${new URLSearchParams(values)}` : '');
  }
}

describe('What is described', suite, () => {
  const server = useServer();

  test('can be done, as it is described, with a token of that scope alone', async () => {
    const trial = await Trial.begin(server);
    for (const operation of operations().filter(isJson)) {
      const unchecked = operation.tags[0] === 'Server'; /* its answers have no traceId */
      const answer = await trial.request(operation, { unchecked });
      const name = `${operation.method} ${operation.path}`;
      assert.ok(answer.status < 300, `${name}: ${answer.status} ${answer.text}`);
      assert.ok(answer.status in operation.responses, name);
    }
  });

  test('is done with the tokens that it names, and no other', async () => {
    const trial = await Trial.begin(server);
    const { token: ofAgency } = await server.newAgencyToken(); /* which has no scope of what it may not do */
    for (const operation of operations().filter((one) => scopesOf(one).length > 0)) {
      for (const agency of [true, false]) {
        const token = agency && !isForAgency(operation) ? ofAgency : await trial.tokenOf(operation, agency);
        const answer = await trial.request(operation, { token });
        const fits = agency ? isForAgency(operation) : isForLocation(operation);
        assert.equal(answer.status !== 401, fits, `${operation.operationId}: ${answer.text}`);
      }
    }
  });

  test('of a query holds: a number past its bounds is refused', async () => {
    const trial = await Trial.begin(server);
    let tried = 0;
    for (const operation of operations()) {
      const numbers = operation.parameters.filter((one) => one.in === 'query' && 'maximum' in one.schema);
      for (const { name, schema } of numbers) {
        const { minimum, maximum } = schema;
        assert.ok(schema.default >= minimum && schema.default <= maximum, name);
        for (const [value, status] of [[minimum, 200], [maximum, 200], [minimum - 1, 422], [maximum + 1, 422], ['x', 422]]) {
          const [path, query] = (await trial.target(operation)).split('?');
          const values = new URLSearchParams(query);
          values.set(name, value);
          const answer = await trial.request(operation, { path: `${path}?${values}` });
          assert.equal(answer.status, status, `${operation.operationId} with ${value} as ${name}: ${answer.text}`);
          tried++;
        }
      }
    }
    assert.ok(tried > 30, `${tried}`);
  });

  /* [what is wrong, the value] of one property, by its schema. */
  function* wrongs(schema) {
    const types = [schema.type ?? []].flat();
    const refers = [schema, ...(schema.anyOf ?? [])].some(({ $ref }) => $ref);
    const takesNull = types.includes('null') || (schema.anyOf ?? []).some(({ type }) => type === 'null');
    const open = types.length === 0 && !refers;
    if (open) return;
    if (!takesNull) yield ['null', null];
    if (types.includes('string') || types.includes('array') || refers) yield ['a flag', true];
    else yield ['a text', 'x'];
    if (schema.maximum) yield ['too much', schema.maximum + 1];
    if (schema.minimum) yield ['too little', schema.minimum - 1];
    if (schema.maxLength) yield ['too long a text', 'x'.repeat(schema.maxLength + 1)];
    if (schema.enum) yield ['another text', 'nonsense'];
    if (schema.maxItems) yield ['too long a list', Array(schema.maxItems + 1).fill(schema.items.type === 'string' ? 'x' : {})];
    if (schema.items?.maxLength) yield ['a list of too long a text', ['x'.repeat(schema.items.maxLength + 1)]];
  }

  function takesNull(schema) {
    return [schema.type].flat().includes('null') || (schema.anyOf ?? []).some(({ type }) => type === 'null');
  }

  test('of a body holds: what it does not take is refused, and null is taken where it says so', async () => {
    const trial = await Trial.begin(server);
    let tried = 0;
    for (const operation of operations().filter(bodyOf)) {
      const schema = resolve(bodyOf(operation).schema);
      const example = await trial.example(operation);
      const target = await trial.target(operation);
      const ask = async (body, what) => {
        tried++;
        const answer = await trial.request(operation, { path: target, body });
        return { ...answer, what: `${operation.method} ${operation.path} with ${what}: ${answer.status} ${answer.text}` };
      };
      const refused = async (body, what) => {
        const answer = await ask(body, what);
        const elsewhere = typeof body.locationId === 'string' && body.locationId !== trial.location.id;
        assert.equal(answer.status, elsewhere ? 403 : 422, answer.what);
      };
      await refused({ ...example, foo: 1 }, 'another property');
      for (const name of schema.required) {
        const { [name]: left, ...rest } = example;
        await refused(rest, `no ${name}, which was ${left}`);
      }
      for (const [name, property] of Object.entries(schema.properties)) {
        for (const [what, value] of wrongs(property)) await refused({ ...example, [name]: value }, `${what} as ${name}`);
        if (!takesNull(property)) continue;
        const answer = await ask({ ...example, [name]: null }, `null as ${name}`);
        const refuses = answer.status === 422 && [answer.body.message].flat().some((one) => one.startsWith(`${name} must be`));
        assert.ok(!refuses, answer.what); /* of options it is said that all have to stay, where there are some */
      }
    }
    assert.ok(tried > 100, `${tried}`);
  });
});
