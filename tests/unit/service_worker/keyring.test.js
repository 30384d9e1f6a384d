// Keys are given only while they may still be used, and the pill says what is true.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import * as keyring from '../../../service_worker/keyring.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const start = Date.now();
const fresh = () => ({ opened_at: start, active_at: start });

beforeEach(() => keyring.letGo());

test('fifteen minutes unseen locks; being there does not', () => {
  keyring.hold(fresh());
  assert.ok(keyring.inHand(start + 14 * MINUTE));
  keyring.touch(start + 14 * MINUTE);
  assert.ok(keyring.inHand(start + 28 * MINUTE));
  assert.equal(keyring.inHand(start + 30 * MINUTE), null);
  assert.equal(keyring.inHand(start), null, 'let go means let go');
});

test('after eight hours even a busy person unlocks again', () => {
  keyring.hold(fresh());
  for (let at = start; at < start + 8 * HOUR; at += 10 * MINUTE) keyring.touch(at);
  assert.ok(keyring.inHand(start + 8 * HOUR));
  keyring.touch(start + 8 * HOUR);
  assert.equal(keyring.inHand(start + 8 * HOUR + 1), null);
});

test('a clock put back does not make old keys young', () => {
  keyring.hold(fresh());
  assert.equal(keyring.inHand(start - HOUR), null);
});

test('keys that are out of date are not taken', () => {
  assert.equal(keyring.hold({ opened_at: start - 9 * HOUR, active_at: start }), null);
  assert.equal(keyring.hold({ opened_at: start, active_at: start - 16 * MINUTE }), null);
});
