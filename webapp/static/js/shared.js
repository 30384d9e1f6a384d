// What the parts of single pages share with every page; in the built files these names come from app.js.
export { newId, randomBytes, toBase64 } from '../../../service_worker/bytes.js';
export { letGo } from '../../../service_worker/keyring.js';
export * as messages from '../../../service_worker/messages.js';
export { count, moveEntries, readAll, readReason, sendAgain, settleClash } from '../../../service_worker/outbox.js';
export { device, persist, person, room } from '../../../service_worker/storage.js';
export { changePassword, openAfterSignIn, openOlder, unlock, userKey } from '../../../service_worker/vault.js';
export { moveDrafts } from './drafts.js';
export { alarm, say } from './announce.js';
export { _, moment, ngettext } from './i18n.js';
export { clientOf, nameOf, textOf } from './offline_actions.js';
export { fill } from './pending.js';
export { tryNow } from './pill.js';
export { showProblems } from './problems.js';
export { here, lock, take } from './unlocked.js';
export { refreshPack, register, whenActive } from './worker_link.js';
