/* Starting, stopping, and starts that must not succeed. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { contactd, execute, makeFolder, onlySqlite, Server, suite, until, within } from './harness.mjs';
import { requestBytes, Wire } from './wire.mjs';

/* A new connection is not served any more. */
async function takesNoMore(port, home) {
  const wire = await Wire.open(port);
  wire.write(requestBytes(home, 'GET', '/health/live'));
  const answer = await wire.answer();
  wire.end();
  return answer === undefined;
}

describe('A stop', suite, () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    test(`by ${signal} with nothing to do ends with 0`, async () => {
      const server = await new Server().start();
      await server.stop(signal);
    });
  }

  test('answers the requests in flight first', async () => {
    const server = await new Server().start();
    const home = await server.newLocation();
    const { id } = await home.create({ firstName: 'Ann' });
    const body = '{"firstName":"In flight"}';
    const headers = { Expect: '100-continue' };
    const bytes = requestBytes(home, 'PUT', `/contacts/${id}`, { headers, body });
    const wires = await Promise.all(Array.from({ length: 5 }, () => Wire.open(server.port)));
    for (const wire of wires) {
      wire.write(bytes.subarray(0, bytes.length - body.length));
      assert.equal((await wire.answer()).status, 100);
    }
    server.child.kill('SIGTERM');
    await until(() => takesNoMore(server.port, home), 'the stop to begin');
    for (const wire of wires) {
      wire.write(body);
      const answer = await wire.answer();
      assert.equal(answer?.status, 200, answer?.text);
      assert.equal(answer.body.contact.firstName, 'In flight');
      assert.match(answer.headers.connection ?? '', /close/i);
    }
    await server.ended();
  });

  test('waits no longer than it was told for a client that does not finish', async () => {
    const server = await new Server({ flags: ['--drain-timeout', '1'] }).start();
    const home = await server.newLocation();
    const wire = await Wire.open(server.port);
    wire.write(requestBytes(home, 'PUT', '/contacts/x', { headers: { 'Content-Length': 10 } }));
    await home.get('x');
    await server.stop();
    await within(wire.closed, 'the connection to close');
  });

  test('is not held up by connections that only stay open', async () => {
    const server = await new Server({ flags: ['--drain-timeout', '9'] }).start();
    const home = await server.newLocation();
    const wires = await Promise.all(Array.from({ length: 5 }, () => Wire.open(server.port)));
    wires[0].write(requestBytes(home, 'GET', '/health/live'));
    assert.equal((await wires[0].answer()).status, 200);
    await server.stop();
    for (const wire of wires) await within(wire.closed, 'the connection to close');
  });

  test('during many writes loses none that was acknowledged', async () => {
    const server = await new Server().start();
    const home = await server.newLocation();
    const { id } = await home.create();
    let acknowledged = 0;
    const writer = (async () => {
      for (let count = 1; ; count++) {
        const answer = await home.put(id, { city: String(count) }).catch(() => undefined);
        if (answer?.status !== 200) return;
        acknowledged = count;
      }
    })();
    await until(() => acknowledged > 20, 'some writes');
    await server.stop();
    await writer;
    const again = await new Server({ folder: server.folder }).start();
    const { token } = home;
    const { body } = await again.request('GET', `/contacts/${id}`, { token });
    assert.ok(Number(body.contact.city) >= acknowledged, `${body.contact.city} < ${acknowledged}`);
    await again.stop();
  });
});

