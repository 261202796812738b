/*
 * A PostgreSQL server of our own: made in a temporary folder, on a free port of the loopback, run by a user
 * without privileges, which PostgreSQL insists on.
 *
 *   const cluster = await Cluster.create();
 *   const url = await cluster.newDatabase();
 *   await cluster.remove();
 */
import assert from 'node:assert/strict';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, until } from '../http/program.mjs';

/* Debian keeps each version's programs in a folder of its own; the newest is taken. */
const VERSIONS = '/usr/lib/postgresql';

/* Making a cluster, starting it after a crash: nothing takes longer but what hangs. */
const PATIENCE_MS = 60_000;

/* What a test server has to bear: the connections of many contactds, and little memory. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: 500,
  shared_buffers: '64MB',
  log_min_messages: 'warning',
  'log_line_prefix': '%m [%p] ',
};

function programs() {
  const [newest] = readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a));
  return join(VERSIONS, newest, 'bin');
}

/* The numbers of a user, from the system's list; undefined when there is none. */
function idsOf(name) {
  const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return uid && { uid: Number(uid), gid: Number(gid) };
}

/* As whom: oneself, or, for root, the package's user. */
export const owner = process.getuid() === 0 ? idsOf('postgres') : undefined;

export function freePort() {
  return new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function run(command, args, options = {}) {
  const { code, stdout, stderr } = await execute(command, args.map(String), { patienceMs: PATIENCE_MS, ...options });
  assert.equal(code, 0, `${command} ${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

/* One of PostgreSQL's own programs, by the cluster's owner. */
const runOwned = (name, args) => run(join(programs(), name), args, { ...owner });

/* SQL by psql, with no settings of whoever runs the tests. */
export function psql(url, sql) {
  return run('psql', ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', url, '-c', sql]);
}

/* What every new database is a copy of. */
export const TEMPLATE = 'template1';

let databases = 0;

/* Of another database on the server that the URL of any names. */
export function urlOf(server, database) {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/* A database of its own on a server; the URL of any database there is given. */
export async function newDatabase(server) {
  const name = `test_${process.pid}_${++databases}`;
  await psql(server, `CREATE DATABASE ${name}`);
  return urlOf(server, name);
}

export async function dropDatabase(url) {
  const name = new URL(url).pathname.slice(1);
  await psql(urlOf(url, 'postgres'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/* Those that are up: a test run that ends early takes them along. */
const running = new Set();
process.on('exit', () => running.forEach((cluster) => cluster.discard()));

export class Cluster {
  /* `settings` besides those of every test server. */
  static async create(settings = {}) {
    const cluster = await Cluster.placed(settings);
    await runOwned('initdb', ['-D', cluster.data, '-E', 'UTF8', '--locale', 'C.UTF-8', '-A', 'trust', '-U', 'contactd', '--no-sync']);
    await cluster.start();
    return cluster;
  }

  static async placed(settings) {
    assert.ok(owner || process.getuid() !== 0, 'PostgreSQL does not run as root, and there is no user postgres: install it');
    const cluster = new Cluster();
    cluster.folder = mkdtempSync(join(tmpdir(), 'contactd-postgres-'));
    if (owner) chownSync(cluster.folder, owner.uid, owner.gid);
    cluster.data = join(cluster.folder, 'data');
    cluster.port = await freePort();
    cluster.settings = { ...SETTINGS, ...settings };
    cluster.url = `postgres://contactd@127.0.0.1:${cluster.port}/postgres`;
    return cluster;
  }

  get logFile() {
    return join(this.folder, 'log');
  }

  async start() {
    const all = { ...this.settings, port: this.port, unix_socket_directories: this.folder };
    const options = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
    running.add(this);
    await runOwned('pg_ctl', ['-D', this.data, '-l', this.logFile, '-w', '-o', options.join(' '), 'start']);
  }

  /* `mode`: fast breaks connections in peace, immediate is a crash. */
  stop(mode = 'fast') {
    return runOwned('pg_ctl', ['-D', this.data, '-m', mode, '-w', 'stop']);
  }

  get pid() {
    return Number(readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /* The server and its processes, at once and without a word. */
  async kill() {
    const { pid } = this;
    process.kill(pid, 'SIGKILL');
    await until(() => !isAlive(pid), 'PostgreSQL to be gone');
  }

  newDatabase() {
    return newDatabase(this.url);
  }

  /* Another server that follows this one, which waits for it with every commit. */
  async standby(name) {
    const follower = await Cluster.placed({ ...this.settings, hot_standby: 'on' });
    const source = `host=127.0.0.1 port=${this.port} user=contactd application_name=${name}`;
    await runOwned('pg_basebackup', ['-D', follower.data, '-R', '-X', 'stream', '--checkpoint', 'fast', '-d', source]);
    await follower.start();
    await psql(this.url, `ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
    await psql(this.url, 'SELECT pg_reload_conf()');
    const following = () => psql(this.url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
    await until(async () => (await following()).trim() === '1', 'the standby to follow');
    return follower;
  }

  async promote() {
    await psql(this.url, 'SELECT pg_promote()');
    await psql(this.url, 'ALTER SYSTEM SET synchronous_standby_names = DEFAULT');
    await psql(this.url, 'SELECT pg_reload_conf()');
  }

  async remove() {
    await this.stop('immediate').catch(() => {}); /* which a test may have killed */
    running.delete(this);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /* At once, when nothing can be waited for any more. One that was killed has left its number. */
  discard() {
    const started = existsSync(join(this.data, 'postmaster.pid'));
    if (started && isAlive(this.pid)) process.kill(this.pid, 'SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
