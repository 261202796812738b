/* What a location has besides contacts: businesses, tags and custom values. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { suite, useServer } from './harness.mjs';

const ids = { word: /^[A-Za-z0-9]{20}$/, hex: /^[0-9a-f]{24}$/ };

const kinds = {
  Business: {
    path: () => '/businesses',
    list: 'businesses',
    got: 'business',
    changed: 'buiseness',
    created: 201,
    id: ids.hex,
    deleted: { success: true },
    in_body: true,
    full: {
      phone: '+18832327657',
      email: 'abc@example.com',
      website: 'www.example.com',
      address: 'street address',
      city: 'new york',
      postalCode: '12312312',
      state: 'new york',
      country: 'us',
      description: 'A business',
    },
  },
  Tag: {
    path: (location) => `/locations/${location}/tags`,
    list: 'tags',
    got: 'tag',
    changed: 'tag',
    created: 200,
    id: ids.word,
    deleted: { succeded: true },
    unique: 'name',
    full: {},
  },
  'Custom value': {
    path: (location) => `/locations/${location}/customValues`,
    list: 'customValues',
    got: 'customValue',
    changed: 'customValue',
    created: 201,
    id: ids.word,
    deleted: { succeded: true },
    unique: 'name',
    whole: true /* an update gives everything */,
    full: { value: 'Value' },
  },
};

/* Unlike every other, in lower case. */
function newName() {
  return `n ${randomUUID()}`;
}

for (const [title, kind] of Object.entries(kinds)) {
  describe(`A ${title.toLowerCase()}`, suite, () => {
    const server = useServer();
    let home;

    before(() => {
      home = server.home;
    });

    function ask(method, path = '', body = undefined, options = {}) {
      const { location = home, ...rest } = options;
      return location.request(method, `${kind.path(location.id)}${path}`, { body, ...rest });
    }

    function post(body, options = {}) {
      const { location = home } = options;
      return ask('POST', '/', { ...(kind.in_body && { locationId: location.id }), ...body }, options);
    }

    async function created(body = {}, options = {}) {
      const answer = await post({ name: newName(), ...kind.full, ...body }, options);
      assert.equal(answer.status, kind.created, answer.text);
      if (kind.deleted.success) assert.equal(answer.body.success, true);
      return answer.body[kind.changed];
    }

    async function stored({ id }) {
      const answer = await ask('GET', `/${id}`);
      assert.equal(answer.status, 200, answer.text);
      return answer.body[kind.got];
    }

    async function listed(location, query = '') {
      const path = kind.in_body ? `/?locationId=${location.id}${query}` : '';
      const answer = await ask('GET', path, undefined, { location });
      assert.equal(answer.status, 200, answer.text);
      return answer.body[kind.list];
    }

    async function updated({ id }, body) {
      const answer = await ask('PUT', `/${id}`, body);
      assert.equal(answer.status, 200, answer.text);
      if (kind.deleted.success) assert.equal(answer.body.success, true);
      assert.deepEqual(await stored({ id }), answer.body[kind.changed]);
      return answer.body[kind.changed];
    }

    async function refused(body, message, method = 'POST', path = '/') {
      const whole = method === 'POST' && kind.in_body ? { locationId: home.id, ...body } : body;
      const answer = await ask(method, path, whole);
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, message);
    }

    test('is kept as it was given', async () => {
      const name = newName();
      const made = await created({ name });
      assert.match(made.id, kind.id);
      assert.equal(made.locationId, home.id);
      for (const [key, value] of Object.entries({ name, ...kind.full })) assert.equal(made[key], value, key);
      assert.deepEqual(await stored(made), made);
    });

    test('needs a name', async () => {
      await refused({ ...kind.full }, ['name must be a string']);
      await refused({ ...kind.full, name: '' }, ['name should not be empty']);
      await refused({ ...kind.full, name: ' \t' }, ['name should not be empty']);
      await refused({ ...kind.full, name: 'x'.repeat(256) }, [
        'name must be shorter than or equal to 255 characters',
      ]);
      assert.equal((await created({ name: 'x'.repeat(255) })).name, 'x'.repeat(255));
    });

    test('keeps its name', async () => {
      const made = await created();
      const path = `/${made.id}`;
      await refused({ ...kind.full, name: null }, ['name must be a string'], 'PUT', path);
      await refused({ ...kind.full, name: ' ' }, ['name should not be empty'], 'PUT', path);
      assert.deepEqual(await stored(made), made);
    });

    test('has no properties but its own', async () => {
      const made = await created();
      const body = { name: newName(), ...kind.full, id: 'x', createdAt: 'y' };
      const faults = ['property id should not exist', 'property createdAt should not exist'];
      await refused(body, faults);
      await refused(body, faults, 'PUT', `/${made.id}`);
      await refused({ name: made.name, ...kind.full, locationId: home.id }, ['property locationId should not exist'], 'PUT', `/${made.id}`);
      assert.deepEqual(await stored(made), made);
    });

    test('is named anew', async () => {
      const made = await created();
      const name = newName();
      const now = await updated(made, { ...(kind.whole && kind.full), name });
      assert.equal(now.name, name);
      assert.equal(now.id, made.id);
    });

    test('has its name trimmed', async () => {
      const name = newName();
      assert.equal((await created({ name: ` ${name}\n` })).name, name);
    });

    test('is gone when it is deleted', async () => {
      const made = await created();
      const { traceId, ...answer } = (await ask('DELETE', `/${made.id}`)).body;
      assert.ok(traceId);
      assert.deepEqual(answer, kind.deleted);
      for (const [method, body] of [['GET'], ['PUT', { name: 'x', ...kind.full }], ['DELETE']]) {
        const again = await ask(method, `/${made.id}`, body);
        assert.equal(again.status, 400, again.text);
        assert.equal(again.body.message, `${title} with id ${made.id} not found`);
      }
    });

    test('is listed with the others of its location, by name', async () => {
      const location = await server.newLocation({ name: 'Lists' });
      assert.deepEqual(await listed(location), []);
      const made = [];
      for (const name of ['beta', 'gamma', 'alpha']) made.push(await created({ name }, { location }));
      assert.deepEqual(await listed(location), [made[2], made[0], made[1]]);
      assert.ok(!(await listed(home)).some(({ id }) => made.some((one) => one.id === id)));
    });

    test('is another thing in another location', async () => {
      const location = await server.newLocation({ name: 'Elsewhere' });
      const made = await created();
      await created({ name: made.name }, { location });
      const there = await ask('GET', `/${made.id}`, undefined, { location });
      assert.equal(there.status, 400, there.text);
    });

    if (kind.unique) {
      test('has a name of its own', async () => {
        const first = await created();
        const second = await created();
        const message = `${title} with this name already exists`;
        const taken = await post({ ...kind.full, name: first.name.toUpperCase() });
        assert.equal(taken.status, 400, taken.text);
        assert.equal(taken.body.message, message);
        if (kind.whole) return; /* its key stays as it is */
        const renamed = await ask('PUT', `/${second.id}`, { name: first.name });
        assert.equal(renamed.status, 400, renamed.text);
        assert.equal(renamed.body.message, message);
        assert.deepEqual(await stored(second), second);
        assert.deepEqual(await updated(first, { name: first.name }), first);
      });
    } else {
      test('may share its name', async () => {
        const { id, name } = await created();
        assert.notEqual((await created({ name })).id, id);
      });
    }
  });
}

