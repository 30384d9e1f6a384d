// The open keys, held in this document's or worker's memory and nowhere else, and when they must be let go.
export const HIDDEN_MS = 15 * 60_000;
export const LONGEST_MS = 8 * 3_600_000;

let held = null;

// Timers sleep in the background, so age is judged by the clock whenever a key is asked for.
export const isExpired = (keys, now = Date.now()) =>
  now - keys.opened_at > LONGEST_MS || now - keys.active_at > HIDDEN_MS || now < keys.opened_at - 60_000;

// Take keys into memory, unless they are out of date already.
export function hold(keys) {
  if (keys && !isExpired(keys)) held = keys;
  return held;
}

// Give the keys if they may still be used.
export function inHand(now = Date.now()) {
  if (held && isExpired(held, now)) held = null;
  return held;
}

// Note that a person is here.
export function touch(now = Date.now()) {
  if (inHand(now)) held.active_at = now;
}

export function letGo() {
  held = null;
}
