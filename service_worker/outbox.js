// The outbox: keeps work before sending it, sends it in order, and lets go of it only when the server names it.
import { newId } from './bytes.js';
import { openEntry, openJson, pseudonym, sealEntry, sealJson } from './vault.js';

const MOST_ENTRIES = 100;
const MOST_BYTES = 900_000;
const TIMEOUT_MS = 25_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PARKED = new Set([400, 403, 404, 413, 422]);
// Nobody of ours was reached, so nobody is spared by waiting long; the signal may be back in a minute.
const UNREACHED = new Set(['offline', 'portal']);
const LATER = new Set([408, 425, 429]);

// Seal and store one piece of work; resolves only when it is durably on this phone.
export async function save(keys, store, enrolment, work, { replaces = [], makes = [], about = '' } = {}) {
  const before = (await store.entries()).filter((entry) => !replaces.includes(entry.op_id));
  const made = await Promise.all(makes.map((id) => pseudonym(enrolment, `id:${id}`)));
  const op = {
    op_id: work.op_id ?? newId(),
    enrolment_id: enrolment.enrolment_id,
    seq: await store.nextSeq(),
    action: work.action,
    stream: work.stream,
    depends_on: await parents(enrolment, before, work.fields),
    occurred_at: work.occurred_at ?? new Date().toISOString(),
    tz: Intl.DateTimeFormat().resolvedOptions().timeZone,
    schema: 1,
    fields: work.fields,
  };
  const envelope = await sealEntry(keys, enrolment, op);
  const entry = await store.putEntry(
    {
      ...envelope,
      enrolment_id: enrolment.enrolment_id,
      seq: op.seq,
      created: new Date().toISOString(),
      stream: await pseudonym(enrolment, `stream:${work.stream}`),
      depends_on: op.depends_on,
      makes: made,
      about: await sealJson(keys, `about|${op.op_id}`, about),
      state: 'waiting',
      tries: 0,
      next_at: 0,
    },
    replaces,
  );
  return { entry, op };
}

// Seal entries anew for another enrolment of the same person, when the server forgot this phone under its old name.
export async function moveEntries(store, from, to) {
  const moved = [];
  for (const { entry, op, about } of await readAll(from.keys, store)) {
    if (!op) continue;
    const renewed = { ...op, enrolment_id: to.enrolment.enrolment_id };
    const envelope = await sealEntry(to.keys, to.enrolment, renewed);
    const label = await sealJson(to.keys, `about|${op.op_id}`, about);
    moved.push({ ...entry, ...envelope, enrolment_id: renewed.enrolment_id, about: label, reason: undefined });
  }
  for (const entry of moved) await store.putEntry(entry);
  return moved.length;
}

// Find the unsent entries that make something this work speaks about.
async function parents(enrolment, entries, fields) {
  const makers = entries.filter((entry) => entry.makes?.length);
  if (!makers.length) return [];
  const ids = Object.values(fields).flat().filter((value) => typeof value === 'string' && UUID.test(value));
  const hidden = new Set(await Promise.all([...new Set(ids)].map((id) => pseudonym(enrolment, `id:${id}`))));
  return makers.filter((entry) => entry.makes.some((made) => hidden.has(made))).map((entry) => entry.op_id);
}

// Say whether something with this id was made on this phone and has not been sent.
export async function isMadeHere(enrolment, store, id) {
  const hidden = await pseudonym(enrolment, `id:${id}`);
  return (await store.entries()).some((entry) => entry.makes?.includes(hidden));
}

// Read every waiting entry, oldest first, with what it says.
export async function readAll(keys, store) {
  const entries = await store.entries();
  return Promise.all(
    entries.map(async (entry) => ({
      entry,
      op: await openEntry(keys, entry).catch(() => null),
      about: entry.about ? await openJson(keys, `about|${entry.op_id}`, entry.about).catch(() => '') : '',
    })),
  );
}

