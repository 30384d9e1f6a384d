// The service worker: wires events to the modules that know what to do.
import { matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import * as keyring from './keyring.js';
import * as messages from './messages.js';
import { drain } from './outbox.js';
import { refresh } from './pack.js';
import { SHELLS, answerPage, isPage, isUntouched } from './routes.js';
import { device, person } from './storage.js';

const shell = self.__TEND_SHELL ?? { assets: [], shells: [] };
const REFRESH_EVERY_MS = 15 * 60_000;

if (shell.kill) removeMyself();
else serve();

// The way back from a broken release: a worker that clears its caches and leaves. The stores stay.
function removeMyself() {
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) =>
    event.waitUntil(
      caches
        .keys()
        .then((names) => Promise.all(names.map((name) => caches.delete(name))))
        .then(() => self.registration.unregister()),
    ),
  );
}

function serve() {
  precacheAndRoute([...shell.assets, ...shell.shells], { cleanURLs: false, directoryIndex: null });
  const sameOrigin = self.location.origin;
  const isOurs = (request, url) => !isUntouched(request, url, sameOrigin);
  registerRoute(
    ({ url }) => url.origin === sameOrigin && SHELLS.has(url.pathname),
    async ({ request, url }) => (await matchPrecache(url.pathname)) ?? fetch(request),
  );
  registerRoute(
    ({ request, url }) => isOurs(request, url) && isPage(request),
    ({ request, url, event }) => answerPage({ request, url, event, obtainKeys }),
  );
  self.addEventListener('install', (event) => event.waitUntil(stepInIfSame()));
  self.addEventListener('activate', (event) =>
    event.waitUntil(Promise.all([self.clients.claim(), device.setFact('shell', shell.version)])),
  );
  self.addEventListener('message', (event) => event.waitUntil(receive(event)));
  self.addEventListener('sync', (event) => event.waitUntil(deliver()));
  messages.hear(({ type }) => {
    if (type === messages.NEWS.lock) keyring.letGo();
    if (type === messages.NEWS.active) keyring.touch();
  });
}

// The same version in another language changes nothing under an open form, so it need not wait to be asked.
async function stepInIfSame() {
  if ((await device.fact('shell')) === shell.version) await self.skipWaiting();
}

// The worker's memory dies with it, so it asks the open pages for the keys it no longer has.
async function obtainKeys(userId, except) {
  const mine = keyring.inHand();
  if (mine) return mine.user_id === userId ? mine : undefined;
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  const others = pages.filter((page) => page.id !== except);
  const answers = others.map((page) =>
    messages.ask(page, { type: messages.ASK_KEYS }).then((keys) => keys ?? Promise.reject(new Error('none'))),
  );
  const keys = await Promise.any(answers).catch(() => undefined);
  return keys?.user_id === userId ? keyring.hold(keys) : undefined;
}

// Pages are given the keys of whoever is on this phone now; after signing out that is nobody.
async function keysFor(userId, except) {
  const enrolment = await device.current();
  if (enrolment?.user_id === userId) return obtainKeys(userId, except);
  keyring.letGo();
  return undefined;
}

async function receive(event) {
  const { type, ...rest } = event.data ?? {};
  const port = event.ports[0];
  if (type === messages.GIVE_KEYS) port?.postMessage(Boolean(keyring.hold(rest.keys)));
  if (type === messages.ASK_KEYS) port?.postMessage(await keysFor(rest.user_id, event.source?.id));
  if (type === messages.LOCK) keyring.letGo();
  if (type === messages.REFRESH) await bringUpToDate(rest.force);
  if (type === messages.DRAIN) await deliver();
  if (type === messages.SKIP_WAITING) await self.skipWaiting();
}

async function bringUpToDate(force) {
  const enrolment = await device.current();
  const keys = enrolment && (await obtainKeys(enrolment.user_id));
  if (!keys) return;
  const store = person(enrolment.user_key);
  const last = await store.fact('refreshed');
  const age = Date.now() - (last?.at ?? 0);
  if (!force && age >= 0 && age < REFRESH_EVERY_MS) return;
  const progress = ({ done, of }) => messages.tell(messages.NEWS.progress, { done, of });
  const result = await refresh({ keys, store, enrolment, progress }).catch((error) => ({ state: error.name }));
  if (result.state === 'wipe') await wipe(store, enrolment);
  messages.tell(messages.NEWS.pack, result);
}

async function deliver() {
  const enrolment = await device.current();
  if (!enrolment) return;
  await drain({ store: person(enrolment.user_key), enrolment, keys: keyring.inHand() ?? undefined });
  messages.tell(messages.NEWS.outbox);
}

// The agency removed this phone: deliver first, then remove what can be read.
async function wipe(store, enrolment) {
  await drain({ store, enrolment, force: true });
  await store.dropReading();
  keyring.letGo();
  messages.tell(messages.NEWS.lock);
}
