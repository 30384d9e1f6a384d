// Every form that may wait goes through the outbox: kept first, then sent, then shown.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { newId } from '../../../service_worker/bytes.js';
import * as messages from '../../../service_worker/messages.js';
import { drain, save } from '../../../service_worker/outbox.js';
import { alarm, say } from './announce.js';
import { clearDraftOf } from './drafts.js';
import { _ } from './i18n.js';
import { mayWait } from './offline_actions.js';
import { renderPending } from './pending.js';
import { showProblems } from './problems.js';
import { here } from './unlocked.js';
import { askForSync } from './worker_link.js';

const PATIENCE_MS = 4_000;
// These steer a plain form; an entry has its own id and belongs to its phone's person.
const NOT_SENT = new Set(['op_id', 'next', 'reader']);
const ACTION = /^\/actions\/(\w+)$/;
const CLIENT_PAGE = /^\/clients\/([0-9a-f-]{36})/;
let busy = 0;

const addressOf = (form) => new URL(form.getAttribute('action') ?? '', location);

export const isBusy = () => busy > 0;

// Take over every form whose action may wait.
export function interceptForms() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const name = actionOf(form);
    if (event.defaultPrevented || !name || form.matches('[hx-post]')) return;
    event.preventDefault();
    submit(form, event.submitter, name);
  });
  document.addEventListener('htmx:before:request', ({ detail: { ctx } }) => {
    const form = ctx.sourceElement.closest('form');
    const name = form && actionOf(form);
    if (name && ctx.request.method === 'POST') ctx.fetch = () => answerHtmx(form, ctx.request.submitter, name);
  });
}

// Attributes, never properties: a field called "method" hides the form's own.
function actionOf(form) {
  if (form.getAttribute('method')?.toLowerCase() !== 'post') return undefined;
  const [, name] = addressOf(form).pathname.match(ACTION) ?? [];
  return name && mayWait(name) ? name : undefined;
}

async function submit(form, submitter, name) {
  if (form.dataset.sending !== undefined) return;
  form.dataset.sending = '';
  busy += 1;
  try {
    const wrong = plainlyWrong(form, name);
    if (wrong) return void showProblems(form, { errors: wrong });
    const phone = await here();
    if (!phone.keys) await submitPlainly(form, submitter, _('Not saved. There is no connection, and this browser is not set up to keep work. Your text is still here.'));
    else await keepAndSend(form, submitter, name, phone);
  } catch (error) {
    // A full phone with a signal can still send.
    if (error.name === 'NotSaved') await submitPlainly(form, submitter, _('Not saved. This phone is full. Your text is still here: free some room, then save again.'));
    else notSaved(form, _('Not saved. Your text is still here. Try again.'));
  } finally {
    busy -= 1;
    delete form.dataset.sending;
  }
}

// What can be seen without the server is said at once, not when the signal is back.
function plainlyWrong(form, name) {
  const data = new FormData(form);
  const sections = [...data].filter(([field]) => field.startsWith('section_'));
  const isNote = name === 'record_note' || name === 'revise_note';
  if (isNote && !data.get('client_id')) return { client_id: _('Choose whom the note is about.') };
  if (isNote && data.get('outcome') !== 'attempted' && !sections.some(([, text]) => text.trim())) {
    return { [sections[0]?.[0] ?? 'body']: _('Write what happened, in a few words.') };
  }
  if (name === 'add_client' && !data.get('name_used')?.trim()) return { name_used: _('Enter the name the person goes by.') };
  if (name === 'add_client' && !data.get('program_id')) return { program_id: _('Choose a program.') };
  if (name === 'add_task' && !data.get('title')?.trim()) return { title: _('Say what the next step is.') };
  return undefined;
}

// Without a vault (a private window, a borrowed computer) a form is an ordinary form, and says so when it fails.
async function submitPlainly(form, submitter, otherwise) {
  const isThere = await fetch('/healthz', { cache: 'no-store' }).then((reply) => reply.ok && reply.headers.get('X-Tend') === '1', () => false);
  if (!isThere) return notSaved(form, otherwise);
  freshIds(form);
  if (submitter?.name) {
    const chosen = Object.assign(document.createElement('input'), { type: 'hidden', name: submitter.name, value: submitter.value });
    form.append(chosen);
  }
  return HTMLFormElement.prototype.submit.call(form);
}

function notSaved(form, message) {
  showProblems(form, { message });
  alarm(_('Not saved'));
}

// A page kept on a phone may be used twice, so each submission gets ids of its own.
function freshIds(form) {
  const made = [];
  for (const input of form.querySelectorAll('input[data-fresh-id]')) {
    input.value = newId();
    if (input.name !== 'op_id') made.push(input.value);
  }
  return made;
}

function fieldsOf(form, submitter) {
  const fields = {};
  for (const [name, value] of new FormData(form, submitter)) {
    if (typeof value !== 'string' || NOT_SENT.has(name)) continue;
    fields[name] = name in fields ? [fields[name], value].flat() : value;
  }
  return fields;
}

