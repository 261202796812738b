/* Bodies that are no JSON, bodies that are too much, and how every refusal is worded. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newEmail, suite, useServer } from './harness.mjs';

const BODY_MAX = 1 << 20;
const URL_MAX = 8192;
const NESTING_MAX = 32;
const FAULTS_MAX = 100;

/* `levels` of arrays as the value of a property: one level less than the body has. */
function nested(levels) {
  return `{"foo":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
}

function padded(body, size) {
  return body.slice(0, -1) + ' '.repeat(size - body.length) + '}';
}

describe('A refusal', suite, () => {
  const server = useServer();
  let contact;

  before(async () => {
    contact = await server.home.create({ firstName: 'Ann' });
  });

  for (const [what, text] of [
    ['nothing', ''],
    ['blanks', '  \n'],
    ['a word', 'hello'],
    ['an object that does not end', '{"city":"Dolomite"'],
    ['two objects', '{}{}'],
    ['a comma too many', '{"city":"Dolomite",}'],
    ['a comment', '{/* no */}'],
    ['NaN', '{"city":NaN}'],
    ['single quotes', "{'city':'Dolomite'}"],
    ['a string with a raw line end', '{"city":"a\nb"}'],
    ['a lone surrogate escape', '{"city":"\\ud800"}'],
    ['an array', '[]'],
    ['a string', '"city"'],
    ['null', 'null'],
    ['a number', '1'],
    ['a byte order mark', '\ufeff{}'],
  ]) {
    test(`of a body that is ${what} says why and where`, async () => {
      const answer = await server.home.put(contact.id, text);
      assert.equal(answer.status, 400, answer.text);
      assert.match(answer.body.message, /^Malformed JSON: .+ at byte \d+$/);
      assert.equal(answer.body.error, 'Bad Request');
    });
  }

  test('of malformed JSON names the byte, counted from 0', async () => {
    const answer = await server.home.put(contact.id, '{"a":x}');
    assert.match(answer.body.message, / at byte 5$/);
  });

  test('of a body that is not UTF-8 says so', async () => {
    const body = Buffer.concat([Buffer.from('{"city":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const answer = await server.home.put(contact.id, body);
    assert.equal(answer.status, 400, answer.text);
    assert.equal(answer.body.message, 'The request is not valid UTF-8');
  });

  for (const [what, path] of [
    ['path', '/contacts/%ff'],
    ['query', '/contacts/abc?x=%ff'],
  ]) {
    test(`of a ${what} that is not UTF-8 is a 400`, async () => {
      const answer = await server.home.request('GET', path);
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.message, 'The request is not valid UTF-8');
    });
  }

  for (const path of ['/contacts/%', '/contacts/%4', '/contacts/%zz', '/contacts/a%00b']) {
    test(`of the path ${path} is a 400`, async () => {
      const answer = await server.home.request('GET', path);
      assert.equal(answer.status, 400, answer.text);
      assert.match(answer.body.message, /^Malformed request: /);
    });
  }

  test('starts past the deepest nesting, not at it', async () => {
    const deepest = await server.home.put(contact.id, nested(NESTING_MAX));
    assert.deepEqual(deepest.body.message, ['property foo should not exist']);
    const deeper = await server.home.put(contact.id, nested(NESTING_MAX + 1));
    assert.equal(deeper.status, 400, deeper.text);
    assert.match(deeper.body.message, /^Malformed JSON: /);
  });

  test('of a body of a million brackets is an answer, too', async () => {
    const answer = await server.home.put(contact.id, '['.repeat(1_000_000));
    assert.equal(answer.status, 400);
    assert.match(answer.body.message, /^Malformed JSON: /);
  });

  test('starts past the largest body, not at it', async () => {
    const { id } = await server.home.create();
    const largest = padded('{"city":"Dolomite"}', BODY_MAX);
    assert.equal((await server.home.put(id, largest)).status, 200);
    const larger = await server.home.put(id, `${largest} `);
    assert.equal(larger.status, 413);
    assert.equal(larger.body.message, 'The request body must not exceed 1048576 bytes');
  });

  test('of a body far past the largest reaches a client that writes all of it first', async () => {
    const answer = await server.home.put(contact.id, Buffer.alloc(4 * BODY_MAX, ' '));
    assert.equal(answer.status, 413);
  });

  test('starts past the longest URL, not at it', async () => {
    const path = `/contacts/${contact.id}?x=`;
    const longest = path + 'x'.repeat(URL_MAX - path.length);
    assert.equal((await server.home.request('GET', longest)).status, 200);
    const longer = await server.home.request('GET', `${longest}x`);
    assert.equal(longer.status, 414);
    assert.equal(longer.body.message, 'The URL must not exceed 8192 bytes');
  });

  test('starts past a header block of 32 KiB', async () => {
    const large = (size) => ({ headers: { 'x-large': 'x'.repeat(size) } });
    assert.equal((await server.home.get(contact.id, large(31 * 1024))).status, 200);
    const answer = await server.home.get(contact.id, large(33 * 1024));
    assert.equal(answer.status, 431);
    assert.equal(answer.body.message, 'The request header must not exceed 32768 bytes');
  });

  test('of an unknown contact repeats its id', async () => {
    for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']]) {
      const answer = await server.home.request(method, '/contacts/AAAAAAAAAAAAAAAAAAAA', { body });
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.message, 'Contact with id AAAAAAAAAAAAAAAAAAAA not found');
      assert.equal(answer.body.error, 'Bad Request');
    }
  });

  for (const id of ['x', 'a'.repeat(300), 'not-an-id!', "' OR 1=1 --", 'ünïcödé', '..', '%']) {
    test(`of the id '${id.slice(0, 20)}' is that of an unknown contact`, async () => {
      const answer = await server.home.get(encodeURIComponent(id));
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.message, `Contact with id ${id} not found`);
    });
  }

  test('has a traceId of its own each time', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => server.home.get('unknown')));
    assert.equal(new Set(answers.map((answer) => answer.body.traceId)).size, 3);
  });

  test('of several faults names them all, unknown properties first', async () => {
    const answer = await server.home.put(contact.id, {
      firstName: 1,
      foo: 1,
      email: 'no email',
      tags: 'one',
      dnd: 'yes',
      country: 'XX',
      bar: null,
    });
    assert.equal(answer.status, 422);
    assert.equal(answer.body.error, 'Unprocessable Entity');
    assert.deepEqual(answer.body.message.slice(0, 2), [
      'property foo should not exist',
      'property bar should not exist',
    ]);
    assert.deepEqual([...answer.body.message].sort(), [
      'country must be a valid ISO31661 Alpha2 code',
      'dnd must be a boolean value',
      'email must be an email',
      'firstName must be a string',
      'property bar should not exist',
      'property foo should not exist',
      'tags must be an array',
    ]);
  });

  test('stops after a hundred faults and says that there are more', async () => {
    const faulty = (count) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`foo${index}`, 1]));
    const all = await server.home.put(contact.id, faulty(FAULTS_MAX));
    assert.equal(all.body.message.length, FAULTS_MAX);
    assert.equal(all.body.message.at(-1), 'property foo99 should not exist');
    const more = await server.home.put(contact.id, faulty(FAULTS_MAX + 1));
    assert.equal(more.body.message.length, FAULTS_MAX + 1);
    assert.equal(more.body.message.at(-1), 'there are more faults than these');
  });

  test('changes nothing, not even what was right in the body', async () => {
    const held = await server.home.get(contact.id);
    await server.home.put(contact.id, { firstName: 'Changed', email: 'no email' });
    await server.home.put(contact.id, { firstName: 'Changed', foo: 1 });
    const now = await server.home.get(contact.id);
    assert.deepEqual(now.body.contact, held.body.contact);
    assert.equal(now.headers.etag, held.headers.etag);
  });

  test('of a create leaves no contact behind', async () => {
    const email = newEmail();
    const answer = await server.home.post({ email, foo: 1 });
    assert.equal(answer.status, 422);
    assert.equal((await server.home.post({ email })).status, 201);
  });
});
