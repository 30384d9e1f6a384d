// The page of someone added on this phone, before the server has seen them.
import { _, fill, here, readAll } from './shared.js';

const FACTS = {
  legal_name: () => _('Legal name'),
  birth_date: () => _('Born'),
  phone: () => _('Phone'),
  languages: () => _('Languages'),
};

// Fill the shell, if this is it, from the entry that adds the client.
export async function showProvisionalClient() {
  const main = document.querySelector('template[data-fact]');
  const [, id] = location.pathname.match(/^\/clients\/([0-9a-f-]{36})/) ?? [];
  if (!main || !id) return;
  const { keys, store } = await here();
  if (!keys) return;
  const added = (await readAll(keys, store)).find(({ op }) => op?.action === 'add_client' && op.fields.client_id === id);
  // The server has it by now: load the real page.
  if (!added) return location.reload();
  const { fields } = added.op;
  fill(document, { name: fields.name_used || fields.legal_name });
  document.querySelector('[data-note-link]').href = `/note?client=${id}`;
  for (const link of document.querySelectorAll('.dock a[href="/note"]')) link.href = `/note?client=${id}`;
  const slot = document.querySelector('[data-outbox-slot="client:notes"]');
  if (slot) slot.dataset.outboxSlot = `client:${id}:notes`;
  const list = document.querySelector('[data-facts]');
  for (const [name, term] of Object.entries(FACTS)) {
    if (!fields[name]?.length) continue;
    const line = main.content.firstElementChild.cloneNode(true);
    fill(line, { term: term(), value: [fields[name]].flat().join(', ') });
    list.append(line);
  }
}
