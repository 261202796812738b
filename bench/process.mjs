/*
 * A server under load: started on a port of its own choice, watched through /proc, stopped with SIGTERM.
 * What it prints goes to a file in the bench's folder; contactd's request log is part of its work.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, exitOf, until, within } from '../tests/http/program.mjs';

/* What utime and stime of /proc count: sysconf(_SC_CLK_TCK), 100 on every Linux. */
const TICKS_A_SECOND = 100;

/* The fields of /proc/PID/stat behind the name, which is in parentheses and may hold anything. */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function childrenOf(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean);
}

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/* Bytes read at once: a size that the kernel likes. */
const CHUNK = 1 << 20;

/*
 * Reads a file to its end, so that it is in the kernel's cache. While others are measured the kernel may
 * have dropped what nobody asked for; how fast the disk reads is no contestant's merit.
 */
export function recall(file) {
  const fd = openSync(file, 'r');
  const chunk = Buffer.alloc(CHUNK);
  while (readSync(fd, chunk) > 0);
  closeSync(fd);
}

export class ServerProcess {
  /* `files`: its databases. */
  constructor(name, folder, command, args, files = []) {
    Object.assign(this, { name, folder, command, args, files });
    this.logFile = join(folder, `${name.replace(/\W+/g, '-')}.log`);
  }

  /* `args` besides those it was made with. */
  async start(...args) {
    const log = openSync(this.logFile, 'w');
    this.startedMs = performance.now();
    this.child = spawn(this.command, [...this.args, ...args], {
      stdio: ['ignore', log, log],
      env: cleanEnvironment(),
    });
    closeSync(log);
    running.add(this.child);
    this.exit = exitOf(this.child).finally(() => running.delete(this.child));
  }

  async listening() {
    const address = await until(() => {
      assert.equal(this.child.exitCode, null, `${this.name} did not start:\n${this.log}`);
      return /(?:listening.*|http:\/\/)(127\.0\.0\.1:[1-9]\d*)\b(?!\/)/.exec(this.log)?.[1];
    }, `${this.name} to listen`);
    this.address = address;
    this.port = Number(address.split(':')[1]);
  }

  /* Only looked at while it is short. */
  get log() {
    return readFileSync(this.logFile, 'utf8');
  }

  get pids() {
    return [this.child.pid, ...childrenOf(this.child.pid)];
  }

  /* User and system time of all its processes so far. */
  cpuSeconds() {
    const ticks = this.pids.map((pid) => Number(statOf(pid)[11]) + Number(statOf(pid)[12]));
    return ticks.reduce((sum, one) => sum + one, 0) / TICKS_A_SECOND;
  }

  residentBytes() {
    const [, kib] = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'latin1'));
    return Number(kib) * 1024;
  }

  async stop() {
    this.child.kill('SIGTERM');
    await within(this.exit, `${this.name} to stop`);
  }
}
