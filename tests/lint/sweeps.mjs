/*
 * What is deleted with a location: every table that has a location_id has its statement, and the sweep uses
 * it. A table without one would keep the rows of deleted locations for ever.
 */
import { filesBelow, report, textOf } from './files.mjs';

const schema = filesBelow('src/store/schema/sqlite', '.sql').map(textOf).join('\n');
const statements = textOf('src/store/tables/statements.def');
const sweep = textOf('src/store/tables/location_sweep.c');

const tables = [...schema.matchAll(/^CREATE TABLE (\w+) \(\n([\s\S]*?)^\)/gm)]
  .filter(([, , columns]) => /^\s*location_id\b/m.test(columns))
  .map(([, name]) => name);

/* Kept by triggers on another table, its rows go with that one's. */
const byTrigger = (table) => new RegExp(`^    DELETE FROM ${table}\\b`, 'm').test(schema);

function isSwept(table) {
  const name = `SWEEP_${table.toUpperCase()}`;
  const deletes = new RegExp(`^WRITE\\(${name}, (SWEEP\\(${table}, |"DELETE FROM ${table} )`, 'm');
  return deletes.test(statements) && sweep.includes(`SQL_${name}`);
}

const faults = tables
  .filter((table) => !isSwept(table) && !byTrigger(table))
  .map((table) => `${table}: has a location_id, and no SWEEP_${table.toUpperCase()} in use`);
if (!tables.includes('contact')) faults.push('the tables of the schema are not read as they are written');
report('sweeps', faults, `${tables.length} tables of a location go with it`);
