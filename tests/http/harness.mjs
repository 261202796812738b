/*
 * A contactd of its own for whoever asks: started on a free port with a fresh folder, filled through its
 * command line, stopped with SIGTERM, which has to end in exit code 0. Its store is a file in the folder, or, with
 * the URL of a PostgreSQL server in CONTACTD_POSTGRES, a database of its own there.
 *
 *   describe('a subject', suite, () => {
 *     const server = useServer();
 *     test('a sentence', async () => {
 *       const { id } = await server.home.create({ email: 'ann@example.com' });
 *       const answer = await server.home.put(id, { city: 'Dolomite' });
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { learn } from './description.mjs';
import { checkAnswer, send } from './request.mjs';
import { dropDatabase, newDatabase, psql } from '../postgres/cluster.mjs';
import { cleanEnvironment, contactd, execute, exitOf, makeFolder, program, until, within } from './program.mjs';

export * from './program.mjs';

export const allScopes = [
  'contacts.readonly',
  'contacts.write',
  'locations/customFields.readonly',
  'locations/customFields.write',
  'businesses.readonly',
  'businesses.write',
  'locations/tags.readonly',
  'locations/tags.write',
  'locations/customValues.readonly',
  'locations/customValues.write',
  'campaigns.readonly',
  'workflows.readonly',
  'users.readonly',
  'users.write',
];
export const agencyScopes = ['locations.readonly', 'locations.write', 'users.readonly', 'users.write'];

/* Unlike every other, so that contacts of one test are never in the way of another's. */
export function newEmail() {
  return `${randomUUID()}@example.com`;
}

/* A body that makes a user of a location; `rest` instead of what it has. */
export function newUser(locationId, rest) {
  return {
    companyId: 'company',
    firstName: 'John',
    lastName: 'Deo',
    email: newEmail(),
    password: '*****Secret1',
    type: 'account',
    role: 'admin',
    locationIds: [locationId],
    ...rest,
  };
}

/* … and one that makes a custom field of an object. */
export function newObjectField(locationId) {
  const fieldKey = `custom_objects.pet.${randomUUID()}`;
  return { locationId, name: newEmail(), dataType: 'TEXT', objectKey: 'custom_objects.pet', fieldKey, parentId: '', showInForms: true };
}

const running = new Set();
process.prependListener('exit', () => running.forEach((child) => child.kill('SIGKILL')));

const postgres = process.env.CONTACTD_POSTGRES;

/* For tests that are about SQLite's own ways: why they are not made on another store. */
export const onlySqlite = postgres ? { skip: 'about SQLite files' } : {};

/* By folder: a server that starts on an earlier one's has its store. */
const databases = new Map();

async function storeIn(folder) {
  if (!postgres) return `sqlite:${join(folder, 'contactd.db')}`;
  if (!databases.has(folder)) databases.set(folder, await newDatabase(postgres));
  return databases.get(folder);
}

export class Server {
  /* `folder`: that of an earlier one, to start again on its store; `store`: the URL of another. */
  constructor({ flags = [], environment = {}, folder, tls = false, store } = {}) {
    this.store = store;
    this.flags = flags;
    this.environment = environment;
    this.folder = folder ?? makeFolder();
    this.logFile = join(this.folder, `log-${randomUUID()}`);
    this.outputFile = `${this.logFile}.stdout`;
    const transport = tls ? https : http;
    this.agent = new transport.Agent({ keepAlive: true, maxSockets: 64, rejectUnauthorized: false });
    this.transport = transport;
  }

  async start() {
    this.store ??= await storeIn(this.folder);
    const args = ['serve', '--listen', '127.0.0.1:0', '--store', this.store, '--log-format', 'json'];
    const files = [this.outputFile, this.logFile].map((file) => openSync(file, 'w'));
    this.child = spawn(program, [...args, ...this.flags], {
      stdio: ['ignore', ...files],
      env: cleanEnvironment(this.environment),
    });
    files.forEach(closeSync);
    this.child.unref(); /* a test that fails before it stops its server must not wait for it */
    running.add(this.child);
    this.exit = exitOf(this.child).finally(() => running.delete(this.child));
    let ended = false;
    this.exit.then(
      () => (ended = true),
      () => (ended = true),
    );
    const listening = await until(() => {
      assert.ok(!ended, `the server did not start:\n${this.log}`);
      return this.event('listening');
    }, 'the server to listen');
    this.address = listening.address;
    this.port = Number(listening.address.split(':').at(-1));
    await learn(this);
    return this;
  }

  /* All it has written to standard error. */
  get log() {
    return readFileSync(this.logFile, 'utf8');
  }

  get output() {
    return readFileSync(this.outputFile, 'utf8');
  }

