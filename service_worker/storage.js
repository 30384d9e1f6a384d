// The phone's databases: one sealed store per person and one small store for the device.
import { openDB } from 'idb';
import { randomBytes } from './bytes.js';

const DEVICE = 'tend-device';
const BALLAST_BYTES = 2 * 1024 * 1024;

// Upgrades only ever add; index n of a list is the step to version n + 1.
const STEPS = {
  device: [
    (db) => {
      db.createObjectStore('enrolments', { keyPath: 'user_key' });
      db.createObjectStore('facts');
    },
  ],
  person: [
    (db) => {
      db.createObjectStore('slots', { keyPath: 'kind' });
      db.createObjectStore('facts');
      db.createObjectStore('pages', { keyPath: 'key' });
      db.createObjectStore('drafts', { keyPath: 'key' });
      db.createObjectStore('entries', { keyPath: 'op_id' }).createIndex('seq', 'seq');
    },
  ],
};

const connections = new Map();
let onBlocked = () => {};

// The store has no room even after everything that can be fetched again was dropped.
export class NotSaved extends Error {
  constructor(cause) {
    super('not saved', { cause });
    this.name = 'NotSaved';
  }
}

// Hear that another tab with older code keeps the database from being opened.
export function whenBlocked(listener) {
  onBlocked = listener;
}

function connect(name) {
  const known = connections.get(name);
  if (known) return known;
  const steps = name === DEVICE ? STEPS.device : STEPS.person;
  const forget = () => connections.delete(name);
  const opening = openDB(name, steps.length, {
    upgrade(db, from, to) {
      for (let step = from; step < to; step += 1) steps[step](db);
    },
    blocked: () => onBlocked(name),
    blocking(_current, _wanted, event) {
      forget();
      event.target.close();
    },
    terminated: forget,
  });
  connections.set(name, opening);
  opening.catch(forget);
  return opening;
}

// iOS loses its database connection now and then; a closed connection says InvalidStateError.
const isLostConnection = (error) =>
  error?.name === 'InvalidStateError' || (error?.name === 'UnknownError' && /connection|lost/i.test(error.message));

async function run(name, stores, mode, work, options) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await once((await connect(name)).transaction(stores, mode, options), work);
    } catch (error) {
      if (!isLostConnection(error) || tries >= 2) throw error;
      connections.delete(name);
    }
  }
}

async function once(transaction, work) {
  const done = transaction.done.then(() => null, (reason) => reason);
  try {
    const result = await work(transaction);
    const failure = await done;
    if (failure) throw failure;
    return result;
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // It had ended already.
    }
    // Why a transaction aborted (a full disk) outranks the request that noticed.
    const cause = await done;
    throw cause && cause.name !== 'AbortError' ? cause : error;
  }
}

const isFull = (error) => error?.name === 'QuotaExceededError';

function facts(name) {
  return {
    fact: (key) => run(name, 'facts', 'readonly', (tx) => tx.store.get(key)),
    setFact: (key, value) => run(name, 'facts', 'readwrite', (tx) => tx.store.put(value, key)),
  };
}

// What the device knows: who is enrolled here and who is signed in now. Never anything about clients.
export const device = {
  ...facts(DEVICE),
  enrolment: (userKey) => run(DEVICE, 'enrolments', 'readonly', (tx) => tx.store.get(userKey)),
  enrolments: () => run(DEVICE, 'enrolments', 'readonly', (tx) => tx.store.getAll()),
  putEnrolment: (record) => run(DEVICE, 'enrolments', 'readwrite', (tx) => tx.store.put(record)),
  async current() {
    const userKey = await device.fact('current');
    return userKey ? device.enrolment(userKey) : undefined;
  },
};

