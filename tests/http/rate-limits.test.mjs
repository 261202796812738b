/*
 * The rate limits: by profile, told in every answer, one bucket a location. When windows end is the unit
 * tests' (a clock of their own); here no test waits for one, and none is wrong when one ends meanwhile.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Server, suite, useServer } from './harness.mjs';

const names = [
  'x-ratelimit-limit-daily',
  'x-ratelimit-daily-remaining',
  'x-ratelimit-daily-reset',
  'x-ratelimit-max',
  'x-ratelimit-remaining',
  'x-ratelimit-interval-milliseconds',
];
const daily = 24 * 60 * 60 * 1000;

function limitsOf({ headers }) {
  return names.map((name) => {
    assert.match(headers[name] ?? '', /^\d+$/, `${name}: ${headers[name]}`);
    return Number(headers[name]);
  });
}

/* Asks until it is refused; two windows at the most, should one end in the middle. */
async function askUntilRefused(ask, most) {
  for (let count = 0; count <= 2 * most; count++) {
    const answer = await ask();
    if (answer.status === 429) return answer;
  }
  assert.fail('never refused');
}

describe('Without a profile of rate limits', suite, () => {
  const server = useServer();

  test('nothing is counted, and no answer tells of it', async () => {
    const { id } = await server.home.create();
    for (let count = 0; count < 150; count++) {
      const answer = await server.home.get(id);
      assert.equal(answer.status, 200, answer.text);
      for (const name of names) assert.equal(answer.headers[name], undefined);
    }
  });
});

describe('The profile highlevel', suite, () => {
  const server = useServer({ flags: ['--rate-limits', 'highlevel'] });

  test('tells what is left of 100 requests in 10 s and 200,000 a day, in every answer to a token', async () => {
    const location = await server.newLocation();
    const first = limitsOf(await location.request('POST', '/contacts/', { body: { locationId: location.id, firstName: 'Ann' } }));
    assert.deepEqual([first[0], first[3], first[4], first[5]], [200000, 100, 99, 10000]);
    assert.equal(first[1], 199999);
    assert.ok(first[2] > 0 && first[2] <= daily, `${first[2]}`);
    const answers = [
      await location.get('nobody'),
      await location.put('nobody', { foo: 1 }),
      await location.request('GET', '/contacts/nobody', { headers: { version: undefined } }),
      await location.request('POST', '/locations/', { body: {} }),
      await location.request('PUT', '/contacts/nobody', { headers: { 'content-type': 'text/plain' }, body: 'x' }),
    ];
    assert.deepEqual(answers.map(({ status }) => status), [400, 422, 401, 401, 415]);
    answers.forEach((answer, index) => assert.equal(limitsOf(answer)[1], 199998 - index));
  });

  test('counts a write with an Idempotency-Key whenever it is sent, and tells what is left now', async () => {
    const location = await server.newLocation();
    const body = { locationId: location.id, firstName: 'Ann' };
    const headers = { 'idempotency-key': 'again' };
    const made = await location.request('POST', '/contacts/', { headers, body });
    const again = await location.request('POST', '/contacts/', { headers, body });
    assert.deepEqual([made.status, again.status], [201, 201], again.text);
    assert.equal(again.headers['idempotency-replayed'], 'true');
    assert.deepEqual([limitsOf(made)[1], limitsOf(again)[1]], [199999, 199998]);
  });

  test('counts nobody whose token is not known', async () => {
    const answer = await server.request('GET', '/contacts/nobody', { token: 'pit-00000000-0000-4000-8000-000000000000' });
    assert.equal(answer.status, 401);
    for (const name of names) assert.equal(answer.headers[name], undefined);
  });
});

describe('The profile sandbox', suite, () => {
  const server = useServer({ flags: ['--rate-limits', 'sandbox'] });

  test('answers 429 past 25 requests in 10 s, and says when to come back', async () => {
    const location = await server.newLocation();
    const refused = await askUntilRefused(() => location.get('nobody'), 25);
    assert.equal(refused.body.message, 'Too Many Requests');
    assert.equal(refused.body.error, 'Too Many Requests');
    const [dailyMost, , , most, left] = limitsOf(refused);
    assert.deepEqual([dailyMost, most, left], [10000, 25, 0]);
    assert.match(refused.headers['retry-after'], /^([1-9]|10)$/);
  });

  test('counts each of many at once, and none twice', async () => {
    const location = await server.newLocation();
    const answers = await Promise.all(Array.from({ length: 60 }, () => location.get('nobody')));
    const taken = answers.filter(({ status }) => status !== 429).map((answer) => limitsOf(answer)[4]);
    assert.deepEqual(taken.sort((a, b) => a - b), Array.from({ length: 25 }, (_, left) => left));
  });

  test('has changed nothing when it answers 429', async () => {
    const limited = await new Server({ flags: ['--rate-limits', 'sandbox'] }).start();
    const location = await limited.newLocation();
    const body = { locationId: location.id, firstName: 'Ann' };
    const { id } = (await location.request('POST', '/contacts/', { body })).body.contact;
    let tried = 0;
    await askUntilRefused(() => location.put(id, { city: `City ${++tried}` }), 25);
    await limited.stop();
    const free = await new Server({ folder: limited.folder }).start();
    const answer = await free.request('GET', `/contacts/${id}`, { token: location.token });
    assert.equal(answer.body.contact.city, `City ${tried - 1}`);
    await free.stop();
  });

  test('has one bucket for all tokens of a location, and another for each location and the agency', async () => {
    const location = await server.newLocation();
    const second = await location.newToken();
    let asked = 0;
    const tokens = [location.token, second.token];
    await askUntilRefused(() => server.request('GET', '/contacts/nobody', { token: tokens[asked++ % 2] }), 25);
    assert.equal(asked, 26);
    const elsewhere = await server.newLocation();
    assert.equal((await elsewhere.get('nobody')).status, 400);
    const agency = await server.newAgencyToken();
    assert.equal((await server.request('GET', `/locations/${location.id}`, { token: agency.token })).status, 200);
  });

  test('does not count who asks whether the server is up, or for its description', async () => {
    for (let count = 0; count < 60; count++) {
      const { status } = await server.request('GET', '/health/live', { unchecked: true });
      assert.equal(status, 200);
    }
    assert.equal((await server.request('GET', '/openapi.json', { unchecked: true })).status, 200);
  });
});
