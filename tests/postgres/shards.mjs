/*
 * A stand-in for Citus, of which Debian has no packages: a database in which the calls that
 * `contactd store distribute` makes do with partitions what Citus does with machines.
 *
 *   await standIn(url);    the calls
 *   await spread(url);     … and `contactd store distribute` has made them
 *
 * Each distributed table becomes some tables of its own, and a row goes by the hash of its location into one of
 * them, the same for all tables. A statement that does not say of each table which location it is about shows: its
 * plan reads several of them, and what it takes for the address of one row (ctid) is that of some.
 */
import assert from 'node:assert/strict';
import { contactd } from '../http/program.mjs';
import { psql } from './cluster.mjs';

export const SHARDS = 4;

/* A table cannot become a partitioned one: another takes its place, and what is seen through it is made anew. */
const calls = `
  SET allow_system_table_mods = on;
  INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    VALUES (99999, 'citus', 10, 2200, false, '12');
  CREATE TABLE pg_dist_partition (logicalrel regclass, way text);
  CREATE TABLE pg_dist_object (objid oid);

  CREATE FUNCTION create_distributed_table(name text, by text, colocate_with text) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      views text := (SELECT string_agg(format('CREATE VIEW %I AS %s', viewname, definition), ' ')
        FROM pg_views WHERE schemaname = 'public' AND definition ~ format('\\y%s\\y', name));
    BEGIN
      EXECUTE format('ALTER TABLE %I RENAME TO whole', name);
      EXECUTE format('CREATE TABLE %I (LIKE whole INCLUDING ALL) PARTITION BY HASH (%I)', name, by);
      FOR shard IN 0 .. ${SHARDS - 1} LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS ${SHARDS}, REMAINDER %s)',
          name || '_shard_' || shard, name, shard);
      END LOOP;
      EXECUTE format('INSERT INTO %I OVERRIDING SYSTEM VALUE TABLE whole', name);
      DROP TABLE whole CASCADE;
      EXECUTE coalesce(views, '');
      INSERT INTO pg_dist_partition VALUES (name::regclass, format('%s with %s', by, colocate_with));
    END $$;

  CREATE FUNCTION create_reference_table(name text) RETURNS void LANGUAGE sql AS
    $$ INSERT INTO pg_dist_partition VALUES (name::regclass, 'reference') $$;

  CREATE FUNCTION create_distributed_function(called text) RETURNS void LANGUAGE sql AS
    $$ INSERT INTO pg_dist_object VALUES (called::regprocedure) $$;
`;

export function standIn(url) {
  return psql(url, calls);
}

export async function spread(url) {
  await standIn(url);
  const { code, stderr } = await contactd(['store', 'distribute', '--store', url]);
  assert.equal(code, 0, stderr);
}
