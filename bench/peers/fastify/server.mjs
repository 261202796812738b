/*
 * The peer: GET and PUT of a contact with Fastify, as a good Node developer would write them.
 *
 *   node server.mjs FILE WORKERS              better-sqlite3
 *   node server.mjs postgres://… WORKERS      pg
 *
 * Prints the address when all workers listen. Stored documents are sent as they are, without encoding
 * them again; requests are not logged, which contactd does.
 */
import cluster from 'node:cluster';
import { createHash, randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { updateBody } from './schema.mjs';

const [store, workers] = process.argv.slice(2);

function refuse(reply, status, message) {
  return reply.code(status).send({ statusCode: status, message, traceId: randomUUID() });
}

function send(reply, row, text) {
  return reply.header('content-type', 'application/json; charset=utf-8').header('etag', `"${row.version}"`).send(text);
}

/* What better-sqlite3 has at once and pg has later; for the former no promise is made. */
const once = (value, use) => (value instanceof Promise ? value.then(use) : use(value));

/* A token is looked up once in half a second, as in contactd: a query for each request costs a third of it. */
const TOKEN_FRESH_MS = 500;

function tokensOf(find) {
  const known = new Map();
  return (text) => {
    const hash = createHash('sha256').update(text).digest();
    const key = hash.toString('base64');
    const held = known.get(key);
    if (held && held.until > Date.now()) return held.token;
    return once(find(hash), (token) => {
      if (token) known.set(key, { token, until: Date.now() + TOKEN_FRESH_MS });
      else known.delete(key);
      return token;
    });
  };
}

function checkToken(app, find) {
  const tokenOf = tokensOf(find);
  app.decorateRequest('token', null);
  app.addHook('onRequest', (request, reply, next) => {
    const [, text] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    once(text && tokenOf(text), (token) => {
      request.token = token;
      if (!token) refuse(reply, 401, 'Invalid token: access token is invalid');
      else if (!request.headers.version) refuse(reply, 401, 'version header was not found.');
      else next();
    });
  });
}

function answer(reply, id, row, begin) {
  if (!row) return refuse(reply, 400, `Contact with id ${id} not found`);
  return send(reply, row, `${begin}"contact":${row.document},"traceId":"${randomUUID()}"}`);
}

function route(app, contacts) {
  app.get('/contacts/:id', (request, reply) => {
    const { id } = request.params;
    return once(contacts.find(request.token, id), (row) => answer(reply, id, row, '{'));
  });
  app.put('/contacts/:id', { schema: { body: updateBody } }, (request, reply) => {
    const { id } = request.params;
    const changed = contacts.update(request.token, id, request.body);
    return once(changed, (row) => answer(reply, id, row, '{"succeded":true,'));
  });
}

/* Loaded when it is the one: better-sqlite3 may not be there on a machine that has pg. */
async function openStore() {
  if (store.startsWith('postgres:')) {
    const { contactsOf, openPool, tokensIn } = await import('./postgres.mjs');
    const pool = openPool(store);
    return { contacts: contactsOf(pool), findToken: tokensIn(pool) };
  }
  const { openDatabase } = await import('./database.mjs');
  const { contactsOf } = await import('./contacts.mjs');
  const database = openDatabase(store);
  const find = database.prepare('SELECT id, location_id FROM token WHERE hash = ?');
  return { contacts: contactsOf(database), findToken: (hash) => find.get(hash) };
}

async function serve() {
  const { contacts, findToken } = await openStore();
  const ajv = { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } };
  const app = Fastify({ ajv });
  checkToken(app, findToken);
  route(app, contacts);
  return app.listen({ host: '127.0.0.1', port: 0 });
}

/* Workers that ask for port 0 share one port. */
function supervise(count) {
  let listening = 0;
  cluster.on('listening', (worker, { port }) => {
    listening++;
    if (listening === count) console.log(`http://127.0.0.1:${port}`);
  });
  process.on('SIGTERM', () => cluster.disconnect(() => process.exit()));
  for (let worker = 0; worker < count; worker++) cluster.fork();
}

if (cluster.isWorker) await serve();
else if (workers === '1') console.log(await serve());
else supervise(Number(workers));
