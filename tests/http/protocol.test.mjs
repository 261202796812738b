/* HTTP itself: connections, bodies in pieces, clients that are slow, odd or hostile. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { suite, until, useServer, within } from './harness.mjs';
import { requestBytes, Wire } from './wire.mjs';

const BODY_MAX = 1 << 20;

describe('A connection', suite, () => {
  /* a client's end that arrives together with its last bytes is only noticed by the idle timeout */
  const server = useServer({ flags: ['--idle-timeout', '10', '--drain-timeout', '1'] });
  let contact;

  before(async () => {
    contact = await server.home.create({ firstName: 'Ann' });
  });

  const path = () => `/contacts/${contact.id}`;
  const get = (options) => requestBytes(server.home, 'GET', path(), options);
  const put = (body, options) => requestBytes(server.home, 'PUT', path(), { body, ...options });

  async function withWire(use) {
    const wire = await Wire.open(server.port);
    try {
      return await use(wire);
    } finally {
      wire.end();
    }
  }

  async function serverIsWell() {
    assert.equal((await server.home.get(contact.id)).status, 200);
  }

  test('carries one request after another', async () => {
    await withWire(async (wire) => {
      for (const body of ['{"city":"One"}', '{"city":"Two"}', '{"foo":1}', 'no JSON', '{"city":"Three"}']) {
        const { id } = await server.home.create();
        wire.write(requestBytes(server.home, 'PUT', `/contacts/${id}`, { body }));
        const answer = await wire.answer();
        assert.ok([200, 400, 422].includes(answer?.status), answer?.text);
      }
    });
  });

  test('answers a pipeline in order, each request seeing the ones before it', async () => {
    const { id } = await server.home.create();
    const one = `/contacts/${id}`;
    await withWire(async (wire) => {
      const requests = [];
      for (let count = 0; count < 50; count++) {
        requests.push(requestBytes(server.home, 'PUT', one, { body: `{"city":"City ${count}"}` }));
        requests.push(requestBytes(server.home, 'GET', one));
      }
      wire.write(Buffer.concat(requests));
      for (let count = 0; count < 50; count++) {
        for (const answer of [await wire.answer(), await wire.answer()]) {
          assert.equal(answer.status, 200, answer.text);
          assert.equal(answer.body.contact.city, `City ${count}`);
        }
      }
    });
  });

  test('closes after its answer when the client asks for it', async () => {
    await withWire(async (wire) => {
      wire.write(get({ headers: { Connection: 'close' } }));
      assert.equal((await wire.answer()).status, 200);
      await within(wire.closed, 'the connection to close');
    });
  });

  test('answers HEAD like GET, without the body', async () => {
    const { id } = await server.home.create();
    const full = await server.home.get(id);
    const head = await server.home.request('HEAD', `/contacts/${id}`);
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    for (const name of ['etag', 'content-type', 'content-length']) {
      assert.equal(head.headers[name], full.headers[name], name);
    }
    assert.equal((await server.home.request('HEAD', path(), { token: 'wrong' })).status, 401);
    assert.equal((await server.home.request('HEAD', '/x')).status, 404);
  });

  test('is still in step after a HEAD', async () => {
    await withWire(async (wire) => {
      wire.write(Buffer.concat([requestBytes(server.home, 'HEAD', path()), get()]));
      assert.equal((await wire.answer({ bodyless: true })).status, 200);
      assert.equal((await wire.answer()).body.contact.id, contact.id);
    });
  });

  test('asks for the body of a client that waits to be asked', async () => {
    await withWire(async (wire) => {
      const body = '{"state":"AL"}';
      const bytes = put(body, { headers: { Expect: '100-continue' } });
      wire.write(bytes.subarray(0, bytes.length - body.length));
      assert.equal((await wire.answer()).status, 100);
      wire.write(body);
      assert.equal((await wire.answer()).status, 200);
    });
  });

  test('refuses by the head without asking for the body', async () => {
    await withWire(async (wire) => {
      const body = '{"state":"AL"}';
      const headers = { Expect: '100-continue', Authorization: 'Bearer wrong' };
      const bytes = put(body, { headers });
      wire.write(bytes.subarray(0, bytes.length - body.length));
      assert.equal((await wire.answer()).status, 401);
    });
  });

  test('refuses a body that is announced as too large without asking for it', async () => {
    await withWire(async (wire) => {
      const headers = { Expect: '100-continue', 'Content-Length': BODY_MAX + 1 };
      wire.write(put('', { headers }));
      assert.equal((await wire.answer()).status, 413);
    });
  });

  test('survives a method and a path that are not UTF-8', async () => {
    const lines = [
      Buffer.from('PUT /\xe2%82%ac HTTP/1.1\r\nHost: x\r\n\r\n', 'latin1'),
      Buffer.from('P\xffT /x HTTP/1.1\r\nHost: x\r\n\r\n', 'latin1'),
    ];
    for (const line of lines) {
      const wire = await Wire.open(server.port);
      wire.write(line);
      assert.equal((await wire.answer()).status, 400);
      wire.end();
    }
    assert.equal((await server.home.get(contact.id)).status, 200);
  });

  test('that takes us for its proxy is answered by the path', async () => {
    const wire = await Wire.open(server.port);
    wire.write(requestBytes(server.home, 'GET', `http://contacts.example/contacts/${contact.id}`));
    assert.equal((await wire.answer()).status, 200);
    wire.end();
  });

  test('takes a body in chunks', async () => {
    await withWire(async (wire) => {
      const headers = { 'Transfer-Encoding': 'chunked', 'Content-Length': undefined };
      wire.write(put('', { headers }));
      wire.write('9\r\n{"state":\r\n5\r\n"AL"}\r\n');
      wire.write('0\r\n\r\n');
      const answer = await wire.answer();
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.contact.state, 'AL');
    });
  });

  test('refuses chunks that add up to too much', async () => {
    await withWire(async (wire) => {
      const headers = { 'Transfer-Encoding': 'chunked', 'Content-Length': undefined };
      wire.write(put('', { headers }));
      const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
      for (let count = 0; count < 17; count++) wire.write(chunk);
      wire.write('0\r\n\r\n');
      assert.equal((await wire.answer()).status, 413);
    });
  });

  test('takes a request byte by byte', async () => {
    await withWire(async (wire) => {
      wire.socket.setNoDelay(true);
      for (const byte of put('{"state":"AL"}')) wire.write(Buffer.from([byte]));
      assert.equal((await wire.answer()).status, 200);
    });
  });

  test("that says nothing, or half of something, is in nobody's way", async () => {
    const bytes = put('{"state":"AL"}');
    const wires = await Promise.all(Array.from({ length: 50 }, () => Wire.open(server.port)));
    wires.forEach((wire, index) => wire.write(bytes.subarray(0, index * 6)));
    await serverIsWell();
    wires.forEach((wire) => wire.end());
  });

  for (const [what, bytes] of [
    ['zeroes', Buffer.alloc(1000)],
    ['noise', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 167 + 13) % 256))],
    ['a TLS greeting', Buffer.from('16030100a5010000a10303', 'hex')],
    ['an HTTP/2 preface', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
    ['a request line without a version', Buffer.from('GET /\r\n\r\n')],
    ['a negative length', Buffer.from('PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n')],
    [
      'a length of twenty digits',
      Buffer.from('PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n'),
    ],
    ['a header of 200 KiB', Buffer.from(`GET /x HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(200 << 10)}\r\n\r\n`)],
    ['ten thousand headers', Buffer.from(`GET /x HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(10_000)}\r\n`)],
    [
      'a chunk size that is none',
      Buffer.from('PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
    ],
  ]) {
    test(`with ${what} is refused or closed, and the server goes on`, async () => {
      await withWire(async (wire) => {
        wire.write(bytes);
        wire.socket.end();
        const answer = await wire.answer();
        assert.ok(answer === undefined || answer.status >= 400, answer?.text);
      });
      await serverIsWell();
    });
  }

  test('that goes away in the middle leaves the contact as it was', async () => {
    const { id } = await server.home.create({ firstName: 'Whole' });
    const body = '{"firstName":"Half"}';
    await withWire(async (wire) => {
      const bytes = requestBytes(server.home, 'PUT', `/contacts/${id}`, { body });
      wire.write(bytes.subarray(0, bytes.length - 1));
    });
    assert.equal((await server.home.stored(id)).firstName, 'Whole');
  });

  test('that goes away before its answer does not disturb the others', async () => {
    const { id } = await server.home.create();
    const body = '{"firstName":"Sent"}';
    for (let count = 0; count < 50; count++) {
      await withWire(async (wire) =>
        wire.write(requestBytes(server.home, 'PUT', `/contacts/${id}`, { body })),
      );
    }
    await serverIsWell();
  });

  for (const health of ['/health/live', '/health/ready']) {
    test(`asks no token of ${health}`, async () => {
      const options = { version: undefined, headers: { version: undefined }, unchecked: true };
      const answer = await server.request('GET', health, options);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(typeof answer.body.status, 'string');
    });
  }
});

