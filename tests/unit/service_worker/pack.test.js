// The pack holds exactly what the server lists, fetches only what changed, and can be read by its owner for a week.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPage, refresh, DAYS_READABLE } from '../../../service_worker/pack.js';
import { locks, phone } from './world.js';

const DAY = 86_400_000;

async function packed(count) {
  const here = await phone();
  const pages = new Map([['/today', ['t1', 'today']], ...Array.from({ length: count }, (_, n) => [`/clients/${n}`, [`e${n}`, 'client']])]);
  const far = { pages, requests: [], cut: false, user_id: here.enrolment.user_id, time: new Date().toISOString() };
  const tend = { 'X-Tend': '1' };
  const cursor = () => JSON.stringify([...pages].map(([url, [etag]]) => url + etag)).length + [...pages.values()].join();
  far.fetch = async (url, { body } = {}) => {
    far.requests.push(url.split('?')[0]);
    if (url.startsWith('/sync/manifest')) {
      if (new URL(url, 'http://x').searchParams.get('since') === cursor()) {
        return Response.json({ unchanged: true, cursor: cursor(), server_time: far.time }, { headers: tend });
      }
      const listed = [...pages].map(([address, [etag, kind]]) => ({ url: address, etag, kind }));
      return Response.json({ cursor: cursor(), pages: listed, server_time: far.time, user_id: far.user_id, wipe: false }, { headers: tend });
    }
    const { urls } = JSON.parse(new TextDecoder().decode(body));
    let text = urls.map((address) => `${JSON.stringify({ url: address, status: 200, etag: pages.get(address)[0], csp: "default-src 'none'", html: `<html>Dara at ${address}` })}\n`).join('');
    if (far.cut) text = text.slice(0, Math.floor(text.length / 2));
    return new Response(text, { headers: tend });
  };
  const sync = (how = {}) => refresh({ ...here, fetch: far.fetch, locks, ...how });
  return { ...here, far, sync };
}

test('every listed page can be read afterwards, and the count is said', async () => {
  const { sync, keys, store } = await packed(30);
  assert.deepEqual({ ...(await sync()), at: 0 }, { state: 'fresh', at: 0, clients: 30 });
  assert.match((await readPage(keys, store, '/clients/29')).html, /Dara at/);
});

test('nothing stored says who or where', async () => {
  const { sync, store, keys } = await packed(1);
  await sync();
  for (const key of (await store.etags()).keys()) {
    const record = await store.page(key);
    assert.doesNotMatch(record.key, /client|today/);
    assert.ok(!Buffer.from(record.sealed).includes('Dara'));
  }
  assert.ok(keys);
});

test('nothing changed: one request', async () => {
  const { sync, far } = await packed(5);
  await sync();
  far.requests.length = 0;
  await sync();
  assert.deepEqual(far.requests, ['/sync/manifest']);
});

test('a changed page is fetched, a page no longer listed is removed', async () => {
  const { sync, far, keys, store } = await packed(5);
  await sync();
  far.pages.set('/clients/1', ['changed', 'client']);
  far.pages.delete('/clients/2');
  far.requests.length = 0;
  await sync();
  assert.deepEqual(far.requests, ['/sync/manifest', '/sync/pages']);
  assert.equal(await readPage(keys, store, '/clients/2'), undefined);
  assert.ok(await readPage(keys, store, '/clients/1'));
});

test('a reply cut short keeps what came whole and fetches the rest next time', async () => {
  const { sync, far, store } = await packed(40);
  far.cut = true;
  assert.equal((await sync()).state, 'partly');
  const kept = (await store.etags()).size;
  assert.ok(kept > 5 && kept < 41, `kept ${kept}`);
  far.cut = false;
  assert.equal((await sync()).state, 'fresh');
  assert.equal((await store.etags()).size, 41);
});

test('a page the server could not make is asked for again; the others are kept', async () => {
  const { sync, far, store, fetch = far.fetch } = await packed(3);
  const broken = async (url, how) => {
    const reply = await fetch(url, how);
    if (!url.startsWith('/sync/pages')) return reply;
    const text = (await reply.text()).replace('"url":"/clients/1","status":200', '"url":"/clients/1","status":500');
    return new Response(text, { headers: reply.headers });
  };
  assert.deepEqual(await sync({ fetch: broken }), { state: 'partly', missed: 1 });
  assert.equal((await store.etags()).size, 3);
  assert.equal((await sync()).state, 'fresh');
});

test('pages meant for another person are never kept', async () => {
  const { sync, far, store } = await packed(3);
  far.user_id = 'someone else';
  assert.equal((await sync()).state, 'other_person');
  assert.equal((await store.etags()).size, 0);
});

test('a portal page instead of the manifest changes nothing', async () => {
  const { sync, store } = await packed(3);
  await sync();
  const fetch = async () => new Response('<h1>Pay for wifi</h1>', { status: 200 });
  assert.equal((await sync({ fetch })).state, 'portal');
  assert.equal((await store.etags()).size, 4);
});

test('unreadable after a week without contact, even when the clock is put back', async () => {
  const { sync, keys, store, far } = await packed(1);
  const now = Date.now();
  await sync({ now: () => now });
  assert.ok(await readPage(keys, store, '/today', now + (DAYS_READABLE - 1) * DAY));
  assert.equal(await readPage(keys, store, '/today', now + (DAYS_READABLE + 1) * DAY), undefined);
  // The clock was a fortnight ahead when it was last synced, and is set right afterwards.
  far.time = new Date(now + 14 * DAY).toISOString();
  await sync({ now: () => now });
  assert.ok(await readPage(keys, store, '/today', now));
});