describe('A start', suite, () => {
  const folder = makeFolder();

  async function refused(store, ...words) {
    const { code, stderr } = await contactd([
      'serve',
      '--listen',
      '127.0.0.1:0',
      '--store',
      `sqlite:${store}`,
    ]);
    assert.equal(code, 1, stderr);
    for (const word of words) assert.ok(stderr.includes(word), `no '${word}' in: ${stderr}`);
  }

  test('on a store of an earlier one has its contacts and tokens', async () => {
    const first = new Server();
    await first.start();
    const home = await first.newLocation();
    const contact = await home.create({ firstName: 'Ann', tags: ['one'] });
    const { headers } = await home.get(contact.id);
    await first.stop();
    const second = await new Server({ folder: first.folder }).start();
    const answer = await second.request('GET', `/contacts/${contact.id}`, { token: home.token });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.contact.firstName, 'Ann');
    assert.equal(answer.headers.etag, headers.etag);
    await second.stop();
  });

  test('on a port that is taken says which', async () => {
    const server = await new Server().start();
    const args = ['serve', '--listen', server.address, '--store', `sqlite:${join(folder, 'port.db')}`];
    const { code, stderr } = await contactd(args);
    assert.equal(code, 1, stderr);
    assert.ok(stderr.includes(server.address), stderr);
    await server.stop();
  });

  test('in a folder that is a file says which', async () => {
    writeFileSync(join(folder, 'file'), '');
    await refused(join(folder, 'file', 'contactd.db'), 'file');
  });

  test('in a folder that may not be written says which', async () => {
    await refused('/proc/contactd.db', '/proc');
  });

  test('on a file that is not a database leaves it alone', async () => {
    const file = join(folder, 'letter.txt');
    const text = 'Dear database, you are none.\n'.repeat(100);
    writeFileSync(file, text);
    await refused(file, 'letter.txt');
    assert.equal(readFileSync(file, 'utf8'), text);
  });

  test("on another program's database leaves it alone", async () => {
    const file = join(folder, 'other.db');
    await execute('sqlite3', [file, "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Help!')"]);
    await refused(file, 'other.db');
    const { stdout } = await execute('sqlite3', [
      file,
      'SELECT title FROM songs; PRAGMA journal_mode; SELECT count(*) FROM sqlite_master',
    ]);
    assert.equal(stdout, 'Help!\ndelete\n1\n');
  });

  test('on a store of a newer program says so', onlySqlite, async () => {
    const server = await new Server().start();
    await server.stop();
    const file = join(server.folder, 'contactd.db');
    const { code } = await execute('sqlite3', [file, 'PRAGMA user_version = 9999']);
    assert.equal(code, 0);
    await refused(file, 'newer');
    const { stdout } = await execute('sqlite3', [file, 'PRAGMA user_version']);
    assert.equal(stdout, '9999\n');
  });

  test('with --demo prints a token that works, and only the first time', async () => {
    const first = new Server({ flags: ['--demo'] });
    await first.start();
    const token = (await until(() => /pit-[0-9a-f-]{36}/.exec(first.output), 'the token'))[0];
    const id = /contacts\/([A-Za-z0-9]{20})\b/.exec(first.output)[1];
    const body = { firstName: 'Rosan', tags: ['hello'] };
    const answer = await first.request('PUT', `/contacts/${id}`, { token, body });
    assert.equal(answer.status, 200, answer.text);
    await first.stop();
    const second = new Server({ flags: ['--demo'], folder: first.folder });
    await second.start();
    const again = await second.request('GET', `/contacts/${id}`, { token });
    assert.equal(again.body.contact.firstName, 'Rosan');
    await second.stop();
    assert.doesNotMatch(second.output, /pit-[0-9a-f-]{36}/);
  });

  test('with a certificate serves HTTPS and nothing else', async () => {
    const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
    const made = await execute('openssl', [...args, '-keyout', key, '-out', certificate]);
    assert.equal(made.code, 0, made.stderr);
    const server = new Server({ flags: ['--tls-cert', certificate, '--tls-key', key], tls: true });
    await server.start();
    const home = await server.newLocation();
    const contact = await home.create({ firstName: 'Ann' });
    assert.equal((await home.update(contact.id, { city: 'Dolomite' })).city, 'Dolomite');
    const wire = await Wire.open(server.port);
    wire.write(requestBytes(home, 'GET', `/contacts/${contact.id}`));
    assert.notEqual((await wire.answer())?.status, 200);
    wire.end();
    await server.stop();
  });

  test('with a certificate and the key of another one is refused', async () => {
    const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost'];
    const path = (name) => join(folder, name);
    await execute('openssl', [...args, '-keyout', path('one.key'), '-out', path('one.pem')]);
    await execute('openssl', [...args, '-keyout', path('two.key'), '-out', path('two.pem')]);
    const flags = ['--tls-cert', path('one.pem'), '--tls-key', path('two.key')];
    const store = ['--store', `sqlite:${path('tls.db')}`, '--listen', '127.0.0.1:0'];
    const { code, stderr } = await contactd(['serve', ...store, ...flags]);
    assert.equal(code, 2, stderr);
  });
});
