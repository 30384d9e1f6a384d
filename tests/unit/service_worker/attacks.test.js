// What somebody else on the same phone must not get, and what a lock must not keep from its owner.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../service_worker/bytes.js';
import { readPage, sealPage } from '../../../service_worker/pack.js';
import { device } from '../../../service_worker/storage.js';
import { phone } from './world.js';

// What workbox looks for in a worker when it is loaded.
globalThis.self = globalThis;
globalThis.registration = { scope: 'https://tend.example.org/' };
globalThis.location = new URL('https://tend.example.org/sw.js');
const { answerPage, isUntouched } = await import('../../../service_worker/routes.js');

const ORIGIN = 'https://tend.example.org';
const pageOf = (userId, text) => `<!doctype html><html lang="en" data-user="${userId}" data-page="today"><body>${text}</body></html>`;

function reply(html) {
  const made = new Response(html, { headers: { 'X-Tend': '1', 'X-App-Page': '1', 'Content-Type': 'text/html' } });
  Object.defineProperty(made, 'type', { value: 'basic' });
  const clone = made.clone.bind(made);
  made.clone = () => Object.defineProperty(clone(), 'type', { value: 'basic' });
  return made;
}

async function visit(here, path, answer) {
  await device.putEnrolment(here.enrolment);
  await device.setFact('current', here.enrolment.user_key);
  const waiting = [];
  const before = globalThis.fetch;
  globalThis.fetch = async () => answer;
  try {
    const url = new URL(path, ORIGIN);
    const request = { method: 'GET', mode: 'navigate', url: String(url), headers: new Headers() };
    await answerPage({ request, url, event: { waitUntil: (work) => waiting.push(work) }, obtainKeys: async () => here.keys });
    await Promise.all(waiting);
  } finally {
    globalThis.fetch = before;
  }
}

test("a page the server gave another person is never kept under this person's key", async () => {
  const here = await phone();
  const mine = await sealPage(here.keys, { url: '/today', etag: 'e1', csp: '', html: pageOf(here.enrolment.user_id, 'Amina') });
  await here.store.putPages([mine]);
  await visit(here, '/today', reply(pageOf(newId(), 'Farid')));
  const kept = await readPage(here.keys, here.store, '/today');
  assert.match(kept.html, /Amina/);
  assert.doesNotMatch(kept.html, /Farid/);
});

test("a page the server gave this person is kept", async () => {
  const here = await phone();
  await visit(here, '/today', reply(pageOf(here.enrolment.user_id, 'Carlos')));
  assert.match((await readPage(here.keys, here.store, '/today')).html, /Carlos/);
});

test('whoever forgot the password of a locked phone can choose another on it', () => {
  for (const path of ['/password/forgot', '/password/reset', '/password/reset/abc', '/invitation', '/invitation/abc']) {
    assert.ok(isUntouched({ method: 'GET' }, new URL(path, ORIGIN), ORIGIN), path);
  }
  for (const path of ['/settings/password', '/clients', '/passwords', '/today']) {
    assert.ok(!isUntouched({ method: 'GET' }, new URL(path, ORIGIN), ORIGIN), path);
  }
});
