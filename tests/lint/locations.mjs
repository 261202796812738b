/*
 * Which statements of PostgreSQL go to one shard: with Citus a location is on one machine, so every key of a
 * distributed table begins with the location, and every statement names it, but those that are here with
 * their reasons.
 */
import { report } from './files.mjs';
import { copies, distributed, everywhere, functions, kept, schema, statements, tables } from './sql.mjs';

const keyOf = (table) => (table === 'location' ? 'id' : 'location_id');

/* How often its tables are named: of each time it has to be said which location is meant. */
function mentionsOf(sql) {
  return distributed.flatMap((table) => [...sql.matchAll(new RegExp(`\\b(FROM|JOIN|INTO|UPDATE|USING) ${table}\\b`, 'g'))].map(() => table));
}

function locationsOf(sql) {
  const joins = [...sql.matchAll(/\blocation_id = \w+\.location_id\b/g)];
  const given = [...sql.matchAll(/\blocation_id = \?\d|\blocation WHERE id = \?\d|\bUPDATE location .* WHERE id = \?\d/g)];
  const inserted = [...sql.matchAll(/\bINSERT INTO (?:location \(id|\w+(?: AS \w+)? \(location_id)\b/g)];
  return joins.length + given.length + inserted.length;
}

const faults = tables.filter(({ name }) => !kept.has(name)).map(({ name }) => `${name} is not in distribute.def`);
for (const name of functions.defined) if (!functions.told.includes(name)) faults.push(`the function ${name} is not in distribute.def`);
for (const [table, { how, column }] of kept) {
  if (how === 'DISTRIBUTED' && column !== keyOf(table)) faults.push(`${table} is distributed by ${column}`);
}
const all = statements();
for (const { name, sql } of all) {
  if (name in everywhere || copies.test(name)) continue;
  const mentions = mentionsOf(sql);
  if (locationsOf(sql) < mentions.length) faults.push(`${name} reads or writes one of ${mentions.join(', ')} of no location: ${sql}`);
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
