// The parts that only some pages need, loaded there.
export { showProvisionalClient } from './client_shell.js';
export { guideInstall } from './install.js';
export { showOutbox } from './outbox_page.js';
export { enhanceSignIn } from './sign_in.js';
export { enhanceThisPhone } from './this_phone.js';
export { enhanceUnlock } from './unlock.js';
