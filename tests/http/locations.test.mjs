/* Locations: made, read, changed, searched and deleted by the agency; what a location sees of itself. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { anotherMillisecond, newEmail, Server, suite, until, useServer } from './harness.mjs';

const companyId = '5DP4iH6HLkQsiKESj6rh';

/* Every field of the published body that is kept. */
const whole = {
  name: 'Mark Shoes',
  phone: '+1410039940',
  companyId,
  address: '4th fleet street',
  city: 'New York',
  state: 'Illinois',
  country: 'US',
  postalCode: '567654',
  website: 'https://yourwebsite.com',
  timezone: 'US/Central',
  settings: {
    allowDuplicateContact: true,
    allowDuplicateOpportunity: true,
    allowFacebookNameMerge: false,
    disableContactTimezone: true,
  },
  social: {
    facebookUrl: 'https://www.facebook.com/',
    googlePlus: 'https://www.googleplus.com/',
    linkedIn: 'https://www.linkedIn.com/',
    foursquare: 'https://www.foursquare.com/',
    twitter: 'https://www.twitter.com/',
    yelp: 'https://www.yelp.com/',
    instagram: 'https://www.instagram.com/',
    youtube: 'https://www.youtube.com/',
    pinterest: 'https://www.pinterest.com/',
    blogRss: 'https://www.blogRss.com/',
    googlePlacesId: 'ChIJJGPdVbQTrjsRGUkefteUeFk',
  },
};
const prospectInfo = { firstName: 'John', lastName: 'Doe', email: 'John.Doe@mail.com' };
const never = {
  allowDuplicateContact: false,
  allowDuplicateOpportunity: false,
  allowFacebookNameMerge: false,
  disableContactTimezone: false,
};

function withoutTrace({ traceId, ...rest }) {
  return rest;
}

/* The agency of a server, with a token that may do everything. */
function useAgency(server) {
  const agency = {
    request(method, path, body, options) {
      return server.request(method, path, { token: agency.token, body, ...options });
    },
    create(body = {}) {
      return agency.request('POST', '/locations/', { name: 'Some', companyId, ...body });
    },
    async made(body) {
      const answer = await agency.create(body);
      assert.equal(answer.status, 200, answer.text);
      return withoutTrace(answer.body);
    },
    put(id, body) {
      return agency.request('PUT', `/locations/${id}`, { companyId, ...body });
    },
    async get(id) {
      const answer = await agency.request('GET', `/locations/${id}`);
      assert.equal(answer.status, 200, answer.text);
      return answer.body.location;
    },
    delete(id, query = '?deleteTwilioAccount=false') {
      return agency.request('DELETE', `/locations/${id}${query}`);
    },
    async search(query) {
      const answer = await agency.request('GET', `/locations/search?${new URLSearchParams(query)}`);
      assert.equal(answer.status, 200, answer.text);
      return answer.body.locations;
    },
    /* As the harness knows it, with a token of its own. */
    async home(body) {
      const location = server.locationOf((await agency.made(body)).id);
      location.token = (await location.newToken()).token;
      return location;
    },
  };
  before(async () => (agency.token = (await server.newAgencyToken()).token));
  return agency;
}

