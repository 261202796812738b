/*
 * What PostgreSQL is told: the statements as the compiler sees them, the tables of the schema, and how Citus is to
 * keep them.
 */
import { execFileSync } from 'node:child_process';
import { filesBelow, root, textOf } from './files.mjs';

/* How each table is kept, and by which column: what `contactd store distribute` tells Citus. */
export const kept = new Map(
  [...textOf('src/store/postgres/distribute.def').matchAll(/^(DISTRIBUTED|REFERENCE|LOCAL)\((\w+)(?:, (\w+))?\)/gm)].map(
    ([, how, table, column]) => [table, { how, column }],
  ),
);

export const schema = filesBelow('src/store/schema/postgres', '.sql').map(textOf).join('\n');
export const tables = [...schema.matchAll(/^CREATE TABLE (\w+) \(\n([\s\S]*?)^\)/gm)].map(([, name, body]) => ({ name, body }));
export const distributed = tables.map(({ name }) => name).filter((name) => kept.get(name)?.how === 'DISTRIBUTED');

/* Those that the schema makes, and those that Citus is told of; by name. */
export const functions = {
  defined: [...new Set([...schema.matchAll(/^CREATE (?:OR REPLACE )?FUNCTION (\w+)/gm)].map(([, name]) => name))],
  told: [...textOf('src/store/postgres/distribute.def').matchAll(/^FUNCTION\((\w+)/gm)].map(([, name]) => name),
};

/* Of all locations, or of one that is not known before. None is on the way of a request but the agency's. */
export const everywhere = {
  LOCATION_LIST: 'the command line and the agency see all locations',
  LOCATION_SEARCH: 'the agency searches all locations',
  LOCATION_SEARCH_NEWEST: 'the agency searches all locations',
  LOCATION_SEARCH_EMAIL: 'the agency searches all locations',
  LOCATION_SEARCH_EMAIL_NEWEST: 'the agency searches all locations',
  BUSINESS_GONE_FIRST: 'upkeep: some location whose business was deleted',
  REMOVED_FIELDS_OLDEST: 'upkeep: some location whose field was deleted',
  IDEMPOTENCY_PURGE: 'upkeep: old answers of any location',
  SEARCH_STALE: 'the indexer: some location that is not up to date',
};

/* `contactd copy` goes through everything, with all servers stopped. */
export const copies = /^(COPY|COUNT)_/;

function preprocess(source) {
  return execFileSync('cc', ['-E', '-P', '-I', 'src', '-'], { cwd: root, input: source, encoding: 'utf8' });
}

/* String literals, one behind the other, are one. */
function joined(text) {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part).join('');
}

/* The one that is put together of the fields that are searched. */
function textOfPut() {
  const [piece] = /^static const char search_put_sql\[\] =[^]*?;$/m.exec(textOf('src/store/postgres/text.c'));
  return joined(preprocess(piece));
}

/* Each with its name; parameters are ?1, ?2, … */
export function statements() {
  const source = `
#define READ(name, text)  @ name text
#define ROW(name, text)   @ name text
#define HELD(name, text)  @ name text
#define TURN(name, text)  @ name text
#define WRITE(name, text) @ name text
#include "store/postgres/sql.h"
#include "store/tables/statements.def"
#include "store/postgres/statements.def"
`;
  const rows = preprocess(source).split('@').slice(1);
  return rows.map((row) => ({
    name: /^\s*(\w+)/.exec(row)[1],
    sql: row.includes('search_put_sql') ? textOfPut() : joined(row),
  }));
}