  get events() {
    const whole = this.log.slice(0, this.log.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  event(name) {
    return this.events.find((one) => one.event === name);
  }

  async stop(signal = 'SIGTERM') {
    this.child.kill(signal);
    await this.ended();
  }

  /* It ends by itself and in peace. */
  async ended() {
    const exit = await within(this.exit, 'the server to stop');
    assert.deepEqual(exit, { code: 0, signal: null }, this.log);
    assert.doesNotMatch(this.log, /runtime error:/); /* the undefined behaviour sanitizer goes on */
    this.agent.destroy();
  }

  async kill() {
    this.child.kill('SIGKILL');
    await within(this.exit, 'the server to die');
    this.agent.destroy();
  }

  /* Another subcommand on the same store, while the server runs; it must succeed. */
  async command(...args) {
    const { code, stdout, stderr } = await contactd([...args, '--store', this.store, '--json']);
    assert.equal(code, 0, `contactd ${args.join(' ')}: ${stderr}`);
    assert.equal(stderr, '');
    return stdout.trim() === '' ? undefined : JSON.parse(stdout);
  }

  /* Its store by another hand, with SQL that every store understands; what was selected, as text. */
  async sql(text) {
    if (this.store.startsWith('postgres:')) return psql(this.store, text);
    const file = join(this.folder, 'contactd.db');
    const { code, stdout, stderr } = await execute('sqlite3', ['-cmd', '.timeout 5000', file, text]);
    assert.equal(code, 0, stderr);
    return stdout;
  }

  /* When nobody will start on it again. */
  async dropStore() {
    if (postgres) await dropDatabase(this.store);
  }

  /* The location itself may be asked for anything else. */
  locationOf(id) {
    return new Location(this, id);
  }

  async newLocation({ name = 'Home', country, timezone, match, allowDuplicates } = {}) {
    const args = ['location', 'create', '--name', name];
    if (country) args.push('--country', country);
    if (timezone) args.push('--timezone', timezone);
    if (match) args.push('--match', match);
    if (allowDuplicates) args.push('--allow-duplicates');
    const { id } = await this.command(...args);
    const location = new Location(this, id);
    location.token = (await location.newToken()).token;
    return location;
  }

  /* A token of the agency, which belongs to no location. */
  async newAgencyToken({ scopes = agencyScopes, name } = {}) {
    const args = ['token', 'create', '--agency'];
    for (const scope of scopes) args.push('--scope', scope);
    if (name) args.push('--name', name);
    return this.command(...args);
  }

  /*
   * `headers` of undefined are left out. The answer is checked for what holds of all answers, unless
   * `unchecked`.
   */
  async request(method, path, { token, version = '2021-07-28', headers = {}, body, unchecked } = {}) {
    const head = {
      authorization: token === undefined ? undefined : `Bearer ${token}`,
      version,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const kept = Object.fromEntries(Object.entries(head).filter(([, value]) => value !== undefined));
    const { transport, agent, port } = this;
    const options = { host: '127.0.0.1', port, method, path, headers: kept, agent };
    const answer = await within(send(transport, options, body), `${method} ${path} to be answered`);
    if (!unchecked) checkAnswer(answer, { method, path, version, body });
    return answer;
  }
}

/* A location with a token that may do everything. */
class Location {
  constructor(server, id) {
    this.server = server;
    this.id = id;
  }

  async newToken({ scopes = allScopes, name, expiresIn } = {}) {
    const args = ['token', 'create', '--location', this.id];
    for (const scope of scopes) args.push('--scope', scope);
    if (name) args.push('--name', name);
    if (expiresIn) args.push('--expires-in', String(expiresIn));
    return this.server.command(...args);
  }

  async newField({ name, type, options = [], key, allowCustomOption }) {
    const args = ['custom-field', 'create', '--location', this.id, '--name', name, '--type', type];
    for (const option of options) args.push('--option', option);
    if (key) args.push('--key', key);
    if (allowCustomOption) args.push('--allow-custom-option');
    return this.server.command(...args);
  }

  request(method, path, options = {}) {
    return this.server.request(method, path, { token: this.token, ...options });
  }

  get(id, options) {
    return this.request('GET', `/contacts/${id}`, options);
  }

  put(id, body, options) {
    return this.request('PUT', `/contacts/${id}`, { body, ...options });
  }

  delete(id, options) {
    return this.request('DELETE', `/contacts/${id}`, options);
  }

  post(body, options) {
    return this.request('POST', '/contacts/', { body: { locationId: this.id, ...body }, ...options });
  }

  upsert(body, options) {
    return this.request('POST', '/contacts/upsert', { body: { locationId: this.id, ...body }, ...options });
  }

  /* The contact as answered; with an address of its own where none is given. */
  async create(body = {}) {
    const given = 'email' in body || 'phone' in body ? body : { email: newEmail(), ...body };
    const answer = await this.post(given);
    assert.equal(answer.status, 201, answer.text);
    return answer.body.contact;
  }

  /* The contact as GET has it. */
  async stored(id, options) {
    const answer = await this.get(id, options);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.contact;
  }

  /* What an update that must succeed leaves: the contact of the answer, which is also what GET has. */
  async update(id, body, options) {
    const answer = await this.put(id, body, options);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await this.stored(id, options), answer.body.contact);
    return answer.body.contact;
  }

  /* The messages of an update that must be refused, and that it changed nothing. */
  async refusal(id, body, options) {
    const held = await this.get(id);
    const answer = await this.put(id, body, options);
    assert.equal(answer.status, 422, answer.text);
    const now = await this.get(id);
    assert.deepEqual(now.body.contact, held.body.contact);
    assert.equal(now.headers.etag, held.headers.etag);
    return answer.body.message;
  }
}

/* A server with one location (`home`) for the tests of the surrounding describe. */
export function useServer(options = {}) {
  const server = new Server(options);
  before(async () => {
    await server.start();
    server.home = await server.newLocation(options.home);
  });
  after(async () => {
    if (!server.port) return; /* it did not start */
    await server.stop();
    await server.dropStore();
  });
  return server;
}

/*
 * A server on a file whose searches wait, five seconds each, for a search file that cannot be made until `release`;
 * with a location, `home`.
 */
export async function startWithoutSearchFile(flags) {
  const folder = makeFolder();
  const inTheWay = join(folder, 'contactd.db-search');
  mkdirSync(inTheWay);
  const server = await new Server({ folder, flags }).start();
  server.home = await server.newLocation();
  const search = () => server.home.request('POST', '/contacts/search', { body: { locationId: server.home.id, pageLimit: 1 } });
  return { server, home: server.home, search, release: () => rmSync(inTheWay, { recursive: true }) };
}
