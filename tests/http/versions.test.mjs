/* Two kinds of version: the contact's (ETag and If-Match), and the API's (v3 and the dates). */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

const stale = 'The contact has changed since the version given in If-Match';

describe("A contact's version", suite, () => {
  const server = useServer();
  const ifMatch = (value) => ({ headers: { 'if-match': value } });

  test('is the ETag of GET and PUT, and changes with each change', async () => {
    const { id } = await server.home.create();
    const first = (await server.home.get(id)).headers.etag;
    assert.match(first, /^"[^"]+"$/);
    assert.equal((await server.home.get(id)).headers.etag, first);
    const second = (await server.home.put(id, { city: 'Dolomite' })).headers.etag;
    assert.notEqual(second, first);
    assert.equal((await server.home.get(id)).headers.etag, second);
  });

  test('lets an update through whose If-Match is the newest', async () => {
    const { id } = await server.home.create();
    const { etag } = (await server.home.get(id)).headers;
    for (const value of [etag, '*', `"other", ${etag}`]) {
      const { headers } = await server.home.get(id);
      const current = value.replace(etag, headers.etag);
      const answer = await server.home.put(id, { city: value }, ifMatch(current));
      assert.equal(answer.status, 200, answer.text);
    }
  });

  test('stops an update whose If-Match is stale, and changes nothing', async () => {
    const { id } = await server.home.create();
    const { etag } = (await server.home.get(id)).headers;
    await server.home.update(id, { city: 'First' });
    for (const value of [etag, `"nonsense"`, 'nonsense', `W/${etag}`]) {
      const answer = await server.home.put(id, { city: 'Second' }, ifMatch(value));
      assert.equal(answer.status, 412, `${value}: ${answer.text}`);
      assert.equal(answer.body.message, stale);
    }
    assert.equal((await server.home.stored(id)).city, 'First');
  });

  test('stops an update whose If-Match is empty', async () => {
    const { id } = await server.home.create();
    const answer = await server.home.put(id, { city: 'Second' }, ifMatch(''));
    assert.equal(answer.status, 412, answer.text);
  });

  test('does not hold weakly', async () => {
    const { id } = await server.home.create();
    const { etag } = (await server.home.get(id)).headers;
    const answer = await server.home.put(id, { city: 'Dolomite' }, ifMatch(`W/${etag}`));
    assert.equal(answer.status, 412, answer.text);
  });

  test('guards a delete as well', async () => {
    const { id } = await server.home.create();
    const { etag } = (await server.home.get(id)).headers;
    const { headers } = await server.home.put(id, {});
    assert.equal((await server.home.delete(id, ifMatch(etag))).status, 412);
    assert.equal((await server.home.get(id)).status, 200);
    assert.equal((await server.home.delete(id, ifMatch(headers.etag))).status, 200);
  });

  test('lets exactly one of many updates through that saw the same one', async () => {
    const { id } = await server.home.create();
    const { etag } = (await server.home.get(id)).headers;
    const cities = Array.from({ length: 20 }, (_, index) => `City ${index}`);
    const answers = await Promise.all(cities.map((city) => server.home.put(id, { city }, ifMatch(etag))));
    const through = answers.filter(({ status }) => status === 200);
    assert.equal(through.length, 1);
    assert.equal(answers.filter(({ status }) => status === 412).length, 19);
    assert.equal((await server.home.stored(id)).city, through[0].body.contact.city);
  });

  test('does not matter for a contact that is not there', async () => {
    const answer = await server.home.put('AAAAAAAAAAAAAAAAAAAA', {}, ifMatch('"1"'));
    assert.equal(answer.status, 400, answer.text);
  });
});

describe('Version v3', suite, () => {
  const server = useServer();
  const v3 = { version: 'v3' };

  test('says succeeded in both spellings', async () => {
    const { id } = await server.home.create();
    for (const answer of [await server.home.put(id, {}, v3), await server.home.delete(id, v3)]) {
      assert.equal(answer.body.succeeded, true);
      assert.equal(answer.body.succeded, true);
    }
  });

  test('is the only one to do so', async () => {
    for (const version of ['2021-04-15', '2021-07-28', '2023-02-21']) {
      const { id } = await server.home.create();
      for (const answer of [
        await server.home.put(id, {}, { version }),
        await server.home.delete(id, { version }),
      ]) {
        assert.equal(answer.body.succeded, true);
        assert.ok(!('succeeded' in answer.body));
      }
    }
  });

  test('creates, reads and updates the same contacts', async () => {
    const body = { email: newEmail(), dndSettings: { sms: { status: 'active' } } };
    const created = await server.home.post(body, v3);
    assert.equal(created.status, 201, created.text);
    const { id } = created.body.contact;
    assert.deepEqual(created.body.contact.dndSettings, body.dndSettings);
    assert.deepEqual((await server.home.stored(id, v3)).dndSettings, body.dndSettings);
    assert.deepEqual((await server.home.stored(id)).dndSettings, { SMS: { status: 'active' } });
  });

  test('answers a new contact as GET has it, as published', async () => {
    const body = { email: newEmail(), firstName: 'Ann', dateOfBirth: '1990-09-25' };
    const created = await server.home.post(body, v3);
    assert.deepEqual(await server.home.stored(created.body.contact.id, v3), created.body.contact);
    const upserted = await server.home.upsert({ ...body, email: newEmail() }, v3);
    assert.equal(upserted.body.new, true);
    assert.deepEqual(await server.home.stored(upserted.body.contact.id, v3), upserted.body.contact);
  });

  test('takes the gender where the dates do: of a new contact', async () => {
    const { body } = await server.home.post({ email: newEmail(), gender: 'female' }, v3);
    assert.equal(body.contact.gender, 'female');
    const { id, email } = body.contact;
    const upserted = await server.home.upsert({ email, gender: 'male' }, v3);
    assert.equal(upserted.body.contact.gender, 'male');
    assert.equal((await server.home.stored(id, v3)).gender, 'male');
    assert.deepEqual(await server.home.refusal(id, { gender: 'female' }, v3), ['property gender should not exist']);
  });

  test('takes the value of a custom field in both spellings', async () => {
    const field = await server.home.newField({ name: 'Colour', type: 'TEXT' });
    const { id } = await server.home.create();
    for (const [name, value] of [['field_value', 'red'], ['fieldValue', 'green']]) {
      const contact = await server.home.update(id, { customFields: [{ id: field.id, [name]: value }] }, v3);
      assert.deepEqual(contact.customFields, [{ id: field.id, value }]);
    }
  });

  test('has the same version of a contact as the dates', async () => {
    const { id } = await server.home.create();
    const { etag } = (await server.home.get(id)).headers;
    assert.equal((await server.home.get(id, v3)).headers.etag, etag);
  });
});
