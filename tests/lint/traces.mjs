/*
 * Nothing in the repository says on whose machine it was written: no absolute path of a home or a workspace,
 * no host of a package registry (which would make the lock file work only there).
 */
import { filesBelow, lineOf, report, textOf } from './files.mjs';

const binary = /\.(png|jpg|ico|db|gz|pem)$|^tests\/fuzz\/seeds\//;

const traces = [
  [/(?<![\w.$}])\/(work|home|root|Users|workspace|builds)\/[\w.-]/g, 'a path of one machine'],
  [/registry\.npm|npmmirror|\bnpmjs\.com\/[\w@]|artifactory|jfrog|verdaccio|\bnexus\b/gi, 'a package registry'],
  [/"resolved":/g, 'a lock file that names hosts'],
  [/https?:\/\/(10|127|192\.168|172\.(1[6-9]|2\d|3[01]))\.[\d.]+:\d+\/(repo|simple|npm|debian)/g, 'a private mirror'],
];

function faultsOf(path) {
  const text = textOf(path);
  return traces.flatMap(([pattern, what]) =>
    [...text.matchAll(pattern)].map(({ 0: found, index }) => `${path}:${lineOf(text, index)} '${found}' is ${what}`),
  );
}

const files = filesBelow('.').filter((path) => !binary.test(path) && path !== 'tests/lint/traces.mjs');
report('traces', files.flatMap(faultsOf), `${files.length} files checked`);
