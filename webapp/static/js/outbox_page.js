// The Outbox page: what waits on this phone, why, and the button that puts it right.
import { _, clientOf, device, fill, here, messages, moment, nameOf, ngettext, persist, readAll, readReason, room, say, sendAgain, settleClash, textOf, tryNow } from './shared.js';

const SKEW_MS = 5 * 60_000;
const OLD_MS = 7 * 86_400_000;
let doomed;

const one = (name) => document.querySelector(`[data-${name}]`);

// Fill the Outbox page, if this is it.
export async function showOutbox() {
  if (!one('outbox-list')) return;
  one('send-now')?.addEventListener('click', sendNow);
  one('persist')?.addEventListener('click', async () => {
    await persist();
    await showRoom();
  });
  document.querySelector('[data-act="delete-for-good"]')?.addEventListener('click', deleteForGood);
  document.addEventListener('tend:outbox', draw);
  await Promise.all([draw(), showRoom()]);
}

async function sendNow({ currentTarget: button }) {
  button.setAttribute('aria-busy', 'true');
  const result = await tryNow({ force: true });
  button.removeAttribute('aria-busy');
  const words = {
    offline: _('No connection yet. Everything stays here until there is one.'),
    portal: _('This network wants you to sign in to it first. Open any page in your browser, then try again.'),
    sign_in: _('Sign in to send what waits here.'),
    busy: _('The server is busy. It is tried again by itself.'),
    other_person: _('Somebody else is signed in on this phone. Sign in as yourself to send this.'),
    update: _('This app is too old for the server. Load the new version, then try again.'),
  };
  say(words[result?.state] ?? _('All sent.'));
  const sentence = one('outbox-sentence');
  if (words[result?.state]) sentence.textContent = words[result.state];
}

async function draw() {
  const { keys, store } = await here();
  const list = one('outbox-list');
  const items = store ? (keys ? await readAll(keys, store) : (await store.entries()).map((entry) => ({ entry, op: null, about: '' }))) : [];
  const open = new Set([...list.querySelectorAll('details[open]')].map((part) => part.closest('[data-op]').dataset.op));
  const rows = await Promise.all(items.map((item) => row(item, keys)));
  list.replaceChildren(...rows);
  for (const item of list.children) item.querySelector('details').open = open.has(item.dataset.op) || item.dataset.needs !== undefined;
  list.hidden = !items.length;
  one('outbox-empty').hidden = items.length > 0;
  one('send-now').hidden = !items.length;
  await showSentence(items, store);
}

async function showSentence(items, store) {
  const sentence = one('outbox-sentence');
  const contact = await store?.fact('contact');
  const tried = await store?.fact('drain');
  const oldest = items[0] && Date.now() - Date.parse(items[0].entry.created);
  let text = ngettext('%(num)s item waits on this phone, sealed. It sends itself when there is a signal.', '%(num)s items wait on this phone, sealed. They send themselves when there is a signal.', items.length);
  if (!items.length) text = _('Everything you wrote has reached the server.');
  else if (tried?.state === 'sign_in') text = _('Sign in to send what waits here. Nothing is lost.');
  else if (oldest > OLD_MS) text = _('Something has waited for more than a week. Connect when you can.');
  else if (Math.abs(contact?.skew ?? 0) > SKEW_MS) text += ` ${_('The clock of this phone is wrong. Nothing is refused for that, but times may look odd.')}`;
  sentence.textContent = text;
  if (!items.length || tried?.state !== 'sign_in') return;
  const way = Object.assign(document.createElement('a'), { href: '/login', className: 'tap', textContent: _('Sign in') });
  sentence.append(' ', way);
}

