/*
 * A TCP connection to write any bytes to, and to read HTTP answers from: for what a well-behaved client
 * library would never send.
 */
import assert from 'node:assert/strict';
import net from 'node:net';
import { within } from './program.mjs';

const HEAD_END = Buffer.from('\r\n\r\n');

export class Wire {
  static async open(port) {
    const wire = new Wire(net.connect(port, '127.0.0.1'));
    await within(new Promise((done) => wire.socket.once('connect', done)), 'a connection');
    return wire;
  }

  constructor(socket) {
    this.socket = socket;
    socket.unref(); /* as a server is */
    this.received = Buffer.alloc(0);
    this.waiting = () => {};
    this.closed = new Promise((done) => socket.once('close', done));
    this.closed.then(() => this.waiting());
    socket.on('error', () => {}); /* a reset shows as a close, too */
    socket.on('data', (bytes) => {
      this.received = Buffer.concat([this.received, bytes]);
      this.waiting();
    });
  }

  write(bytes) {
    this.socket.write(bytes);
  }

  end() {
    this.socket.destroy();
  }

  /* The next answer; undefined when the connection ended before there was a whole one. */
  async answer({ bodyless = false } = {}) {
    for (;;) {
      const answer = this.take(bodyless);
      if (answer || this.socket.destroyed) return answer;
      await within(new Promise((done) => (this.waiting = done)), 'an answer on the wire');
    }
  }

  take(bodyless) {
    const end = this.received.indexOf(HEAD_END);
    if (end < 0) return undefined;
    const [first, ...lines] = this.received.subarray(0, end).toString('latin1').split('\r\n');
    const headers = Object.fromEntries(lines.map(headerOf));
    const status = Number(first.split(' ')[1]);
    const start = end + HEAD_END.length;
    const length = bodyless || status < 200 ? 0 : Number(headers['content-length']);
    assert.ok(Number.isInteger(length), `no Content-Length: ${first}`);
    if (this.received.length < start + length) return undefined;
    const text = this.received.subarray(start, start + length).toString();
    this.received = this.received.subarray(start + length);
    return { status, headers, text, body: jsonOf(text) };
  }
}

function headerOf(line) {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/* A request as bytes, with the head that the API wants; `headers` wins over it. */
export function requestBytes(location, method, path, { headers = {}, body = '' } = {}) {
  const head = {
    Host: 'localhost',
    Authorization: `Bearer ${location.token}`,
    Version: '2021-07-28',
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  };
  const lines = Object.entries(head).filter(([, value]) => value !== undefined);
  const text = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${text}\r\n`), Buffer.from(body)]);
}
