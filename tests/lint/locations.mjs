/*
 * Which statements of PostgreSQL go to one shard: with Citus a location is on one machine, so every key of a
 * distributed table begins with the location, and every statement names it, but those that are here with
 * their reasons.
 */
import { execFileSync } from 'node:child_process';
import { filesBelow, report, root, textOf } from './files.mjs';

/* How each table is kept, and by which column: what `contactd store distribute` tells Citus. */
const kept = new Map(
  [...textOf('src/store/postgres/distribute.def').matchAll(/^(DISTRIBUTED|REFERENCE|LOCAL)\((\w+)(?:, (\w+))?\)/gm)].map(
    ([, how, table, column]) => [table, { how, column }],
  ),
);

/* Of all locations, or of one that is not known before. None is on the way of a request but the agency's. */
const everywhere = {
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
const copies = /^(COPY|COUNT)_/;

const schema = filesBelow('src/store/schema/postgres', '.sql').map(textOf).join('\n');
const tables = [...schema.matchAll(/^CREATE TABLE (\w+) \(\n([\s\S]*?)^\)/gm)].map(([, name, body]) => ({ name, body }));
const distributed = tables.map(({ name }) => name).filter((name) => kept.get(name)?.how === 'DISTRIBUTED');
const keyOf = (table) => (table === 'location' ? 'id' : 'location_id');

/* The rows of the tables of statements, as the compiler sees them. */
function statements() {
  const source = `
#define READ(name, text)  @ name text
#define ROW(name, text)   @ name text
#define HELD(name, text)  @ name text
#define WRITE(name, text) @ name text
#include "store/postgres/sql.h"
#include "store/tables/statements.def"
#include "store/postgres/statements.def"
`;
  const text = execFileSync('cc', ['-E', '-P', '-I', 'src', '-'], { cwd: root, input: source, encoding: 'utf8' });
  return text.split('@').slice(1).map((row) => ({
    name: /^\s*(\w+)/.exec(row)[1],
    sql: [...row.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part).join(''),
  }));
}

function tablesOf(sql) {
  return distributed.filter((table) => new RegExp(`\\b(FROM|JOIN|INTO|UPDATE|USING) ${table}\\b`).test(sql));
}

function namesLocation(sql, table) {
  const key = keyOf(table);
  return new RegExp(`\\b${key} = \\?\\d`).test(sql) || new RegExp(`INSERT INTO ${table} \\(${key}\\b`).test(sql);
}

const faults = tables.filter(({ name }) => !kept.has(name)).map(({ name }) => `${name} is not in distribute.def`);
for (const [table, { how, column }] of kept) {
  if (how === 'DISTRIBUTED' && column !== keyOf(table)) faults.push(`${table} is distributed by ${column}`);
}
const all = statements();
for (const { name, sql } of all) {
  const missing = tablesOf(sql).filter((table) => !namesLocation(sql, table));
  if (missing.length > 0 && !(name in everywhere) && !copies.test(name)) faults.push(`${name} reads or writes ${missing.join(', ')} of no location: ${sql}`);
}
for (const name of Object.keys(everywhere)) {
  if (!all.some((one) => one.name === name)) faults.push(`${name} is excused, and no statement`);
}

const beginsWith = (table, columns) => columns.trim().split(/[\s,]/)[0] === keyOf(table);
for (const { name, body } of tables.filter((table) => distributed.includes(table.name))) {
  const inline = new RegExp(`^ +${keyOf(name)} .*PRIMARY KEY`, 'm').test(body);
  const keys = [...body.matchAll(/^ +(?:PRIMARY KEY|UNIQUE) \(([^)]*)\)/gm)].map(([, columns]) => columns);
  if (keys.length === 0 && !inline) faults.push(`${name} has no primary key`);
  for (const columns of keys) if (!beginsWith(name, columns)) faults.push(`${name}: the key (${columns}) does not begin with the location`);
}
for (const [, table, columns] of schema.matchAll(/^CREATE UNIQUE INDEX \w+ ON (\w+) \(([^)]*)\)/gm)) {
  if (distributed.includes(table) && !beginsWith(table, columns)) faults.push(`${table}: the index (${columns}) does not begin with the location`);
}
if (all.length < 100 || distributed.length < 10) faults.push('the statements or the schema are not read as they are written');
report('locations', faults, `${all.length} statements on ${distributed.length} distributed tables name their location, but ${Object.keys(everywhere).length}`);
