// The note form: whom it is about, which sections it shows, and an edit brought back from the Outbox.
import { readAll } from '../../../service_worker/outbox.js';
import { carryText } from './carry_text.js';
import { restore, watchDrafts } from './drafts.js';
import { _ } from './i18n.js';
import { matches } from './search.js';
import { here } from './unlocked.js';

// Wire the note form, if this page has one.
export async function enhanceNote() {
  const form = document.querySelector('form[data-draft]');
  if (!form) return;
  form.setAttribute('autocomplete', 'off');
  await choosePerson(form);
  setWhen(form);
  showSections(form);
  form.addEventListener('change', () => showSections(form));
  form.addEventListener('tend:restored', () => showSections(form));
  for (const field of document.querySelectorAll('input[data-filters-options]')) filterOptions(field);
  sayWhereItGoes();
  await bringBack(form);
  await watchDrafts();
}

// A carried note form is for everybody; the address says for whom it was opened.
async function choosePerson(form) {
  const client = new URLSearchParams(location.search).get('client');
  if (!client) return;
  const choice = form.querySelector(`[name="client_id"][value="${CSS.escape(client)}"]`);
  if (choice?.type === 'radio') {
    choice.checked = true;
    choice.closest('details')?.setAttribute('open', '');
  } else if (!choice) {
    await addPerson(form, client);
  }
  const next = form.elements.next;
  if (next && !next.value) next.value = `/clients/${client}`;
}

async function addPerson(form, client) {
  let field = form.querySelector('input[type="hidden"][name="client_id"]');
  const radios = form.querySelector('input[type="radio"][name="client_id"]');
  if (radios) {
    const label = radios.closest('label').cloneNode(true);
    const input = label.querySelector('input');
    input.value = client;
    input.id = `client-${client}`;
    label.htmlFor = input.id;
    (label.querySelector('bdi') ?? label).textContent = await nameOf(client);
    radios.closest('.options')?.prepend(label);
    input.checked = true;
    return;
  }
  field ??= form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: 'client_id' }));
  field.value = client;
}

async function nameOf(client) {
  const { keys, store } = await here();
  const items = keys ? await readAll(keys, store) : [];
  const added = items.find(({ op }) => op?.action === 'add_client' && op.fields.client_id === client);
  return added ? added.op.fields.name_used || added.op.fields.legal_name : '';
}

// A page carried since the morning must not say that this happened in the morning.
function setWhen(form) {
  const field = form.querySelector('input[type="datetime-local"][name="occurred_at"]');
  if (!field || document.documentElement.dataset.savedAt === undefined) return;
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000);
  field.value = now.toISOString().slice(0, 16);
}

// Only the sections of the chosen template are shown and sent.
function showSections(form) {
  const chosen = new FormData(form).get('template');
  const parts = [...form.querySelectorAll('[data-template]')];
  const isChosen = (part) => part.dataset.template.split(/\s+/).includes(chosen);
  carryText(parts.find((part) => !part.hidden), parts.find(isChosen));
  for (const part of parts) {
    const isOn = isChosen(part);
    part.hidden = !isOn;
    part.disabled = !isOn;
  }
  const tz = form.querySelector('[data-tz]');
  if (tz) tz.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}

// The button says what will happen: without a signal a note is kept here first.
function sayWhereItGoes() {
  const word = document.querySelector('[data-save-word]');
  if (word && document.documentElement.dataset.savedAt !== undefined) word.textContent = _('Save on this phone');
}

function filterOptions(field) {
  const list = document.getElementById(field.dataset.filtersOptions);
  field.addEventListener('input', () => {
    for (const label of list.querySelectorAll('label')) label.hidden = Boolean(field.value) && !matches(field.value, label.textContent);
  });
}

async function bringBack(form) {
  const opId = new URLSearchParams(location.search).get('edit');
  const { keys, store } = await here();
  if (!opId || !keys) return;
  const found = (await readAll(keys, store)).find(({ entry }) => entry.op_id === opId);
  if (!found?.op) return;
  restore(form, found.op.fields);
  form.dataset.replaces = opId;
}
