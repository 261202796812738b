/*
 * Functions that do not bound what they write, do not say when they fail, keep state for all threads, or
 * hand a text to a shell. Each with what to use instead; the exceptions say why.
 */
import { codeOf, filesBelow, lineOf, report } from './files.mjs';

const banned = {
  'strcpy strcat stpcpy strncpy strncat': 'struct str, arena_copy, buf_append',
  'sprintf vsprintf': 'snprintf, arena_format, buf_format',
  'strtok strtok_r strsep': 'str_cut',
  'gets scanf fscanf sscanf': 'str_to_int64 and a parser that knows its limits',
  'atoi atol atoll atof': 'str_to_int64',
  'alloca strdupa strndupa': 'the arena',
  'malloc calloc realloc reallocarray': 'the arena, or base/memory.h',
  'system popen execl execlp execvp': 'nothing: contactd starts no other program',
  'rand srand random srandom rand_r drand48 lrand48': 'base/rand.h',
  'tmpnam tempnam mktemp': 'mkstemp',
  'localtime gmtime ctime asctime': 'base/clock.h',
  'setlocale': 'nothing: texts are UTF-8 and the locale is C',
  'setjmp longjmp sigsetjmp siglongjmp': 'return an enum err',
};

/* "path function": why it may. */
const exceptions = new Map([
  ['src/base/memory.c calloc', 'the one place that asks the heap'],
  ['src/base/memory.c realloc', 'the one place that asks the heap'],
]);

const instead = new Map(
  Object.entries(banned).flatMap(([names, advice]) => names.split(' ').map((name) => [name, advice])),
);
const call = new RegExp(`(?<![\\w.>])(${[...instead.keys()].join('|')})\\s*\\(`, 'g');

function faultsOf(path) {
  const code = codeOf(path);
  return [...code.matchAll(call)]
    .filter(([, name]) => !exceptions.has(`${path} ${name}`))
    .map(({ 1: name, index }) => `${path}:${lineOf(code, index)} calls ${name}; use ${instead.get(name)}`);
}

const files = filesBelow('src', '.c', '.h', '.cc', '.def');
report('banned', files.flatMap(faultsOf), `${files.length} files free of ${instead.size} functions`);
