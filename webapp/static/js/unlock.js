// The unlock page: opens the vault with the sign-in password, kindly and slowly when it is wrong.
import { _, alarm, device, here, moment, ngettext, person, take, unlock } from './shared.js';

const WARN_FROM = 3;

// Take over the unlock page, if this is it.
export async function enhanceUnlock() {
  if (location.pathname !== '/unlock') return undefined;
  const form = document.querySelector('form[data-unlock]');
  if (!form) return undefined;
  // Writing while locked needs a place on the server for notes without a person; until then it is not offered.
  document.getElementById('capture')?.remove();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    tryPassword(form);
  });
  document.querySelector('a[href="/login"]')?.addEventListener('click', signInAgain);
  const { enrolment, keys } = await here();
  // Another tab had the keys all along.
  if (keys) return goOn();
  const email = form.querySelector('input[type="email"]');
  if (email && enrolment?.email) email.value = enrolment.email;
  const waiting = enrolment ? await person(enrolment.user_key).countEntries() : 0;
  const line = document.querySelector('[data-waiting]');
  if (!line || !waiting) return undefined;
  line.hidden = false;
  line.querySelector('span').textContent = ngettext('%(num)s item waits here, sealed, to be sent.', '%(num)s items wait here, sealed, to be sent.', waiting);
  return undefined;
}

// Whoever cannot open this phone must not go on with the session that is still alive on it.
async function signInAgain(event) {
  event.preventDefault();
  await fetch('/actions/sign_out', { method: 'POST', redirect: 'manual' }).catch(() => {});
  location.assign('/login');
}

function nextPage() {
  const next = new URLSearchParams(location.search).get('next') ?? '';
  return /^\/(?![/\\])/.test(next) ? next : '/today';
}

const goOn = () => location.replace(nextPage());

async function tryPassword(form) {
  const field = form.querySelector('input[type="password"]');
  const button = form.querySelector('button:not([type="button"])');
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  try {
    const enrolment = await device.current();
    if (!enrolment) throw Object.assign(new Error('nobody'), { name: 'Emptied' });
    await take(await unlock(person(enrolment.user_key), enrolment, field.value));
    field.value = '';
    goOn();
  } catch (error) {
    button.removeAttribute('aria-busy');
    field.value = '';
    field.focus();
    tell(form, explain(error));
  }
}

function explain(error) {
  if (error.name === 'TooSoon') return _('Too soon. Try again after %(when)s.', { when: new Date(error.until).toLocaleTimeString() });
  if (error.name === 'Emptied') {
    return _('What could be read on this phone has been removed. Anything waiting to be sent is still here. Sign in with a connection to go on.');
  }
  if (error.name !== 'WrongPassword') return _('This phone could not open its store. Try again.');
  const parts = [_('That is not the password this phone knows.')];
  if (error.until > Date.now()) parts.push(_('Wait until %(when)s.', { when: moment(error.until) }));
  if (error.left <= WARN_FROM) {
    parts.push(ngettext(
      'After %(num)s more wrong try, what can be read on this phone is removed. Nothing that waits to be sent is lost.',
      'After %(num)s more wrong tries, what can be read on this phone is removed. Nothing that waits to be sent is lost.',
      error.left,
    ));
  }
  return parts.join(' ');
}

function tell(form, text) {
  const line = form.querySelector('[data-unlock-say]');
  line.hidden = false;
  line.textContent = text;
  alarm(text);
}
