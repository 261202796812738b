/* Notes and tasks of a contact. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { anotherMillisecond, Server, suite, useServer } from './harness.mjs';

const kinds = {
  note: {
    list: 'notes',
    optional: 'title',
    minimal: { body: 'Called back' },
    full: { body: 'Called <b>back</b>', userId: 'anybody', title: 'Call', color: '#FFAA00', pinned: true },
    required: ['body must be a string'],
  },
  task: {
    list: 'tasks',
    optional: 'body',
    minimal: { title: 'Call', dueDate: '2026-10-25T11:00:00Z', completed: false },
    full: {
      title: 'Call',
      body: 'and ask',
      dueDate: '2026-10-25T11:00:00.250Z',
      completed: true,
      assignedTo: 'hxHGVRb1YJUscrCB8eXK',
    },
    required: [
      'title must be a string',
      'dueDate must be a string',
      'completed must be a boolean value',
    ],
  },
};

for (const [kind, { list, optional, minimal, full, required }] of Object.entries(kinds)) {
  const Kind = kind[0].toUpperCase() + kind.slice(1);

  describe(`A ${kind}`, suite, () => {
    const server = useServer();
    let contactId;

    before(async () => {
      contactId = (await server.home.create()).id;
    });

    function ask(method, path = '', body = undefined, options = {}) {
      const { contact = contactId, ...rest } = options;
      return server.home.request(method, `/contacts/${contact}/${list}${path}`, { body, ...rest });
    }

    async function created(body, contact = contactId) {
      const answer = await ask('POST', '', body, { contact });
      assert.equal(answer.status, 201, answer.text);
      return answer.body[kind];
    }

    async function stored({ id }) {
      const answer = await ask('GET', `/${id}`);
      assert.equal(answer.status, 200, answer.text);
      return answer.body[kind];
    }

    async function updated({ id }, body) {
      const answer = await ask('PUT', `/${id}`, body);
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(await stored({ id }), answer.body[kind]);
      return answer.body[kind];
    }

    test('is kept as it was given', async () => {
      const made = await created(full);
      assert.match(made.id, /^[A-Za-z0-9]{20}$/);
      assert.equal(made.contactId, contactId);
      for (const [name, value] of Object.entries(full)) assert.deepEqual(made[name], value, name);
      assert.deepEqual(await stored(made), made);
    });

    test('needs little', async () => {
      const made = await created(minimal);
      for (const [name, value] of Object.entries(minimal)) {
        if (name !== 'dueDate') assert.deepEqual(made[name], value, name);
      }
      assert.deepEqual(await stored(made), made);
    });

    test('is changed by what the body names and nothing else', async () => {
      const made = await created(full);
      assert.deepEqual(await updated(made, { title: 'Ring' }), { ...made, title: 'Ring' });
      assert.deepEqual(await updated(made, {}), { ...made, title: 'Ring' });
    });

    test('loses what is null', async () => {
      const made = await created(full);
      const { [optional]: lost, ...rest } = made;
      assert.ok(lost);
      for (const nothing of [null, '']) {
        assert.deepEqual(await updated(made, { [optional]: nothing }), rest);
      }
    });

    test('keeps what it needs', async () => {
      const made = await created(full);
      for (const name of Object.keys(minimal)) {
        const answer = await ask('PUT', `/${made.id}`, { [name]: null });
        assert.equal(answer.status, 422, answer.text);
        assert.ok(required.includes(answer.body.message[0]), answer.text);
        if (typeof minimal[name] === 'string') {
          const empty = await ask('PUT', `/${made.id}`, { [name]: '' });
          assert.deepEqual(empty.body.message, [`${name} should not be empty`]);
        }
      }
      assert.deepEqual(await stored(made), made);
    });

    test('is gone when it is deleted', async () => {
      const made = await created(minimal);
      const answer = await ask('DELETE', `/${made.id}`);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.body.succeded, true);
      for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']]) {
        const again = await ask(method, `/${made.id}`, body);
        assert.equal(again.status, 400, again.text);
        assert.equal(again.body.message, `${Kind} with id ${made.id} not found`);
      }
    });

    test('is listed with the others of its contact, the newest first', async () => {
      const contact = (await server.home.create()).id;
      assert.deepEqual((await ask('GET', '', undefined, { contact })).body[list], []);
      const made = [];
      for (let count = 0; count < 3; count++) {
        made.unshift(await created({ ...minimal, title: `${count}` }, contact));
        await anotherMillisecond();
      }
      const answer = await ask('GET', '', undefined, { contact });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(answer.body[list], made);
    });

    test('is one of at most 16 MiB of them', async () => {
      const contact = (await server.home.create()).id;
      const wide = { ...minimal, body: '\u0001'.repeat(65536) };
      let answer;
      let count = 0;
      for (; count < 100; count++) {
        answer = await ask('POST', '', wide, { contact });
        if (answer.status !== 201) break;
      }
      assert.ok(count > 10, `${count}`);
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.body.message, /nor 16 MiB of them$/);
      const all = await ask('GET', '', undefined, { contact });
      assert.equal(all.body[list].length, count);
      await ask('DELETE', `/${all.body[list][0].id}`, undefined, { contact });
      assert.equal((await ask('POST', '', wide, { contact })).status, 201);
    });

    test('goes with its contact', async () => {
      const contact = (await server.home.create()).id;
      const made = await created(minimal, contact);
      assert.equal((await server.home.delete(contact)).status, 200);
      for (const path of ['', `/${made.id}`]) {
        const answer = await ask('GET', path, undefined, { contact });
        assert.equal(answer.status, 400, answer.text);
        assert.equal(answer.body.message, `Contact with id ${contact} not found`);
      }
    });

    test('of another contact is not there', async () => {
      const made = await created(minimal);
      const contact = (await server.home.create()).id;
      for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']]) {
        assert.equal((await ask(method, `/${made.id}`, body, { contact })).status, 400);
      }
      assert.deepEqual(await stored(made), made);
    });

    test('is not that of the other kind', async () => {
      const other = list === 'notes' ? 'tasks' : 'notes';
      const { id } = await created(minimal);
      const answer = await server.home.request('GET', `/contacts/${contactId}/${other}/${id}`);
      assert.equal(answer.status, 400, answer.text);
    });

    test('without what it needs is refused with every fault', async () => {
      const answer = await ask('POST', '', {});
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, required);
    });

    for (const [what, body, message] of [
      ['a location', { locationId: 'x' }, 'property locationId should not exist'],
      ['a number for a title', { title: 1 }, 'title must be a string'],
      ['too long a title', { title: 'x'.repeat(1001) }, 'title must be shorter than or equal to 1000 characters'],
      ['too long a body', { body: 'x'.repeat(65537) }, 'body must be shorter than or equal to 65536 characters'],
    ]) {
      test(`with ${what} is refused, and stays as it was`, async () => {
        const made = await created(full);
        for (const [method, path] of [['POST', ''], ['PUT', `/${made.id}`]]) {
          const answer = await ask(method, path, { ...minimal, ...body });
          assert.equal(answer.status, 422, answer.text);
          assert.ok(answer.body.message.includes(message), answer.text);
        }
        assert.deepEqual(await stored(made), made);
      });
    }

    test('takes the longest title and body', async () => {
      const longest = { title: 'x'.repeat(1000), body: 'ä'.repeat(65536) };
      const made = await created({ ...minimal, ...longest });
      assert.equal(made.body, longest.body);
      assert.equal(made.title, longest.title);
    });

    test('under v3 is deleted in both spellings', async () => {
      const { id } = await created(minimal);
      const { body } = await ask('DELETE', `/${id}`, undefined, { version: 'v3' });
      assert.equal(body.succeeded, true);
      assert.equal(body.succeded, true);
    });
  });
}

describe('A note', suite, () => {
  const server = useServer();
  let path;

  before(async () => {
    path = `/contacts/${(await server.home.create()).id}/notes`;
  });

  for (const [body, bodyText] of [
    ['plain', 'plain'],
    ['<p>One</p><p>Two<br>Three</p>', 'One\nTwo\nThree'],
    ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
    ['5 < 6 & 7 > 6', '5 < 6 & 7 > 6'],
    ['&lt;b&gt; &amp; &quot;c&quot; &nbsp;&#39;d&#39; &unknown;', `<b> & "c"  'd' &unknown;`],
    ['<a href="x">link</a><BR/>end<div', 'link\nend'],
  ]) {
    test(`whose body is '${body}' reads '${JSON.stringify(bodyText)}'`, async () => {
      const answer = await server.home.request('POST', path, { body: { body } });
      assert.equal(answer.status, 201, answer.text);
      assert.equal(answer.body.note.body, body);
      assert.equal(answer.body.note.bodyText, bodyText);
    });
  }

  test('tells its relation to the contact', async () => {
    const { body } = await server.home.request('POST', path, { body: { body: 'x' } });
    const recordId = path.split('/')[2];
    assert.deepEqual(body.note.relations, [{ objectKey: 'contact', recordId }]);
    assert.equal(body.note.pinned, false);
    assert.match(body.note.dateAdded, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});

describe('A task', suite, () => {
  const server = useServer();
  let path;

  before(async () => {
    path = `/contacts/${(await server.home.create()).id}/tasks`;
  });

  async function made(dueDate) {
    const body = { title: 'Call', completed: false, dueDate };
    return server.home.request('POST', path, { body });
  }

  for (const [given, kept] of [
    ['2026-10-25T11:00:00Z', '2026-10-25T11:00:00.000Z'],
    ['2026-10-25T11:00:00.5Z', '2026-10-25T11:00:00.500Z'],
    ['2026-10-25T11:00:00.123456Z', '2026-10-25T11:00:00.123Z'],
    ['2026-10-25T11:00:00+02:00', '2026-10-25T09:00:00.000Z'],
    ['2024-03-01T01:30-0530', '2024-03-01T07:00:00.000Z'],
    ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00.000Z'],
    ['2026-10-25', '2026-10-25T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
  ]) {
    test(`due at '${given}' is due at ${kept}`, async () => {
      const answer = await made(given);
      assert.equal(answer.status, 201, answer.text);
      assert.equal(answer.body.task.dueDate, kept);
      assert.equal(new Date(given.replace(/-0530$/, '-05:30')).toISOString(), kept);
    });
  }

  for (const dueDate of [' ', 'tomorrow', '2026-02-30T00:00:00Z', '2026-10-25T24:00:00Z', '10/25/2026', '2026', '9999-12-31T23:59:59-01:00']) {
    test(`due at '${dueDate}' is refused`, async () => {
      const answer = await made(dueDate);
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, ['dueDate must be a valid ISO 8601 date string']);
    });
  }

  test('is completed, and opened again, by a body of its own', async () => {
    const { task } = (await made('2026-10-25')).body;
    for (const completed of [true, false]) {
      const answer = await server.home.request('PUT', `${path}/${task.id}/completed`, { body: { completed } });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(answer.body.task, { ...task, completed });
    }
  });

  for (const [body, messages] of [
    [{}, ['completed must be a boolean value']],
    [{ completed: 'yes' }, ['completed must be a boolean value']],
    [{ completed: true, title: 'x' }, ['property title should not exist']],
  ]) {
    test(`is not completed by ${JSON.stringify(body)}`, async () => {
      const { task } = (await made('2026-10-25')).body;
      const answer = await server.home.request('PUT', `${path}/${task.id}/completed`, { body });
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, messages);
    });
  }
});

describe('Notes and tasks', suite, () => {
  const server = useServer();

  test('survive a kill', async () => {
    const contact = await server.home.create();
    const made = {};
    for (const [kind, { list, full }] of Object.entries(kinds)) {
      made[list] = (await server.home.request('POST', `/contacts/${contact.id}/${list}`, { body: full })).body[kind];
    }
    await server.kill();
    const again = await new Server({ folder: server.folder }).start();
    for (const [list, item] of Object.entries(made)) {
      const path = `/contacts/${contact.id}/${list}/${item.id}`;
      const { body } = await again.request('GET', path, { token: server.home.token });
      assert.deepEqual(Object.values(body)[0], item);
    }
    await again.stop();
    server.port = undefined; /* it is not there any more */
  });
});
