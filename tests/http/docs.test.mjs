/* The page at /docs: served whole, and from nowhere else. Where npm could not fetch it, it is a 404 that says so. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { repository, suite, useServer } from './harness.mjs';

const viewer = join(repository, 'src/api/docs/node_modules/swagger-ui-dist/swagger-ui-bundle.js');
const builtIn = existsSync(viewer);

describe('The page at /docs', suite, () => {
  const server = useServer();
  const get = (path, options) => fetch(`http://127.0.0.1:${server.port}${path}`, options);

  /* The URLs of everything that the page refers to. */
  async function references() {
    const text = await (await get('/docs')).text();
    return [...text.matchAll(/\b(src|href)="([^"]*)"/g)].map(([, , url]) => url);
  }

  test('is there, or the answer says why it is not', async () => {
    const answer = await get('/docs');
    if (builtIn) {
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
      assert.match(await answer.text(), /^<!doctype html>/);
      return;
    }
    assert.equal(answer.status, 404);
    const { message } = await answer.json();
    assert.equal(message, 'This contactd was built without its page of documentation; /openapi.json is there');
  });

  test('is made of files that are all served here', { skip: !builtIn }, async () => {
    const own = (await references()).filter((url) => url !== 'data:,');
    assert.ok(own.length >= 3);
    for (const url of own) {
      assert.match(url, /^\/[a-z]/);
      const answer = await get(url);
      assert.equal(answer.status, 200, url);
      const type = { js: 'text/javascript', css: 'text/css', json: 'application/json' }[url.split('.').at(-1)];
      assert.equal(answer.headers.get('content-type'), `${type}; charset=utf-8`);
      assert.ok((await answer.text()).length > 100, url);
    }
  });

  test('runs no script but those files, and loads nothing from elsewhere', { skip: !builtIn }, async () => {
    const answer = await get('/docs');
    const policy = answer.headers.get('content-security-policy').split('; ');
    for (const rule of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]) {
      assert.ok(policy.includes(rule), rule);
    }
    assert.ok(!policy.some((rule) => /unsafe|https?:/.test(rule)));
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.doesNotMatch(await answer.text(), /<script>|<style|\son\w+=|style=/); /* which that would forbid */
  });

  test('comes again only when it has changed', { skip: !builtIn }, async () => {
    for (const path of ['/docs', '/docs/swagger-ui-bundle.js']) {
      const etag = (await get(path)).headers.get('etag');
      const again = await get(path, { headers: { 'if-none-match': etag } });
      assert.equal(again.status, 304, path);
      assert.equal(await again.text(), '');
    }
  });

  test('has no other files', { skip: !builtIn }, async () => {
    for (const name of ['nothing.js', '..%2fopenapi.json', 'swagger-ui.css.gz']) {
      const answer = await get(`/docs/${name}`);
      assert.equal(answer.status, 404, name);
      assert.equal((await answer.json()).message, `Cannot GET /docs/${name}`);
    }
  });
});
