/*
 * A proxy that hands bytes on both ways, until it is told to cut: then each connection is broken after a
 * random number of further bytes, in the middle of whatever they mean.
 */
import { once } from 'node:events';
import net from 'node:net';

/* Most of what a batch sends and gets is longer, so that it is cut at any place. */
const CUT_WITHIN_BYTES = 4000;

export class Proxy {
  constructor(port) {
    this.target = port;
    this.sockets = new Set();
  }

  async start() {
    this.server = net.createServer((client) => this.connect(client)).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
    return this;
  }

  connect(client) {
    const server = net.connect(this.target, '127.0.0.1');
    const pair = { left: Infinity, destroy: () => [client, server].forEach((one) => one.destroy()) };
    this.sockets.add(pair);
    for (const [from, to] of [[client, server], [server, client]]) {
      from.on('data', (chunk) => this.pass(pair, to, chunk));
      from.on('error', () => pair.destroy());
      from.on('close', () => this.close(pair));
    }
  }

  pass(pair, to, chunk) {
    const part = chunk.subarray(0, pair.left);
    pair.left -= part.length;
    if (pair.left > 0) to.write(part);
    else to.write(part, () => pair.destroy());
  }

  close(pair) {
    pair.destroy();
    this.sockets.delete(pair);
  }

  cut() {
    for (const pair of this.sockets) pair.left = Math.floor(Math.random() * CUT_WITHIN_BYTES);
  }

  stop() {
    this.server.close();
    for (const pair of this.sockets) pair.destroy();
  }
}
