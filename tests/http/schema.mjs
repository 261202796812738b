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

const ajv = new Ajv({ strict: false });
const published = Object.fromEntries(
  ['contacts', 'contacts-v3'].map((name) => [name, load(name)]).filter(([, document]) => document),
);

function load(name) {
  const file = join(reference, 'openapi', `${name}.json`);
  if (!existsSync(file)) return undefined;
  const document = JSON.parse(readFileSync(file, 'utf8'));
  /* Published as a string only, though the values it takes are numbers, lists and objects as well. */
  document.components.schemas.CustomFieldSchema.properties.value = {};
  /* Published as a list of strings, with an example of objects. */
  document.components.schemas.UpdateTagsResponseDTO.properties.responses = {};
  ajv.addSchema({ $id: name, ...document });
  return document;
}

export function checkAgainstSchema(answer, { method, path, version }) {
  const name = version === 'v3' ? 'contacts-v3' : 'contacts';
  const paths = published[name]?.paths;
  const template = templateOf(paths, method.toLowerCase(), path);
  if (!template) return;
  const operation = paths[template][method.toLowerCase()];
  const response = operation.responses[answer.status];
  assert.ok(response, `${method} ${path}: ${answer.status} is not a published status`);
  const $ref = response.content?.['application/json'].schema.$ref;
  if (!$ref) return; /* nothing is published but the status */
  const validate = ajv.getSchema(`${name}${$ref}`);
  assert.ok(validate(answer.body), `${method} ${path}: ${ajv.errorsText(validate.errors)}`);
}