describe('A location', suite, () => {
  const server = useServer();
  const agency = useAgency(server);

  test('is made of every published field and answered with it', async () => {
    const { id, email, ...made } = await agency.made({ ...whole, prospectInfo });
    assert.match(id, /^[A-Za-z0-9]{20}$/);
    assert.equal(email, 'john.doe@mail.com');
    assert.deepEqual(made, whole);
  });

  test('is got with the prospect and the business as well', async () => {
    const { id } = await agency.made({ ...whole, prospectInfo });
    const { name, address, city, state, country, postalCode, website, timezone } = whole;
    assert.deepEqual(await agency.get(id), {
      id,
      ...whole,
      firstName: 'John',
      lastName: 'Doe',
      email: 'john.doe@mail.com',
      business: { name, address, city, state, country, postalCode, website, timezone },
    });
  });

  test('needs a name and a company, and has a country and its settings anyway', async () => {
    const { id, ...made } = await agency.made({ name: 'Least' });
    assert.deepEqual(made, { name: 'Least', companyId, country: 'US', settings: never });
    const answer = await agency.request('POST', '/locations/', {});
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, ['companyId must be a string', 'name must be a string']);
  });

  test('of the command line is got, and takes the company that first changes it', async () => {
    const { home } = server;
    assert.deepEqual(await agency.get(home.id), {
      id: home.id,
      name: 'Home',
      country: 'US',
      settings: never,
      business: { name: 'Home', country: 'US' },
    });
    const answer = await agency.put(home.id, { city: 'Dolomite' });
    assert.equal(answer.status, 200, answer.text);
    const { companyId: now, city } = await agency.get(home.id);
    assert.deepEqual([now, city], [companyId, 'Dolomite']);
  });

  test('is changed in what a body names and in nothing else', async () => {
    const { id } = await agency.made({ ...whole, prospectInfo });
    const social = { ...whole.social, twitter: 'https://x.com/' };
    const settings = { ...whole.settings, allowDuplicateContact: false };
    const answer = await agency.put(id, {
      name: 'Marks',
      social: { twitter: social.twitter },
      settings: { allowDuplicateContact: false },
      prospectInfo: { ...prospectInfo, email: 'jane@mail.com' },
    });
    assert.equal(answer.status, 200, answer.text);
    const wanted = { ...whole, id, name: 'Marks', social, settings, email: 'jane@mail.com' };
    assert.deepEqual(withoutTrace(answer.body), wanted);
    const { business, firstName, lastName, ...got } = await agency.get(id);
    assert.deepEqual(got, wanted);
    assert.deepEqual([business.name, firstName, lastName], ['Marks', 'John', 'Doe']);
  });

  test('is cleared by null and by the empty text, but for its name and country', async () => {
    const { id } = await agency.made({ ...whole, prospectInfo });
    const answer = await agency.put(id, {
      city: null,
      timezone: '',
      social: null,
      settings: null,
      prospectInfo: null,
      country: null,
      website: '',
    });
    assert.equal(answer.status, 200, answer.text);
    const { city, timezone, social, website, ...rest } = whole;
    assert.deepEqual(withoutTrace(answer.body), { ...rest, id, settings: never });
    const { firstName } = await agency.get(id);
    assert.equal(firstName, undefined);
    const refused = await agency.put(id, { name: null, country: '', city: 'Dolomite' });
    assert.deepEqual(refused.body.message, [
      'name must be a string',
      'country must be a valid ISO31661 Alpha2 code',
    ]);
    assert.equal((await agency.put(id, { name: ' ' })).body.message[0], 'name should not be empty');
    assert.equal((await agency.get(id)).city, undefined);
  });

  test('keeps neither credentials nor snapshots', async () => {
    const secrets = { twilio: { sid: 'AC_1', authToken: 'sesame' }, mailgun: { apiKey: 'key-1', domain: 'a.example' } };
    const made = await agency.made({ ...secrets, snapshotId: 'snap' });
    const put = await agency.put(made.id, { ...secrets, snapshot: { id: 'snap', override: true } });
    assert.equal(put.status, 200, put.text);
    const all = JSON.stringify([made, put.body, await agency.get(made.id)]);
    assert.doesNotMatch(all, /sesame|key-1|AC_1|snap/);
  });

  test('is refused with every fault of its body, and not made', async () => {
    const answer = await agency.create({
      companyId: 'refused',
      name: 'x'.repeat(256),
      phone: 1,
      country: 'XX',
      timezone: 'Mars/Base',
      domain: 'a.example',
      snapshot: { id: 'only to change' },
      prospectInfo: { firstName: 'John', email: 'nobody', age: 7 },
      settings: { allowDuplicateContact: 'yes' },
      social: { facebookUrl: 'x'.repeat(2049), myspace: 'x' },
      twilio: { sid: 'AC' },
      mailgun: [],
    });
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message.sort(), [
      'country must be a valid ISO31661 Alpha2 code',
      'mailgun must be an object',
      'name must be shorter than or equal to 255 characters',
      'phone must be a string',
      'property domain should not exist',
      'property snapshot should not exist',
      'prospectInfo.email must be an email',
      'prospectInfo.lastName must be a string',
      'prospectInfo.property age should not exist',
      'settings.allowDuplicateContact must be a boolean value',
      'social.facebookUrl must be shorter than or equal to 2048 characters',
      'social.property myspace should not exist',
      'timezone must be a valid IANA time zone',
      'twilio.authToken must be a string',
    ]);
    assert.deepEqual(await agency.search({ companyId: 'refused' }), []);
  });

  test('is not moved to another company', async () => {
    const { id } = await agency.made();
    const answer = await agency.put(id, { companyId: 'another', name: 'Moved' });
    assert.equal(answer.status, 403, answer.text);
    assert.equal((await agency.get(id)).name, 'Some');
    const nameless = await agency.put(id, { companyId: undefined });
    assert.deepEqual(nameless.body.message, ['companyId must be a string']);
  });

  test('that is not there is a 400 to the agency and a 403 to a location', async () => {
    const id = 'AAAAAAAAAAAAAAAAAAAA';
    const answers = [
      await agency.request('GET', `/locations/${id}`),
      await agency.put(id),
      await agency.delete(id),
    ];
    for (const answer of answers) {
      assert.equal(answer.status, 400, answer.text);
      assert.equal(answer.body.message, `Location with id ${id} not found`);
    }
    const { token } = await server.home.newToken({ scopes: ['locations.readonly'] });
    const answer = await server.request('GET', `/locations/${id}`, { token });
    assert.equal(answer.status, 403, answer.text);
  });

  test('sees itself', async () => {
    const { token } = await server.home.newToken({ scopes: ['locations.readonly'] });
    const answer = await server.request('GET', `/locations/${server.home.id}`, { token });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.location.name, 'Home');
  });
});

