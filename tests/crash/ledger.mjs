/*
 * What a server owes: for each contact the last counter that was acknowledged, and the last that was
 * sent. A server that was killed in between may have kept either, or anything in between, whole.
 */
import assert from 'node:assert/strict';

/* Each write sets all of these to the same counter: a contact in which they differ is half written. */
const counterFields = ['city', 'state', 'postalCode'];

export function bodyOf(counter) {
  return Object.fromEntries(counterFields.map((field) => [field, String(counter)]));
}

function counterOf(contact) {
  const [first, ...others] = counterFields.map((field) => contact[field]);
  assert.ok(
    others.every((other) => other === first),
    `half written: ${JSON.stringify(contact)}`,
  );
  return Number(first);
}

export class Ledger {
  constructor() {
    this.entries = new Map();
    this.acknowledged = 0;
  }

  opened(id) {
    this.entries.set(id, { acknowledged: 0, sent: 0 });
    this.acknowledged++;
  }

  ids() {
    return [...this.entries.keys()];
  }

  nextBody(id) {
    const entry = this.entries.get(id);
    entry.sent++;
    return bodyOf(entry.sent);
  }

  kept(id) {
    const entry = this.entries.get(id);
    entry.acknowledged = entry.sent;
    this.acknowledged++;
  }

  /* Compares with what the server has, and goes on from there. */
  check(id, contact) {
    const entry = this.entries.get(id);
    const counter = counterOf(contact);
    const fits = counter >= entry.acknowledged && counter <= entry.sent;
    assert.ok(fits, `contact ${id} has ${counter}, not ${entry.acknowledged} to ${entry.sent}`);
    entry.acknowledged = counter;
    entry.sent = counter;
  }
}
