/*
 * No function over 70 lines, no file over 500. Both are far past what reads well (about 15 and 300); they
 * are where reading well ends for certain. clang-format puts a function's braces alone at the left edge and
 * nothing else's, so no parser is needed.
 */
import { codeOf, filesBelow, report, textOf } from './files.mjs';

const FUNCTION_MAX = 70;
const FILE_MAX = 500;

/* "path" or "path function": why it may be longer. */
const exceptions = new Map([]);

/* The line on which the head of the function whose "{" is at `brace` begins. */
function headOf(lines, brace) {
  let head = brace;
  while (head > 0 && /^\s|^\)/.test(lines[head - 1])) head--;
  return Math.max(head - 1, 0);
}

function functionsOf(path) {
  const lines = codeOf(path).split('\n');
  const functions = [];
  for (const [brace, line] of lines.entries()) {
    if (line.trimEnd() !== '{') continue;
    const head = headOf(lines, brace);
    const name = lines[head].match(/(\w+)\s*\(/)?.[1];
    const length = lines.slice(head).findIndex((text) => text.startsWith('}')) + 1;
    if (name) functions.push({ path, name, length });
  }
  return functions;
}

const files = filesBelow('src', '.c', '.h', '.cc');
const functions = files.flatMap(functionsOf).sort((a, b) => a.length - b.length);
const faults = functions
  .filter(({ path, name, length }) => length > FUNCTION_MAX && !exceptions.has(`${path} ${name}`))
  .map(({ path, name, length }) => `${path}: ${name} has ${length} lines, ${FUNCTION_MAX} are the most`);
for (const path of files) {
  const length = textOf(path).split('\n').length - 1;
  if (length > FILE_MAX && !exceptions.has(path)) faults.push(`${path} has ${length} lines, ${FILE_MAX} are the most`);
}
if (functions.length === 0) faults.push('no function was found: is the layout still the one of .clang-format?');

const share = (part) => functions[Math.floor(part * (functions.length - 1))]?.length;
report(
  'lengths',
  faults,
  `${files.length} files, ${functions.length} functions checked; ` +
    `lines of a function: median ${share(0.5)}, 90 % up to ${share(0.9)}, longest ${share(1)}`,
);
