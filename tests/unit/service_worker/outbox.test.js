// Nothing leaves the outbox before the server names it, and nothing arrives twice or out of order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../service_worker/bytes.js';
import * as outbox from '../../../service_worker/outbox.js';
import { createVault } from '../../../service_worker/vault.js';
import { locks, phone, server } from './world.js';

const CLIENT = newId();
const OTHER = newId();

async function queue(count, { stream = CLIENT, ...more } = {}) {
  const here = await phone();
  const far = server(here.pair);
  const put = (title, where = stream, fields = {}, made = []) =>
    outbox.save(here.keys, here.store, here.enrolment, { action: 'add_task', stream: where, fields: { title, ...fields } }, { makes: made });
  for (let n = 1; n <= count; n += 1) await put(`step ${n}`);
  const drain = (how = {}) =>
    outbox.drain({ store: here.store, enrolment: here.enrolment, keys: here.keys, locks, fetch: far.fetch, ...how });
  return { ...here, far, put, drain, titles: () => far.rows.map((op) => op.fields.title), ...more };
}

const left = async (store) => (await store.entries()).length;

test('sent once, in order, and then gone from the phone', async () => {
  const { store, drain, titles } = await queue(5);
  await drain();
  assert.deepEqual(titles(), ['step 1', 'step 2', 'step 3', 'step 4', 'step 5']);
  assert.equal(await left(store), 0);
});

test('two hundred and fifty entries go in three requests', async () => {
  const { far, drain, store } = await queue(250);
  await drain();
  assert.equal(far.requests.length, 3);
  assert.equal(await left(store), 0);
});

for (const fault of ['refuse', 'portal', 'drop-reply', 'truncate', 500, 503, 429, 408, 425]) {
  test(`after ${fault} everything is still here, and then arrives once`, async () => {
    const { far, store, drain, titles } = await queue(3);
    far.fault = fault;
    await drain();
    assert.ok((await left(store)) > 0);
    far.fault = null;
    await drain({ force: true });
    assert.deepEqual(titles(), ['step 1', 'step 2', 'step 3']);
    assert.equal(await left(store), 0);
  });
}

for (const [status, state] of [[401, 'sign_in'], [403, 'other_person'], [426, 'update']]) {
  test(`${status} for the whole request pauses as ${state} and loses nothing`, async () => {
    const { far, store, drain } = await queue(2);
    far.fault = status;
    assert.equal((await drain()).state, state);
    const entries = await store.entries();
    assert.deepEqual(entries.map((entry) => [entry.state, entry.tries]), [['waiting', 0], ['waiting', 0]]);
  });
}

test('an answer that acknowledges another id lets go of nothing', async () => {
  const { store, enrolment } = await queue(1);
  const [entry] = await store.entries();
  const reply = JSON.stringify({ op_id: entry.op_id, ack: newId(), status: 200, state: 'applied' });
  const fetch = async () => new Response(`${reply}\n`, { headers: { 'X-Tend': '1' } });
  await outbox.drain({ store, enrolment, fetch, locks });
  assert.equal(await left(store), 1);
});

test('an answer without an id to acknowledge lets go of nothing', () => {
  assert.equal(outbox.verdict('a', { status: 200, ack: null }), 'later');
  assert.equal(outbox.verdict('a', { status: 200, ack: 'a' }), 'sent');
});

test('the reply table', () => {
  const says = (status) => outbox.verdict('a', { status, ack: null });
  assert.deepEqual([400, 403, 404, 413, 422].map(says), Array(5).fill('parked'));
  assert.deepEqual([408, 425, 429, 500, 502, 503, 504, 302].map(says), Array(8).fill('later'));
  assert.deepEqual([401, 409, 412, 426].map(says), ['sign_in', 'conflict', 'conflict', 'update']);
});

test('a refused entry waits aside with its reason; only what depends on it waits too', async () => {
  const { far, store, put, drain, keys, titles } = await queue(0);
  const newClient = newId();
  await put('a provisional client', newClient, { client_id: newClient }, [newClient]);
  await put('about them', newClient, { client_id: newClient });
  await put('someone else', OTHER);
  far.each = (op) => (op.fields.title === 'a provisional client' ? { status: 422, state: 'parked', message: 'No name for Dara', errors: {} } : null);
  await drain();
  assert.deepEqual(titles(), ['someone else']);
  const [parked, waits] = await store.entries();
  assert.equal(parked.state, 'parked');
  assert.equal(waits.state, 'waiting');
  assert.equal((await outbox.readReason(keys, parked)).message, 'No name for Dara');
  assert.doesNotMatch(JSON.stringify(parked), /Dara/);

  far.each = null;
  await outbox.sendAgain(store, parked.op_id);
  await drain();
  assert.deepEqual(titles(), ['someone else', 'a provisional client', 'about them']);
});

