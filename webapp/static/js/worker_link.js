// The page's link to the service worker: registering, asking it to work, and quiet updates.
import { DRAIN, NEWS, REFRESH, SKIP_WAITING, hear, tell } from '../../../service_worker/messages.js';
import { isBusy } from './submit.js';
import { isDirty } from './drafts.js';
import { _ } from './i18n.js';

let registering;
let isUpdating = false;

// Register the worker and answer its registration, or nothing where there are no workers.
export function register() {
  if (!navigator.serviceWorker) return Promise.resolve(undefined);
  registering ??= navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined);
  return registering;
}

// Wait until a worker is ready to take keys, but not for ever.
export async function whenActive(patience = 10_000) {
  if (!(await register())) return undefined;
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  return Promise.race([navigator.serviceWorker.ready, late]);
}

const tellWorker = async (message) => (await whenActive())?.active?.postMessage(message);

// Ask the worker to bring the pack up to date; it does so at most every quarter of an hour unless forced.
export const refreshPack = (force = false) => tellWorker({ type: REFRESH, force });
export const drainInWorker = () => tellWorker({ type: DRAIN });

// Ask for a wake-up when the signal returns, where the browser has such a thing.
export async function askForSync() {
  await (await register())?.sync?.register('tend-outbox').catch(() => {});
}

// Show a quiet line when a new version waits; it is taken only by hand and never under a half-written form.
export async function watchUpdates() {
  const registration = await register();
  if (!registration) return;
  const offer = () => registration.waiting && navigator.serviceWorker.controller && showUpdate(registration);
  offer();
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    // One that steps in by itself is never waiting for long.
    installing?.addEventListener('statechange', () => installing.state === 'installed' && setTimeout(offer, 500));
  });
  // Every open tab takes the new version when one of them asked for it, once, and not over unsaved words.
  hear(({ type }) => {
    if (type === NEWS.update) isUpdating = true;
  });
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!isUpdating || isDirty()) return;
    isUpdating = false;
    location.reload();
  });
}

function showUpdate(registration) {
  if (document.getElementById('update-ready')) return;
  const line = document.createElement('p');
  line.id = 'update-ready';
  line.className = 'say quiet';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn';
  button.textContent = _('New version. Load it');
  button.addEventListener('click', () => {
    if (isBusy() || isDirty()) {
      button.textContent = _('Save or discard what you are writing first, then load the new version');
    } else {
      isUpdating = true;
      tell(NEWS.update);
      registration.waiting?.postMessage({ type: SKIP_WAITING });
    }
  });
  line.append(button);
  document.getElementById('main')?.prepend(line);
}
