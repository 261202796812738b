/* More writes than may wait for the disk. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { description } from './description.mjs';
import { newEmail, onlySqlite, startWithoutSearchFile, suite, useServer } from './harness.mjs';

/* Sent at once, of which one may wait at a time. */
const WRITES = 300;

describe('A server that has too much to write', suite, () => {
  const server = useServer({ flags: ['--queue-length', '1', '--committers', '1'] });

  test('says 503 and when to come back, keeps what it acknowledged, and nothing else', async () => {
    const emails = Array.from({ length: WRITES }, newEmail);
    const answers = await Promise.all(emails.map((email) => server.home.post({ email })));
    const refused = answers.filter(({ status }) => status !== 201);
    assert.ok(refused.length > 0 && refused.length < WRITES, `${refused.length} of ${WRITES} were refused`);
    for (const { status, headers, body } of refused) {
      assert.equal(status, 503);
      assert.equal(headers['retry-after'], '1');
      assert.equal(body.message, 'The server is busy, try again');
    }
    const query = (email) => new URLSearchParams({ locationId: server.home.id, email });
    for (const [index, email] of emails.entries()) {
      const { body } = await server.home.request('GET', `/contacts/search/duplicate?${query(email)}`);
      assert.equal(body.contact !== null, answers[index].status === 201);
    }
  });
});

/* POSTs that only read. */
const reads = ['search-contacts', 'search-tasks', 'filter-users-by-email'];

/* Of the description's operations those that write: how to ask for each, of what is not there. */
function writes({ id }) {
  const asked = [];
  for (const [template, methods] of Object.entries(description().paths)) {
    for (const [method, { operationId, parameters = [], requestBody }] of Object.entries(methods)) {
      if (!['post', 'put', 'delete'].includes(method) || reads.includes(operationId)) continue;
      const example = JSON.stringify(requestBody?.content['application/json'].example);
      const path = template.replace('{locationId}', id).replaceAll(/\{\w+\}/g, 'a'.repeat(20));
      const query = Object.entries({ locationId: id, deleteTwilioAccount: 'false' });
      const known = query.filter(([name]) => parameters.some((one) => one.in === 'query' && one.name === name));
      asked.push({
        method: method.toUpperCase(),
        path: `${path}?${new URLSearchParams(known)}`,
        body: example && JSON.parse(example.replaceAll('LOCATION', id)),
        version: operationId.endsWith('remove-all') ? 'v3' : '2021-07-28',
        ofAgency: /^\/(locations\/(\{locationId\})?$|users\/)/.test(template),
      });
    }
  }
  return asked;
}

describe('A server whose one place in the queue is taken', { ...suite, ...onlySqlite }, () => {
  const server = useServer({ flags: ['--queue-length', '1', '--busy-timeout', '60000'] });

  /* Another program has the lock: one write waits for it, another one in the queue. */
  async function block() {
    const lock = spawn('sqlite3', [join(server.folder, 'contactd.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
    lock.stdin.write("BEGIN IMMEDIATE;\nSELECT 'locked';\n");
    await once(lock.stdout, 'data');
    const answers = [];
    let refused = 0;
    while (refused === 0 || answers.length - refused < 2) {
      answers.push(server.home.post({ email: newEmail() }).then((answer) => ((refused += answer.status === 503), answer)));
      await server.home.request('GET', '/contacts/nobody');
    }
    return async () => {
      lock.stdin.end('ROLLBACK;\n');
      await once(lock, 'exit');
      return Promise.all(answers);
    };
  }

  test('says so to every operation that writes, and makes those that waited', async () => {
    const { token: agency } = await server.newAgencyToken();
    const release = await block();
    try {
      const asked = writes(server.home);
      assert.ok(asked.length > 45, `${asked.length} operations`);
      for (const { method, path, ofAgency, ...rest } of asked) {
        const answer = await server.home.request(method, path, { ...rest, ...(ofAgency && { token: agency }) });
        assert.equal(answer.status, 503, `${method} ${path}: ${answer.text}`);
        assert.equal(answer.body.message, 'The server is busy, try again');
      }
    } finally {
      const made = (await release()).filter(({ status }) => status === 201);
      assert.equal(made.length, 2);
    }
  });
});

/* Those that may wait for a thread that searches (128), the one that is at work, and some more. */
const SEARCHES = 200;

describe('A server that has too much to search', { ...suite, ...onlySqlite }, () => {
  test('says so to every operation that searches, and makes the searches that waited', async () => {
    const { server, home, search, release } = await startWithoutSearchFile(['--search-threads', '1']);
    server.agent.maxSockets = 2 * SEARCHES;
    const { token: agency } = await server.newAgencyToken();
    const answers = [];
    const isBusy = async (asked) => {
      answers.push(asked);
      const { status, body } = await asked;
      assert.deepEqual([status, body.message], [503, 'The server is busy, try again']);
    };
    await Promise.any(Array.from({ length: SEARCHES }, () => isBusy(search())));

    const query = `locationId=${home.id}`;
    for (const [method, path, options] of [
      ['GET', `/contacts/?${query}`],
      ['GET', `/contacts/business/one?${query}`],
      ['GET', `/contacts/lookup?${query}&email=ann@example.com`, { version: 'v3' }],
      ['GET', `/users/?${query}`],
      ['GET', `/users/search?${query}&companyId=company`],
      ['POST', '/users/search/filter-by-email', { token: agency, body: { companyId: 'company', emails: 'ann@example.com' } }],
    ]) {
      /* One of them may get the place of a search that has waited long enough. */
      await Promise.any(Array.from({ length: 3 }, () => isBusy(home.request(method, path, options))));
    }
    release();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    assert.ok(statuses.every((status) => [200, 503].includes(status)));
    assert.ok(statuses.includes(200));
    await server.stop();
  });
});
