/*
 * Load by wrk: so many connections, each sending its next request when the last is answered.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute } from '../tests/http/program.mjs';
import { recall } from './process.mjs';

const script = join(fileURLToPath(new URL('.', import.meta.url)), 'contacts.lua');

/* wrk's threads: more would take the server's own cores on a small machine. */
const THREADS_MAX = 2;

/* How long wrk waits for an answer, and how long we wait for wrk beyond the load. */
const TIMEOUT_S = 10;
const PATIENCE_S = 30;

/* `kind` is contacts.lua's. Any answer that is not a 2xx fails. */
export async function load(server, filled, { kind, connections, seconds }) {
  const threads = Math.min(THREADS_MAX, connections);
  const shape = [`-t${threads}`, `-c${connections}`, `-d${seconds}s`, '--timeout', `${TIMEOUT_S}s`];
  const what = ['-s', script, `http://${server.address}`, '--', kind, filled.token, filled.idsFile];
  server.files.forEach(recall);
  const cpuBefore = server.cpuSeconds();
  const { code, stdout, stderr } = await execute('wrk', [...shape, ...what], {
    patienceMs: (seconds + PATIENCE_S) * 1000,
  });
  const cpuSeconds = server.cpuSeconds() - cpuBefore;
  const line = /^RESULT (.*)$/m.exec(stdout);
  assert.ok(code === 0 && line, `wrk against ${server.name}: ${stdout}${stderr}`);
  const result = JSON.parse(line[1]);
  const where = `${server.name}, ${kind}, ${connections} connections`;
  assert.ok(result.requests > 0, `${where}: nothing was answered`);
  assert.equal(result.refused + result.broken, 0, `${where}: ${line[1]}`);
  return {
    ...result,
    perSecond: result.requests / result.seconds,
    cpuMicros: (cpuSeconds / result.requests) * 1e6,
  };
}

/* Of each number its own median. */
export function median(results) {
  const names = Object.keys(results[0]);
  return Object.fromEntries(names.map((name) => [name, medianOf(results.map((result) => result[name]))]));
}

export function medianOf(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
