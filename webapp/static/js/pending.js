// Draws what waits on this phone into the pages it belongs to, from templates the server rendered.
import { readAll } from '../../../service_worker/outbox.js';
import { _, moment } from './i18n.js';
import { clientOf, nameOf, textOf } from './offline_actions.js';
import { here } from './unlocked.js';

const KINDS = {
  record_note: { slot: 'notes', template: 'note', id: ({ note_id }) => `note-${note_id}` },
  add_task: { slot: 'tasks', template: 'task', id: ({ task_id }) => `task-${task_id}` },
};
const TICKS = { complete_task: true, reopen_task: true };
let drawing = Promise.resolve();

// Draw again, one drawing at a time.
export function renderPending() {
  drawing = drawing.then(draw, draw);
  return drawing;
}

async function draw() {
  const { keys, store } = await here();
  if (!keys) return;
  const items = (await readAll(keys, store)).filter(({ op }) => op);
  const waiting = new Set(items.map(({ entry }) => entry.op_id));
  for (const twin of document.querySelectorAll('[data-waits]')) if (!waiting.has(twin.dataset.waits)) unmark(twin);
  for (const item of items) drawOne(item);
}

function unmark(twin) {
  if (twin.dataset.twin !== undefined) return twin.remove();
  delete twin.dataset.waits;
  twin.classList.remove('pending');
  return twin.querySelector('[data-waits-word]')?.remove();
}

function drawOne({ entry, op }) {
  if (TICKS[op.action]) return tick(entry, op);
  if (op.action === 'add_client') return drawClient(entry, op);
  const client = clientOf(op);
  const kind = KINDS[op.action] ?? { slot: 'changes', template: 'change', id: () => `waits-${entry.op_id}` };
  const slot = document.querySelector(`[data-outbox-slot="client:${CSS.escape(client ?? '')}:${kind.slot}"]`);
  if (!slot || document.getElementById(kind.id(op.fields))) return undefined;
  const template = document.querySelector(`template[data-pending="${kind.template}"]`);
  const twin = template?.content.firstElementChild.cloneNode(true);
  if (!twin) return undefined;
  twin.id = kind.id(op.fields);
  mark(twin, entry);
  twin.dataset.twin = '';
  fill(twin, {
    title: kind.template === 'task' ? op.fields.title : nameOf(op.action),
    when: moment(op.fields.occurred_at || entry.created),
    state: stateOf(entry),
    text: textOf(op),
  });
  return slot.append(twin);
}

export const stateOf = (entry) => (entry.state === 'waiting' ? _('Saved on this phone') : _('Needs you: see the Outbox'));

// Put words into the marked places of a copied template, as text only.
export function fill(element, words) {
  for (const place of element.querySelectorAll('[data-fill]')) {
    const text = words[place.dataset.fill];
    if (text === undefined) continue;
    place.textContent = text;
    place.hidden = !text;
  }
}

function mark(element, entry) {
  element.dataset.waits = entry.op_id;
  element.classList.add('pending');
}

// A ticked step stays in its place, ticked, with its own word.
function tick(entry, op) {
  const line = document.querySelector(`[data-task="${CSS.escape(op.fields.task_id)}"]`);
  const step = line?.querySelector('.step');
  if (!step || line.dataset.waits === entry.op_id) return;
  mark(line, entry);
  step.classList.toggle('done', op.action === 'complete_task');
  line.querySelector('[data-waits-word]')?.remove();
  const word = document.createElement('span');
  word.className = 'tag info';
  word.dataset.waitsWord = '';
  word.textContent = stateOf(entry);
  (step.querySelector('.meta') ?? step).append(' ', word);
}

function drawClient(entry, op) {
  const id = `client-${op.fields.client_id}`;
  const slot = document.querySelector('[data-outbox-slot="worker:clients"]');
  if (!slot || document.getElementById(id)) return;
  const list = slot.querySelector('ul') ?? slot.appendChild(Object.assign(document.createElement('ul'), { className: 'list' }));
  const row = document.createElement('li');
  row.id = id;
  row.dataset.twin = '';
  row.dataset.find = [op.fields.name_used, op.fields.legal_name, op.fields.phone].filter(Boolean).join(' ');
  mark(row, entry);
  const link = Object.assign(document.createElement('a'), { className: 'row', href: `/clients/${op.fields.client_id}` });
  const body = Object.assign(document.createElement('span'), { className: 'body' });
  const name = Object.assign(document.createElement('span'), { className: 'name', textContent: op.fields.name_used || op.fields.legal_name });
  name.dir = 'auto';
  body.append(name, Object.assign(document.createElement('span'), { className: 'why', textContent: stateOf(entry) }));
  link.append(body);
  row.append(link);
  list.append(row);
}
