/* Do not disturb: a master switch, a setting for each channel, and one for what comes in. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { suite, useServer } from './harness.mjs';

const channels = ['Call', 'Email', 'SMS', 'WhatsApp', 'GMB', 'FB'];
const channelsOfV3 = ['call', 'email', 'sms', 'whatsApp', 'gmb', 'fb'];
const statuses = ['active', 'inactive', 'permanent'];

describe('Do not disturb', suite, () => {
  const server = useServer();

  for (const channel of channels) {
    test(`has a setting for ${channel}`, async () => {
      const { id } = await server.home.create();
      for (const status of statuses) {
        const dndSettings = { [channel]: { status, message: 'no calls', code: 'OPTED_OUT' } };
        const contact = await server.home.update(id, { dndSettings });
        assert.deepEqual(contact.dndSettings, dndSettings);
      }
    });
  }

  test('merges channel by channel', async () => {
    const { id } = await server.home.create();
    await server.home.update(id, {
      dndSettings: { Call: { status: 'active', message: 'never' }, Email: { status: 'inactive' } },
    });
    const contact = await server.home.update(id, {
      dndSettings: { Call: { status: 'inactive' }, SMS: { status: 'permanent' } },
    });
    assert.deepEqual(contact.dndSettings, {
      Call: { status: 'inactive' },
      Email: { status: 'inactive' },
      SMS: { status: 'permanent' },
    });
  });

  test('of a channel is removed by null, of all by null for all', async () => {
    const { id } = await server.home.create();
    const dndSettings = { Call: { status: 'active' }, SMS: { status: 'active' } };
    await server.home.update(id, { dndSettings });
    const less = await server.home.update(id, { dndSettings: { Call: null } });
    assert.deepEqual(less.dndSettings, { SMS: { status: 'active' } });
    const none = await server.home.update(id, { dndSettings: null });
    assert.ok(!('dndSettings' in none));
  });

  test('has no interplay between the switch and the channels', async () => {
    const { id } = await server.home.create();
    const on = await server.home.update(id, { dnd: true });
    assert.ok(!('dndSettings' in on));
    const off = await server.home.update(id, { dndSettings: { Call: { status: 'active' } }, dnd: false });
    assert.equal(off.dnd, false);
    assert.deepEqual(off.dndSettings, { Call: { status: 'active' } });
  });

  for (const [what, dndSettings, sentence] of [
    ['an unknown channel', { Fax: { status: 'active' } }, 'dndSettings.property Fax should not exist'],
    [
      "a channel in v3's spelling",
      { call: { status: 'active' } },
      'dndSettings.property call should not exist',
    ],
    [
      'an unknown status',
      { Call: { status: 'on' } },
      'dndSettings.Call.status must be one of the following values: active, inactive, permanent',
    ],
    ['a text', 'active', 'dndSettings must be an object'],
    ['a list', [], 'dndSettings must be an object'],
    ['a channel that is a text', { Call: 'active' }, 'dndSettings.Call must be an object'],
    [
      'an unknown property of a channel',
      { Call: { status: 'active', until: 1 } },
      'dndSettings.Call.property until should not exist',
    ],
    [
      'a message that is no text',
      { Call: { status: 'active', message: 1 } },
      'dndSettings.Call.message must be a string',
    ],
  ]) {
    test(`refuses ${what}`, async () => {
      const { id } = await server.home.create();
      assert.deepEqual(await server.home.refusal(id, { dndSettings }), [sentence]);
    });
  }

  test('refuses a channel without a status', async () => {
    const { id } = await server.home.create();
    const message = await server.home.refusal(id, { dndSettings: { Call: { message: 'never' } } });
    assert.match(message[0], /^dndSettings\.Call\.status must be /);
  });

  test('has one setting for what comes in', async () => {
    const { id } = await server.home.create();
    for (const status of ['active', 'inactive']) {
      const inboundDndSettings = { all: { status, message: 'no replies' } };
      const contact = await server.home.update(id, { inboundDndSettings });
      assert.deepEqual(contact.inboundDndSettings, inboundDndSettings);
    }
    const none = await server.home.update(id, { inboundDndSettings: { all: null } });
    assert.ok(!('inboundDndSettings' in none));
  });

  for (const [what, inboundDndSettings, sentence] of [
    [
      'permanent',
      { all: { status: 'permanent' } },
      'inboundDndSettings.all.status must be one of the following values: active, inactive',
    ],
    [
      'a code',
      { all: { status: 'active', code: '1' } },
      'inboundDndSettings.all.property code should not exist',
    ],
    ['a channel', { Call: { status: 'active' } }, 'inboundDndSettings.property Call should not exist'],
    ['a text', 'active', 'inboundDndSettings must be an object'],
  ]) {
    test(`refuses ${what} for what comes in`, async () => {
      const { id } = await server.home.create();
      assert.deepEqual(await server.home.refusal(id, { inboundDndSettings }), [sentence]);
    });
  }

  test('spells its channels in lower case under v3, in and out', async () => {
    const v3 = { version: 'v3' };
    const setting = { status: 'active' };
    const { id } = await server.home.create();
    const given = Object.fromEntries(channelsOfV3.map((channel) => [channel, setting]));
    const contact = await server.home.update(id, { dndSettings: given }, v3);
    assert.deepEqual(contact.dndSettings, given);
    const old = await server.home.stored(id);
    assert.deepEqual(old.dndSettings, Object.fromEntries(channels.map((channel) => [channel, setting])));
  });

  test("refuses v2's spelling under v3", async () => {
    const { id } = await server.home.create();
    const dndSettings = { Call: { status: 'active' } };
    const message = await server.home.refusal(id, { dndSettings }, { version: 'v3' });
    assert.deepEqual(message, ['dndSettings.property Call should not exist']);
  });
});
