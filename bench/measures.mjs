/*
 * What is measured of contactd alone: memory, how soon it answers, what one connection waits for.
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { requestBytes, Wire } from '../tests/http/wire.mjs';
import { contactdOn, disk } from './contestants.mjs';
import { load, medianOf } from './load.mjs';

const IDLE_CONNECTIONS = 1024;
const MEMORY_CONNECTIONS = 256;
const STARTS = 5;

/* A start takes milliseconds, and so may asking again. */
const ASK_AGAIN_MS = 1;

export function request(server, filled, method, id, body) {
  const headers = {
    authorization: `Bearer ${filled.token}`,
    version: '2021-07-28',
    ...(body ? { 'content-type': 'application/json' } : {}),
  };
  return new Promise((done, fail) => {
    const options = { host: '127.0.0.1', port: server.port, method, path: `/contacts/${id}`, headers, agent: false };
    const sent = http.request(options, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => done({ status: answer.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', fail);
    sent.end(body && JSON.stringify(body));
  });
}

/* Before it is measured: what a server answers is a contact, and where it keeps any, a change stays. */
export async function prove(server, filled, { keeps }) {
  const city = `City of ${server.name}`;
  const put = await request(server, filled, 'PUT', filled.someId, { city });
  const got = await request(server, filled, 'GET', filled.someId);
  for (const { status, text } of [put, got]) {
    assert.equal(status, 200, `${server.name}: ${text}`);
    const { contact } = JSON.parse(text);
    assert.ok(contact.id, `${server.name}: ${text}`);
    if (keeps) assert.equal(contact.city, city, `${server.name}: ${text}`);
  }
}

/* One change after another, beside one write and flush of as little. */
export async function oneConnection(server, filled, seconds) {
  const put = await load(server, filled, { kind: 'PUT', connections: 1, seconds });
  const { flushMs } = await disk(filled.folder, seconds, 1);
  return { putP50Ms: put.p50Ms, flushMs };
}

export async function residentAfterLoad(server, filled, seconds) {
  for (const kind of ['PUT', 'GET']) await load(server, filled, { kind, connections: MEMORY_CONNECTIONS, seconds });
  return server.residentBytes();
}

async function startOnce(filled, port) {
  const server = contactdOn(filled);
  server.port = port;
  await server.start('--listen', `127.0.0.1:${port}`);
  for (;;) {
    const answer = await request(server, filled, 'GET', filled.someId).catch(() => undefined);
    if (answer?.status === 200) break;
    await pause(ASK_AGAIN_MS);
  }
  return { server, ms: performance.now() - server.startedMs };
}

/* From exec to the first contact answered; the median of some. The last one is left running. */
async function startToFirstAnswer(filled, port) {
  const starts = [];
  for (let count = 0; count < STARTS; count++) {
    if (count > 0) await starts.at(-1).server.stop();
    starts.push(await startOnce(filled, port));
  }
  return { server: starts.at(-1).server, startMs: medianOf(starts.map(({ ms }) => ms)) };
}

/* A start goes on in the background: what was written last becomes searchable. A search waits for that. */
async function settle(server, filled) {
  const body = { locationId: filled.location, pageLimit: 1 };
  for (;;) {
    const { status, text } = await request(server, filled, 'POST', 'search', body);
    if (status === 200) return;
    assert.equal(status, 503, text); /* not ready, which it says after a while of waiting */
  }
}

/* Each has asked once and stays open; what the process has grown by, for each. */
async function idleConnections(server, filled) {
  const bytes = requestBytes(filled, 'GET', `/contacts/${filled.someId}`);
  await settle(server, filled);
  const before = server.residentBytes();
  const wires = [];
  for (let count = 0; count < IDLE_CONNECTIONS; count++) {
    const wire = await Wire.open(server.port);
    wires.push(wire);
    wire.write(bytes);
    const answer = await wire.answer();
    assert.equal(answer?.status, 200, answer?.text);
  }
  const grown = server.residentBytes() - before;
  for (const wire of wires) wire.end();
  return grown / IDLE_CONNECTIONS;
}

/* `server` is a contactd that runs; it is stopped. */
export async function coldMeasures(server, filled) {
  await server.stop();
  const { server: fresh, startMs } = await startToFirstAnswer(filled, server.port);
  const idleConnectionBytes = await idleConnections(fresh, filled);
  await fresh.stop();
  return { startMs, idleConnectionBytes };
}
