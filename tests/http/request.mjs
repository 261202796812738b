/*
 * One HTTP request, and what is true of every answer: its body is JSON with a traceId, an error has the
 * four members that clients rely on, a success has no nulls (a search may) and fits the published schema.
 */
import assert from 'node:assert/strict';
import { checkAgainstSchema } from './schema.mjs';

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/* `body` as it is when it is text or bytes, otherwise as JSON. */
export function send(transport, options, body) {
  return new Promise((done, fail) => {
    const request = transport.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => done(answerOf(response, Buffer.concat(chunks).toString())));
    });
    request.on('error', fail);
    if (body === undefined) {
      request.end();
      return;
    }
    const raw = typeof body === 'string' || Buffer.isBuffer(body);
    const bytes = Buffer.from(raw ? body : JSON.stringify(body));
    request.setHeader('Content-Length', bytes.length); /* Node frames no body of a DELETE by itself */
    request.end(bytes);
  });
}

function answerOf(response, text) {
  const json = /^application\/json\b/.test(response.headers['content-type'] ?? '');
  return {
    status: response.statusCode,
    headers: response.headers,
    text,
    body: json && text !== '' ? JSON.parse(text) : undefined,
  };
}

export function checkAnswer(answer, request) {
  if (request.method === 'HEAD') return;
  assert.ok(answer.body, `${request.method} ${request.path}: not JSON: ${answer.text}`);
  assert.match(answer.body.traceId ?? '', uuid);
  if (answer.status >= 400) checkError(answer);
  else checkSuccess(answer, request);
}

/* Of the faults only a validator's are a list: those of a 422 (and one kind of 422 is a sentence). */
function checkError({ status, body }) {
  assert.equal(body.statusCode, status);
  assert.equal(typeof body.error, 'string');
  const list = Array.isArray(body.message);
  assert.ok(list ? status === 422 && body.message.length > 0 : typeof body.message === 'string');
  for (const message of [body.message].flat()) assert.equal(typeof message, 'string');
  assert.ok(!('contact' in body));
}

/* Where there may be no contact to answer with, absent members are null, and a page may have none before it. */
const mayBeNull = /^\/contacts\/(search(\/duplicate)?)?(\?|$)/;

function checkSuccess(answer, request) {
  assert.ok(mayBeNull.test(request.path) || !/[[:,]\s*null\b/.test(withoutStrings(answer.text)), `a null in ${answer.text}`);
  checkAgainstSchema(answer, request);
}

function withoutStrings(text) {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
}
