/* Users: made, changed and found by the agency, and by a location among its own. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { newEmail, suite, until, useServer } from './harness.mjs';

const password = 'correct horse battery staple';

describe('A user', suite, () => {
  const server = useServer();
  let agency;

  before(async () => {
    agency = (await server.newAgencyToken()).token;
  });

  /* By the agency where no location asks. */
  function ask(method, path, { body, by, ...options } = {}) {
    return server.request(method, `/users${path}`, { token: by?.token ?? agency, body, ...options });
  }

  function bodyOf(body = {}) {
    return {
      companyId: 'company',
      firstName: 'John',
      lastName: 'Deo',
      email: newEmail(),
      password,
      type: 'account',
      role: 'admin',
      locationIds: [server.home.id],
      ...body,
    };
  }

  async function created(body, by) {
    const answer = await ask('POST', '/', { body: bodyOf(body), by });
    assert.equal(answer.status, 201, answer.text);
    const { traceId, ...user } = answer.body;
    return user;
  }

  async function stored({ id }, by) {
    const answer = await ask('GET', `/${id}`, { by });
    assert.equal(answer.status, 200, answer.text);
    const { traceId, ...user } = answer.body;
    return user;
  }

  async function updated({ id }, body, by) {
    const answer = await ask('PUT', `/${id}`, { body, by });
    assert.equal(answer.status, 200, answer.text);
    const { traceId, ...user } = answer.body;
    assert.deepEqual(await stored({ id }), user);
    return user;
  }

  async function refused(status, message, method, path, options) {
    const answer = await ask(method, path, options);
    assert.equal(answer.status, status, answer.text);
    assert.deepEqual(answer.body.message, message);
  }

  test('is kept as it was given, but for the password', async () => {
    const given = {
      phone: '+18832327657',
      scopes: ['contacts.write', 'campaigns.readonly'],
      scopesAssignedToOnly: [],
      profilePhoto: 'https://www.example.com/img.png',
      platformLanguage: 'en_US',
      twilioPhone: { [server.home.id]: '+18832327657' },
    };
    const email = newEmail();
    const made = await created({ ...given, email, permissions: { websitesEnabled: true } });
    assert.match(made.id, /^[A-Za-z0-9]{20}$/);
    assert.deepEqual([made.name, made.email, made.companyId], ['John Deo', email, 'company']);
    for (const [name, value] of Object.entries(given)) assert.deepEqual(made[name], value, name);
    assert.deepEqual(made.roles, {
      type: 'account',
      role: 'admin',
      locationIds: [server.home.id],
      restrictSubAccount: false,
    });
    const { permissions } = made;
    assert.deepEqual([permissions.websitesEnabled, permissions.contactsEnabled, permissions.botService], [true, true, false]);
    assert.equal(Object.keys(permissions).length, 38);
    assert.ok(!('password' in made));
    assert.deepEqual(await stored(made), made);
  });

  test('has its password nowhere', async () => {
    await created();
    const files = readdirSync(server.folder).map((file) => join(server.folder, file));
    assert.throws(() => execFileSync('grep', ['-l', password, ...files]), { status: 1 });
  });

  test('needs what is published', async () => {
    await refused(
      422,
      [
        'firstName must be a string',
        'lastName must be a string',
        'email must be a string',
        'password must be a string',
        'type must be one of the following values: account, agency',
        'role must be one of the following values: admin, user',
        'locationIds must be an array',
        'companyId must be a string',
      ],
      'POST',
      '/',
      { body: {} },
    );
  });

  test('has every fault of its body told', async () => {
    const body = bodyOf({
      firstName: ' ',
      email: 'no email',
      type: 'x',
      permissions: { foo: true, botService: 1 },
      twilioPhone: { a: 1 },
      platformLanguage: 'xx',
      foo: 1,
    });
    await refused(
      422,
      [
        'property foo should not exist',
        'permissions.property foo should not exist',
        'permissions.botService must be a boolean value',
        'type must be one of the following values: account, agency',
        'platformLanguage must be one of the following values: en_US, es, fr_CA, fr_FR, nl, de, pt_PT, pt_BR, it, sv, da, fi, no',
        'email must be an email',
        'firstName should not be empty',
        'each value in twilioPhone must be a string',
      ],
      'POST',
      '/',
      { body },
    );
    for (const scopes of ['contacts.write', ['contacts.all']]) {
      const answer = await ask('POST', '/', { body: bodyOf({ scopes }) });
      assert.equal(answer.status, 422);
      assert.match(answer.body.message[0], /^(scopes must be an array|each value in scopes must be one of the following values: campaigns\.readonly, )/);
    }
  });

  /* Comparing each with all before it would take twenty seconds. */
  test('of far too many locations is refused at once', async () => {
    const locationIds = Array.from({ length: 100_000 }, (_, index) => `${index}`);
    const message = ['locationIds must contain no more than 500 elements'];
    const began = performance.now();
    await refused(422, message, 'POST', '/', { body: bodyOf({ locationIds }) });
    await refused(422, message, 'POST', '/', { body: bodyOf({ locationIds }), by: server.home });
    assert.ok(performance.now() - began < 5000);
    await created({ locationIds: locationIds.slice(0, 500) });
  });

  test('is in no location without an id', async () => {
    const message = ['each value in locationIds should not be empty'];
    for (const locationIds of [[''], [server.home.id, ' ']]) {
      await refused(422, message, 'POST', '/', { body: bodyOf({ locationIds }) });
    }
  });

  test('has numbers of at most 255 characters', async () => {
    await created({ twilioPhone: { ['ë'.repeat(255)]: 'ë'.repeat(255) } });
    const message = ['each value in twilioPhone must be shorter than or equal to 255 characters'];
    for (const twilioPhone of [{ a: 'x'.repeat(256) }, { ['x'.repeat(256)]: 'a' }]) {
      await refused(422, message, 'POST', '/', { body: bodyOf({ twilioPhone }) });
    }
  });

  test('is changed by what the body names and nothing else', async () => {
    const made = await created({ permissions: { botService: true }, scopes: ['contacts.write'] });
    assert.deepEqual(await updated(made, {}), made);
    const other = await server.newLocation({ name: 'Other' });
    const body = {
      firstName: 'Jane',
      role: 'user',
      locationIds: [other.id, server.home.id, other.id],
      permissions: { tagsEnabled: false },
      scopes: [],
      password: 'another',
      companyId: 'company',
    };
    const now = await updated(made, body);
    assert.deepEqual(now, {
      ...made,
      name: 'Jane Deo',
      firstName: 'Jane',
      roles: { ...made.roles, role: 'user', locationIds: [other.id, server.home.id] },
      permissions: { ...made.permissions, tagsEnabled: false },
      scopes: [],
    });
    assert.ok(!('phone' in (await updated(await updated(made, { phone: '1' }), { phone: null }))));
  });

  test('may again what a new one may where it is told null', async () => {
    const { permissions } = await created();
    const made = await created({ permissions: { botService: true, tagsEnabled: false } });
    assert.notDeepEqual(made.permissions, permissions);
    assert.deepEqual(await updated(made, { permissions: null }), { ...made, permissions });
    const one = await updated(made, { permissions: { tagsEnabled: false, botService: null } });
    assert.deepEqual(one.permissions, { ...permissions, tagsEnabled: false });
    assert.deepEqual((await created({ permissions: null })).permissions, permissions);
  });

  test('keeps what it needs', async () => {
    const made = await created();
    for (const [name, message] of [
      ['lastName', 'lastName must be a string'],
      ['locationIds', 'locationIds must be an array'],
      ['companyId', 'companyId must be a string'],
    ]) {
      await refused(422, [message], 'PUT', `/${made.id}`, { body: { [name]: null } });
    }
    await refused(422, ['lastName should not be empty'], 'PUT', `/${made.id}`, { body: { lastName: '' } });
    assert.deepEqual(await stored(made), made);
  });

  test('keeps its email and its company', async () => {
    const made = await created();
    await refused(422, 'The email of a user cannot be changed', 'PUT', `/${made.id}`, { body: { email: newEmail() } });
    const elsewhere = { body: { companyId: 'another' } };
    await refused(403, 'The token does not have access to this location.', 'PUT', `/${made.id}`, elsewhere);
    const inAnotherCase = { body: { companyId: 'Company' } };
    await refused(403, 'The token does not have access to this location.', 'PUT', `/${made.id}`, inAnotherCase);
    const upper = made.email.toUpperCase();
    assert.equal((await updated(made, { email: upper, companyId: 'company' })).email, upper);
    const foreign = `É${newEmail()}`;
    const french = await created({ email: foreign });
    const lower = foreign.toLowerCase();
    assert.equal((await updated(french, { email: lower })).email, lower);
  });

  test('has an email of its own', async () => {
    const made = await created();
    const again = { body: bodyOf({ email: made.email.toUpperCase(), companyId: 'another' }) };
    await refused(400, 'User with this email already exists', 'POST', '/', again);
  });

  test('is gone when it is deleted', async () => {
    const made = await created();
    const answer = await ask('DELETE', `/${made.id}`);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.succeded, true);
    assert.equal(answer.body.message, `Deleted user with id: ${made.id}`);
    for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']]) {
      await refused(400, `User with id ${made.id} not found`, method, `/${made.id}`, { body });
    }
    assert.equal((await created({ email: made.email })).email, made.email);
  });

  describe('asked for by a location', () => {
    let other;

    before(async () => {
      other = await server.newLocation({ name: 'Other' });
    });

    test('is made in that location only', async () => {
      const made = await created({ locationIds: [other.id] }, other);
      assert.deepEqual(await stored(made, other), made);
      for (const locationIds of [[], [server.home.id], [other.id, server.home.id]]) {
        const body = bodyOf({ locationIds, foo: 1 });
        await refused(403, 'The token does not have access to this location.', 'POST', '/', { body, by: other });
        await refused(403, 'The token does not have access to this location.', 'PUT', `/${made.id}`, { body: { locationIds }, by: other });
      }
      assert.equal((await updated(made, { firstName: 'Jane' }, other)).name, 'Jane Deo');
      assert.equal((await ask('DELETE', `/${made.id}`, { by: other })).status, 200);
    });

    test('is not made one of the agency', async () => {
      const message = 'The token does not have access to this location.';
      const body = bodyOf({ locationIds: [other.id], type: 'agency' });
      await refused(403, message, 'POST', '/', { body, by: other });
      const made = await created({ locationIds: [other.id] }, other);
      await refused(403, message, 'PUT', `/${made.id}`, { body: { type: 'agency' }, by: other });
      assert.deepEqual(await stored(made, other), made);
      assert.equal((await updated(made, { type: 'agency' })).roles.type, 'agency');
    });

    test('is not there where it is in others', async () => {
      const made = await created();
      for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']]) {
        await refused(400, `User with id ${made.id} not found`, method, `/${made.id}`, { body, by: other });
      }
      assert.deepEqual(await stored(made), made);
    });

    test('is seen and not changed where it is in others too', async () => {
      const made = await created({ locationIds: [server.home.id, other.id] });
      assert.deepEqual(await stored(made, other), made);
      for (const [method, body] of [['PUT', { firstName: 'Jane' }], ['DELETE']]) {
        await refused(403, 'The token does not have access to this location.', method, `/${made.id}`, { body, by: other });
      }
      assert.deepEqual(await stored(made), made);
    });

    test('is listed with the others of the location, by name', async () => {
      const location = await server.newLocation({ name: 'Lists' });
      const one = await created({ firstName: 'beta', locationIds: [location.id] });
      const two = await created({ firstName: 'Alpha', locationIds: [server.home.id, location.id] });
      const answer = await ask('GET', `/?locationId=${location.id}`, { by: location });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual(answer.body.users, [two, one]);
    });
  });
});

