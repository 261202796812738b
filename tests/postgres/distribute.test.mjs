/*
 * `contactd store distribute`, with the stand-in for Citus, and how the statements go to what it has made.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { contactd, Server, suite } from '../http/harness.mjs';
import { Cluster, psql } from './cluster.mjs';
import { copies, everywhere, statements } from '../lint/sql.mjs';
import { SHARDS, spread, standIn } from './shards.mjs';

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
    await standIn(store);
    const first = await distribute(store);
    assert.equal(first.code, 0, first.stderr);
    const kept = (run) => JSON.parse(run.stdout).told;
    assert.deepEqual(kept(first).find(({ name }) => name === 'contact'), { name: 'contact', kept: 'distributed', since: 'now' });
    assert.deepEqual(kept(first).at(-1), { name: 'unixepoch(text)', kept: 'function', since: 'now' });
    const told = await psql(store, "SELECT logicalrel || ': ' || way FROM pg_dist_partition ORDER BY 1");
    for (const line of ['location: id with none', 'contact: location_id with location', 'token: reference'])
      assert.ok(told.split('\n').includes(line), told);
    assert.ok(kept(await distribute(store)).every(({ since }) => since === 'already'));
    assert.equal(await psql(store, "SELECT logicalrel || ': ' || way FROM pg_dist_partition ORDER BY 1"), told);
    const server = await new Server({ store }).start();
    await (await server.newLocation()).create();
    await server.stop();
  });
});

/* Which shards a statement reads or changes, of whatever tables: its plan names them. Every text is the location, and
 * one that is JSON as well. */
const shardsOf = `
  CREATE FUNCTION shards_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE
      line text;
      plan text := '';
      arguments text;
    BEGIN
      EXECUTE 'PREPARE one AS ' || statement;
      SELECT string_agg(CASE WHEN type::text LIKE '%[]' THEN '''{}''' WHEN type::text LIKE '%int%' THEN '1'
        ELSE '''[]''' END, ', ' ORDER BY place) INTO arguments
        FROM pg_prepared_statements, unnest(parameter_types) WITH ORDINALITY AS given (type, place) WHERE name = 'one';
      FOR line IN EXECUTE format('EXPLAIN EXECUTE one %s', '(' || arguments || ')') LOOP
        plan := plan || line;
      END LOOP;
      EXECUTE 'DEALLOCATE one';
      RETURN coalesce((SELECT string_agg(DISTINCT digits[1], ' ') FROM regexp_matches(plan, '_shard_(\\d+)', 'g') AS digits), '');
    END $$`;

describe('A statement', suite, () => {
  let cluster;
  let store;

  before(async () => {
    cluster = await Cluster.create({ fsync: 'off' });
    store = await cluster.newDatabase();
    await spread(store);
    await psql(store, shardsOf);
  });

  after(() => cluster.remove());

  const explained = statements().filter(({ sql }) => /^(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql));

  /* Some leave numbers out, which nobody can tell the type of. */
  function numbered(sql) {
    const used = [...new Set(sql.match(/\?\d+/g) ?? [])];
    return sql.replace(/\?\d+/g, (parameter) => `$${used.indexOf(parameter) + 1}`);
  }

  async function shards({ name, sql }) {
    const statement = numbered(sql).replaceAll("'", "''");
    return (await psql(store, `SELECT shards_of('${statement}')`).catch((error) => assert.fail(`${name}: ${error}`))).trim();
  }

  test('that names its location goes to one shard, whatever it joins and looks up', async () => {
    const named = explained.filter(({ name }) => !(name in everywhere) && !copies.test(name));
    assert.ok(named.length > 100);
    const faults = [];
    for (const statement of named) {
      const gone = await shards(statement);
      if (gone.includes(' ')) faults.push(`${statement.name} goes to the shards ${gone}: ${statement.sql}`);
    }
    assert.deepEqual(faults, []);
  });

  test('that is excused from naming one goes to every shard', async () => {
    for (const statement of explained.filter(({ name }) => name in everywhere)) {
      assert.equal((await shards(statement)).split(' ').length, SHARDS, statement.name);
    }
  });
});

describe('A search', suite, () => {
  test('looks into the shard of its location and no other', async () => {
    const cluster = await Cluster.create({ fsync: 'off' });
    const store = await cluster.newDatabase();
    await spread(store);
    await psql(store, 'SELECT pg_stat_reset()');
    const server = await new Server({ store }).start();
    const home = await server.newLocation();
    const field = await home.newField({ name: 'Size', type: 'NUMERICAL' });
    await home.create({ firstName: 'Ann', city: 'Dolomite', tags: ['lead'], customFields: [{ id: field.id, field_value: 7 }] });
    const { id } = await home.create({ firstName: 'Bob', city: 'Chicago', tags: ['lead'] });
    const search = async (asked) => {
      const answer = await home.request('POST', '/contacts/search', { body: { locationId: home.id, pageLimit: 1, ...asked } });
      assert.equal(answer.status, 200, answer.text);
      return answer.body;
    };
    const filter = (field, operator, value) => ({ filters: [{ field, operator, value }] });
    const sort = [{ field: 'firstNameLowerCase', direction: 'asc' }];
    const [first] = (await search({ sort })).contacts;
    await search({ sort, searchAfter: first.searchAfter });
    await search({ query: 'ann' });
    await search({ query: 'an' });
    for (const asked of [
      filter('id', 'eq', id),
      filter('tags', 'eq', 'lead'),
      filter('tags', 'not_eq', 'lead'),
      filter('city', 'contains', 'olo'),
      filter(`customFields.${field.id}`, 'range', { gte: 5, lte: 9 }),
    ])
      await search(asked);
    await server.stop(); /* with its connections, what they counted is told */
    const read = await psql(
      store,
      `SELECT relname FROM pg_stat_user_tables WHERE relname ~ '^(contact|search_contact|search_tag|search_tag_total)_shard_' AND seq_scan + idx_scan > 0`,
    );
    const shards = new Set(read.trim().split('\n').map((table) => table.split('_shard_')[1]));
    assert.match(read, /search_contact_shard_/);
    assert.match(read, /search_tag_shard_/);
    assert.equal(shards.size, 1, read);
    await cluster.remove();
  });
});