// Choose what may go now: in order within a stream, never before what it depends on, around what is parked.
export function ready(entries, now) {
  const held = new Set();
  const heldStreams = new Set();
  const chosen = [];
  for (const entry of entries) {
    const isStuck = entry.state !== 'waiting';
    const mustWait = entry.next_at > now || heldStreams.has(entry.stream);
    if (isStuck || mustWait || entry.depends_on.some((parent) => held.has(parent))) {
      held.add(entry.op_id);
      // A parked entry blocks only what depends on it; one that will be tried again keeps its place in the stream.
      if (!isStuck && mustWait) heldStreams.add(entry.stream);
    } else {
      chosen.push(entry);
    }
  }
  return chosen;
}

// Decide what one answer of the server means for one entry.
export function verdict(opId, answer) {
  const { status, ack } = answer;
  if (status >= 200 && status < 300) return ack === opId ? 'sent' : 'later';
  if (status === 401) return 'sign_in';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 426) return 'update';
  if (PARKED.has(status)) return 'parked';
  return 'later';
}

// Wait longer after each failure, with some chance in it so that many phones do not come at once.
export function pause(tries, retryAfter, { chance = Math.random(), longest = 900_000 } = {}) {
  const wait = Math.min(2_000 * 2 ** tries, longest);
  return Math.max(wait * (0.75 + chance / 2), (retryAfter || 0) * 1000);
}

const wireFields = ['v', 'op_id', 'enrolment_id', 'seq', 'created', 'kid', 'cek', 'iv', 'body'];

function nextBatch(entries, most) {
  const lines = [];
  let size = 0;
  for (const entry of entries.slice(0, most)) {
    const line = JSON.stringify(Object.fromEntries(wireFields.map((field) => [field, entry[field]])));
    if (lines.length && size + line.length > MOST_BYTES) break;
    lines.push(line);
    size += line.length;
  }
  return lines;
}

// Deliver what waits. One drainer at a time on the whole phone; answers what was learned.
export function drain({ store, enrolment, force = false, fetch = globalThis.fetch, locks = navigator.locks, now = Date.now, keys }) {
  const work = () => drainAlone({ store, enrolment, force, fetch, now, keys });
  return locks ? locks.request(`tend-drain-${store.userKey}`, work) : work();
}

async function drainAlone({ store, enrolment, force, fetch, now, keys }) {
  const answers = new Map();
  const tried = new Map();
  let most = MOST_ENTRIES;
  let state = 'idle';
  if (force) await tryAgainNow(store);
  while (state === 'idle') {
    // All of them are this person's; the server takes what was sealed under an older name of this phone, too.
    const mine = await store.entries();
    const lines = nextBatch(ready(mine, now()).filter((entry) => (tried.get(entry.op_id) ?? 0) < 2), most);
    if (!lines.length) break;
    const ids = lines.map((line) => JSON.parse(line).op_id);
    const sent = await send(lines, enrolment, fetch);
    if (sent.split && ids.length > 1) {
      most = Math.ceil(ids.length / 2);
      continue;
    }
    state = await settle({ store, ids, sent, answers, now, keys });
    // What only had to wait for its turn may go once more, after what stood before it was put aside.
    for (const id of ids) tried.set(id, answers.get(id)?.status === 425 ? (tried.get(id) ?? 0) + 1 : 2);
  }
  await store.setFact('drain', { state, at: now() });
  return { state, answers };
}

const tryAgainNow = async (store) => {
  const waiting = (await store.entries()).filter((entry) => entry.state === 'waiting' && entry.next_at);
  await store.changeEntries(waiting.map((entry) => entry.op_id), () => ({ next_at: 0 }));
};

// Send one batch; answers {lines} from Tend itself, or why there are none.
async function send(lines, enrolment, fetch) {
  let reply;
  try {
    reply = await fetch('/sync/ops', {
      method: 'POST',
      body: `${lines.join('\n')}\n`,
      headers: {
        'Content-Type': 'application/x-ndjson',
        'X-Tend-Device': enrolment.device_id,
        'X-Tend-Sent-At': new Date().toISOString(),
      },
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'manual',
      signal: AbortSignal.timeout?.(TIMEOUT_MS),
    });
  } catch {
    return { state: 'offline' };
  }
  // A portal, a proxy or a login page may answer 200; only Tend says X-Tend.
  if (reply.type === 'opaqueredirect' || !reply.headers.get('X-Tend')) return { state: 'portal' };
  if (reply.status === 401) return { state: 'sign_in' };
  if (reply.status === 426) return { state: 'update' };
  if (reply.status === 403) return { state: 'other_person' };
  if (PARKED.has(reply.status)) {
    const message = await reply.json().then((body) => body.message ?? body.error, () => '');
    return { split: true, all: { status: reply.status, message } };
  }
  if (LATER.has(reply.status) || reply.status >= 500) {
    return { state: 'busy', retryAfter: Number(reply.headers.get('Retry-After')) };
  }
  return { answers: await readLines(reply) };
}

