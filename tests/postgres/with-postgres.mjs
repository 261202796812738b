/*
 * Runs a command with a PostgreSQL server of its own, whose URL is in CONTACTD_POSTGRES:
 *
 *   node tests/postgres/with-postgres.mjs COMMAND…
 *
 * The server is gone afterwards, however the command ended, and this ends as the command did. Nothing is flushed
 * to the disk unless the environment says POSTGRES_FSYNC=on: a test of what is answered does not wait for
 * it, a bench does. With POSTGRES_SHARDS=on its databases have their tables already, and those are spread as
 * Citus would spread them (shards.mjs).
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { exitOf } from '../http/program.mjs';
import { Cluster, TEMPLATE, urlOf } from './cluster.mjs';
import { spread } from './shards.mjs';

const [command, ...args] = process.argv.slice(2);
const cluster = await Cluster.create({ fsync: process.env.POSTGRES_FSYNC ?? 'off' });
if (process.env.POSTGRES_SHARDS === 'on') await spread(urlOf(cluster.url, TEMPLATE));

const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, CONTACTD_POSTGRES: cluster.url } });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
const { code, signal } = await exitOf(child).finally(() => cluster.remove());
process.exitCode = code ?? 128 + constants.signals[signal];
