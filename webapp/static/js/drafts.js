// Drafts: a half-written note is kept sealed on this phone, one for each client, until it is saved or discarded by name.
import { opaque, openJson, sealJson } from '../../../service_worker/vault.js';
import { _, moment } from './i18n.js';
import { here } from './unlocked.js';

const WAIT_MS = 500;
const NOT_WRITTEN = new Set(['op_id', 'reader', 'next', 'note_id', 'task_id', 'client_id', 'tz']);
let timer;
let dirty = null;
// The draft being sealed right now: it must be down before it can be taken away.
let keeping = Promise.resolve();

export const isDirty = () => dirty !== null;

const formHere = () => document.querySelector('form[data-draft]');
const clientOf = (form) => (form.dataset.draft === 'new-client' ? 'new-client' : new FormData(form).get('client_id') || 'nobody');
const place = (client) => `draft|${client}`;

function written(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || NOT_WRITTEN.has(name)) continue;
    fields[name] = [...(fields[name] ?? []), value];
  }
  return fields;
}

// Only words that were typed make a draft; a form full of defaults is not one.
const hasWords = (form) => [...form.querySelectorAll('textarea, input[type="text"], input:not([type])')].some((field) => field.value.trim() && field.value !== field.defaultValue);

async function keep(form) {
  const { keys, store } = await here();
  if (!keys || !hasWords(form)) return;
  const client = clientOf(form);
  const person = form.querySelector('input[name="client_id"]:checked')?.closest('label') ?? form.querySelector('.who h2');
  const name = person?.textContent.trim() ?? '';
  const saved = new Date().toISOString();
  await store.putDraft(await sealDraft(keys, { client, name, fields: written(form), saved }));
  dirty = null;
  tellLine(form, _('Draft kept on this phone %(when)s', { when: moment(saved) }));
}

function tellLine(form, text) {
  const line = form.querySelector('[data-draft-line]') ?? document.querySelector('[data-draft-line]');
  if (line) line.textContent = text;
}

// Watch the note form and keep what is typed.
export async function watchDrafts() {
  const form = formHere();
  if (!form) return;
  const save = () => {
    keeping = keep(form).catch(() => tellLine(form, _('This draft could not be kept. Do not close this page.')));
  };
  const soon = () => {
    dirty = form;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT_MS);
  };
  form.addEventListener('input', soon);
  form.addEventListener('change', (event) => (event.target.name === 'client_id' ? offer(form) : soon()));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && dirty) save();
  });
  // Words typed before this script was awake are kept, too.
  if (hasWords(form)) soon();
  await offer(form);
}

// Offer the draft that was left for this client, never putting it over words already there.
async function offer(form) {
  document.getElementById('draft-offer')?.remove();
  const draft = await read(clientOf(form));
  if (!draft || hasWords(form)) return;
  const box = document.createElement('div');
  box.id = 'draft-offer';
  box.className = 'say quiet';
  const text = Object.assign(document.createElement('p'), { textContent: _('There is a draft from %(when)s.', { when: moment(draft.saved) }) });
  const take = button(_('Go on writing it'), 'btn main');
  const drop = button(_('Discard the draft'), 'btn');
  take.addEventListener('click', () => {
    restore(form, draft.fields);
    box.remove();
    form.querySelector('textarea')?.focus();
  });
  drop.addEventListener('click', async () => {
    await remove(draft.client);
    box.remove();
  });
  const inside = document.createElement('div');
  const buttons = Object.assign(document.createElement('div'), { className: 'btns' });
  buttons.append(take, drop);
  inside.append(text, buttons);
  box.append(inside);
  form.prepend(box);
}

const button = (text, className) => Object.assign(document.createElement('button'), { type: 'button', textContent: text, className });

const isTyped = ({ type, value, defaultValue }) => !/date|time/.test(type) && value !== '' && value !== defaultValue;

// Put kept values back into a form.
export function restore(form, fields) {
  for (const [name, kept] of Object.entries(fields)) {
    const values = [kept].flat();
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (control.type === 'radio' || control.type === 'checkbox') control.checked = values.includes(control.value);
      // What somebody is typing already stays.
      else if (control.type !== 'hidden' && !isTyped(control)) control.value = values[0] ?? '';
    }
  }
  form.dispatchEvent(new Event('tend:restored', { bubbles: true }));
}

async function read(client) {
  const { keys, store } = await here();
  const record = keys && (await store.draft(await opaque(keys, place(client))));
  return record ? openJson(keys, place(client), record).catch(() => undefined) : undefined;
}

async function remove(client) {
  const { keys, store } = await here();
  if (keys) await store.deleteDraft(await opaque(keys, place(client)));
}

// Seal every draft anew under other keys of the same person.
export async function moveDrafts(store, from, to) {
  const old = await store.drafts();
  const opened = await Promise.all(
    old.map(async ({ key, label }) => {
      const { client } = await openJson(from, 'draft-label', label).catch(() => ({}));
      const draft = client && (await openJson(from, place(client), await store.draft(key)).catch(() => undefined));
      return draft && { key, draft };
    }),
  );
  const readable = opened.filter(Boolean);
  const records = await Promise.all(readable.map(({ draft }) => sealDraft(to, draft)));
  await store.moveDrafts(records, readable.map(({ key }) => key));
}

async function sealDraft(keys, draft) {
  const { client, name, saved } = draft;
  const [key, label, record] = await Promise.all([
    opaque(keys, place(client)),
    sealJson(keys, 'draft-label', { client, name, saved }),
    sealJson(keys, place(client), draft),
  ]);
  return { key, label, ...record };
}

// A saved note needs no draft any more.
export async function clearDraftOf(form) {
  if (form !== formHere()) return;
  clearTimeout(timer);
  dirty = null;
  await keeping;
  await remove(clientOf(form));
}

// List the drafts left on this phone, on the page that offers them.
export async function listDrafts() {
  const slot = document.querySelector('[data-outbox-slot="worker:drafts"]');
  const { keys, store } = await here();
  if (!slot || !keys) return;
  const labels = (await store.drafts()).map(({ label }) => openJson(keys, 'draft-label', label).catch(() => undefined));
  slot.replaceChildren(...(await Promise.all(labels)).filter(Boolean).map(line));
}

function line(draft) {
  const text = draft.name ? _('Draft for %(name)s, %(when)s', { name: draft.name, when: moment(draft.saved) }) : _('Draft, %(when)s', { when: moment(draft.saved) });
  const link = Object.assign(document.createElement('a'), { className: 'btn wide', textContent: text });
  link.href = { nobody: '/note', 'new-client': '/clients/new' }[draft.client] ?? `/note?client=${draft.client}`;
  return link;
}
