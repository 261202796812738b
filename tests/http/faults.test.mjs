/* A disk that is full or broken: writes are refused, reads go on, nothing acknowledged is lost. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { execute, makeFolder, onlySqlite, repository, sanitized, Server, suite, until } from './harness.mjs';

const shim = join(makeFolder(), 'io_faults.so');

/* A sanitizer's runtime has to be loaded before anything else. */
const skip = onlySqlite.skip ?? (sanitized && 'nothing can be preloaded into a sanitized program');

describe('A disk that fails', { ...suite, skip }, () => {
  before(async () => {
    const source = join(repository, 'tests/faults/io_faults.c');
    const flags = ['-std=gnu17', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC'];
    const args = [...flags, '-o', shim, source, '-ldl'];
    const { code, stderr } = await execute(process.env.CC ?? 'cc', args);
    assert.equal(code, 0, stderr);
  });

  /* A server with one contact, and a switch for its disk. */
  async function start() {
    const control = join(makeFolder(), 'faults');
    const server = new Server({ environment: { LD_PRELOAD: shim, IO_FAULTS: control } });
    await server.start();
    const home = await server.newLocation();
    const { id } = await home.create({ city: 'Before' });
    const disk = {
      fail: (how) => writeFileSync(control, how),
      heal: () => rmSync(control),
    };
    return { server, home, id, disk };
  }

  const ready = async (server) => (await server.request('GET', '/health/ready', { unchecked: true })).status;

  /* The contacts as a server has them that starts on the same, sound files. */
  async function afterRestart({ folder }, { token }, ids) {
    const { stdout } = await execute('sqlite3', [join(folder, 'contactd.db'), 'PRAGMA integrity_check']);
    assert.equal(stdout, 'ok\n');
    const again = await new Server({ folder }).start();
    const answers = await Promise.all(ids.map((id) => again.request('GET', `/contacts/${id}`, { token })));
    await again.stop();
    return answers.map(({ body }) => body.contact);
  }

  test('because it is full refuses writes with 503, and takes them again when there is room', async () => {
    const { server, home, id, disk } = await start();
    disk.fail('full');
    for (let count = 0; count < 3; count++) {
      const answer = await home.put(id, { city: 'Full' });
      assert.equal(answer.status, 503, answer.text);
      assert.ok(answer.headers['retry-after']);
      assert.equal((await home.stored(id)).city, 'Before');
    }
    assert.equal((await home.post({ firstName: 'Full' })).status, 503);
    assert.equal((await home.delete(id)).status, 503);
    const once = { headers: { 'idempotency-key': 'once' } };
    const asked = { email: 'once@example.com' };
    assert.equal((await home.post(asked, once)).status, 503);
    assert.equal(await ready(server), 503);
    disk.heal();
    await until(async () => (await home.put(id, { city: 'Room' })).status === 200, 'writes to work again');
    assert.equal(await ready(server), 200);
    const made = await home.post(asked, once);
    assert.equal(made.status, 201, made.text);
    assert.ok(!('idempotency-replayed' in made.headers));
    await server.stop();
    const [contact] = await afterRestart(server, home, [id]);
    assert.equal(contact.city, 'Room');
  });

  test('because a flush fails acknowledges nothing more until a restart', async () => {
    const { server, home, id, disk } = await start();
    await home.update(id, { city: 'Flushed' });
    disk.fail('broken');
    const first = await home.put(id, { city: 'Unknown' });
    assert.equal(first.status, 500, first.text);
    assert.equal(first.body.message, 'Internal server error');
    const second = await home.put(id, { city: 'Refused' });
    assert.equal(second.status, 503, second.text);
    assert.equal(await ready(server), 503);
    assert.equal((await home.get(id)).status, 200);
    disk.heal();
    assert.equal((await home.put(id, { city: 'Refused' })).status, 503);
    assert.equal((await home.get(id)).status, 200);
    await server.kill();
    const [{ city }] = await afterRestart(server, home, [id]);
    assert.ok(['Flushed', 'Unknown'].includes(city), city);
  });

  test('under many writers loses none that was acknowledged', async () => {
    const { server, home, disk } = await start();
    const contacts = await Promise.all(Array.from({ length: 10 }, () => home.create({ city: '0' })));
    const acknowledged = new Map(contacts.map(({ id }) => [id, 0]));
    let writing = true;
    const writers = contacts.map(async ({ id }) => {
      for (let count = 1; writing; count++) {
        const { status } = await home.put(id, { city: String(count) });
        if (status === 200) acknowledged.set(id, count);
        else assert.equal(status, 503);
      }
    });
    const progress = (least) => [...acknowledged.values()].every((count) => count >= least);
    await until(() => progress(5), 'some writes');
    disk.fail('full');
    await until(async () => (await ready(server)) === 503, 'the disk to be full');
    const held = Math.max(...acknowledged.values());
    disk.heal();
    await until(() => progress(held + 5), 'writes to go on');
    writing = false;
    await Promise.all(writers);
    await server.kill();
    for (const { id, city } of await afterRestart(server, home, [...acknowledged.keys()])) {
      assert.ok(Number(city) >= acknowledged.get(id), `${city} < ${acknowledged.get(id)}`);
    }
  });
});
