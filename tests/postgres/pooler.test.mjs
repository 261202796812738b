/*
 * Through PgBouncer, which lends a connection for one transaction: what was prepared on one is not on the next.
 * PgBouncer is not installed for the tests; where it is, it is used.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chownSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exitOf, makeFolder, Server, suite, until } from '../http/harness.mjs';
import { Cluster, freePort, owner, psql } from './cluster.mjs';
import { Writers } from './writers.mjs';

const pgbouncer = '/usr/sbin/pgbouncer';
const skip = !existsSync(pgbouncer) && 'PgBouncer is not installed';

const WRITERS = 16;
const LOAD_MS = 1000;

/* Fewer than a server has connections, so that they change hands. */
const POOL = 3;

async function startPooler(cluster) {
  const folder = makeFolder();
  const port = await freePort();
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
* = host=127.0.0.1 port=${cluster.port} user=contactd
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${POOL}
max_client_conn = 100
`,
  );
  if (owner) for (const path of [folder, file]) chownSync(path, owner.uid, owner.gid);
  const child = spawn(pgbouncer, [file], { stdio: 'ignore', ...owner });
  const exit = exitOf(child);
  const url = new URL(await cluster.newDatabase());
  url.port = port;
  await until(() => psql(url.href, 'SELECT 1').catch(() => undefined), 'PgBouncer to answer');
  return { url: url.href, exit, stop: () => child.kill('SIGTERM') };
}

describe('A server behind PgBouncer', { ...suite, skip }, () => {
  let cluster;
  let pooler;

  before(async () => {
    cluster = await Cluster.create({ fsync: 'off' });
    pooler = await startPooler(cluster);
  });

  after(async () => {
    pooler?.stop();
    await pooler?.exit;
    await cluster.remove();
  });

  test('loses nothing, and refuses nothing', async () => {
    const server = await new Server({ store: pooler.url }).start();
    const home = await server.newLocation();
    const writers = new Writers([home], WRITERS);
    await writers.start();
    await new Promise((done) => setTimeout(done, LOAD_MS));
    await writers.stop();
    assert.equal(writers.count5xx(), 0);
    await writers.check(home);
    await server.stop();
  });
});