test('an entry that is to be tried later holds back its own client only', async () => {
  const entries = [
    { op_id: '1', stream: 'a', state: 'waiting', next_at: 99, depends_on: [] },
    { op_id: '2', stream: 'a', state: 'waiting', next_at: 0, depends_on: [] },
    { op_id: '3', stream: 'b', state: 'waiting', next_at: 0, depends_on: ['2'] },
    { op_id: '4', stream: 'b', state: 'waiting', next_at: 0, depends_on: [] },
  ];
  assert.deepEqual(outbox.ready(entries, 10).map((entry) => entry.op_id), ['4']);
  assert.deepEqual(outbox.ready(entries, 100).map((entry) => entry.op_id), ['1', '2', '3', '4']);
});

test('two drainers at once send each entry once', async () => {
  const { far, drain, titles } = await queue(20);
  await Promise.all([drain(), drain(), drain()]);
  assert.equal(new Set(titles()).size, 20);
  assert.equal(far.requests.length, 1);
});

test('a batch too large for the server is halved until it fits', async () => {
  const { far, store, drain, titles } = await queue(8);
  const { fetch } = far;
  const small = async (url, how) => (how.body.trim().split('\n').length > 2 ? new Response('{}', { status: 413, headers: { 'X-Tend': '1' } }) : fetch(url, how));
  await drain({ fetch: small });
  assert.equal(titles().length, 8);
  assert.equal(await left(store), 0);
});

test('the wait grows, has an end, and obeys the server', () => {
  assert.equal(outbox.pause(0, 0, { chance: 0.5 }), 2_000);
  assert.equal(outbox.pause(3, 0, { chance: 0.5 }), 16_000);
  assert.equal(outbox.pause(30, 0, { chance: 0.5 }), 900_000);
  assert.equal(outbox.pause(0, 60, { chance: 0.5 }), 60_000);
});

test('many tries without a signal do not make the worker wait long once it is back', async () => {
  const { far, store, drain } = await queue(2);
  far.fault = 'refuse';
  for (let tries = 0; tries < 12; tries += 1) await drain({ force: true });
  const latest = Math.max(...(await store.entries()).map((entry) => entry.next_at));
  assert.ok(latest - Date.now() <= 75_000);
});

test('an edited entry replaces the parked one in the same breath', async () => {
  const { keys, store, enrolment } = await queue(1);
  const [old] = await store.entries();
  await outbox.save(keys, store, enrolment, { action: 'add_task', stream: CLIENT, fields: { title: 'better' } }, { replaces: [old.op_id] });
  const entries = await outbox.readAll(keys, store);
  assert.deepEqual(entries.map(({ op }) => op.fields.title), ['better']);
  assert.equal(entries[0].entry.seq, 2);
});

test('what was sealed before this phone was forgotten is sent, though it cannot be read here any more', async () => {
  const { store, enrolment, far } = await queue(2);
  const renamed = { ...enrolment, device_id: newId() };
  renamed.enrolment_id = renamed.device_id;
  await createVault(store, renamed, 'another');
  await outbox.drain({ store, enrolment: renamed, locks, fetch: far.fetch });
  assert.deepEqual(far.rows.map((op) => [op.fields.title, op.enrolment_id]), [['step 1', enrolment.enrolment_id], ['step 2', enrolment.enrolment_id]]);
  assert.equal(await left(store), 0);
});

test('a phone the server forgot and met again under a new name still delivers what waited', async () => {
  const { keys, store, enrolment, far } = await queue(3);
  const renamed = { ...enrolment, device_id: newId() };
  renamed.enrolment_id = renamed.device_id;
  const fresh = await createVault(store, renamed, 'short');
  assert.equal(await outbox.moveEntries(store, { keys }, { keys: fresh, enrolment: renamed }), 3);
  await outbox.drain({ store, enrolment: renamed, locks, fetch: far.fetch });
  assert.deepEqual(far.rows.map((op) => [op.fields.title, op.enrolment_id === renamed.enrolment_id]), [['step 1', true], ['step 2', true], ['step 3', true]]);
  assert.equal(await left(store), 0);
});

test('what only waited its turn goes in the same delivery once the one before it is put aside', async () => {
  const { far, put, drain, titles } = await queue(0);
  const made = newId();
  await put('refused', CLIENT, { task_id: made }, [made]);
  await put('independent');
  let asked = 0;
  far.each = (op) => {
    if (op.fields.title === 'refused') return { status: 422, state: 'parked' };
    asked += 1;
    return asked === 1 ? { status: 425, state: 'retry' } : null;
  };
  await drain();
  assert.deepEqual(titles(), ['independent']);
});
