/*
 * Programs run for a test: contactd's own subcommands, sqlite3, openssl. And waiting with a bound.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const program = resolve(repository, process.env.CONTACTD_BIN ?? 'build/contactd');
assert.ok(existsSync(program), `there is no ${program}: build it, or name another in CONTACTD_BIN`);

export const sanitized = process.env.CONTACTD_SANITIZED === '1';

/* Longer than anything takes on a slow machine with sanitizers: reached only when something hangs. */
const PATIENCE_MS = 30_000;

export const suite = { concurrency: true, timeout: 4 * PATIENCE_MS };

/* Asks again and again until `check` gives something true, and returns that. */
export async function until(check, what, patienceMs = PATIENCE_MS) {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await check();
    if (found) return found;
    assert.ok(Date.now() < end, `waited ${patienceMs} ms for ${what}`);
    await pause(10);
  }
}

/* What is made after this is newer: of one millisecond, nothing is. */
export const anotherMillisecond = () => pause(2);

/* The promise, or a failure that says what did not happen. */
export async function within(promise, what, patienceMs = PATIENCE_MS) {
  const controller = new AbortController();
  const late = pause(patienceMs, undefined, { signal: controller.signal }).then(
    () => assert.fail(`waited ${patienceMs} ms for ${what}`),
    () => {},
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    controller.abort();
  }
}

/* The machine's environment without our own variables, which the program would take for settings. */
export function cleanEnvironment(more) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('CONTACTD_'));
  return { ...Object.fromEntries(kept), ...more };
}

function read(stream) {
  return new Promise((done) => {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('close', () => done(Buffer.concat(chunks).toString()));
  });
}

export function exitOf(child) {
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code, signal) => done({ code, signal }));
  });
}

/* What a program that ends by itself answered; `uid` and `gid` are whom it runs as, if not as us. */
export async function execute(command, args, { environment = {}, folder, patienceMs, uid, gid } = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(environment),
    cwd: folder,
    uid,
    gid,
  });
  const all = Promise.all([exitOf(child), read(child.stdout), read(child.stderr)]);
  try {
    const ended = within(all, `${command} ${args.join(' ')} to end`, patienceMs);
    const [exit, stdout, stderr] = await ended;
    return { ...exit, stdout, stderr };
  } finally {
    child.kill('SIGKILL');
  }
}

export function contactd(args, options) {
  return execute(program, args, options);
}

const folders = [];
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/* An empty folder, there until the tests of this file have ended. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'contactd-test-'));
  folders.push(folder);
  return folder;
}