async function row({ entry, op, about }, keys) {
  const item = one('entry').content.firstElementChild.cloneNode(true);
  item.dataset.op = entry.op_id;
  const isStuck = entry.state !== 'waiting';
  if (isStuck) item.dataset.needs = '';
  const why = isStuck ? await readReason(keys, entry).catch(() => ({ status: entry.status })) : undefined;
  const client = op && clientOf(op);
  fill(item, {
    type: op ? nameOf(op.action) : _('Sealed entry'),
    person: about ?? '',
    when: moment(entry.created),
    state: isStuck ? _('Needs you') : _('Waiting'),
    reason: isStuck ? reasonOf(entry.state === 'conflict' ? { status: 409 } : why) : '',
    text: op ? textOf(op) : _('It was written under an older password and can be sent, but not read here.'),
  });
  if (op && entry.state === 'conflict') showClashes(item, { entry, op, about }, why);
  act(item, 'retry', isStuck && entry.state !== 'conflict', () => retry(entry.op_id));
  act(item, 'copy', Boolean(op), () => copy(op));
  act(item, 'delete', true, () => askToDelete(entry, op, about));
  const edit = act(item, 'edit', isStuck && op?.action === 'record_note');
  if (edit && op) edit.href = `/note?client=${client}&edit=${entry.op_id}`;
  return item;
}

// Say in plain words why something was put aside.
export function reasonOf({ status, message, errors = {} }) {
  const named = Object.values(errors).flat().join(' ');
  if (named) return named;
  if (message) return message;
  return {
    403: _('You may not do this any more. Your supervisor can help.'),
    404: _('The person this is about is no longer on your caseload. Your supervisor can help.'),
    409: _('Somebody changed the same thing meanwhile. Both versions are kept.'),
    413: _('It is too large to send in one piece.'),
  }[status] ?? _('The server could not take it as it is. Change it, or copy the text.');
}

// Both values side by side; nothing is decided without the person.
function showClashes(item, what, { errors = {} }) {
  const words = {
    name_used: _('Name used'), legal_name: _('Legal name'), other_names: _('Other names'), pronouns: _('Pronouns'),
    birth_date: _('Born'), languages: _('Languages'), safe_contact: _('Safe contact'), address: _('Address'),
  };
  const place = item.querySelector('[data-conflicts]');
  for (const [field, [theirs, yours]] of Object.entries(errors)) {
    const both = one('conflict').content.firstElementChild.cloneNode(true);
    fill(both, { field: words[field] ?? field.replaceAll('_', ' '), yours: yours || _('Empty'), theirs: theirs || _('Empty') });
    act(both, 'mine', true, () => settle(what, field, true));
    act(both, 'theirs', true, () => settle(what, field, false));
    place.append(both);
  }
}

async function settle(what, field, keepMine) {
  const { keys, store, enrolment } = await here();
  if (await settleClash(keys, store, enrolment, what, field, keepMine)) await tryNow({ force: true });
  await draw();
}

function act(item, name, isShown, work) {
  const button = item.querySelector(`[data-act="${name}"]`);
  if (!button) return undefined;
  button.hidden = !isShown;
  if (work) button.addEventListener('click', work);
  return button;
}

async function retry(opId) {
  const { store } = await here();
  await sendAgain(store, opId);
  await tryNow({ force: true });
  await draw();
}

async function copy(op) {
  await navigator.clipboard.writeText(textOf(op));
  say(_('Copied.'));
}

function askToDelete(entry, op, about) {
  doomed = entry.op_id;
  const sheet = document.getElementById('delete-sheet');
  const what = op ? nameOf(op.action) : _('Sealed entry');
  fill(sheet, { name: [what, about, moment(entry.created)].filter(Boolean).join(', ') });
  sheet.showModal();
}

async function deleteForGood() {
  const { store } = await here();
  document.getElementById('delete-sheet').close();
  if (!doomed) return;
  await store.deleteEntries([doomed]);
  doomed = undefined;
  messages.tell(messages.NEWS.outbox);
  document.dispatchEvent(new Event('tend:outbox'));
  say(_('Deleted.'));
}

// Say how full this phone is and whether the browser promises to keep what is here.
export async function showRoom() {
  const { usage, persisted } = await room();
  const enrolment = await device.current().catch(() => undefined);
  for (const place of document.querySelectorAll('[data-storage]')) {
    if (usage === undefined) continue;
    const size = `${(usage / 1_048_576).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;
    place.textContent = persisted ? _('%(size)s, kept by the browser', { size }) : _('%(size)s, the browser may clear it when space is short', { size });
  }
  for (const button of document.querySelectorAll('[data-persist]')) button.hidden = persisted !== false || !enrolment;
  const { store } = await here();
  const refreshed = await store?.fact('refreshed');
  for (const place of document.querySelectorAll('[data-last-sync]')) if (refreshed) place.textContent = moment(refreshed.at);
}
