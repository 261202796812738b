/*
 * `contactd store distribute`, with a Citus that only writes down what it was told: Debian has no packages of
 * the real one.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contactd, Server, suite } from '../http/harness.mjs';
import { Cluster, psql } from './cluster.mjs';

const fakeCitus = `
  SET allow_system_table_mods = on;
  INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    VALUES (99999, 'citus', 10, 2200, false, '12');
  CREATE TABLE pg_dist_partition (logicalrel regclass, way text);
  CREATE FUNCTION create_distributed_table(text, text, colocate_with text) RETURNS void LANGUAGE sql AS
    $$ INSERT INTO pg_dist_partition VALUES ($1::regclass, $2 || ' with ' || $3) $$;
  CREATE FUNCTION create_reference_table(text) RETURNS void LANGUAGE sql AS
    $$ INSERT INTO pg_dist_partition VALUES ($1::regclass, 'reference') $$;
`;

describe('The tables', suite, () => {
  let cluster;

  before(async () => {
    cluster = await Cluster.create({ fsync: 'off' });
  });

  after(() => cluster.remove());

  const distribute = (store) => contactd(['store', 'distribute', '--json', '--store', store]);

  test('of a database without Citus stay as they are, and the command says what to do', async () => {
    const { code, stderr } = await distribute(await cluster.newDatabase());
    assert.equal(code, 1);
    assert.match(stderr, /CREATE EXTENSION citus/);
  });

  test('of SQLite are not spread over machines', async () => {
    const { code, stderr } = await distribute('sqlite:none.db');
    assert.equal(code, 2);
    assert.match(stderr, /postgres/);
  });

  test('are each told to Citus once, by the location and together', async () => {
    const store = await cluster.newDatabase();
    await psql(store, fakeCitus);
    const first = await distribute(store);
    assert.equal(first.code, 0, first.stderr);
    const { tables } = JSON.parse(first.stdout);
    assert.deepEqual(tables.find(({ table }) => table === 'contact'), { table: 'contact', kept: 'distributed', since: 'now' });
    const told = await psql(store, "SELECT logicalrel || ': ' || way FROM pg_dist_partition ORDER BY 1");
    for (const line of ['location: id with none', 'contact: location_id with location', 'token: reference'])
      assert.ok(told.split('\n').includes(line), told);
    const again = JSON.parse((await distribute(store)).stdout).tables;
    assert.ok(again.every(({ since }) => since === 'already'));
    assert.equal(await psql(store, "SELECT logicalrel || ': ' || way FROM pg_dist_partition ORDER BY 1"), told);
    const server = await new Server({ store }).start();
    await (await server.newLocation()).create();
    await server.stop();
  });
});
