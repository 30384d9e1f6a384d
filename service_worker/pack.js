// The pack: the pages of the caseload, kept sealed and brought up to date by what changed.
import { toBytes } from './bytes.js';
import { eachLine } from './outbox.js';
import { openJson, opaque, sealJson } from './vault.js';

const BATCH = 100;
const WRITE_EVERY = 20;
export const DAYS_READABLE = 7;
const LONGEST_ASK_MS = 30_000;
const LONGEST_FETCH_MS = 120_000;
const DAY_MS = 86_400_000;
const ORDER = ['today', 'clients', 'note', 'new_client', 'client', 'household', 'more'];

const place = (url) => `page|${url}`;

// Keep one page sealed under a name that says nothing.
export async function sealPage(keys, { url, etag, csp, html, savedAt = new Date().toISOString() }) {
  const [key, sealed] = await Promise.all([opaque(keys, `url:${url}`), sealJson(keys, place(url), { csp, html })]);
  return { key, etag, saved_at: savedAt, ...sealed };
}

// Read one page, or nothing when it is not here or too old to be trusted.
export async function readPage(keys, store, url, now = Date.now()) {
  if (await isTooOld(store, now)) return undefined;
  const record = await store.page(await opaque(keys, `url:${url}`));
  if (!record) return undefined;
  return { ...(await openJson(keys, place(url), record)), savedAt: record.saved_at };
}

// A pack is unreadable a week after the last contact; a clock put back does not help.
export async function isTooOld(store, now = Date.now()) {
  const contact = await store.fact('contact');
  if (!contact) return false;
  return Math.max(now, contact.latest) - contact.at > DAYS_READABLE * DAY_MS;
}

// Remember the last word from the server, and the latest time either clock has shown.
export async function noteContact(store, serverTime, now = Date.now()) {
  const server = Date.parse(serverTime) || now;
  const before = await store.fact('contact');
  const latest = Math.max(before?.latest ?? 0, now, server);
  await store.setFact('contact', { at: latest, latest, skew: now - server });
}

// Work out what to fetch and what to remove, by names only.
export async function difference(keys, manifest, etags) {
  const wanted = [];
  const kept = new Set();
  for (const page of manifest.pages) {
    const key = await opaque(keys, `url:${page.url}`);
    kept.add(key);
    if (etags.get(key) !== page.etag) wanted.push(page);
  }
  const rank = (page) => (ORDER.indexOf(page.kind) + 1 || ORDER.length + 1);
  wanted.sort((one, other) => rank(one) - rank(other));
  return { wanted, gone: [...etags.keys()].filter((key) => !kept.has(key)) };
}

// Bring the pack up to date; answers what happened. One at a time on the whole phone.
export function refresh({ locks = navigator.locks, ...how }) {
  const work = () => refreshAlone(how);
  return locks ? locks.request(`tend-pack-${how.store.userKey}`, work) : work();
}

async function refreshAlone({ keys, store, enrolment, fetch = globalThis.fetch, progress = () => {}, now = Date.now }) {
  const ask = asker(fetch, enrolment);
  const since = encodeURIComponent((await store.fact('cursor')) ?? '');
  const reply = await ask(`/sync/manifest?since=${since}`);
  if (reply.state) return reply;
  const manifest = await reply.json();
  // Never keep pages under one person's key that the server gives another person.
  if (manifest.user_id && manifest.user_id !== enrolment.user_id) return { state: 'other_person' };
  if (manifest.wipe) return { state: 'wipe' };
  await noteContact(store, manifest.server_time, now());
  if (!manifest.unchanged) {
    const missed = await take({ keys, store, manifest, ask, progress });
    if (missed) return { state: 'partly', missed };
    const clients = manifest.pages.filter((page) => page.kind === 'client').length;
    await store.setFact('clients', clients);
    await store.setFact('cursor', manifest.cursor);
  }
  const done = { state: 'fresh', at: now(), clients: (await store.fact('clients')) ?? 0 };
  await store.setFact('refreshed', done);
  return done;
}

async function take({ keys, store, manifest, ask, progress }) {
  const { wanted, gone } = await difference(keys, manifest, await store.etags());
  await store.deletePages(gone);
  let left = wanted.length;
  for (let from = 0; from < wanted.length; from += BATCH) {
    const urls = wanted.slice(from, from + BATCH).map((page) => page.url);
    const reply = await ask('/sync/pages', { urls });
    if (reply.state) break;
    left -= await keep({ keys, store, reply, onKept: (kept) => progress({ done: wanted.length - left + kept, of: wanted.length }) });
  }
  return left;
}

// Seal pages as they arrive and write them a few at a time; a reply cut short keeps what came whole.
async function keep({ keys, store, reply, onKept }) {
  let sealed = [];
  const gone = [];
  let count = 0;
  let failed = 0;
  const write = async () => {
    await store.putPages(sealed);
    sealed = [];
    onKept(count);
  };
  const each = async (line) => {
    count += 1;
    if (line.status === 404) gone.push(await opaque(keys, `url:${line.url}`));
    else if (line.status !== 200) failed += 1;
    else sealed.push(await sealPage(keys, line));
    // The very first page goes in at once, so the phone is of use from the first moment.
    if (sealed.length >= WRITE_EVERY || count === 1) await write();
  };
  await eachLine(reply, each).catch((error) => {
    if (error?.name === 'NotSaved') throw error;
  });
  await write();
  await store.deletePages(gone);
  return count - failed;
}

function asker(fetch, enrolment) {
  return async (url, body) => {
    const headers = { 'X-Tend-Device': enrolment.device_id, Accept: 'application/json' };
    if (body) headers['Content-Type'] = 'application/json';
    try {
      const reply = await fetch(url, {
        method: body ? 'POST' : 'GET',
        headers,
        body: body ? toBytes(JSON.stringify(body)) : undefined,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'manual',
        // A request that hangs must not hold up every later one.
        signal: AbortSignal.timeout?.(body ? LONGEST_FETCH_MS : LONGEST_ASK_MS),
      });
      if (reply.type === 'opaqueredirect' || !reply.headers.get('X-Tend')) return { state: 'portal' };
      if (reply.status === 401) return { state: 'sign_in' };
      if (reply.status !== 200) return { state: 'busy' };
      return reply;
    } catch {
      return { state: 'offline' };
    }
  };
}