// One person's store on this phone.
export function person(userKey) {
  const name = `tend-${userKey}`;
  const read = (store, work) => run(name, store, 'readonly', (tx) => work(tx.store));
  const write = (store, work) => run(name, store, 'readwrite', (tx) => work(tx.store));
  const store = {
    userKey,
    ...facts(name),

    slots: () => read('slots', (slots) => slots.getAll()),
    putSlot: (slot) => write('slots', (slots) => slots.put(slot)),
    // Raise the count of wrong passwords before a password is tried, so closing the tab hides nothing.
    raiseAttempts: (until) =>
      write('facts', async (kept) => {
        const count = ((await kept.get('attempts'))?.count ?? 0) + 1;
        await kept.put({ count, until: until(count) }, 'attempts');
        return count;
      }),
    // Remove everything that can be read; what waits to be sent stays, sealed to the server.
    dropReading: () =>
      run(name, ['slots', 'pages', 'facts'], 'readwrite', async (tx) => {
        await tx.objectStore('slots').clear();
        await tx.objectStore('pages').clear();
        await tx.objectStore('facts').put(true, 'emptied');
        for (const key of ['check', 'attempts', 'cursor', 'clients']) await tx.objectStore('facts').delete(key);
      }),
    // Replace every slot at once, keeping the old ones aside so an old draft could still be opened.
    replaceSlots: (slot, check) =>
      run(name, ['slots', 'pages', 'facts'], 'readwrite', async (tx) => {
        const slots = tx.objectStore('slots');
        const old = await slots.getAll();
        await slots.clear();
        for (const kept of old) await slots.put({ ...kept, kind: `old-${kept.kind.replace(/^old-/, '')}` });
        if (slot) await slots.put(slot);
        await tx.objectStore('pages').clear();
        await tx.objectStore('facts').put(check, 'check');
        for (const key of ['attempts', 'cursor', 'clients', 'emptied']) await tx.objectStore('facts').delete(key);
      }),

    page: (key) => read('pages', (pages) => pages.get(key)),
    async etags() {
      const found = new Map();
      await read('pages', async (pages) => {
        for (let at = await pages.openCursor(); at; at = await at.continue()) found.set(at.value.key, at.value.etag);
      });
      return found;
    },
    putPages: (records) =>
      store.withRoom(() =>
        write('pages', async (pages) => {
          for (const record of records) pages.put(record);
        }),
      ),
    deletePages: (keys) =>
      write('pages', async (pages) => {
        for (const key of keys) pages.delete(key);
      }),
    clearPages: () =>
      run(name, ['pages', 'facts'], 'readwrite', async (tx) => {
        await tx.objectStore('pages').clear();
        await tx.objectStore('facts').delete('cursor');
      }),
    dropOldestPages: (share) =>
      run(name, ['pages', 'facts'], 'readwrite', async (tx) => {
        const pages = tx.objectStore('pages');
        const ages = [];
        for (let at = await pages.openCursor(); at; at = await at.continue()) ages.push([at.value.saved_at, at.value.key]);
        ages.sort();
        const gone = ages.slice(0, Math.ceil(ages.length * share));
        for (const [, key] of gone) pages.delete(key);
        await tx.objectStore('facts').delete('cursor');
        return gone.length;
      }),

    // Take the next number in this phone's own order; a number may go unused, never be used twice.
    nextSeq: () =>
      store.withRoom(() =>
        write('facts', async (kept) => {
          const seq = ((await kept.get('seq')) ?? 0) + 1;
          await kept.put(seq, 'seq');
          return seq;
        }),
      ),
    // Keep an entry durably; only when this resolves may anyone say "saved".
    putEntry: (entry, replaces = []) =>
      store.withRoom(() =>
        run(
          name,
          'entries',
          'readwrite',
          async (tx) => {
            await tx.store.put(entry);
            for (const opId of replaces) await tx.store.delete(opId);
            return entry;
          },
          { durability: 'strict' },
        ),
      ),
    entries: () => read('entries', (entries) => entries.index('seq').getAll()),
    entry: (opId) => read('entries', (entries) => entries.get(opId)),
    countEntries: () => read('entries', (entries) => entries.count()),
    changeEntries: (opIds, change) =>
      write('entries', async (entries) => {
        for (const opId of opIds) {
          const record = await entries.get(opId);
          if (record) await entries.put({ ...record, ...change(record) });
        }
      }),
    deleteEntries: (opIds) =>
      write('entries', async (entries) => {
        for (const opId of opIds) entries.delete(opId);
      }),

    draft: (key) => read('drafts', (drafts) => drafts.get(key)),
    drafts: () => read('drafts', (drafts) => drafts.getAll()),
    putDraft: (record) => store.withRoom(() => write('drafts', (drafts) => drafts.put(record))),
    // Put drafts under new names, all or none.
    moveDrafts: (records, oldKeys) =>
      write('drafts', async (drafts) => {
        for (const key of oldKeys) await drafts.delete(key);
        for (const record of records) await drafts.put(record);
      }),
    deleteDraft: (key) => write('drafts', (drafts) => drafts.delete(key)),

    // Hold room in reserve, so that the last note before a full phone still fits.
    async layBallast() {
      if (await store.fact('ballast')) return;
      const ballast = new Uint8Array(BALLAST_BYTES);
      for (let at = 0; at < BALLAST_BYTES; at += 65536) ballast.set(randomBytes(65536), at);
      await store.setFact('ballast', ballast.buffer).catch((error) => {
        if (!isFull(error)) throw error;
      });
    },
    // Write; on a full phone give up ballast, then old pages, then all pages, then say it was not saved.
    async withRoom(write_) {
      const relief = [
        () => write('facts', (kept) => kept.delete('ballast')),
        () => store.dropOldestPages(0.25),
        () => store.clearPages(),
      ];
      for (;;) {
        try {
          return await write_();
        } catch (error) {
          if (!isFull(error)) throw error;
          const next = relief.shift();
          if (!next) throw new NotSaved(error);
          // On a phone this full even giving way may fail; the next step is tried all the same.
          await next().catch(() => {});
        }
      }
    },
  };
  return store;
}

// Say how much this origin stores and whether the browser promises to keep it.
export async function room() {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  return { usage, quota, persisted: await navigator.storage?.persisted?.() };
}

// Ask the browser to keep what is stored here.
export const persist = async () => (await navigator.storage?.persist?.()) ?? false;

// Close every connection; for tests and before a database is handed on.
export async function closeAll() {
  for (const opening of connections.values()) (await opening).close();
  connections.clear();
}
