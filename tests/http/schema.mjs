/*
 * The published description of the API, where it is at hand: a folder named by CONTACTD_REFERENCE, or
 * ../shared/reference beside the checkout. Without it nothing is checked against it.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { templateOf } from './description.mjs';

export const reference =
  process.env.CONTACTD_REFERENCE ?? fileURLToPath(new URL('../../../shared/reference', import.meta.url));

const ajv = new Ajv({
  strict: false,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
});

const published = Object.fromEntries(
  ['contacts', 'contacts-v3', 'locations', 'businesses', 'campaigns', 'workflows', 'users', 'custom-fields']
    .map((name) => [name, load(name)])
    .filter(([, document]) => document),
);

function load(name) {
  const file = join(reference, 'openapi', `${name}.json`);
  if (!existsSync(file)) return undefined;
  const document = JSON.parse(readFileSync(file, 'utf8'));
  mend(name, document.components.schemas);
  ajv.addSchema({ $id: name, ...document });
  return document;
}

/* Where the description cannot be meant. */
function mend(name, schemas) {
  if (name === 'locations') {
    /* Published as a list of lists, of nothing. */
    schemas.LocationTaskListSuccessfulResponseDto.properties.tasks.items = { type: 'object' };
  }
  if (name === 'users') {
    /* Published as one of them, where a body has a list. */
    schemas.UserSchema.properties.scopes = schemas.CreateUserDto.properties.scopes;
    schemas.UserSuccessfulResponseDto.properties.scopes = schemas.CreateUserDto.properties.scopes;
  }
  if (name === 'custom-fields') {
    /* An EMAIL can be made, but not answered; and a location's fields have more types than those. */
    schemas.ICustomField.properties.dataType.enum.push('EMAIL', 'FLOAT', 'TIME', 'SIGNATURE');
  }
  if (name.startsWith('contacts')) {
    /* Published as a string only, though the values it takes are numbers, lists and objects as well. */
    schemas.CustomFieldSchema.properties.value = {};
    /* Published as a list of strings, with an example of objects. */
    schemas.UpdateTagsResponseDTO.properties.responses = {};
  }
}

export function checkAgainstSchema(answer, { method, path, version }) {
  const verb = method.toLowerCase();
  const other = version === 'v3' ? 'contacts' : 'contacts-v3';
  const [found] = Object.entries(published)
    .filter(([name]) => name !== other)
    .map(([name, { paths }]) => [name, paths[templateOf(paths, verb, path)]?.[verb]])
    .filter(([, operation]) => operation);
  if (!found) return;
  const [name, operation] = found;
  const response = operation.responses[answer.status];
  assert.ok(response, `${method} ${path}: ${answer.status} is not a published status`);
  const $ref = response.content?.['application/json']?.schema.$ref;
  if (!$ref) return; /* nothing is published but the status */
  const validate = ajv.getSchema(`${name}${$ref}`);
  assert.ok(validate(answer.body), `${method} ${path}: ${ajv.errorsText(validate.errors)}`);
}
