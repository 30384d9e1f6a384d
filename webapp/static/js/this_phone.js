// More: this phone's copy, signing out without losing work, and a changed password.
import { _, changePassword, count, device, here, letGo, lock, messages, ngettext, person, refreshPack, showProblems, tryNow } from './shared.js';
import { showRoom } from './outbox_page.js';

// Wire what the settings offer about this phone.
export function enhanceThisPhone() {
  const place = document.querySelector('[data-this-phone]');
  if (place) showThisPhone(place);
  for (const form of document.querySelectorAll('form[action$="/sign_out"]')) {
    form.addEventListener('submit', (event) => leave(event, form));
  }
  const password = document.querySelector('form[data-change-password]');
  password?.addEventListener('submit', (event) => rewrap(event, password));
}

async function showThisPhone(place) {
  const { enrolment, keys } = await here();
  const line = (term, mark) => {
    const part = document.createElement('div');
    part.append(Object.assign(document.createElement('dt'), { textContent: term }), document.createElement('dd'));
    part.lastChild.dataset[mark] = '';
    part.lastChild.textContent = _('Not yet');
    return part;
  };
  const facts = Object.assign(document.createElement('dl'), { className: 'facts card' });
  facts.append(line(_('Last full sync'), 'lastSync'), line(_('Kept here'), 'storage'));
  const button = (text, work) => {
    const made = Object.assign(document.createElement('button'), { type: 'button', className: 'btn wide', textContent: text });
    made.addEventListener('click', work);
    return made;
  };
  place.className = 'stack';
  if (!enrolment || !keys) {
    place.append(Object.assign(document.createElement('p'), { className: 'say quiet', textContent: _('This browser keeps nothing. Sign out and sign in again here to carry your caseload.') }));
    return;
  }
  place.append(facts, button(_('Get ready for offline'), () => refreshPack(true)), button(_('Lock now'), () => lock({ next: '/today' })));
  await showRoom();
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
  // Only the server can end the sign-in. Without it the phone is locked: whoever does not unlock it signs in anew.
  if (!(await isServerThere())) return lock({ next: '/today' });
  await forget(store);
  HTMLFormElement.prototype.submit.call(form);
}

const isServerThere = () => fetch('/healthz', { cache: 'no-store', redirect: 'manual' }).then((reply) => reply.headers.get('X-Tend') === '1', () => false);

// What can be fetched again goes; drafts, entries and the way to open them stay.
async function forget(store) {
  await store?.clearPages();
  await device.setFact('current', undefined);
  letGo();
  // Other tabs and the worker hold the same keys.
  messages.tell(messages.NEWS.lock);
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
