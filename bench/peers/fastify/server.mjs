/*
 * The peer: GET and PUT of a contact with Fastify and better-sqlite3, as a good Node developer would
 * write them.
 *
 *   node server.mjs FILE WORKERS
 *
 * Prints the address when all workers listen. Stored documents are sent as they are, without encoding
 * them again; requests are not logged, which contactd does.
 */
import cluster from 'node:cluster';
import { createHash, randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import { contactsOf } from './contacts.mjs';
import { openDatabase } from './database.mjs';
import { updateBody } from './schema.mjs';

const [file, workers] = process.argv.slice(2);

function refuse(reply, status, message) {
  return reply.code(status).send({ statusCode: status, message, traceId: randomUUID() });
}

function send(reply, row, text) {
  return reply.header('content-type', 'application/json; charset=utf-8').header('etag', `"${row.version}"`).send(text);
}

/* A token is looked up once in half a second, as in contactd: a query for each request costs a third of it. */
const TOKEN_FRESH_MS = 500;

function tokensOf(database) {
  const find = database.prepare('SELECT id, location_id FROM token WHERE hash = ?');
  const known = new Map();
  return (text) => {
    const hash = createHash('sha256').update(text).digest();
    const key = hash.toString('base64');
    const held = known.get(key);
    if (held && held.until > Date.now()) return held.token;
    const token = find.get(hash);
    if (token) known.set(key, { token, until: Date.now() + TOKEN_FRESH_MS });
    else known.delete(key);
    return token;
  };
}

function checkToken(app, database) {
  const tokenOf = tokensOf(database);
  app.decorateRequest('token', null);
  app.addHook('onRequest', (request, reply, next) => {
    const [, text] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
    request.token = text && tokenOf(text);
    if (!request.token) refuse(reply, 401, 'Invalid token: access token is invalid');
    else if (!request.headers.version) refuse(reply, 401, 'version header was not found.');
    else next();
  });
}

function route(app, contacts) {
  app.get('/contacts/:id', (request, reply) => {
    const row = contacts.find(request.token, request.params.id);
    if (!row) return refuse(reply, 400, `Contact with id ${request.params.id} not found`);
    return send(reply, row, `{"contact":${row.document},"traceId":"${randomUUID()}"}`);
  });
  app.put('/contacts/:id', { schema: { body: updateBody } }, (request, reply) => {
    const row = contacts.update(request.token, request.params.id, request.body);
    if (!row) return refuse(reply, 400, `Contact with id ${request.params.id} not found`);
    return send(reply, row, `{"succeded":true,"contact":${row.document},"traceId":"${randomUUID()}"}`);
  });
}

async function serve() {
  const database = openDatabase(file);
  const ajv = { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true } };
  const app = Fastify({ ajv });
  checkToken(app, database);
  route(app, contactsOf(database));
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