describe('A business', suite, () => {
  const server = useServer();

  async function create(body = {}, location = server.home) {
    const whole = { locationId: location.id, name: newName(), ...body };
    const answer = await location.request('POST', '/businesses/', { body: whole });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.buiseness;
  }

  async function update(id, body) {
    const answer = await server.home.request('PUT', `/businesses/${id}`, { body });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.buiseness;
  }

  function list(location, query) {
    return location.request('GET', `/businesses/?locationId=${location.id}${query}`);
  }

  test('knows when and by whom it was made and changed', async () => {
    const made = await create();
    assert.match(made.createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.equal(made.updatedAt, made.createdAt);
    assert.equal(made.createdBy.channel, 'PRIVATE_INTEGRATION');
    assert.deepEqual(made.updatedBy, made.createdBy);
    const { token } = await server.home.newToken({ scopes: ['businesses.write'] });
    await new Promise((done) => setTimeout(done, 2));
    const answer = await server.home.request('PUT', `/businesses/${made.id}`, { body: {}, token });
    const now = answer.body.buiseness;
    assert.ok(now.updatedAt > made.updatedAt);
    assert.notEqual(now.updatedBy.sourceId, made.updatedBy.sourceId);
    assert.deepEqual({ ...now, updatedAt: 0, updatedBy: 0 }, { ...made, updatedAt: 0, updatedBy: 0 });
  });

  test('is changed by what the body names, and loses what is null or empty', async () => {
    const made = await create({ city: 'Rome', phone: '1', email: 'a@example.com' });
    const now = await update(made.id, { city: null, phone: '', email: ' b@example.com ' });
    assert.equal(now.name, made.name);
    assert.ok(!('city' in now) && !('phone' in now));
    assert.equal(now.email, 'b@example.com');
  });

  test('has every fault of its body told', async () => {
    const body = { locationId: server.home.id, name: 1, email: 'no email', city: {}, website: 'x'.repeat(2049) };
    const answer = await server.home.request('POST', '/businesses/', { body });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.message, [
      'name must be a string',
      'website must be shorter than or equal to 2048 characters',
      'city must be a string',
      'email must be an email',
    ]);
  });

  test('of a body without a location is refused', async () => {
    const answer = await server.home.request('POST', '/businesses/', { body: { name: 'x' } });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.message, ['locationId must be a string']);
  });

  test('is listed in pages', async () => {
    const location = await server.newLocation({ name: 'Pages' });
    for (const name of ['c', 'A', 'b']) await create({ name }, location);
    const names = async (query) => (await list(location, query)).body.businesses.map(({ name }) => name);
    assert.deepEqual(await names(''), ['A', 'b', 'c']);
    assert.deepEqual(await names('&limit=2'), ['A', 'b']);
    assert.deepEqual(await names('&limit=2&skip=1'), ['b', 'c']);
    assert.deepEqual(await names('&skip=3'), []);
  });

  test('is not listed in pages of any size', async () => {
    for (const [query, message] of [
      ['&limit=101', 'limit must not be greater than 100'],
      ['&limit=0', 'limit must not be less than 1'],
      ['&limit=x', 'limit must be a number conforming to the specified constraints'],
      ['&skip=-1', 'skip must not be less than 0'],
    ]) {
      const answer = await server.home.request('GET', `/businesses/?locationId=${server.home.id}${query}`, {
        unchecked: true /* 422 is not among the published statuses */,
      });
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, [message]);
    }
  });
});

