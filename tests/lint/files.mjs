/*
 * The files of the repository, for the lints: everything but what tools make and fetch.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const made = /^(\.git|\.deps|node_modules|build.*|data|\.cache)$/;

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (made.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield relative(root, path);
  }
}

/* Paths below `folder` that end in one of the endings, sorted. */
export function filesBelow(folder, ...endings) {
  return [...walk(join(root, folder))]
    .filter((path) => endings.length === 0 || endings.some((ending) => path.endsWith(ending)))
    .sort();
}

export function textOf(path) {
  return readFileSync(join(root, path), 'utf8');
}

/*
 * The text of a C file with comments and the insides of strings blanked, so that a word found in it is
 * code. Lines stay where they are.
 */
export function codeOf(path) {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;
  return textOf(path).replace(token, (text) => {
    const blank = text.replace(/[^\n]/g, ' ');
    return text[0] === '/' ? blank : text[0] + blank.slice(1, -1) + text[0];
  });
}

export function lineOf(text, index) {
  return text.slice(0, index).split('\n').length;
}

/* Ends a lint: every fault a line, or one line that says how much was looked at. */
export function report(name, faults, looked) {
  for (const fault of faults) console.error(`${name}: ${fault}`);
  if (faults.length > 0) process.exit(1);
  console.log(`${name}: ${looked}`);
}