describe('What a location allows its contacts', suite, () => {
  const server = useServer();
  const agency = useAgency(server);

  test('follows a change of allowDuplicateContact at once', async () => {
    const home = await agency.home();
    for (const allowDuplicateContact of [true, false, true, false]) {
      const email = newEmail();
      await home.create({ email });
      const put = await agency.put(home.id, { settings: { allowDuplicateContact } });
      assert.equal(put.status, 200, put.text);
      const second = await home.post({ email });
      assert.equal(second.status, allowDuplicateContact ? 201 : 400, second.text);
    }
  });

  test('follows a change of its country at once', async () => {
    const home = await agency.home();
    assert.equal((await home.create({ phone: '202 555 0143' })).phone, '+12025550143');
    await agency.put(home.id, { country: 'DE' });
    assert.equal((await home.create({ phone: '030 901820' })).phone, '+4930901820');
  });

  test('is followed by another process on the same store within a second', async () => {
    const home = await agency.home();
    const other = await new Server({ folder: server.folder }).start();
    const email = newEmail();
    const body = { locationId: home.id, email };
    const post = () => other.request('POST', '/contacts/', { token: home.token, body });
    assert.equal((await post()).status, 201);
    assert.equal((await post()).status, 400);
    await agency.put(home.id, { settings: { allowDuplicateContact: true } });
    await until(async () => (await post()).status === 201, 'the other process to follow', 1000);
    await agency.delete(home.id);
    await until(async () => (await post()).status === 401, 'the other process to refuse its token', 1000);
    await other.stop();
  });

  test('is the same for a location of the command line', async () => {
    const home = await server.newLocation();
    const email = newEmail();
    await home.create({ email });
    await agency.put(home.id, { settings: { allowDuplicateContact: true } });
    await home.create({ email });
    const { allowDuplicateContact } = await server.command('location', 'show', home.id);
    assert.equal(allowDuplicateContact, true);
  });
});

describe('A search of locations', suite, () => {
  const server = useServer();
  const agency = useAgency(server);
  const ids = [];
  const email = newEmail();

  before(async () => {
    const bodies = [{ name: 'a', prospectInfo: { ...prospectInfo, email } }, { name: 'b' }, { name: 'c' }];
    for (const body of bodies) {
      ids.push((await agency.made({ companyId: 'three', ...body })).id);
      await anotherMillisecond();
    }
  });

  const idsOf = (locations) => locations.map(({ id }) => id);

  test('finds those of a company, in the order they were made or backwards', async () => {
    assert.deepEqual(idsOf(await agency.search({ companyId: 'three' })), ids);
    assert.deepEqual(idsOf(await agency.search({ companyId: 'three', order: 'asc' })), ids);
    assert.deepEqual(idsOf(await agency.search({ companyId: 'three', order: 'desc' })), ids.toReversed());
    assert.deepEqual(await agency.search({ companyId: 'nobody' }), []);
  });

  test('gives ten unless it is told how many, and skips', async () => {
    for (let i = 0; i < 11; i++) await agency.made({ companyId: 'eleven' });
    assert.equal((await agency.search({ companyId: 'eleven' })).length, 10);
    assert.equal((await agency.search({ companyId: 'eleven', limit: '500' })).length, 11);
    assert.deepEqual(idsOf(await agency.search({ companyId: 'three', skip: '1', limit: '1' })), [ids[1]]);
    assert.deepEqual(await agency.search({ companyId: 'three', skip: '3' }), []);
  });

  test('finds one by its email in any case', async () => {
    const asked = { email: email.toUpperCase() };
    assert.deepEqual(idsOf(await agency.search(asked)), [ids[0]]);
    assert.deepEqual(idsOf(await agency.search({ ...asked, order: 'desc' })), [ids[0]]);
    assert.deepEqual(await agency.search({ ...asked, companyId: 'eleven' }), []);
    assert.deepEqual(await agency.search({ email: newEmail() }), []);
  });

  test('of a location finds itself and no other', async () => {
    const { token } = await server.locationOf(ids[0]).newToken({ scopes: ['locations.readonly'] });
    const found = async (query) => {
      const answer = await server.request('GET', `/locations/search?${new URLSearchParams(query)}`, { token });
      assert.equal(answer.status, 200, answer.text);
      return idsOf(answer.body.locations);
    };
    assert.deepEqual(await found({}), [ids[0]]);
    assert.deepEqual(await found({ companyId: 'three', email }), [ids[0]]);
    assert.deepEqual(await found({ companyId: 'eleven' }), []);
    assert.deepEqual(await found({ email: newEmail() }), []);
    assert.deepEqual(await found({ skip: '1' }), []);
  });

  test('is refused with every fault', async () => {
    const answer = await agency.request('GET', '/locations/search?order=up&skip=-1&limit=501');
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual(answer.body.message, [
      'order must be one of the following values: asc, desc',
      'skip must not be less than 0',
      'limit must not be greater than 500',
    ]);
  });
});