// Read as many whole lines as arrive; a reply cut short still tells what it told.
export async function readLines(reply) {
  const found = [];
  await eachLine(reply, (line) => found.push(line)).catch(() => {});
  return found;
}

// Hand over each JSON line of a reply as it arrives.
export async function eachLine(reply, take) {
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value = '' } = await reader.read();
    const lines = (rest + value).split('\n');
    rest = done ? '' : lines.pop();
    for (const line of lines) if (line.trim()) await take(JSON.parse(line));
    if (done) return;
  }
}

async function settle({ store, ids, sent, answers, now, keys }) {
  const given = new Map((sent.answers ?? []).map((answer) => [answer.op_id, answer]));
  const groups = { sent: [], later: [] };
  let state = sent.state ?? 'idle';
  for (const id of ids) {
    const answer = given.get(id) ?? sent.all;
    const what = answer ? verdict(id, answer) : 'later';
    if (answer) answers.set(id, { ...answer, verdict: what });
    if (what === 'sent' || what === 'later') groups[what].push(id);
    else if (what === 'sign_in') state = 'sign_in';
    else await park(store, id, what, answer, keys);
  }
  await store.deleteEntries(groups.sent);
  const isPaused = state === 'sign_in' || state === 'other_person' || state === 'update';
  // 425 means "after the one it depends on": nothing is wrong with the entry, so it is not made to wait longer.
  const waits = isPaused ? [] : groups.later.filter((id) => given.get(id)?.status !== 425);
  await store.changeEntries(waits, (entry) => ({
    tries: entry.tries + 1,
    next_at: now() + pause(entry.tries, sent.retryAfter, { longest: UNREACHED.has(state) ? 60_000 : undefined }),
  }));
  return state;
}

// Put one entry aside with its reason. The server's words may name a client, so they are sealed or left out.
async function park(store, id, state, answer, keys) {
  const why = { status: answer.status, message: answer.message, errors: answer.errors, theirs: answer.theirs };
  const reason = keys ? await sealJson(keys, `reason|${id}`, why) : undefined;
  await store.changeEntries([id], () => ({ state, status: answer.status, reason }));
}

// Read why an entry was put aside.
export const readReason = (keys, entry) =>
  entry.reason ? openJson(keys, `reason|${entry.op_id}`, entry.reason) : Promise.resolve({ status: entry.status });

// Settle one field of a clash: mine over theirs, or theirs after all. The last one settled lets the entry go.
export async function settleClash(keys, store, enrolment, { entry, op, about }, field, keepMine) {
  const { errors, ...why } = await readReason(keys, entry);
  const { [field]: clash, ...rest } = errors;
  const [theirs] = clash;
  const fields = { ...op.fields, [`base_${field}`]: theirs };
  if (!keepMine) fields[field] = theirs;
  const kept = await save(keys, store, enrolment, { action: op.action, stream: op.stream, fields }, { replaces: [entry.op_id], about });
  if (!Object.keys(rest).length) return true;
  const reason = await sealJson(keys, `reason|${kept.entry.op_id}`, { ...why, errors: rest });
  await store.changeEntries([kept.entry.op_id], () => ({ state: 'conflict', status: why.status, reason }));
  return false;
}

// Let a parked entry go again.
export const sendAgain = (store, opId) =>
  store.changeEntries([opId], () => ({ state: 'waiting', tries: 0, next_at: 0, reason: undefined, status: undefined }));

// Count what the pill and the Outbox say: what waits and what needs a person.
export async function count(store) {
  const entries = await store.entries();
  const needs = entries.filter((entry) => entry.state !== 'waiting').length;
  return { waiting: entries.length - needs, needs, drain: await store.fact('drain') };
}