describe('A connection that is idle', suite, () => {
  const server = useServer({ flags: ['--idle-timeout', '1'] });

  test('is closed after the time for it', async () => {
    const wires = [await Wire.open(server.port), await Wire.open(server.port)];
    wires[1].write('GET / HTTP/1.1\r\nHo');
    for (const wire of wires) await within(wire.closed, 'the connection to close');
  });
});

describe('Connections beyond the most allowed', suite, () => {
  const server = useServer({ flags: ['--max-connections-per-address', '4'] });

  test('are closed, and there is room again when others end', async () => {
    server.agent.destroy(); /* the connection that made the location */
    const wires = await Promise.all(Array.from({ length: 8 }, () => Wire.open(server.port)));
    const bytes = requestBytes(server.home, 'GET', '/health/live');
    wires.forEach((wire) => wire.write(bytes));
    const answers = await Promise.all(wires.map((wire) => wire.answer()));
    const served = answers.filter((answer) => answer?.status === 200);
    assert.ok(served.length >= 1 && served.length <= 4, `${served.length} were served`);
    assert.ok(answers.includes(undefined));
    wires.forEach((wire) => wire.end());
    await until(async () => {
      const again = await Wire.open(server.port);
      again.write(bytes);
      const answer = await again.answer();
      again.end();
      return answer?.status === 200;
    }, 'room for a connection');
  });
});
