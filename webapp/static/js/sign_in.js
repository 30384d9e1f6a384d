// Signing in: the server first, then this phone's vault, opened with the same password while it is being typed.
import { _, alarm, device, moveDrafts, moveEntries, newId, openAfterSignIn, openOlder, persist, person, randomBytes, refreshPack, register, take, toBase64, userKey, whenActive } from './shared.js';

// Take over the sign-in form, if this page has one.
export function enhanceSignIn() {
  const form = document.querySelector('form[action$="/login"]');
  if (!form || !isSecureContext) return;
  register();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    signIn(form).catch(() => HTMLFormElement.prototype.submit.call(form));
  });
}

async function signIn(form) {
  const button = form.querySelector('button:not([type="button"])');
  if (button?.getAttribute('aria-busy') === 'true') return;
  button?.setAttribute('aria-busy', 'true');
  try {
    const body = new URLSearchParams(new FormData(form));
    const reply = await fetch(form.getAttribute('action'), { method: 'POST', body, headers: { 'X-Tend-Fetch': '1' }, redirect: 'manual' });
    const answer = await reply.json().catch(() => ({}));
    if (!answer.ok) {
      showProblem(form, answer.message ?? _('That did not work. Try again in a moment.'));
      return;
    }
    await enrol(answer, form.elements.email.value, form.elements.password.value).catch(() => {});
    location.assign(answer.next || '/today');
  } catch {
    showProblem(form, _('Signing in needs a connection, and there is none now.'));
  } finally {
    button?.removeAttribute('aria-busy');
  }
}

function showProblem(form, text) {
  let line = form.querySelector('[data-problem]');
  if (!line) {
    line = document.createElement('p');
    line.dataset.problem = '';
    line.className = 'say bad';
    form.prepend(line);
  }
  line.textContent = text;
  alarm(text);
}

// Make this phone known to the server and open or make its vault.
async function enrol(who, email, password) {
  const user_key = await userKey(who.user_id);
  const before = await device.enrolment(user_key);
  const told = (before && (await askToEnrol(before.device_id))) || (await askToEnrol(newId()));
  if (!told) throw new Error('not enrolled');
  const device_id = told.device_id;
  const enrolment = {
    ...before,
    user_key,
    user_id: who.user_id,
    name: who.name,
    email,
    device_id,
    enrolment_id: device_id,
    kid: told.kid,
    public_key: told.public_key,
    salt: before?.salt ?? toBase64(randomBytes(16)),
  };
  const store = person(user_key);
  const isRenamed = before && before.device_id !== device_id;
  const older = isRenamed ? await openOlder(store, before, password) : undefined;
  const { keys } = await openAfterSignIn(store, enrolment, password);
  if (older) {
    await moveEntries(store, { keys: older }, { keys, enrolment });
    await moveDrafts(store, older, keys);
  }
  await device.putEnrolment(enrolment);
  await device.setFact('current', user_key);
  await whenActive();
  await take(keys);
  await refreshPack(true);
  store.layBallast().catch(() => {});
  persist().catch(() => {});
}

// Answers nothing when the server knows this id as forgotten or as somebody else's: only then is a new one right.
// A server that fails or a portal is no reason to start anew.
async function askToEnrol(device_id) {
  const reply = await fetch('/sync/enrol', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Tend-Device': device_id },
    body: JSON.stringify({ device_id, label: describe() }),
  });
  if (reply.status === 403 && reply.headers.get('X-Tend')) return undefined;
  if (!reply.ok) throw new Error('cannot enrol now');
  return reply.json();
}

// Name this browser as a person would: "Chrome on Android".
export function describe(agent = navigator.userAgent) {
  const browser = [['Edg', 'Edge'], ['Firefox', 'Firefox'], ['Chrom', 'Chrome'], ['Safari', 'Safari']].find(([sign]) => agent.includes(sign));
  const system = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'], ['Mac', 'Mac'], ['Linux', 'Linux']].find(([sign]) => agent.includes(sign));
  return `${browser?.[1] ?? 'Browser'} on ${system?.[1] ?? 'a computer'}`;
}
