/*
 * Clients that write without pause, each to contacts of its own, and what they are owed: what was
 * acknowledged is there, what was refused is not, nothing is there twice.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { bodyOf, Ledger } from '../crash/ledger.mjs';
import { newEmail } from '../http/harness.mjs';

/* What a server says that cannot reach its store, or does not know what became of a write. */
const REFUSALS = new Set([500, 503]);

/* After a refusal, so that an outage does not fill the log. */
const AFTER_REFUSAL_MS = 20;

export class Writers {
  /* Of `servers`, all with the same location, in turn. */
  constructor(locations, count) {
    this.locations = locations;
    this.count = count;
    this.ledger = new Ledger();
    this.statuses = new Map();
    this.emails = new Map();
  }

  async start() {
    this.going = true;
    const ids = await Promise.all(
      Array.from({ length: this.count }, async () => (await this.locations[0].create(bodyOf(0))).id),
    );
    ids.forEach((id) => this.ledger.opened(id));
    this.ended = Promise.all(ids.map((id, index) => this.write(id, this.locations[index % this.locations.length])));
  }

  noted({ status, headers, text }) {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status < 300) return true;
    assert.ok(REFUSALS.has(status), text);
    if (status === 503) assert.match(headers['retry-after'] ?? '', /^\d+$/);
    return false;
  }

  /* Updates of one contact, and now and then another one is made. */
  async write(id, location) {
    for (let turn = 0; this.going; turn++) {
      const kept = this.noted(await location.put(id, this.ledger.nextBody(id)));
      if (kept) this.ledger.kept(id);
      else await pause(AFTER_REFUSAL_MS);
      if (turn % 5 === 0) await this.make(location);
    }
  }

  async make(location) {
    const email = newEmail();
    this.emails.set(email, this.noted(await location.post({ email, firstName: 'Made' })));
  }

  async stop() {
    this.going = false;
    await this.ended;
  }

  count5xx() {
    return [...this.statuses].filter(([status]) => status >= 500).reduce((sum, [, count]) => sum + count, 0);
  }

  async check(location) {
    for (const id of this.ledger.ids()) this.ledger.check(id, await location.stored(id));
    for (const [email, acknowledged] of this.emails) {
      const { body } = await location.request('POST', '/contacts/search', {
        body: { locationId: location.id, pageLimit: 10, filters: [{ field: 'email', operator: 'eq', value: email }] },
      });
      assert.ok(body.total <= 1, `${email} is there ${body.total} times`);
      assert.ok(body.total === 1 || !acknowledged, `${email} was acknowledged, and is not there`);
    }
  }
}
