// The store never says kept before it is, makes room for work, and lives through a lost connection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeAll, person, NotSaved } from '../../../service_worker/storage.js';
import { phone } from './world.js';

const full = () => Object.assign(new Error('full'), { name: 'QuotaExceededError' });
const page = (key, day) => ({ key, etag: key, saved_at: `2026-11-${day}`, sealed: new ArrayBuffer(8) });

test('on a full phone ballast goes first, then the oldest pages, and the entry is kept', async () => {
  const { store } = await phone();
  await store.layBallast();
  await store.putPages([page('old', '01'), page('b', '02'), page('c', '03'), page('new', '04')]);
  let refusals = 2;
  const kept = await store.withRoom(async () => {
    if (refusals-- > 0) throw full();
    return 'kept';
  });
  assert.equal(kept, 'kept');
  assert.equal(await store.fact('ballast'), undefined);
  assert.deepEqual([...(await store.etags()).keys()].sort(), ['b', 'c', 'new']);
});

test('when nothing helps it says not saved, and drafts and entries are untouched', async () => {
  const { store } = await phone();
  await store.putDraft({ key: 'd' });
  await store.putEntry({ op_id: 'e', seq: 1 });
  await store.putPages([page('a', '01')]);
  await assert.rejects(store.withRoom(() => Promise.reject(full())), NotSaved);
  assert.equal((await store.etags()).size, 0);
  assert.equal((await store.drafts()).length, 1);
  assert.equal((await store.entries()).length, 1);
});

test('another failure is not mistaken for a full phone', async () => {
  const { store } = await phone();
  await store.putPages([page('a', '01')]);
  await assert.rejects(store.withRoom(() => Promise.reject(new Error('other'))), /other/);
  assert.equal((await store.etags()).size, 1);
});

test('a connection lost in between is opened again', async () => {
  const { store, enrolment } = await phone();
  await store.putEntry({ op_id: 'one', seq: await store.nextSeq() });
  await closeAll();
  await person(enrolment.user_key).putEntry({ op_id: 'two', seq: await store.nextSeq() });
  assert.deepEqual((await store.entries()).map((entry) => [entry.op_id, entry.seq]), [['one', 1], ['two', 2]]);
});

test('a failed put leaves no trace, and does not take away what it was to replace', async () => {
  const { store } = await phone();
  await store.putEntry({ op_id: 'old', seq: 1 });
  await assert.rejects(store.putEntry({ op_id: 'bad', seq: 1, cannot: () => {} }, ['old']));
  assert.deepEqual((await store.entries()).map((entry) => entry.op_id), ['old']);
});
