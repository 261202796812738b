/*
 * The published description of the API, where it is at hand: a folder named by CONTACTD_REFERENCE, or
 * ../shared/reference beside the checkout. Without it nothing is checked against it.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';

export const reference =
  process.env.CONTACTD_REFERENCE ?? fileURLToPath(new URL('../../../shared/reference', import.meta.url));

const ajv = new Ajv({ strict: false, formats: { 'date-time': true } });

/* What is published, where it cannot be meant. */
const corrections = {
  contacts: correctContacts,
  'contacts-v3': correctContacts,
};

/* Those without a version are of every one. */
const names = ['contacts', 'contacts-v3', 'businesses', 'locations', 'campaigns', 'workflows'];
const published = names.map((name) => ({ name, document: load(name) })).filter(({ document }) => document);

function correctContacts(schemas) {
  /* Published as a string only, though the values it takes are numbers, lists and objects as well. */
  schemas.CustomFieldSchema.properties.value = {};
  /* Published as a list of strings, with an example of objects. */
  schemas.UpdateTagsResponseDTO.properties.responses = {};
}

function load(name) {
  const file = join(reference, 'openapi', `${name}.json`);
  if (!existsSync(file)) return undefined;
  const document = JSON.parse(readFileSync(file, 'utf8'));
  corrections[name]?.(document.components.schemas);
  ajv.addSchema({ $id: name, ...document });
  return document;
}

export function checkAgainstSchema(answer, { method, path, version }) {
  const unused = version === 'v3' ? 'contacts' : 'contacts-v3';
  for (const { name, document } of published) {
    const operation = name !== unused && operationOf(document, method.toLowerCase(), path);
    if (operation) checkOperation(answer, name, operation, `${method} ${path}`);
  }
}

function checkOperation(answer, name, operation, what) {
  const response = operation.responses[answer.status];
  assert.ok(response, `${what}: ${answer.status} is not a published status`);
  const $ref = response.content?.['application/json'].schema.$ref;
  if (!$ref) return; /* nothing is published but the status */
  const validate = ajv.getSchema(`${name}${$ref}`);
  assert.ok(validate(answer.body), `${what}: ${ajv.errorsText(validate.errors)}`);
}

/* The template with the fewest {parameters} that the path fits. */
function operationOf(document, method, path) {
  const segments = path.split('?')[0].replace(/\/$/, '').split('/');
  const fits = (template) => {
    const wanted = template.replace(/\/$/, '').split('/');
    return (
      wanted.length === segments.length &&
      wanted.every((segment, index) => segment.startsWith('{') || segment === segments[index])
    );
  };
  const parameters = (template) => template.split('{').length;
  const [best] = Object.keys(document?.paths ?? {})
    .filter((template) => fits(template) && document.paths[template][method])
    .sort((a, b) => parameters(a) - parameters(b));
  return best && document.paths[best][method];
}
