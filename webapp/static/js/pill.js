// The sync pill: what waits, what is being sent, what needs a person; and the moments to try again.
import * as messages from '../../../service_worker/messages.js';
import { count, drain } from '../../../service_worker/outbox.js';
import { alarm, say } from './announce.js';
import { _, moment, ngettext } from './i18n.js';
import { here } from './unlocked.js';
import { refreshPack } from './worker_link.js';

const EVERY_MS = 60_000;
const QUIET_MS = 3_000;
const TALK_MS = 10_000;
const ICONS = { ok: 'circle-check', sending: 'refresh-cw', offline: 'cloud-off', attention: 'circle-alert' };
// A person has to do something first; trying by the clock would only knock on a closed door.
const PAUSED = new Set(['sign_in', 'other_person', 'update']);
let last = {};
let lastTalk = 0;
let isSending = false;
let sending;
let planned;

function set(state, text) {
  const pill = document.querySelector('[data-sync-pill]');
  if (!pill) return;
  pill.hidden = false;
  pill.dataset.state = state;
  pill.querySelector('use')?.setAttribute('href', `/static/dist/icons.svg#${ICONS[state]}`);
  const place = pill.querySelector('[data-sync-text]');
  if (place.textContent !== text) place.textContent = text;
}

// Work out the pill from facts alone.
export function describe({ waiting, needs, drain: tried }, { sending = false, saved = false } = {}) {
  if (needs) return ['attention', ngettext('%(num)s needs you', '%(num)s need you', needs)];
  if (sending && waiting) return ['sending', ngettext('Sending %(num)s', 'Sending %(num)s', waiting)];
  if (waiting && tried?.state === 'sign_in') return ['attention', ngettext('Sign in to send %(num)s', 'Sign in to send %(num)s', waiting)];
  if (waiting) return ['offline', ngettext('Offline · %(num)s waiting', 'Offline · %(num)s waiting', waiting)];
  return saved ? ['offline', _('Offline')] : ['ok', _('Up to date')];
}

// Draw the pill again and say aloud what changed.
export async function redraw() {
  const { store } = await here();
  if (!store) return;
  const now = await count(store);
  const saved = document.documentElement.dataset.savedAt !== undefined || document.documentElement.dataset.page === 'offline';
  set(...describe(now, { sending: isSending, saved }));
  talk(now);
  last = now;
  navigator.setAppBadge?.(now.waiting + now.needs).catch(() => {});
}

function talk(now) {
  if (now.needs > (last.needs ?? now.needs)) return alarm(ngettext('%(num)s item needs you', '%(num)s items need you', now.needs));
  if (Date.now() - lastTalk < TALK_MS || !last.waiting || now.waiting || now.needs) return undefined;
  lastTalk = Date.now();
  return say(_('All sent.'));
}

// Try to deliver what waits; quiet when nothing does. Asked while it is being tried, it is tried once more after that.
export function tryNow({ force = false } = {}) {
  if (!sending || (force && !sending.force)) {
    const before = sending?.work;
    const work = Promise.resolve(before).then(() => tryOnce(force));
    sending = { force, work };
    work.finally(() => {
      if (sending?.work === work) sending = undefined;
    });
  }
  return sending.work;
}

async function tryOnce(force) {
  const { keys, store, enrolment } = await here();
  if (!store || !(await store.countEntries())) return undefined;
  const before = await store.fact('drain');
  isSending = true;
  await redraw();
  const result = await drain({ store, enrolment, keys, force }).catch(() => undefined);
  isSending = false;
  messages.tell(messages.NEWS.outbox);
  document.dispatchEvent(new Event('tend:outbox'));
  if (result?.state === 'offline' && before?.state !== 'offline') say(_('You are offline. Your work is saved on this phone.'));
  if (result?.answers.size) refreshPack(true);
  if (!PAUSED.has(result?.state)) await planNext(store);
  return result;
}

// The wait after a failure has an end: try again then, not only at the next minute.
async function planNext(store) {
  const ends = (await store.entries()).filter((entry) => entry.state === 'waiting' && entry.next_at).map((entry) => entry.next_at);
  const wait = Math.min(...ends) - Date.now();
  clearTimeout(planned);
  if (ends.length && wait < EVERY_MS) planned = setTimeout(tryNow, Math.max(wait, 1_000));
}

// Try again whenever there may be a signal; the last real request decides, never navigator.onLine.
export function watchSync() {
  const again = () => tryNow();
  window.addEventListener('online', () => tryNow({ force: true }));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    again();
    refreshPack();
  });
  setInterval(() => document.visibilityState === 'visible' && again(), EVERY_MS);
  document.addEventListener('tend:outbox', redraw);
  messages.hear(({ type, done, of, state, at, clients }) => {
    if (type === messages.NEWS.outbox) document.dispatchEvent(new Event('tend:outbox'));
    if (type === messages.NEWS.progress) set('sending', _('Getting ready %(done)s of %(of)s', { done, of }));
    if (type === messages.NEWS.pack) packNews(state, at, clients);
  });
  redraw();
  again();
  refreshPack();
}

async function packNews(state, at, clients) {
  if (state !== 'fresh') return redraw();
  set('ok', ngettext('Up to date %(when)s · %(num)s client', 'Up to date %(when)s · %(num)s clients', clients, { when: moment(at) }));
  for (const place of document.querySelectorAll('[data-last-sync]')) place.textContent = moment(at);
  return setTimeout(redraw, QUIET_MS);
}
