// More: this phone's copy, signing out without losing work, and a changed password.
import { letGo } from '../../../service_worker/keyring.js';
import { count } from '../../../service_worker/outbox.js';
import { device, person } from '../../../service_worker/storage.js';
import { changePassword } from '../../../service_worker/vault.js';
import { _, ngettext } from './i18n.js';
import { showRoom } from './outbox_page.js';
import { tryNow } from './pill.js';
import { showProblems } from './problems.js';
import { here, lock } from './unlocked.js';
import { refreshPack } from './worker_link.js';

const SIGN_OUT = /\/(logout|actions\/sign_out(_everywhere)?)$/;

// Wire what the settings offer about this phone.
export function enhanceThisPhone() {
  document.querySelector('[data-refresh-pack]')?.addEventListener('click', () => refreshPack(true));
  document.querySelector('[data-lock-now]')?.addEventListener('click', () => lock());
  if (document.querySelector('[data-storage], [data-last-sync]') && !document.querySelector('[data-outbox-list]')) showRoom();
  for (const form of document.querySelectorAll('form[method="post"]')) {
    const { pathname } = new URL(form.getAttribute('action') ?? '', location);
    if (SIGN_OUT.test(pathname)) form.addEventListener('submit', (event) => leave(event, form));
    if (pathname.endsWith('/actions/change_password')) form.addEventListener('submit', (event) => rewrap(event, form));
  }
}

// Signing out with work waiting: send it first; if it cannot go, say so and leave a way out.
async function leave(event, form) {
  event.preventDefault();
  const { store } = await here();
  if (store && form.dataset.warned === undefined) {
    await tryNow({ force: true });
    const { waiting, needs } = await count(store);
    if (waiting + needs) {
      form.dataset.warned = '';
      showProblems(form, {
        message: ngettext(
          '%(num)s item has not been sent. It stays sealed on this phone and goes when you sign in here again. Sign out once more to leave it here.',
          '%(num)s items have not been sent. They stay sealed on this phone and go when you sign in here again. Sign out once more to leave them here.',
          waiting + needs,
        ),
      });
      return;
    }
  }
  await forget(store);
  HTMLFormElement.prototype.submit.call(form);
}

// What can be fetched again goes; drafts, entries and the way to open them stay.
async function forget(store) {
  await store?.clearPages();
  await device.setFact('current', undefined);
  letGo();
}

// Keep the same store under the new password, so that drafts stay readable.
async function rewrap(event, form) {
  const { enrolment } = await here();
  const [before, after] = ['current_password', 'new_password'].map((name) => form.elements[name]?.value);
  if (!enrolment || !before || !after || form.dataset.rewrapped !== undefined) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  const reply = await fetch(form.getAttribute('action'), { method: 'POST', body, redirect: 'manual' }).catch(() => undefined);
  if (!reply) return showProblems(form, { message: _('Changing the password needs a connection.') });
  if (reply.type !== 'opaqueredirect') return HTMLFormElement.prototype.submit.call(form);
  await changePassword(person(enrolment.user_key), enrolment, before, after);
  return location.assign(form.elements.next?.value || '/more');
}
