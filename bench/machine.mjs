/*
 * Where a run takes place. Not in /tmp, which is memory on many systems: a flush there costs nothing.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contactd, execute } from '../tests/http/program.mjs';

export const results = join(fileURLToPath(new URL('.', import.meta.url)), 'results');

/* `work` gets a folder on the checkout's disk, which is removed at the end. */
export async function inFolder(work) {
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, 'run-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  await work(folder);
}

function systemName() {
  return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
}

export async function describeRun() {
  const { stdout } = await contactd(['version']);
  return {
    version: stdout.trim(),
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model,
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      arch: arch(),
      kernel: release(),
      system: systemName(),
      node: process.version,
    },
  };
}

/* What an instruction count depends on: the same program has others elsewhere. */
export async function toolchain() {
  const { stdout } = await execute('cc', ['-dumpfullversion', '-dumpversion']);
  return `${systemName()}, ${arch()}, cc ${stdout.trim()}`;
}
