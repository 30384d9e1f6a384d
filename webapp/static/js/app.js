// What every page loads: htmx and the phone's side of Tend, each part waking only where it is needed.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { listDrafts } from './drafts.js';
import { loadWords } from './i18n.js';
import { enhanceNote } from './note_form.js';
import { enhanceParts } from './page_parts.js';
import { renderPending } from './pending.js';
import { watchSync } from './pill.js';
import { enhanceSearch } from './search.js';
import { greetKept, interceptForms } from './submit.js';
import { here, watch } from './unlocked.js';
import { register, watchUpdates } from './worker_link.js';

htmx.config.history = false;

export * from './shared.js';

const part = (name) => async () => (await import('./pages.js'))[name]();

// What a page shows -> the part that knows what to do with it.
const PARTS = [
  ['form[action$="/login"]', part('enhanceSignIn')],
  ['form[data-unlock]', part('enhanceUnlock')],
  ['form[role="search"]', enhanceSearch],
  ['[data-outbox-list]', part('showOutbox')],
  ['template[data-fact]', part('showProvisionalClient')],
  ['[data-install]', part('guideInstall')],
  ['form[data-draft]', enhanceNote],
  ['[data-outbox-slot="worker:drafts"]', listDrafts],
  ['[data-sign-out], [data-change-password], [data-this-phone]', part('enhanceThisPhone')],
];

const wake = () => Promise.all(PARTS.map(([sign, load]) => (document.querySelector(sign) ? load() : undefined)));

async function start() {
  enhanceParts();
  watch();
  interceptForms();
  await loadWords();
  register();
  const isOpen = ['/login', '/unlock'].includes(location.pathname);
  if (!isOpen) await here();
  await wake();
  if (isOpen) return;
  await renderPending();
  document.addEventListener('htmx:after:swap', renderPending);
  document.addEventListener('tend:outbox', renderPending);
  watchSync();
  watchUpdates();
  greetKept();
}

start();
