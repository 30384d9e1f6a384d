// The vault opens for the right password only, and what it sealed is bound to its owner and place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes, toText } from '../../../service_worker/bytes.js';
import * as vault from '../../../service_worker/vault.js';
import { PASSWORD, phone, unseal } from './world.js';

test('the right password opens and reads what was sealed before', async () => {
  const { store, enrolment, keys } = await phone({ password: PASSWORD });
  const record = await vault.sealJson(keys, 'page|/today', { html: 'Dara' });
  const again = await vault.unlock(store, enrolment, PASSWORD);
  assert.deepEqual(await vault.openJson(again, 'page|/today', record), { html: 'Dara' });
});

test('no key can be exported and no slot holds one in clear', async () => {
  const { store, keys } = await phone({ password: PASSWORD });
  await assert.rejects(crypto.subtle.exportKey('raw', keys.dek));
  await assert.rejects(crypto.subtle.exportKey('raw', keys.mac));
  const [slot] = await store.slots();
  assert.equal(slot.wrapped.byteLength, 32 + 16);
  assert.ok(slot.params.iterations >= 600_000);
});

test('a sealed page moved to another address does not open', async () => {
  const { keys } = await phone({ password: PASSWORD });
  const record = await vault.seal(keys, 'page|/clients/a', toBytes('x'));
  await assert.rejects(vault.open(keys, 'page|/clients/b', record));
});

test('another person with the same password does not open it', async () => {
  const one = await phone({ password: PASSWORD });
  const other = await phone({ password: PASSWORD });
  const record = await vault.seal(one.keys, 'page|/today', toBytes('x'));
  await assert.rejects(vault.open(other.keys, 'page|/today', record));
  assert.notEqual(await vault.opaque(one.keys, '/today'), await vault.opaque(other.keys, '/today'));
});

test('wrong passwords slow down from the third, and the tenth removes reading but no entry', async () => {
  const { store, enrolment, keys } = await phone({ password: PASSWORD });
  await store.putPages([{ key: 'k', etag: 'e', saved_at: '1', sealed: new ArrayBuffer(1) }]);
  await store.putEntry({ op_id: 'waits', seq: 1, state: 'waiting' });
  let clock = Date.now();
  for (let tries = 1; tries < vault.MOST_ATTEMPTS; tries += 1) {
    const error = await vault.unlock(store, enrolment, 'not the password', clock).catch((reason) => reason);
    assert.equal(error.name, 'WrongPassword');
    assert.equal(error.left, vault.MOST_ATTEMPTS - tries);
    if (tries >= 3) await assert.rejects(vault.unlock(store, enrolment, PASSWORD, clock), { name: 'TooSoon' });
    clock = error.until + 1;
  }
  await assert.rejects(vault.unlock(store, enrolment, 'not the password', clock), { name: 'Emptied' });
  assert.equal(await vault.hasSlot(store), false);
  assert.equal(await store.page('k'), undefined);
  assert.equal((await store.entries()).length, 1);
  assert.ok(keys);
});

test('a right password after two wrong ones forgets them', async () => {
  const { store, enrolment } = await phone({ password: PASSWORD });
  await vault.unlock(store, enrolment, 'wrong-one-here').catch(() => {});
  await vault.unlock(store, enrolment, PASSWORD);
  assert.equal(await store.fact('attempts'), undefined);
});

test('a password changed elsewhere makes a new key; entries stay and the server still reads them', async () => {
  const { store, enrolment, keys, pair } = await phone({ password: PASSWORD });
  const op = { op_id: '01900000-0000-7000-8000-000000000001', fields: { body: 'kept' } };
  await store.putEntry({ ...(await vault.sealEntry(keys, enrolment, op)), seq: 1, state: 'waiting' });
  const { keys: fresh, isNew } = await vault.openAfterSignIn(store, enrolment, 'a-new-password-entirely');
  assert.equal(isNew, true);
  const [entry] = await store.entries();
  await assert.rejects(vault.openEntry(fresh, entry));
  assert.deepEqual(await unseal(pair, entry), op);
  assert.ok(await vault.unlock(store, enrolment, 'a-new-password-entirely'));
});

test('a password changed on this phone keeps the same key', async () => {
  const { store, enrolment, keys } = await phone({ password: PASSWORD });
  const record = await vault.seal(keys, 'draft', toBytes('kept'));
  assert.equal(await vault.changePassword(store, enrolment, PASSWORD, 'another-long-password'), true);
  const again = await vault.unlock(store, enrolment, 'another-long-password');
  assert.equal(toText(await vault.open(again, 'draft', record)), 'kept');
});

test('a short password gets no offline slot', async () => {
  const { store, enrolment } = await phone({ password: PASSWORD });
  await vault.createVault(store, enrolment, 'short');
  assert.equal(await vault.hasSlot(store), false);
  await assert.rejects(vault.unlock(store, enrolment, 'short'), { name: 'Emptied' });
});

test('an entry opens for its owner and for the server, and not under another id', async () => {
  const { enrolment, keys, pair } = await phone({ password: PASSWORD });
  const op = { op_id: '01900000-0000-7000-8000-000000000002', action: 'add_task', fields: { title: 'Bus pass' } };
  const envelope = await vault.sealEntry(keys, enrolment, op);
  assert.deepEqual(await vault.openEntry(keys, envelope), op);
  assert.deepEqual(await unseal(pair, envelope), op);
  await assert.rejects(unseal(pair, { ...envelope, op_id: '01900000-0000-7000-8000-000000000003' }));
  assert.doesNotMatch(JSON.stringify(envelope), /Bus pass|add_task/);
});
