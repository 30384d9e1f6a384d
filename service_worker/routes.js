// Which requests the worker answers, and with what: the network, the pack, or an honest page saying why not.
import { matchPrecache } from 'workbox-precaching';
import { isMadeHere } from './outbox.js';
import { readPage, sealPage } from './pack.js';
import { device, person } from './storage.js';
import { isClosed } from './vault.js';

const PATIENCE_MS = 3_500;
// Pages for whoever is not signed in stay open on a locked phone: a forgotten password opens no vault.
const UNTOUCHED = /^\/(sync|login|logout|intake|password|invitation|sw\.js|manifest\.webmanifest|healthz)(\/|$)/;
export const SHELLS = new Set(['/offline', '/unlock', '/outbox', '/shell/client']);
const CLIENT = /^\/clients\/([0-9a-f-]{36})$/;
const DEFAULT_CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

// Say whether the browser must handle this request alone.
export function isUntouched(request, url, origin) {
  return request.method !== 'GET' || url.origin !== origin || UNTOUCHED.test(url.pathname);
}

// Give the one URL under which the pack holds this page; lists and forms are one page whatever the query.
export function packUrl(url) {
  const { pathname } = url;
  if (pathname === '/clients' || pathname === '/clients/') return '/clients?show=all';
  return pathname;
}

// Say whether a request asks for a page, as a navigation or as htmx does.
export const isPage = (request) =>
  request.mode === 'navigate' || (request.headers.get('HX-Request') === 'true' && request.destination === '');

const isNavigation = (request) => request.mode === 'navigate';
export const isTend = (reply) => reply.headers.get('X-Tend') === '1';

// A reply worth keeping: from Tend, whole, not redirected, marked as a page of the caseload.
export const isWorthKeeping = (reply) =>
  reply.status === 200 && !reply.redirected && reply.type === 'basic' && isTend(reply) && reply.headers.get('X-App-Page') === '1';

// Send a person to unlock and back again, without carrying what they searched for.
export function toUnlock(url) {
  const next = new URL(url);
  for (const name of ['q', 'name']) next.searchParams.delete(name);
  return Response.redirect(`/unlock?next=${encodeURIComponent(next.pathname + next.search)}`, 302);
}

// Mark a packed page with the time it was saved, and send it under the server's own policy.
export function packedReply(page) {
  const html = page.html.replace(/<html(?=[\s>])/, `<html data-saved-at="${page.savedAt}"`);
  return new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': page.csp || DEFAULT_CSP,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Tend-Pack': page.savedAt,
    },
  });
}

const shell = async (path) => (await matchPrecache(path)) ?? Response.error();

// Answer a page: network first, then the pack, then unlock or an honest page.
export async function answerPage({ request, url, event, obtainKeys }) {
  const enrolment = await device.current().catch(() => undefined);
  const store = enrolment && person(enrolment.user_key);
  const keys = enrolment && (await obtainKeys(enrolment.user_id));
  // A phone that holds a vault shows nothing until it is opened, whatever the server would say.
  if (enrolment && !keys && isNavigation(request) && (await isClosed(store))) return toUnlock(url);
  const packed = async () => (keys ? readPage(keys, store, packUrl(url)).catch(() => undefined) : undefined);
  const live = fetchLive({ request, url, event, keys, store });
  const first = await Promise.race([live, patience()]);
  if (first && isTend(first) && first.status === 404) {
    return (await isProvisional(url, enrolment, store)) ? shell('/shell/client') : first;
  }
  if (first && !(await isDoubtful(first, packed))) return first;
  const page = await packed();
  if (page) return packedReply(page);
  if (await isProvisional(url, enrolment, store)) return shell('/shell/client');
  const reply = first ?? (await live);
  if (reply) return reply;
  return isNavigation(request) ? shell('/offline') : Response.error();
}

const patience = () => new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));

// Ask the server; null when it cannot be reached. Good pages are put into the pack on the way.
async function fetchLive({ request, url, event, keys, store }) {
  try {
    const reply = await fetch(request);
    if (keys && isWorthKeeping(reply) && url.pathname + url.search === packUrl(url)) {
      event.waitUntil(keepPage(keys, store, url, reply.clone()).catch(() => {}));
    }
    return reply;
  } catch {
    return null;
  }
}

// Whom a page was made for, as it says itself.
const readerOf = (html) => html.match(/<html\s[^>]*\bdata-user="([^"]*)"/)?.[1];

async function keepPage(keys, store, url, reply) {
  const csp = reply.headers.get('Content-Security-Policy') ?? '';
  const html = await reply.text();
  // Somebody else may have signed in since this vault was opened: their pages are not this person's.
  if (readerOf(html) !== keys.user_id) return;
  const page = await sealPage(keys, { url: packUrl(url), csp, html });
  // Tags come from revisions: keeping the old one makes the next sync fetch the page if anything moved on.
  const told = reply.headers.get('ETag')?.replace(/^W\/|"/g, '');
  await store.putPages([{ ...page, etag: told ?? (await store.page(page.key))?.etag ?? '' }]);
}

// A portal's page, a failing server or a redirect that is not Tend's own: better the saved copy, if there is one.
async function isDoubtful(reply, packed) {
  if (reply.type === 'opaqueredirect') return (await packed()) !== undefined && !(await isReachable());
  return !isTend(reply) || reply.status >= 500;
}

const isReachable = () => fetch('/healthz', { cache: 'no-store', redirect: 'manual' }).then(isTend, () => false);

// Someone added on this phone whom the server has not seen yet has a page of their own.
async function isProvisional(url, enrolment, store) {
  const [, id] = url.pathname.match(CLIENT) ?? [];
  return Boolean(id && store && (await isMadeHere(enrolment, store, id)));
}
