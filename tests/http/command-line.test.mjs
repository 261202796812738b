/* The command line: every subcommand, its JSON, its exit codes, and mistakes that are named. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contactd, makeFolder, suite, useServer } from './harness.mjs';

const [OK, FAILED, USAGE, UNKNOWN] = [0, 1, 2, 3];
const id = /^[A-Za-z0-9]{20}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const subcommands = [
  ['serve'],
  ['location', 'create'],
  ['location', 'list'],
  ['location', 'show'],
  ['token', 'create'],
  ['token', 'list'],
  ['token', 'revoke'],
  ['custom-field', 'create'],
  ['custom-field', 'list'],
  ['campaign', 'create'],
  ['campaign', 'list'],
  ['campaign', 'delete'],
  ['workflow', 'create'],
  ['workflow', 'list'],
  ['workflow', 'delete'],
  ['version'],
];

describe('The command line', suite, () => {
  const server = useServer();

  /* On the running server's store. */
  const run = (...args) => contactd([...args, '--store', server.store]);

  async function ends(code, args, ...words) {
    const ended = await run(...args);
    assert.equal(ended.code, code, `contactd ${args.join(' ')}: ${ended.stderr}`);
    for (const word of words) assert.ok(ended.stderr.includes(word), `no '${word}' in: ${ended.stderr}`);
    assert.equal(ended.stdout, '');
  }

  for (const words of subcommands) {
    test(`${words.join(' ')} has --help`, async () => {
      const { code, stdout, stderr } = await contactd([...words, '--help']);
      assert.equal(code, OK, stderr);
      assert.match(stdout, new RegExp(words.join(' ')));
      assert.equal(stderr, '');
    });
  }

  test('names every subcommand in its own help', async () => {
    const { code, stdout } = await contactd(['--help']);
    assert.equal(code, OK);
    for (const words of subcommands) assert.match(stdout, new RegExp(words.join(' ')));
  });

  test('without a word, or with an unknown one, is a mistake', async () => {
    for (const args of [[], ['nonsense'], ['location'], ['location', 'nonsense'], ['--nonsense']]) {
      const { code, stdout, stderr } = await contactd(args);
      assert.equal(code, USAGE, args.join(' '));
      assert.equal(stdout, '');
      assert.notEqual(stderr, '');
    }
  });

  test('version prints one line', async () => {
    const { code, stdout } = await contactd(['version']);
    assert.equal(code, OK);
    assert.match(stdout, /^contactd \d+\.\d+\.\d+\n$/);
  });

  test('location create, list and show agree', async () => {
    const args = [
      '--name',
      'Grünwald',
      '--country',
      'de',
      '--timezone',
      'Europe/Berlin',
      '--match',
      'phone,email',
    ];
    const created = await server.command('location', 'create', ...args);
    assert.match(created.id, id);
    assert.equal(created.name, 'Grünwald');
    assert.equal(created.country, 'DE');
    assert.equal(created.timezone, 'Europe/Berlin');
    assert.equal(created.allowDuplicateContact, false);
    assert.match(created.dateAdded, iso);
    const shown = await server.command('location', 'show', created.id);
    for (const [member, value] of Object.entries(created)) assert.deepEqual(shown[member], value);
    const { locations } = await server.command('location', 'list');
    assert.deepEqual(
      locations.find((one) => one.id === created.id),
      created,
    );
  });

  for (const [noun, list, look] of [
    ['campaign', 'campaigns', id],
    ['workflow', 'workflows', uuid],
  ]) {
    describe(noun, () => {
      const create = (home, ...args) => server.command(noun, 'create', '--location', home.id, ...args);
      const served = async (home, query = '') => {
        const answer = await home.request('GET', `/${list}/?locationId=${home.id}${query}`);
        assert.equal(answer.status, 200, answer.text);
        return answer.body[list];
      };

      test('create, list and delete agree, and the API lists them', async () => {
        const home = await server.newLocation();
        assert.deepEqual(await served(home), []);
        const spring = await create(home, '--name', 'Spring');
        const autumn = await create(home, '--name', 'autumn', '--status', 'draft');
        assert.match(spring.id, look);
        assert.deepEqual([spring.name, spring.status, autumn.status], ['Spring', 'published', 'draft']);
        const listed = await server.command(noun, 'list', '--location', home.id);
        assert.deepEqual(listed[list], [autumn, spring]);
        const given = ({ version, updatedAt, ...rest }) => rest;
        assert.deepEqual((await served(home)).map(given), [autumn, spring]);
        await server.command(noun, 'delete', autumn.id, '--location', home.id);
        assert.deepEqual((await served(home)).map(given), [spring]);
        await ends(UNKNOWN, [noun, 'delete', autumn.id, '--location', home.id], autumn.id, `contactd ${noun} list`);
      });

      test('mistakes name what is wrong and change nothing', async () => {
        const home = await server.newLocation();
        const to = ['--location', home.id];
        await ends(USAGE, [noun, 'create', '--name', 'x'], '--location');
        await ends(USAGE, [noun, 'create', ...to], '--name must be a string');
        await ends(USAGE, [noun, 'create', ...to, '--name', ' '], '--name should not be empty');
        await ends(USAGE, [noun, 'create', ...to, '--name', 'x', '--status', 'gone'], '--status must be one of');
        await ends(UNKNOWN, [noun, 'create', '--location', 'nowhere', '--name', 'x'], 'nowhere');
        await ends(UNKNOWN, [noun, 'list', '--location', 'nowhere'], 'nowhere');
        assert.deepEqual(await served(home), []);
      });
    });
  }

  test('campaigns are listed by their status', async () => {
    const home = await server.newLocation();
    for (const status of ['draft', 'published']) {
      await server.command('campaign', 'create', '--location', home.id, '--name', status, '--status', status);
    }
    for (const [query, names] of [
      ['', ['draft', 'published']],
      ['&status=draft', ['draft']],
      ['&status=gone', []],
    ]) {
      const answer = await home.request('GET', `/campaigns/?locationId=${home.id}${query}`);
      assert.deepEqual(answer.body.campaigns.map(({ name }) => name), names);
    }
  });

  test('token create, list and revoke agree', async () => {
    const home = await server.newLocation();
    const made = await home.newToken({ name: 'for the test' });
    const listed = async () => {
      const { tokens } = await server.command('token', 'list', '--location', home.id);
      return tokens;
    };
    const found = (await listed()).find((one) => one.id === made.id);
    assert.equal(found.name, 'for the test');
    assert.equal((await listed()).length, 2);
    assert.ok(!JSON.stringify(await listed()).includes(made.token));
    await server.command('token', 'revoke', made.id);
    await server.command('token', 'revoke', made.id);
    const all = await server.command('token', 'list');
    assert.ok(all.tokens.length > 2);
  });

  test('token create has the scopes that it was given', async () => {
    const { token, ...made } = await server.home.newToken({ scopes: ['contacts.readonly'] });
    assert.match(token, /^pit-/);
    assert.match(JSON.stringify(made), /contacts\.readonly/);
    assert.doesNotMatch(JSON.stringify(made), /contacts\.write/);
  });

  test('token create makes a token of the agency, and list shows it as one', async () => {
    const made = await server.newAgencyToken({ name: 'of all' });
    assert.match(made.token, /^pit-/);
    const { tokens } = await server.command('token', 'list');
    const found = tokens.find((one) => one.id === made.id);
    assert.deepEqual([found.agency, found.locationId, found.name], [true, undefined, 'of all']);
    const own = tokens.find((one) => one.locationId === server.home.id);
    assert.equal(own.agency, undefined);
    const ofHome = await server.command('token', 'list', '--location', server.home.id);
    assert.ok(!ofHome.tokens.some((one) => one.agency));
  });

  test('custom-field create and list agree', async () => {
    const home = await server.newLocation();
    const field = await home.newField({ name: 'Pin - Code', type: 'TEXT' });
    assert.match(field.id, id);
    assert.equal(field.fieldKey, 'contact.pin_code');
    const list = await home.newField({
      name: 'Colour',
      type: 'RADIO',
      options: ['red', 'blue'],
      key: 'color',
    });
    assert.equal(list.fieldKey, 'contact.color');
    const { customFields } = await server.command('custom-field', 'list', '--location', home.id);
    assert.deepEqual(
      customFields.find((one) => one.id === list.id),
      list,
    );
    assert.equal(customFields.length, 2);
  });

  test('custom-field create takes a key once a location', async () => {
    const home = await server.newLocation();
    const args = ['custom-field', 'create', '--name', 'Pin code', '--type', 'TEXT', '--location'];
    await server.command(...args, home.id);
    await ends(FAILED, [...args, home.id]);
    await server.command(...args, (await server.newLocation()).id);
  });

  test('takes a flag and its value in one word as well', async () => {
    const { name } = await server.command('location', 'create', '--name=One word');
    assert.equal(name, 'One word');
  });

  test('prints lines for people without --json', async () => {
    const { stdout, code } = await run('location', 'show', server.home.id);
    assert.equal(code, OK);
    assert.ok(stdout.includes(server.home.id));
    assert.throws(() => JSON.parse(stdout));
  });

  const nobody = 'AAAAAAAAAAAAAAAAAAAA';
  for (const args of [
    ['location', 'show', nobody],
    ['token', 'create', '--location', nobody, '--scope', 'contacts.write'],
    ['token', 'revoke', nobody],
    ['custom-field', 'create', '--location', nobody, '--name', 'Pin code', '--type', 'TEXT'],
    ['custom-field', 'list', '--location', nobody],
  ]) {
    test(`${args.slice(0, 2).join(' ')} ends with ${UNKNOWN} for an unknown id`, async () => {
      await ends(UNKNOWN, args);
    });
  }

  for (const [args, ...words] of [
    [['location', 'create'], '--name'],
    [['location', 'create', '--name', ''], '--name'],
    [['location', 'create', '--name', 'n'.repeat(256)], '--name'],
    [['location', 'create', '--name', 'n', '--country', 'XX'], '--country', 'XX'],
    [['location', 'create', '--name', 'n', '--timezone', 'Mars'], '--timezone', 'Mars'],
    [['location', 'create', '--name', 'n', '--match', 'name'], '--match', 'name'],
    [['location', 'create', '--name', 'n', '--colour', 'red'], '--colour'],
    [['location', 'create', '--name'], '--name'],
    [['location', 'create', '--name', 'n', 'operand'], 'operand'],
    [['location', 'show'], 'ID'],
    [['location', 'show', 'one', 'two'], 'two'],
    [['token', 'create', '--scope', 'contacts.write'], '--location'],
    [['token', 'create', '--agency', '--location', nobody, '--scope', 'contacts.write'], '--agency'],
    [
      ['token', 'create', '--agency', '--scope', 'users.readonly', '--scope', 'contacts.write'],
      "no use for 'contacts.write'; there are locations.readonly locations.write users.readonly users.write",
    ],
    [['token', 'create', '--location', nobody], '--scope'],
    [['token', 'create', '--location', nobody, '--scope', 'everything'], '--scope', 'everything'],
    [
      ['token', 'create', '--location', nobody, '--scope', 'contacts.write', '--expires-in', '0'],
      '--expires-in',
    ],
    [
      ['token', 'create', '--location', nobody, '--scope', 'contacts.write', '--expires-in', 'x'],
      '--expires-in',
    ],
    [['token', 'revoke'], 'ID'],
    [['custom-field', 'create', '--location', nobody, '--name', 'n', '--type', 'STRING'], '--type', 'STRING'],
    [['custom-field', 'create', '--location', nobody, '--type', 'TEXT'], '--name'],
    [['custom-field', 'create', '--location', nobody, '--name', 'n', '--type', 'RADIO'], '--option'],
    [
      ['custom-field', 'create', '--location', nobody, '--name', 'n', '--type', 'TEXT', '--option', 'a'],
      '--option',
    ],
    [
      ['custom-field', 'create', '--location', nobody, '--name', 'n', '--type', 'TEXT', '--position', 'x'],
      '--position',
    ],
    [['custom-field', 'list'], '--location'],
  ]) {
    const line = args.map((arg) => (arg.length > 20 ? `${arg.slice(0, 20)}…` : arg || "''")).join(' ');
    test(`'${line}' is a mistake that is named`, async () => {
      await ends(USAGE, args, ...words);
    });
  }

  test('does not make a store by asking for what is in it', async () => {
    const folder = makeFolder();
    const { code, stderr } = await contactd(['location', 'list', '--store', `sqlite:${folder}/none.db`]);
    assert.equal(code, FAILED);
    assert.match(stderr, /none\.db/);
  });
});