describe('A tag of a location', suite, () => {
  const server = useServer();

  test('is spelt as on a contact', async () => {
    const path = `/locations/${server.home.id}/tags`;
    const answer = await server.home.request('POST', path, { body: { name: '\u00a0Grün KUNDE ' } });
    assert.equal(answer.body.tag.name, 'grün kunde');
    const contact = await server.home.create({ tags: ['\u00a0Grün KUNDE '] });
    assert.deepEqual(contact.tags, ['grün kunde']);
  });

  test('that gets too long in lower case is refused', async () => {
    const path = `/locations/${server.home.id}/tags`;
    const answer = await server.home.request('POST', path, { body: { name: '\u0130'.repeat(255) } });
    assert.equal(answer.status, 422, answer.text);
    assert.match(answer.body.message[0], /in lower case$/);
  });
});

describe('A custom value', suite, () => {
  const server = useServer();

  function ask(method, path, body) {
    return server.home.request(method, `/locations/${server.home.id}/customValues${path}`, { body });
  }

  test('has a key, and keeps it', async () => {
    const { body } = await ask('POST', '', { name: 'Opening Hours!', value: '9 to 5' });
    const { id, fieldKey } = body.customValue;
    assert.equal(fieldKey, '{{ custom_values.opening_hours_ }}');
    const renamed = await ask('PUT', `/${id}`, { name: 'Hours', value: '9 to 6' });
    assert.deepEqual(renamed.body.customValue, { ...body.customValue, name: 'Hours', value: '9 to 6' });
    const again = await ask('POST', '', { name: 'opening hours?', value: 'x' });
    assert.equal(again.status, 400, again.text);
  });

  test('can be empty, but not absent', async () => {
    const { body } = await ask('POST', '', { name: 'Empty', value: '' });
    assert.ok(!('value' in body.customValue));
    const absent = await ask('PUT', `/${body.customValue.id}`, { name: 'Empty' });
    assert.equal(absent.status, 422);
    assert.deepEqual(absent.body.message, ['value must be a string']);
    const long = await ask('POST', '', { name: 'Long', value: 'x'.repeat(65537) });
    assert.deepEqual(long.body.message, ['value must be shorter than or equal to 65536 characters']);
  });

  test('has a letter or a digit in its name', async () => {
    const answer = await ask('POST', '', { name: '?!', value: 'x' });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.message, ['name must contain a letter or a digit']);
  });

  test('is one of at most 16 MiB of them', async () => {
    const location = await server.newLocation({ name: 'Full' });
    const value = '\u0001'.repeat(65536);
    let answer;
    let count = 0;
    for (; count < 100; count++) {
      const body = { name: `${count}`, value };
      answer = await location.request('POST', `/locations/${location.id}/customValues`, { body });
      if (answer.status !== 201) break;
    }
    assert.ok(count > 10, `${count}`);
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.body.message, 'There must not be more than 10000 custom values, nor 16 MiB of them');
    const all = await location.request('GET', `/locations/${location.id}/customValues`);
    assert.equal(all.body.customValues.length, count);
  });
});
