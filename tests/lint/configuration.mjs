/*
 * docs/configuration.md is what the program prints. Compared when there is a program; `make build` makes one.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { report, root, textOf } from './files.mjs';

const page = 'docs/configuration.md';
const program = join(root, 'build/contactd');

if (!existsSync(program)) {
  report('configuration', [], `${page} not compared: there is no build/contactd`);
} else {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('CONTACTD_'));
  const printed = execFileSync(program, ['help', '--markdown'], {
    encoding: 'utf8',
    env: Object.fromEntries(environment),
  });
  const same = printed === textOf(page);
  report(
    'configuration',
    same ? [] : [`${page} is old; run build/contactd help --markdown >${page}`],
    `${page}, ${printed.split('\n').length - 1} lines, is what the program prints`,
  );
}
