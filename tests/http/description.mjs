/*
 * The program's own description of itself, GET /openapi.json, and what is checked against it: every answer of the
 * suite, and every body that was taken.
 *
 * A client must not mind members that it does not know, so the description leaves documents open. Here they are
 * closed: a member that is answered and not described is a fault.
 */
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);

let document;

/* From the first server that starts; all of one file are the same program. */
export async function learn(server) {
  if (document) return;
  const answer = await server.request('GET', '/openapi.json', { unchecked: true });
  assert.equal(answer.status, 200, answer.text);
  if (document) return; /* another server of this file was faster */
  document = answer.body;
  ajv.addSchema({ $id: 'openapi', ...closed(document) });
}

/* Where an object says what it has, it has nothing else. */
function closed(value) {
  if (Array.isArray(value)) return value.map(closed);
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  if (copy.type === 'object' && copy.properties) copy.additionalProperties ??= false;
  return copy;
}

export function description() {
  return document;
}

export function resolve(value) {
  if (!value?.$ref) return value;
  return value.$ref.slice(2).split('/').reduce((at, key) => at[key], document);
}

/* The template with the fewest {parameters} that the path fits; undefined when none has the method. */
export function templateOf(paths, method, path) {
  const segments = path.split('?')[0].replace(/\/$/, '').split('/');
  const fits = (template) => {
    const wanted = template.replace(/\/$/, '').split('/');
    return (
      wanted.length === segments.length &&
      wanted.every((segment, index) => segment.startsWith('{') ? segments[index] !== '' : segment === segments[index])
    );
  };
  const parameters = (template) => template.split('{').length;
  return Object.keys(paths ?? {})
    .filter((template) => fits(template) && paths[template][method])
    .sort((a, b) => parameters(a) - parameters(b))[0];
}

const escaped = (text) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/* By where in the document the schema is: "openapi#/components/schemas/Error". */
function check(value, place, what) {
  const validate = ajv.getSchema(encodeURI(place));
  assert.ok(validate, `${what}: there is no ${place}`);
  assert.ok(validate(value), `${what} is not as described: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(value).slice(0, 2000)}`);
}

const mediaType = 'application~1json/schema';

function checkRefusal(answer, what) {
  assert.ok(answer.status === 404 || answer.status === 405, `${what}: ${answer.status}, though no operation is described`);
  check(answer.body, 'openapi#/components/schemas/Error', `the answer to ${what}`);
}

/* `body`: what was sent, where it was an object. */
export function checkAgainstDescription(answer, { method, path, body }) {
  const what = `${method} ${path.slice(0, 200)}`;
  const verb = method.toLowerCase();
  const template = templateOf(document.paths, verb, path);
  if (!template) {
    checkRefusal(answer, what);
    return;
  }
  const operation = document.paths[template][verb];
  const response = operation.responses[answer.status];
  assert.ok(response, `${what}: ${answer.status} is not described: ${answer.text}`);
  const place = `openapi#/paths/${escaped(template)}/${verb}`;
  const schema = `content/${mediaType}`;
  if (!resolve(response).content?.['application/json']?.schema) return;
  check(
    answer.body,
    response.$ref ? `openapi${response.$ref}/${schema}` : `${place}/responses/${answer.status}/${schema}`,
    `the answer to ${what}, ${answer.status},`,
  );
  const taken = answer.status < 300 && operation.requestBody && body && Object.getPrototypeOf(body) === Object.prototype;
  if (taken) check(body, `${place}/requestBody/content/${mediaType}`, `the body of ${what}, which was taken,`);
}