describe('A deleted location', suite, () => {
  const server = useServer();
  const agency = useAgency(server);

  async function remove(id) {
    const answer = await agency.delete(id, '?deleteTwilioAccount=true');
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(withoutTrace(answer.body), {
      success: true,
      message: `Deleted location with id: ${id}`,
    });
  }

  test('is gone, and its tokens with it, at once', async () => {
    const home = await agency.home();
    const contact = await home.create();
    await home.stored(contact.id);
    await remove(home.id);
    const answer = await home.get(contact.id);
    assert.equal(answer.status, 401, answer.text);
    assert.equal(answer.body.message, 'Invalid token: access token is invalid');
    assert.equal((await home.post({ email: newEmail() })).status, 401);
    assert.equal((await agency.request('GET', `/locations/${home.id}`)).status, 400);
    assert.deepEqual(await agency.search({ companyId: home.id }), []);
    assert.equal((await agency.delete(home.id)).status, 400);
  });

  test('leaves nothing behind, and the other locations as they were', async () => {
    const [home, other] = [await agency.home(), await agency.home()];
    for (const location of [home, other]) {
      const { id } = await location.create({ email: 'ann@example.com' });
      await location.post({ email: newEmail() }, { headers: { 'idempotency-key': 'once' } });
      await location.newField({ name: 'Pin', type: 'TEXT' });
      for (let i = 0; i < 120; i++) {
        await location.request('POST', `/contacts/${id}/notes`, { body: { body: `note ${i}` } });
      }
      location.contact = id;
    }
    await remove(home.id);
    const tokens = async () => (await server.command('token', 'list')).tokens.map((one) => one.locationId);
    await until(async () => !(await tokens()).includes(home.id), 'its tokens to be removed');
    assert.ok((await tokens()).includes(other.id));
    const { body } = await other.request('GET', `/contacts/${other.contact}/notes`);
    assert.equal(body.notes.length, 120);
    assert.equal((await other.stored(other.contact)).email, 'ann@example.com');
  });

  test('that a process left half removed is removed by the next one', async () => {
    const first = await new Server().start();
    const [gone, kept] = [await first.newLocation(), await first.newLocation()];
    await gone.create();
    await first.stop();
    await first.sql(`DELETE FROM location WHERE id = '${gone.id}'; INSERT INTO location_deleted VALUES ('${gone.id}')`);
    const next = await new Server({ folder: first.folder }).start();
    const tokens = async () => (await next.command('token', 'list')).tokens.map((one) => one.locationId);
    await until(async () => !(await tokens()).includes(gone.id), 'its tokens to be removed');
    assert.deepEqual(await tokens(), [kept.id]);
    await next.stop();
  });

  test('was meant by who says what becomes of its Twilio account', async () => {
    const { id } = await agency.made();
    for (const query of ['', '?deleteTwilioAccount=maybe']) {
      const answer = await agency.delete(id, query);
      assert.equal(answer.status, 422, answer.text);
      assert.deepEqual(answer.body.message, ['deleteTwilioAccount must be a boolean value']);
    }
    assert.equal((await agency.get(id)).id, id);
  });
});

describe('The time zones', suite, () => {
  const server = useServer();

  test('are those that a contact may have, in order and once', async () => {
    const { token } = await server.home.newToken({ scopes: ['locations.readonly'] });
    const answer = await server.request('GET', `/locations/${server.home.id}/timezones`, { token });
    assert.equal(answer.status, 200, answer.text);
    const { timeZones } = answer.body;
    assert.ok(timeZones.length > 500);
    assert.deepEqual(timeZones, [...new Set(timeZones)].sort());
    for (const zone of ['UTC', 'America/Chicago', 'US/Central', 'Europe/Berlin']) {
      assert.ok(timeZones.includes(zone), zone);
    }
    assert.ok(!timeZones.includes('PST'));
    const contact = await server.home.create();
    for (const timezone of [timeZones[0], timeZones.at(-1)]) {
      assert.equal((await server.home.put(contact.id, { timezone })).status, 200, timezone);
    }
  });
});
