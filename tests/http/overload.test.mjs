/* More writes than may wait for the disk. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

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