describe('A search of users', suite, () => {
  const server = useServer();
  let agency;
  let other;
  let ann;
  let bob;
  let cid;

  async function create(body, token = agency) {
    const whole = { companyId: 'one', lastName: 'Deo', password, type: 'account', role: 'user', locationIds: [], ...body };
    const answer = await server.request('POST', '/users/', { token, body: whole });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id;
  }

  before(async () => {
    agency = (await server.newAgencyToken()).token;
    other = await server.newLocation({ name: 'Other' });
    const home = [server.home.id];
    ann = await create({ firstName: 'Ännchen', email: 'z@example.com', phone: '+1 808-868-8888', locationIds: home, role: 'admin' });
    await new Promise((done) => setTimeout(done, 2));
    cid = await create({ firstName: 'cid', email: 'Y@example.com', type: 'agency' });
    await new Promise((done) => setTimeout(done, 2));
    bob = await create({ firstName: 'Bob', email: 'x@example.com', locationIds: [...home, other.id] });
    await create({ firstName: 'Dan', email: 'w@example.com', companyId: 'two', locationIds: home });
  });

  async function search(query, token = agency) {
    const answer = await server.request('GET', `/users/search?${new URLSearchParams(query)}`, { token });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  }

  async function found(query, token) {
    return (await search({ companyId: 'one', ...query }, token)).users.map(({ id }) => id);
  }

  test('finds those of a company, by name', async () => {
    assert.deepEqual(await found({}), [bob, cid, ann]);
    assert.deepEqual((await search({ companyId: 'two' })).users.map(({ firstName }) => firstName), ['Dan']);
    assert.deepEqual(await search({ companyId: 'none' }).then(({ users, count }) => [users, count]), [[], 0]);
  });

  test('finds parts of the name, the email and the phone', async () => {
    assert.deepEqual(await found({ query: 'CID D' }), [cid]);
    assert.deepEqual(await found({ query: 'ÄNN' }), [ann]);
    assert.deepEqual(await found({ query: 'y@EXAMPLE' }), [cid]);
    assert.deepEqual(await found({ query: '8688888' }), [ann]);
    assert.deepEqual(await found({ query: '(808) 868' }), [ann]);
    assert.deepEqual(await found({ query: 'nobody' }), []);
  });

  test('finds by location, type, role and id', async () => {
    assert.deepEqual(await found({ locationId: other.id }), [bob]);
    assert.deepEqual(await found({ type: 'agency' }), [cid]);
    assert.deepEqual(await found({ role: 'admin' }), [ann]);
    assert.deepEqual(await found({ ids: `${cid}, ${bob},x` }), [bob, cid]);
    assert.deepEqual(await found({ ids: cid, role: 'admin' }), []);
  });

  test('is sorted and comes in pages', async () => {
    assert.deepEqual(await found({ sort: 'email' }), [bob, cid, ann]);
    assert.deepEqual(await found({ sort: 'dateAdded' }), [ann, cid, bob]);
    assert.deepEqual(await found({ sort: 'dateAdded', sortDirection: 'desc' }), [bob, cid, ann]);
    const page = await search({ companyId: 'one', limit: 1, skip: 1 });
    assert.deepEqual([page.users.map(({ id }) => id), page.count], [[cid], 3]);
    assert.deepEqual(await found({ skip: 9 }), []);
  });

  /* Each reads users one by one: no HTTP thread lets its other requests wait for that. */
  test('is made by a thread of the searchers', async () => {
    const tasks = `/proc/${server.child.pid}/task`;
    const about = (task) => readFileSync(`${tasks}/${task}/status`, 'utf8');
    const waits = () => {
      const searchers = readdirSync(tasks).map(about).filter((text) => /^Name:\tsearch$/m.test(text));
      assert.ok(searchers.length > 0);
      return searchers.reduce((sum, text) => sum + Number(/^voluntary_ctxt_switches:\t(\d+)$/m.exec(text)[1]), 0);
    };
    const list = () => server.request('GET', `/users/?locationId=${other.id}`, { token: other.token });
    for (const look of [() => search({ companyId: 'one' }), list, () => filter({ companyId: 'one', emails: 'x@example.com' })]) {
      const before = waits();
      await look();
      await until(() => waits() > before, 'a searcher to have run', 1000);
    }
  });

  test('by a location finds its own', async () => {
    assert.deepEqual(await found({}, server.home.token), [bob, ann]);
    assert.deepEqual(await found({ locationId: other.id }, other.token), [bob]);
    const answer = await server.request('GET', `/users/search?companyId=one&locationId=${other.id}`, { token: server.home.token });
    assert.equal(answer.status, 403, answer.text);
  });

  test('says what is wrong with it', async () => {
    const refused = async (query) => {
      const answer = await server.request('GET', `/users/search?${new URLSearchParams(query)}`, { token: agency });
      assert.equal(answer.status, 422, answer.text);
      return answer.body.message;
    };
    assert.equal(await refused({}), "companyId can't be undefined");
    const wrong = { companyId: 'one', limit: 101, skip: -1, sort: 'x', sortDirection: 'y', ids: ','.repeat(101), query: 'x'.repeat(256) };
    assert.deepEqual(await refused(wrong), [
      'ids must contain no more than 100 elements',
      'sort must be one of the following values: name, email, dateAdded',
      'sortDirection must be one of the following values: asc, desc',
      'skip must not be less than 0',
      'limit must not be greater than 100',
      'query must be shorter than or equal to 255 characters',
    ]);
    for (const ids of [' ', `${ann},,${bob}`]) {
      assert.deepEqual(await refused({ companyId: 'one', ids }), ['each value in ids should not be empty']);
    }
  });

  function filter(body) {
    return server.request('POST', '/users/search/filter-by-email', { token: agency, body });
  }

  test('by email finds who has one of them in the company', async () => {
    const { body } = await filter({ companyId: 'one', emails: 'Z@example.com, y@example.com,w@example.com,z@example.com' });
    assert.deepEqual(body.users, [
      { id: ann, email: 'z@example.com' },
      { id: cid, email: 'Y@example.com' },
    ]);
    assert.equal(body.count, 2);
  });

  test('by email tells what it is asked for', async () => {
    const asked = { companyId: 'one', emails: 'z@example.com,y@example.com,x@example.com' };
    const named = await filter({ ...asked, projection: 'id, firstName', skip: '1', limit: '1' });
    assert.deepEqual([named.body.users, named.body.count], [[{ id: cid, firstName: 'cid' }], 3]);
    const all = await filter({ ...asked, projection: 'all' });
    assert.deepEqual(all.body.users, (await search({ companyId: 'one', sort: 'email' })).users.reverse());
    assert.deepEqual((await filter({ ...asked, deleted: true })).body.users, []);
  });

  test('by email says what is wrong with it', async () => {
    const answer = await filter({ emails: Array(101).fill('a@example.com').join(','), skip: 'x', limit: '0', foo: 1 });
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, [
      'property foo should not exist',
      'companyId must be a string',
      'emails must contain no more than 100 elements',
      'skip must be a number conforming to the specified constraints',
      'limit must not be less than 1',
    ]);
    const past = await filter({ companyId: 'one', emails: 'a@example.com', skip: '10001', limit: '101' });
    assert.deepEqual(past.body.message, ['skip must not be greater than 10000', 'limit must not be greater than 100']);
  });
});
