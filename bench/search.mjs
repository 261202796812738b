/*
 * How long searches take in a location of a million contacts: contactd alone, one search after another,
 * each with values of some contact picked at random.
 *
 *   node bench/search.mjs [--contacts 1000000] [--searches 200]
 *
 * With CONTACTD_POSTGRES it is a database of that server.
 * Prints a table and writes bench/results/search.json.
 */
import assert from 'node:assert/strict';
import { createReadStream, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { newDatabase, psql } from '../tests/postgres/cluster.mjs';
import { contactdOn, fill, fillStore } from './contestants.mjs';
import { describeRun, inFolder, results } from './machine.mjs';
import { recall } from './process.mjs';
import { printGoals } from './report.mjs';

const { values: options } = parseArgs({
  options: { contacts: { type: 'string', default: '1000000' }, searches: { type: 'string', default: '200' } },
});
const searches = Number(options.searches);

/* Searches that look at every contact take longer, and tell the same with fewer. */
const SCANS = Math.ceil(searches / 8);

/* What is asked by a person who types, or a program that knows what it wants. */
const PAGE = 20;

/* What is searched is made while the first search waits for it: of a million contacts, on PostgreSQL, for ten minutes. */
const BUILD_PATIENCE_MS = 1_800_000;

/* xorshift: the same searches in every run. */
let state = 88172645;
function below(limit) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}

function part(text, least = 3) {
  const from = below(Math.max(1, text.length - least));
  return text.slice(from, from + least + below(text.length));
}

/* What people type: the beginning of a name, a whole one, an address, a part of a number. */
function words(contact) {
  const kinds = [
    () => contact.firstName.slice(0, 3 + below(4)),
    () => contact.lastName.slice(0, 3 + below(6)),
    () => `${contact.firstName} ${contact.lastName}`,
    () => contact.email,
    () => contact.email.split('@')[0],
    () => contact.phone.slice(2 + below(4), 9),
    () => (contact.companyName ?? contact.lastName).slice(0, 3 + below(8)),
    () => part(contact.lastName),
  ];
  return kinds[below(kinds.length)]();
}

const leaf = (field, operator, value) => ({ field, operator, value });

function kindsOf({ fields: [number, text] }) {
  return {
    'query of 3 characters or more': { most: 50, body: (one) => ({ query: words(one) }) },
    'eq on email': { most: 50, body: (one) => ({ filters: [leaf('email', 'eq', one.email)] }) },
    'eq on phone': { most: 50, body: (one) => ({ filters: [leaf('phone', 'eq', one.phone)] }) },
    'eq on tag': { most: 50, body: (one) => ({ filters: [leaf('tags', 'eq', one.tags[below(2)])] }) },
    'page by searchAfter': {
      most: 50,
      body: (one) => ({ searchAfter: [Date.parse(one.dateAdded), one.id], pageLimit: 100 }),
    },
    'contains on city': { most: 500, count: SCANS, body: (one) => ({ filters: [leaf('city', 'contains', part(one.city))] }) },
    'not_eq on state': { most: 500, count: SCANS, body: (one) => ({ filters: [leaf('state', 'not_eq', one.state)] }) },
    'range of dateUpdated': {
      most: 500,
      count: SCANS,
      body: (one) => ({ filters: [leaf('dateUpdated', 'range', { gte: one.dateAdded })] }),
    },
    'range of a custom field': {
      most: 500,
      count: SCANS,
      body: () => ({ filters: [leaf(`customFields.${number}`, 'range', { lt: below(100000) })] }),
    },
    'contains on a custom field': {
      most: 500,
      count: SCANS,
      body: () => ({ filters: [leaf(`customFields.${text}`, 'contains', String(below(1000)))] }),
    },
    'a group of four': {
      most: 500,
      count: SCANS,
      body: (one) => ({
        filters: [
          {
            group: 'OR',
            filters: [
              leaf('lastNameLowerCase', 'eq', one.lastName),
              leaf('city', 'eq', one.city),
              { group: 'AND', filters: [leaf('tags', 'not_contains', 'vip'), leaf('companyName', 'contains', 'Dental')] },
            ],
          },
        ],
      }),
    },
    'query of 2 characters': { most: 500, count: SCANS, body: (one) => ({ query: one.firstName.slice(0, 2) }) },
    'sorted by name, no filter': {
      count: SCANS,
      body: () => ({ sort: [{ field: 'lastNameLowerCase', direction: 'asc' }], page: 1 + below(100) }),
    },
  };
}

