// Who is on this phone now, the keys in this page's memory, and the lock.
import * as keyring from '../../../service_worker/keyring.js';
import * as messages from '../../../service_worker/messages.js';
import { device, person } from '../../../service_worker/storage.js';
import { isClosed, userKey, warm } from '../../../service_worker/vault.js';

const root = document.documentElement;
const OPEN_PAGES = new Set(['/unlock', '/login', '/offline']);
const BEAT_MS = 60_000;
let found;

const workerNow = async () =>
  navigator.serviceWorker?.controller ?? (await navigator.serviceWorker?.getRegistration())?.active;

// Give the keys to the worker, which keeps them while it lives.
export async function giveToWorker(keys) {
  const worker = await workerNow();
  return worker ? messages.ask(worker, { type: messages.GIVE_KEYS, keys }) : false;
}

async function askWorker(userId) {
  const worker = await workerNow();
  if (!worker) return undefined;
  return messages.ask(worker, { type: messages.ASK_KEYS, user_id: userId }, 2 * messages.ANSWER_MS + 400);
}

async function find() {
  const enrolment = await device.current().catch(() => undefined);
  if (!enrolment) return {};
  // Signed in as somebody else without this script: their work must not meet this person's keys.
  const shown = root.dataset.user;
  if (shown && (await userKey(shown)) !== enrolment.user_key) {
    await device.setFact('current', undefined);
    lockWorker();
    return {};
  }
  warm().catch(() => {});
  const keys = keyring.inHand() ?? keyring.hold(await askWorker(enrolment.user_id));
  return { enrolment, store: person(enrolment.user_key), keys: keys ?? undefined };
}

// Say who is enrolled here, with their store and, when unlocked, their keys.
export async function here() {
  found ??= find();
  const known = await found;
  return known.keys && !keyring.inHand() ? { ...known, keys: undefined } : known;
}

// Take keys that were just opened in this page.
export async function take(keys) {
  keyring.hold(keys);
  found = undefined;
  await Promise.all([giveToWorker(keys), warm().catch(() => {})]);
}

async function lockWorker() {
  (await workerNow())?.postMessage({ type: messages.LOCK });
}

// Let go of the keys everywhere and show nothing more.
export async function lock({ next = location.pathname + location.search } = {}) {
  keyring.letGo();
  found = undefined;
  await lockWorker();
  messages.tell(messages.NEWS.lock);
  leave(next);
}

function leave(next) {
  if (OPEN_PAGES.has(location.pathname)) return;
  root.dataset.covered = '';
  location.replace(`/unlock?next=${encodeURIComponent(next.replace(/([?&])(q|name)=[^&]*/g, '$1'))}`);
}

// After sleep or Back: look at the clock before anything is shown.
async function check() {
  const { enrolment, store, keys } = (await found) ?? {};
  if (keys && !keyring.inHand()) {
    const again = keyring.hold(await askWorker(enrolment.user_id));
    if (!again && (await isClosed(store))) return lock();
  }
  beat();
  delete root.dataset.covered;
}

function beat() {
  if (document.visibilityState !== 'visible' || !keyring.inHand()) return;
  keyring.touch();
  messages.tell(messages.NEWS.active);
}

// Watch for hiding, returning and locks from other tabs; answer the worker when it has lost its memory.
export function watch() {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      beat();
      // An app switcher must not show a client's page.
      if (keyring.inHand()) root.dataset.covered = '';
    } else {
      check();
    }
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    root.dataset.covered = '';
    check();
  });
  window.addEventListener('focus', check);
  setInterval(() => (document.visibilityState === 'visible' ? check() : undefined), BEAT_MS);
  messages.hear(({ type }) => {
    if (type === messages.NEWS.active) keyring.touch();
    if (type !== messages.NEWS.lock) return;
    keyring.letGo();
    found = undefined;
    leave(location.pathname + location.search);
  });
  navigator.serviceWorker?.addEventListener('message', ({ data, ports }) => {
    if (data?.type === messages.ASK_KEYS) ports[0]?.postMessage(keyring.inHand() ?? undefined);
  });
  navigator.serviceWorker?.startMessages?.();
}
