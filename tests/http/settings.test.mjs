/* The settings of serve: by flag, environment and file, each refused by name where it is not valid. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { contactd, makeFolder, Server, suite } from './harness.mjs';

const OK = 0;
const USAGE = 2;

describe('A setting of serve', suite, () => {
  const folder = makeFolder();

  async function refused({ flags = [], environment = {}, file }, ...words) {
    const all = [...flags];
    if (file !== undefined) {
      const path = join(folder, `${randomUUID()}.ini`);
      writeFileSync(path, file);
      all.push('--config', path);
    }
    const { code, stderr } = await contactd(['serve', ...all], { environment, folder });
    assert.equal(code, USAGE, stderr);
    for (const word of words) assert.ok(stderr.includes(word), `no '${word}' in: ${stderr}`);
  }

  for (const [flag, value, ...words] of [
    ['search-threads', '0', '1', '64'],
    ['http-threads', '65', '0', '64'],
    ['http-threads', 'two'],
    ['http-threads', ''],
    ['http-threads', '2x'],
    ['max-connections', '-1'],
    ['idle-timeout', '99999999999999999999'],
    ['drain-timeout', '10', '9'],
    ['log-format', 'xml', 'logfmt', 'json'],
    ['log-level', 'loud', 'debug', 'error'],
  ]) {
    test(`${flag} cannot be '${value}', by flag, environment or file`, async () => {
      const variable = `CONTACTD_${flag.toUpperCase().replaceAll('-', '_')}`;
      await refused({ flags: [`--${flag}`, value] }, flag, ...words);
      await refused({ environment: { [variable]: value } }, variable, ...words);
      await refused({ file: `${flag} = ${value}\n` }, flag, ...words);
    });
  }

  test('that does not exist is refused', async () => {
    await refused({ flags: ['--colour', 'red'] }, 'colour');
    await refused({ environment: { CONTACTD_COLOUR: 'red' } }, 'CONTACTD_COLOUR');
    await refused({ file: 'colour = red\n' }, 'colour');
  });

  test('cannot come from a file that does not exist', async () => {
    await refused({ flags: ['--config', join(folder, 'none.ini')] }, 'none.ini');
    await refused({ environment: { CONTACTD_CONFIG: join(folder, 'none.ini') } }, 'none.ini');
  });

  test('by flag wins over the environment, that over the file', async () => {
    const file = join(folder, 'order.ini');
    writeFileSync(file, 'log-level = error\nidle-timeout = 5\n');
    const quiet = { flags: ['--config', file], environment: { CONTACTD_LOG_LEVEL: 'warn' } };
    const server = new Server({ ...quiet, flags: [...quiet.flags, '--log-level', 'info'] });
    await server.start(); /* the listening event is info: a lesser source would have silenced it */
    await server.stop();
    const loud = new Server({ flags: ['--config', file], environment: { CONTACTD_LOG_LEVEL: 'debug' } });
    await loud.start();
    await loud.stop();
  });

  test('of no HTTP threads makes as many as the store needs', async () => {
    const server = await new Server().start();
    const tasks = `/proc/${server.child.pid}/task`;
    const names = readdirSync(tasks).map((task) => readFileSync(join(tasks, task, 'comm'), 'utf8').trim());
    assert.equal(names.filter((name) => name === 'http').length, process.env.CONTACTD_POSTGRES ? 8 : 2);
    await server.stop();
    await server.dropStore();
  });

  for (const listen of ['nowhere', '127.0.0.1', '127.0.0.1:70000', 'localhost:x', ':']) {
    test(`listen cannot be '${listen}'`, async () => {
      const { code, stderr } = await contactd(['serve', '--listen', listen, '--store', 'sqlite:l.db'], {
        folder,
      });
      assert.notEqual(code, OK);
      assert.ok(stderr.includes(listen), stderr);
    });
  }

  test('store cannot be of an unknown kind', async () => {
    const { code, stderr } = await contactd(['serve', '--store', 'oracle:x', '--listen', '127.0.0.1:0'], {
      folder,
    });
    assert.notEqual(code, OK);
    assert.match(stderr, /oracle/);
  });

  test('tls-cert needs tls-key, and both need a file', async () => {
    for (const flags of [
      ['--tls-cert', 'none.pem'],
      ['--tls-cert', 'none.pem', '--tls-key', 'none.key'],
    ]) {
      const store = ['--store', 'sqlite:t.db', '--listen', '127.0.0.1:0'];
      const { code, stderr } = await contactd(['serve', ...store, ...flags], { folder });
      assert.notEqual(code, OK);
      assert.match(stderr, /tls-|none\./);
    }
  });
});
