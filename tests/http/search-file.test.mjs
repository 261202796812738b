/* The search file: what is found does not depend on how the server ended, nor on what became of the file. */
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { onlySqlite, Server, suite, until } from './harness.mjs';

const noise = Buffer.from('not a database, but long enough to be looked at. '.repeat(100));

describe('The search file', { ...suite, ...onlySqlite, concurrency: 1 }, () => {
  let server;
  let home;
  let file;

  before(async () => {
    server = await new Server().start();
    home = await server.newLocation();
    file = join(server.folder, 'contactd.db');
  });
  after(async () => {
    await server.stop();
    rmSync(server.folder, { recursive: true });
  });

  async function restart() {
    server = await new Server({ folder: server.folder }).start();
    home.server = server;
  }

  async function found(query) {
    const body = { locationId: home.id, pageLimit: 100, ...(query && { query }) };
    const ask = () => home.request('POST', '/contacts/search', { body });
    let answer = await ask();
    if (answer.status === 503) answer = await ask(); /* it was found to be damaged, and is made anew */
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.total, answer.body.contacts.length);
    return answer.body.contacts.map((contact) => contact.firstName).sort();
  }

  const files = () => ['', '-wal', '-shm'].map((suffix) => `${file}-search${suffix}`);
  /* Its line may be on its way for some milliseconds. */
  const toBeBuilt = () => until(() => server.event('search_index_built'), 'the search file to be made');
  const stoppedWithoutBuilding = async () => {
    await server.stop();
    assert.equal(server.event('search_index_built'), undefined);
  };

  test('is made at the first start, for its owner alone, and taken up at the next', async () => {
    await home.create({ firstName: 'Ann' });
    assert.deepEqual(await found('ann'), ['Ann']);
    assert.equal(statSync(`${file}-search`).mode & 0o777, 0o600);
    await toBeBuilt();
    await server.stop();
    assert.deepEqual(files().map(existsSync), [true, false, false]);
    await restart();
    assert.deepEqual(await found(), ['Ann']);
    await stoppedWithoutBuilding();
    await restart();
  });

  test('gets what was written before a crash', async () => {
    await home.create({ firstName: 'Bob' });
    assert.deepEqual(await found('bob'), ['Bob']);
    const { id } = await home.create({ firstName: 'Cy' });
    await home.create({ firstName: 'Dee' });
    await home.put(id, { firstName: 'Cyrus' });
    await server.kill();
    await restart();
    assert.deepEqual(await found(), ['Ann', 'Bob', 'Cyrus', 'Dee']);
    assert.deepEqual(await found('cyr'), ['Cyrus']);
    await stoppedWithoutBuilding();
  });

  test('is made anew when it is gone', async () => {
    files().forEach((name) => rmSync(name, { force: true }));
    await restart();
    assert.deepEqual(await found('cyr'), ['Cyrus']);
    await toBeBuilt();
  });

  test('is made anew when it is something else, whole or at its end', async () => {
    await server.stop();
    writeFileSync(`${file}-search`, noise);
    await restart();
    assert.deepEqual(await found(), ['Ann', 'Bob', 'Cyrus', 'Dee']);
    await toBeBuilt();

    await server.stop();
    const bytes = readFileSync(`${file}-search`);
    for (let at = 32768; at + noise.length < bytes.length; at += 16384) noise.copy(bytes, at);
    writeFileSync(`${file}-search`, bytes);
    await restart();
    await home.create({ firstName: 'Eve' });
    assert.deepEqual(await found('eve'), ['Eve']);
    assert.deepEqual(await found(), ['Ann', 'Bob', 'Cyrus', 'Dee', 'Eve']);
    await toBeBuilt();
  });

  test('is made anew when the store is put back from a backup', async () => {
    await server.stop();
    copyFileSync(file, `${file}.backup`);
    await restart();
    await home.create({ firstName: 'Fay' });
    assert.deepEqual(await found('fay'), ['Fay']);
    await server.stop();
    copyFileSync(`${file}.backup`, file);
    await restart();
    assert.deepEqual(await found(), ['Ann', 'Bob', 'Cyrus', 'Dee', 'Eve']);
    await toBeBuilt();
  });

  test('is made anew when it is older than the store', async () => {
    await server.stop();
    copyFileSync(`${file}-search`, `${file}.backup`);
    await restart();
    for (const firstName of ['Gil', 'Hal']) {
      await home.create({ firstName });
      assert.ok((await found()).includes(firstName));
    }
    await server.stop();
    copyFileSync(`${file}.backup`, `${file}-search`);
    await restart();
    assert.deepEqual(await found(), ['Ann', 'Bob', 'Cyrus', 'Dee', 'Eve', 'Gil', 'Hal']);
  });

  test('is shared by two servers on one store', async () => {
    const second = await new Server({ folder: server.folder }).start();
    const first = server;
    for (let turn = 0; turn < 10; turn++) {
      const [writer, reader] = turn % 2 ? [first, second] : [second, first];
      home.server = writer;
      await home.create({ firstName: `Turn${turn}x` });
      home.server = reader;
      assert.deepEqual(await found(`turn${turn}x`), [`Turn${turn}x`]);
    }
    assert.equal(second.event('search_index_built'), undefined);
    const builds = () => first.events.filter(({ event }) => event === 'search_index_built').length;
    assert.ok(builds() <= 1); /* of an earlier test */
    home.server = first;
    await second.stop();
    assert.deepEqual((await found('turn')).length, 10);
  });

  test('does not keep a server from stopping while it is made', async () => {
    await server.stop();
    files().forEach((name) => rmSync(name, { force: true }));
    server = await new Server({ folder: server.folder }).start();
    await server.stop();
    await restart();
    assert.ok((await found()).includes('Ann'));
  });
});
