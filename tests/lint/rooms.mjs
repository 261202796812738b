/*
 * Who may include whom. The rules are the table of docs/architecture.md, and only that:
 *
 * - a folder includes only itself and the folders below its row;
 * - a third-party header is included only from the folder whose last column names it; `x.h` in `sub/` or in
 *   `*.cc` narrows that to a subfolder or to such files;
 * - headers of C, POSIX, the compiler's sanitizers and (in C++ files) C++ are free.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, report, root, textOf } from './files.mjs';

const standard = new RegExp(
  '^(assert|complex|ctype|dirent|dlfcn|endian|errno|fcntl|fenv|float|fnmatch|glob|grp|inttypes|iso646|libgen|limits|' +
    'locale|malloc|math|netdb|poll|pthread|pwd|sched|search|semaphore|setjmp|signal|spawn|stdalign|stdarg|stdatomic|stdbool|' +
    'stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|syslog|termios|tgmath|threads|time|uchar|unistd|' +
    'wchar|wctype|(sys|net|netinet|arpa|sanitizer)/[a-z_]+)\\.h$',
);

/* "`unicode/*.h`, `phonenumbers/*` in `*.cc`" as patterns of headers and of the files they are for. */
function thirdParty(cell) {
  return [...cell.matchAll(/`([^`]+)`(?: in `([^`]+)`)?/g)].map(([, header, where]) => ({
    header: glob(header),
    where: where ? where.endsWith('/') ? new RegExp(`/${where}`) : glob(where, '.*') : /./,
  }));
}

function glob(pattern, star = '[^/]*') {
  const literal = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', star)}$`);
}

/* The rows "| `src/…` | … | … |", top first. */
function readRooms() {
  const rows = [...textOf('docs/architecture.md').matchAll(/^\| `src\/([^`]+)` \|[^|]*\|([^|]*)\|$/gm)];
  return rows.map(([, path, cell]) => ({ name: path.replace(/\/$/, ''), thirdParty: thirdParty(cell) }));
}

const rooms = readRooms();
const level = (name) => rooms.findIndex((room) => room.name === name);
const roomOf = (path) => path.split('/')[0];

function faultOfOwn(file, header) {
  if (!existsSync(join(root, 'src', header))) return 'is no file of src/';
  const [from, to] = [roomOf(file), roomOf(header)];
  if (level(to) < 0) return `${to}/ is not in the table of docs/architecture.md`;
  return level(to) >= level(from) ? undefined : `${from} may not include what stands above it`;
}

function faultOfForeign(file, header) {
  if (standard.test(header)) return undefined;
  if (file.endsWith('.cc') && !header.includes('.') && !header.includes('/')) return undefined;
  const allowed = rooms[level(roomOf(file))].thirdParty;
  const fits = allowed.some((row) => row.header.test(header) && row.where.test(file));
  return fits ? undefined : 'is not a header of this room';
}

function faultsOf(path) {
  const file = path.replace(/^src\//, '');
  if (level(roomOf(file)) < 0) return [`${path} is in no room of docs/architecture.md`];
  const faults = [];
  for (const [line, text] of textOf(path).split('\n').entries()) {
    const [, own, foreign] = text.match(/^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/) ?? [];
    const fault = own ? faultOfOwn(file, own) : foreign && faultOfForeign(file, foreign);
    if (fault) faults.push(`${path}:${line + 1} includes ${own ?? foreign}: ${fault}`);
  }
  return faults;
}

const files = filesBelow('src', '.c', '.h', '.cc', '.def');
const faults = files.flatMap(faultsOf);
if (rooms.length < 2) faults.push('docs/architecture.md has no table of rooms');
report('rooms', faults, `${files.length} files in ${rooms.length} rooms checked`);
