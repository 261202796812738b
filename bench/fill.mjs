/* Contacts made through the API as fast as it takes them: several connections, each with a pipeline. */
import assert from 'node:assert/strict';
import { requestBytes, Wire } from '../tests/http/wire.mjs';

const CONNECTIONS = 128;
const PIPELINE = 8;

function bodyOf(locationId, index) {
  return JSON.stringify({
    locationId,
    firstName: `First ${index}`,
    lastName: `Last ${index}`,
    email: `contact-${index}@example.com`,
    phone: `+1212${String(5550000 + index).padStart(7, '0')}`,
    address1: '3535 1st St N',
    city: 'Dolomite',
    state: 'AL',
    postalCode: '35061',
    country: 'US',
    source: 'bench',
    tags: ['bench', `t${index % 100}`],
  });
}

/* Makes `count` contacts; their ids. */
export async function fill(home, count) {
  const ids = [];
  let next = 0;
  const connection = async () => {
    const wire = await Wire.open(home.server.port);
    while (next < count) {
      const size = Math.min(PIPELINE, count - next);
      const bodies = Array.from({ length: size }, () => bodyOf(home.id, next++));
      wire.write(Buffer.concat(bodies.map((body) => requestBytes(home, 'POST', '/contacts/', { body }))));
      for (let index = 0; index < size; index++) {
        const answer = await wire.answer();
        assert.equal(answer?.status, 201, answer?.text);
        ids.push(answer.body.contact.id);
      }
    }
    wire.end();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  return ids;
}
