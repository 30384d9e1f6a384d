// What pages and the worker say to each other: keys, locks, progress, news of the outbox.

export const ASK_KEYS = 'ask-keys';
export const GIVE_KEYS = 'give-keys';
export const LOCK = 'lock';
export const REFRESH = 'refresh';
export const DRAIN = 'drain';
export const SKIP_WAITING = 'SKIP_WAITING';
export const NEWS = {
  lock: 'lock',
  active: 'active',
  outbox: 'outbox',
  pack: 'pack',
  progress: 'progress',
  update: 'update',
};
export const ANSWER_MS = 800;

const CHANNEL = 'tend';
let channel;
const open = () => (channel ??= new BroadcastChannel(CHANNEL));

// Tell every other tab and the worker. Never carries anything about a client.
export const tell = (type, detail = {}) => open().postMessage({ type, ...detail });

// Hear what the others tell.
export function hear(listener) {
  open().addEventListener('message', ({ data }) => listener(data));
}

// Ask one page or worker and wait a moment for its answer.
export function ask(target, message, wait = ANSWER_MS) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(undefined), wait);
    port1.onmessage = ({ data }) => {
      clearTimeout(timer);
      port1.close();
      resolve(data);
    };
    target.postMessage(message, [port2]);
  });
}
