// What every page loads: htmx and the phone's side of Tend, each part waking only where it is needed.
import htmx from 'htmx.org/dist/htmx.esm.js';
import { showProvisionalClient } from './client_shell.js';
import { listDrafts } from './drafts.js';
import { loadWords } from './i18n.js';
import { guideInstall } from './install.js';
import { enhanceNote } from './note_form.js';
import { showOutbox } from './outbox_page.js';
import { enhanceParts } from './page_parts.js';
import { renderPending } from './pending.js';
import { watchSync } from './pill.js';
import { enhanceSearch } from './search.js';
import { enhanceSignIn } from './sign_in.js';
import { greetKept, interceptForms } from './submit.js';
import { enhanceThisPhone } from './this_phone.js';
import { enhanceUnlock } from './unlock.js';
import { here, watch } from './unlocked.js';
import { register, watchUpdates } from './worker_link.js';

htmx.config.history = false;

// What a page shows -> the part that knows what to do with it.
const PARTS = [
  ['form[action$="/login"]', enhanceSignIn],
  ['form[data-unlock]', enhanceUnlock],
  ['form[role="search"]', enhanceSearch],
  ['[data-outbox-list]', showOutbox],
  ['template[data-fact]', showProvisionalClient],
  ['[data-install]', guideInstall],
  ['form[action$="/actions/record_note"]', enhanceNote],
  ['[data-outbox-slot="worker:drafts"]', listDrafts],
  ['form[action*="out"], form[action$="/change_password"], [data-storage]', enhanceThisPhone],
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
