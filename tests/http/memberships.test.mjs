/* Campaigns and workflows that a contact is in, and its appointments. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { suite, useServer } from './harness.mjs';

for (const [list, joined] of [
  ['campaigns', 201],
  ['workflow', 200],
]) {
  describe(`Membership of a contact in ${list}`, suite, () => {
    const server = useServer();

    function ask(method, contactId, id, options) {
      return server.home.request(method, `/contacts/${contactId}/${list}/${id}`, options);
    }

    /* No operation tells the campaigns of a contact. */
    async function memberOf(contactId) {
      const kind = list === 'campaigns' ? 'campaign' : 'workflow';
      const rows = await server.sql(`SELECT id FROM item WHERE contact_id = '${contactId}' AND kind = '${kind}' ORDER BY id`);
      return rows.split('\n').filter(Boolean);
    }

    async function succeeded(status, answer) {
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.body.succeded, true);
    }

    test('begins and ends', async () => {
      const { id } = await server.home.create();
      await succeeded(joined, await ask('POST', id, 'one'));
      await succeeded(joined, await ask('POST', id, 'two', { body: {} }));
      assert.deepEqual(await memberOf(id), ['one', 'two']);
      await succeeded(200, await ask('DELETE', id, 'one'));
      assert.deepEqual(await memberOf(id), ['two']);
    });

    test('begins and ends as often as it is asked for', async () => {
      const { id } = await server.home.create();
      for (let count = 0; count < 2; count++) await succeeded(joined, await ask('POST', id, 'one'));
      for (let count = 0; count < 2; count++) await succeeded(200, await ask('DELETE', id, 'one'));
    });

    test('leaves the contact as it is', async () => {
      const { id } = await server.home.create();
      const before = await server.home.get(id);
      await succeeded(joined, await ask('POST', id, 'one'));
      assert.equal((await server.home.get(id)).headers.etag, before.headers.etag);
    });

    test('says succeeded in both spellings under v3', async () => {
      const { id } = await server.home.create();
      const { body } = await ask('POST', id, 'one', { version: 'v3' });
      assert.deepEqual([body.succeded, body.succeeded], [true, true]);
    });

    test('is not for a contact that is not there', async () => {
      for (const method of ['POST', 'DELETE']) {
        const answer = await ask(method, 'a'.repeat(20), 'one');
        assert.equal(answer.status, 400, answer.text);
        assert.equal(answer.body.message, `Contact with id ${'a'.repeat(20)} not found`);
      }
    });

    test('is refused with what it does not know', async () => {
      const { id } = await server.home.create();
      const unknown = await ask('POST', id, 'one', { body: { foo: 1 } });
      assert.equal(unknown.status, 422, unknown.text);
      assert.deepEqual(unknown.body.message, ['property foo should not exist']);
      const long = await ask('POST', id, 'x'.repeat(256));
      assert.equal(long.status, 422, long.text);
      await succeeded(joined, await ask('POST', id, 'x'.repeat(255)));
    });
  });
}

describe('A contact', suite, () => {
  const server = useServer();

  for (const [path, version] of [
    ['removeAll', '2021-07-28'],
    ['remove-all', 'v3'],
  ]) {
    test(`leaves every campaign by ${path}`, async () => {
      const { id } = await server.home.create();
      const other = await server.home.create();
      for (const contact of [id, other.id]) {
        for (const campaign of ['one', 'two']) await server.home.request('POST', `/contacts/${contact}/campaigns/${campaign}`);
        await server.home.request('POST', `/contacts/${contact}/workflow/one`);
      }
      for (let count = 0; count < 2; count++) {
        const answer = await server.home.request('DELETE', `/contacts/${id}/campaigns/${path}`, { version });
        assert.equal(answer.status, 200, answer.text);
        assert.equal(answer.body.succeded, true);
      }
      const left = async (contact) => Number(await server.sql(`SELECT count(*) FROM item WHERE contact_id = '${contact}'`));
      assert.equal(await left(id), 1, 'the workflow');
      assert.equal(await left(other.id), 3, 'all of another contact');
    });
  }

  test('joins and leaves a workflow at a time', async () => {
    const { id } = await server.home.create();
    const path = `/contacts/${id}/workflow/one`;
    for (const method of ['POST', 'DELETE']) {
      const body = { eventStartTime: '2021-06-23T03:30:00+01:00' };
      assert.ok((await server.home.request(method, path, { body })).status < 300);
      const wrong = await server.home.request(method, path, { body: { eventStartTime: 'soon' } });
      assert.equal(wrong.status, 422, wrong.text);
      assert.deepEqual(wrong.body.message, ['eventStartTime must be a valid ISO 8601 date string']);
    }
  });

  test('says once how it may leave every campaign', async () => {
    const { id } = await server.home.create();
    const answer = await server.home.request('GET', `/contacts/${id}/campaigns/removeAll`);
    assert.equal(answer.status, 405, answer.text);
    assert.equal(answer.headers.allow, 'POST, DELETE');
  });

  test('has no appointments', async () => {
    const { id } = await server.home.create();
    const answer = await server.home.request('GET', `/contacts/${id}/appointments`);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(answer.body.events, []);
    const unknown = await server.home.request('GET', `/contacts/${'a'.repeat(20)}/appointments`);
    assert.equal(unknown.status, 400, unknown.text);
  });
});
