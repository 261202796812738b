/*
 * PostgreSQL goes away, in every way it can, while many write: clients are told 503 and when to come back,
 * everything works again by itself, and nothing that was acknowledged is lost, nor done twice.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Server, suite, until } from '../http/harness.mjs';
import { Cluster, newDatabase, psql } from './cluster.mjs';
import { Proxy } from './proxy.mjs';
import { Writers } from './writers.mjs';

const WRITERS = 16;

/* Long enough for hundreds of batches before, between and after what happens. */
const SOME_TIME_MS = 300;

const ready = async (server) => (await server.request('GET', '/health/ready', { unchecked: true })).status;

/* Every write under way may have been found out about, so that no client was told. */
const noticed = (server) => server.events.some(({ event }) => /^store_(disconnected|commit_interrupted)$/.test(event));

async function serverOn(store, options = {}) {
  const server = await new Server({ store, ...options }).start();
  server.home = await server.newLocation();
  return server;
}

/* Writes go through again, at the latest when one has waited as long as it may. */
async function writesAgain(server) {
  await until(async () => (await server.home.post({ firstName: 'Again' })).status === 201, 'writes to go through');
  await until(async () => (await ready(server)) === 200, 'the server to be ready');
}

/* `happen` takes place under load. */
async function underLoad(server, happen) {
  const writers = new Writers([server.home], WRITERS);
  await writers.start();
  await pause(SOME_TIME_MS);
  await happen();
  await writesAgain(server);
  await pause(SOME_TIME_MS);
  await writers.stop();
  await writers.check(server.home);
}

describe('PostgreSQL', { ...suite, concurrency: 1 }, () => {
  let cluster;
  let server;

  before(async () => {
    cluster = await Cluster.create();
    server = await serverOn(await cluster.newDatabase());
  });

  after(async () => {
    await server.stop();
    await cluster.remove();
  });

  test('that is killed and started again loses nothing that was acknowledged', async () => {
    for (let kills = 0; kills < 3; kills++) {
      await underLoad(server, async () => {
        await cluster.kill();
        await pause(SOME_TIME_MS);
        assert.equal((await server.home.get('nobody')).status, 503);
        assert.equal(await ready(server), 503);
        await cluster.start();
      });
    }
    assert.ok(noticed(server), 'nobody noticed');
  });

  test('that is restarted in peace is found again', async () => {
    await underLoad(server, async () => {
      await cluster.stop('fast');
      await cluster.start();
    });
  });

  test('that ends every connection loses nothing', async () => {
    await underLoad(server, async () => {
      for (let times = 0; times < 5; times++) {
        await psql(cluster.url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'contactd'");
        await pause(100);
      }
    });
  });

  test('that ends transactions in the middle loses nothing', async () => {
    const idle = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'";
    await underLoad(server, async () => {
      for (let times = 0; times < 20; times++) await psql(cluster.url, idle);
    });
  });

  test('that only reads for a while takes writes again when it can', async () => {
    const set = async (value) => {
      await psql(cluster.url, `ALTER SYSTEM SET default_transaction_read_only = ${value}`);
      await psql(cluster.url, 'SELECT pg_reload_conf()');
    };
    await underLoad(server, async () => {
      await set('on');
      await until(async () => (await server.home.post({ firstName: 'No' })).status === 503, 'writes to be refused');
      await set('off');
    });
  });

  test('that has no connection left is asked again until it has', async () => {
    const role = 'few';
    const database = await cluster.newDatabase();
    await psql(cluster.url, `CREATE ROLE ${role} LOGIN; ALTER DATABASE ${new URL(database).pathname.slice(1)} OWNER TO ${role}`);
    const url = new URL(database);
    url.username = role;
    const other = await serverOn(url.href);
    await psql(cluster.url, `ALTER ROLE ${role} CONNECTION LIMIT 0`);
    await psql(cluster.url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${role}'`);
    await until(async () => (await other.home.get('nobody')).status === 503, 'reads to be refused');
    await psql(cluster.url, `ALTER ROLE ${role} CONNECTION LIMIT 100`);
    await writesAgain(other);
    await other.stop();
  });

  test('that is down when the server starts is waited for', async () => {
    const database = await cluster.newDatabase();
    await cluster.stop('fast');
    const early = await new Server({ store: database }).start();
    assert.equal(await ready(early), 503);
    await cluster.start();
    await until(async () => (await ready(early)) === 200, 'the server to be ready');
    early.home = await early.newLocation();
    await early.home.create();
    await early.stop();
    await writesAgain(server);
  });

  test('that is cut off at random bytes is found out about, and nothing is done twice', async () => {
    const proxy = await new Proxy(cluster.port).start();
    const url = new URL(await newDatabase(cluster.url));
    url.port = proxy.port;
    const cut = await serverOn(url.href);
    await underLoad(cut, async () => {
      for (let times = 0; times < 40; times++) {
        proxy.cut();
        await pause(50);
      }
    });
    assert.ok(cut.events.some(({ event }) => event === 'store_commit_interrupted'), 'no commit was interrupted');
    await cut.stop();
    proxy.stop();
  });
});

describe('A standby that waits with every commit', suite, () => {
  test('takes the place of a primary that is killed, and has all that was acknowledged', async () => {
    const primary = await Cluster.create({ wal_keep_size: '64MB' });
    const database = await primary.newDatabase();
    const standby = await primary.standby('second');
    const path = new URL(database).pathname;
    const both = `postgres://contactd@127.0.0.1:${primary.port},127.0.0.1:${standby.port}${path}`;
    const server = await serverOn(both);
    await underLoad(server, async () => {
      await primary.kill();
      await pause(SOME_TIME_MS);
      await standby.promote();
    });
    assert.ok(noticed(server), 'nobody noticed');
    await server.stop();
    await standby.remove();
    await primary.remove();
  });
});