function streamOf(form, fields) {
  const near = form.closest('[data-client]')?.dataset.client;
  return fields.client_id || near || location.pathname.match(CLIENT_PAGE)?.[1] || 'worker';
}

// Whom the page is about, in words, so that the Outbox can name them.
function personOn(form) {
  const chosen = form.querySelector('input[name="client_id"]:checked')?.closest('label') ?? form.querySelector('.who h2, [name="name_used"]');
  const shown = ['client', 'household'].includes(document.documentElement.dataset.page) ? document.querySelector('h1') : undefined;
  return (chosen?.value ?? chosen?.textContent ?? shown?.textContent ?? '').trim();
}

// Keep one submission on this phone; resolves when it is durable there.
async function keep(form, submitter, name, { keys, store, enrolment }) {
  const makes = freshIds(form);
  const fields = fieldsOf(form, submitter);
  const work = { op_id: form.elements.op_id?.value, action: name, stream: streamOf(form, fields), fields };
  const replaces = form.dataset.replaces ? [form.dataset.replaces] : [];
  const kept = await save(keys, store, enrolment, work, { replaces, makes, about: personOn(form) });
  await clearDraftOf(form).catch(() => {});
  messages.tell(messages.NEWS.outbox);
  return kept;
}

// Deliver now if that is quick; the answer for this entry, or nothing if it has to wait.
async function deliver(opId, { keys, store, enrolment }) {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const drained = drain({ store, enrolment, keys, force: true }).catch(() => undefined);
  drained.then(() => messages.tell(messages.NEWS.outbox)).then(() => document.dispatchEvent(new Event('tend:outbox')));
  const done = await Promise.race([drained, late]);
  if (!done?.answers.has(opId) && done && !(await store.entry(opId))) return { verdict: 'sent' };
  return done?.answers.get(opId) ?? { verdict: done?.state === 'sign_in' ? 'sign_in' : 'later' };
}

async function keepAndSend(form, submitter, name, phone) {
  const { entry, op } = await keep(form, submitter, name, phone);
  const answer = await deliver(entry.op_id, phone);
  if (answer.verdict === 'parked' && answer.status === 422) return refuse(form, entry, answer);
  delete form.dataset.replaces;
  form.closest('dialog')?.close();
  if (answer.verdict === 'sent') return goOn(form, op, answer);
  askForSync();
  return showKept(form, op, answer);
}

// The person is still at the form: let them put it right there, and let the next try take this one's place.
function refuse(form, entry, answer) {
  form.dataset.replaces = entry.op_id;
  showProblems(form, answer);
}

const nextOf = (form, op) => form.elements.next?.value || (op.fields.client_id ? `/clients/${op.fields.client_id}` : '/today');
const isHere = (path) => new URL(path, location).pathname === location.pathname;

function goOn(form, op, { location: told }) {
  const next = form.elements.next?.value || told || nextOf(form, op);
  if (!isHere(next)) return location.assign(next);
  HTMLFormElement.prototype.reset.call(form);
  say(_('Saved.'));
  return refreshHere();
}

// Load this page's content again in place; ids keep their elements and the focus.
export const refreshHere = () =>
  htmx.ajax('GET', location.pathname + location.search, { target: '#main', select: '#main', swap: 'outerMorph' });

function showKept(form, op, { verdict }) {
  const text = {
    sign_in: _('Saved on this phone. Sign in to send it.'),
    parked: _('Saved on this phone, but it needs you. See the Outbox.'),
    conflict: _('Saved on this phone, but it needs you. See the Outbox.'),
  }[verdict] ?? _('Saved on this phone. It is sent when there is a signal.');
  const next = nextOf(form, op);
  if (!isHere(next)) return location.assign(`${next.split('#')[0]}#kept`);
  HTMLFormElement.prototype.reset.call(form);
  (verdict === 'parked' || verdict === 'conflict' ? alarm : say)(text);
  return renderPending();
}

// After arriving on a page with something just kept, say so once.
export function greetKept() {
  if (location.hash !== '#kept') return;
  history.replaceState(null, '', location.pathname + location.search);
  say(_('Saved on this phone. It is sent when there is a signal.'));
}

// The same door for htmx: answer it with the server's part, or with nothing when the work waits here.
async function answerHtmx(form, submitter, name) {
  const phone = await here();
  if (!phone.keys) return fetch(addressOf(form), { method: 'POST', body: new URLSearchParams(new FormData(form, submitter)), headers: { 'HX-Request': 'true' } });
  const { entry } = await keep(form, submitter, name, phone);
  const answer = await deliver(entry.op_id, phone);
  if (answer.verdict === 'sent' && answer.html) return new Response(answer.html, { status: 200 });
  if (answer.verdict === 'sent') return new Response('', { status: 204, headers: answer.location ? { 'HX-Redirect': answer.location } : {} });
  if (answer.status === 422) refuse(form, entry, answer);
  else await renderPending();
  return new Response(null, { status: 204 });
}