function ask(server, filled, body) {
  const text = JSON.stringify({ locationId: filled.location, pageLimit: PAGE, ...body });
  const headers = {
    authorization: `Bearer ${filled.token}`,
    version: '2021-07-28',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  };
  const began = performance.now();
  return new Promise((done, fail) => {
    const sent = http.request(
      { host: '127.0.0.1', port: server.port, method: 'POST', path: '/contacts/search', headers, agent },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () =>
          done({ status: answer.statusCode, text: Buffer.concat(chunks).toString(), ms: performance.now() - began }),
        );
      },
    );
    sent.on('error', fail);
    sent.end(text);
  });
}
const agent = new http.Agent({ keepAlive: true });

/* 503 while the file is made. */
async function built(server, filled) {
  const until = performance.now() + BUILD_PATIENCE_MS;
  while (performance.now() < until) {
    const answer = await ask(server, filled, {});
    if (answer.status === 200) return JSON.parse(answer.text).total;
    assert.equal(answer.status, 503, answer.text);
  }
  throw new Error('the search file was not made in time');
}

/* Every so many-th contact: more than are asked for, and few enough to be held. */
async function someOf(documents) {
  const people = [];
  let index = 0;
  for await (const line of createInterface({ input: createReadStream(documents) })) {
    if (index++ % 97 === 0) people.push(JSON.parse(line));
  }
  return people;
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

async function measure(server, filled, people, { body, count = searches }) {
  const times = [];
  for (let index = 0; index < count; index++) {
    const answer = await ask(server, filled, body(people[below(people.length)]));
    assert.equal(answer.status, 200, answer.text);
    times.push(answer.ms);
  }
  times.sort((a, b) => a - b);
  return { count, p50Ms: at(times, 0.5), p99Ms: at(times, 0.99), longestMs: times.at(-1) };
}

async function fillSomewhere(folder, documents) {
  const server = process.env.CONTACTD_POSTGRES;
  const count = Number(options.contacts);
  if (!server) return fill(folder, count, documents, { searchable: true });
  return fillStore(await newDatabase(server), folder, count, documents, { searchable: true });
}

/* Everything is where it is read from in a store that was not filled a moment ago. */
async function settle({ file, store }) {
  if (file) recall(`${file}-search`);
  else for (const table of ['search_contact', 'search_tag', 'contact']) await psql(store, `VACUUM ANALYZE ${table}`);
}

await inFolder(async (folder) => {
  const documents = join(folder, 'documents');
  const filled = await fillSomewhere(folder, documents);
  console.log(`${filled.count} contacts made in ${filled.seconds.toFixed(1)} s`);
  const people = await someOf(documents);
  const server = contactdOn(filled);
  await server.start('--listen', '127.0.0.1:0');
  await server.listening();
  const began = performance.now();
  assert.equal(await built(server, filled), filled.count);
  console.log(`what is searched was made in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  await settle(filled);
  const kinds = kindsOf(filled);
  const measured = {};
  for (const [name, kind] of Object.entries(kinds)) {
    measured[name] = await measure(server, filled, people, kind);
    const { p50Ms, p99Ms, longestMs } = measured[name];
    console.log(`${name.padEnd(34)} p50 ${p50Ms.toFixed(1)}  p99 ${p99Ms.toFixed(1)}  longest ${longestMs.toFixed(1)} ms`);
  }
  const goals = Object.entries(kinds).map(([name, { most }]) => {
    const goal = { what: `${name}, p99 ms`, value: measured[name].p99Ms };
    return most ? { ...goal, wanted: '≤', reach: most } : goal;
  });
  printGoals(goals);
  console.log(`resident after all of them: ${(server.residentBytes() / 2 ** 20).toFixed(0)} MiB`);
  await server.stop();
  const report = { ...(await describeRun()), contacts: filled.count, measured, goals };
  writeFileSync(join(results, 'search.json'), `${JSON.stringify(report, null, 2)}\n`);
});
