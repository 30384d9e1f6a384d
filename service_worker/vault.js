// The vault: the data key and its slots, sealed pages and drafts, entries sealed for the owner and the server.
import { fromBase64, gunzip, gzip, randomBytes, toBase64, toBytes, toText } from './bytes.js';

const { subtle } = crypto;
export const LEAST_ROUNDS = 600_000;
const MOST_ROUNDS = 10_000_000;
const TARGET_MS = 500;
const CHECK = 'tend-key-check-v1';
const SLOT_VERSION = 1;
const SCHEMA = 1;
export const MOST_ATTEMPTS = 10;

// The password opens no slot; says how many tries are left and when the next one may be made.
export class WrongPassword extends Error {
  constructor(left, until) {
    super('wrong password');
    Object.assign(this, { name: 'WrongPassword', left, until });
  }
}

// Too soon after a wrong password.
export class TooSoon extends Error {
  constructor(until) {
    super('too soon');
    Object.assign(this, { name: 'TooSoon', until });
  }
}

// Ten wrong passwords: what could be read here is gone, what waits to be sent is not.
export class Emptied extends Error {
  constructor() {
    super('emptied');
    this.name = 'Emptied';
  }
}

// Name a person's store without naming the person.
export async function userKey(userId) {
  const digest = await subtle.digest('SHA-256', toBytes(`tend|${userId}`));
  return toBase64(digest).slice(0, 16);
}

// A password worth trusting with an offline copy: long, and not one key held down.
export const isStrongEnough = (password) => password.length >= 12 && new Set(password).size >= 5;

// Find how many rounds take about half a second here, never fewer than the floor.
export async function calibrate(clock = () => performance.now()) {
  const started = clock();
  await stretch('calibration', randomBytes(16), 100_000);
  const spent = Math.max(clock() - started, 1);
  return Math.round(Math.min(Math.max((100_000 * TARGET_MS) / spent, LEAST_ROUNDS), MOST_ROUNDS));
}

async function stretch(password, salt, iterations) {
  const material = await subtle.importKey('raw', toBytes(password.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
  return subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

const slotLabel = (who, kind) => toBytes(`slot|${who.user_id}|${who.device_id}|${kind}|${SLOT_VERSION}`);

async function wrapSecret(secret, who, password) {
  const [salt, iv, iterations] = [randomBytes(16), randomBytes(12), await calibrate()];
  const key = await stretch(password, salt, iterations);
  const wrapped = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: slotLabel(who, 'password') }, key, secret);
  return {
    kind: 'password',
    salt,
    params: { kdf: 'PBKDF2-SHA256', iterations },
    iv,
    wrapped,
    created: new Date().toISOString(),
    v: SLOT_VERSION,
  };
}

async function unwrapSecret(slot, who, password) {
  const key = await stretch(password, slot.salt, slot.params.iterations);
  const additionalData = slotLabel(who, slot.kind);
  return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: slot.iv, additionalData }, key, slot.wrapped));
}

// Turn the secret into the two keys kept in memory; neither can be exported again.
async function keysFrom(secret, who) {
  const root = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const how = (info) => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: toBytes(`${info}|${who.user_id}|${who.device_id}`) });
  const [dek, mac] = await Promise.all([
    subtle.deriveKey(how('tend-dek-v1'), root, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    subtle.deriveKey(how('tend-url-v1'), root, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']),
  ]);
  const now = Date.now();
  return { user_id: who.user_id, device_id: who.device_id, user_key: await userKey(who.user_id), dek, mac, opened_at: now, active_at: now };
}

// Make a new data key for this person on this phone, wrapped by the password if it is strong enough.
export async function createVault(store, who, password) {
  const secret = randomBytes(32);
  const keys = await keysFrom(secret, who);
  const slot = isStrongEnough(password) ? await wrapSecret(secret, who, password) : null;
  secret.fill(0);
  await store.replaceSlots(slot, await seal(keys, 'check', toBytes(CHECK)));
  return keys;
}

async function tryPassword(store, who, password) {
  const slot = (await store.slots()).find((one) => one.kind === 'password');
  if (!slot) return null;
  try {
    const secret = await unwrapSecret(slot, who, password);
    const keys = await keysFrom(secret, who);
    const check = toText(await open(keys, 'check', await store.fact('check')));
    return check === CHECK ? { keys, secret } : null;
  } catch {
    return null;
  }
}

// From the third wrong password on, each try waits twice as long as the one before.
export const pauseAfter = (count) => (count < 3 ? 0 : Math.min(5_000 * 2 ** (count - 3), 300_000));

// Open the vault with a password typed on this phone, counting wrong ones.
export async function unlock(store, who, password, now = Date.now()) {
  if (!(await hasSlot(store))) throw new Emptied();
  const before = await store.fact('attempts');
  if (before && before.until > now) throw new TooSoon(before.until);
  const count = await store.raiseAttempts((tries) => now + pauseAfter(tries));
  const opened = await tryPassword(store, who, password);
  if (opened) {
    opened.secret.fill(0);
    await store.setFact('attempts', undefined);
    return opened.keys;
  }
  if (count >= MOST_ATTEMPTS) {
    await store.dropReading();
    throw new Emptied();
  }
  throw new WrongPassword(MOST_ATTEMPTS - count, now + pauseAfter(count));
}

// Open or make the vault with a password the server has just accepted.
export async function openAfterSignIn(store, who, password) {
  const opened = await tryPassword(store, who, password);
  if (!opened) return { keys: await createVault(store, who, password), isNew: true };
  opened.secret.fill(0);
  await store.setFact('attempts', undefined);
  return { keys: opened.keys, isNew: false };
}

// Open the vault of an older enrolment with a password the server has just accepted, if it still fits.
export async function openOlder(store, who, password) {
  const opened = await tryPassword(store, who, password);
  opened?.secret.fill(0);
  return opened?.keys;
}

// Keep the same data key under a new password, when the worker changes it on this phone.
export async function changePassword(store, who, before, after) {
  const opened = await tryPassword(store, who, before);
  if (!opened) return false;
  if (isStrongEnough(after)) await store.putSlot(await wrapSecret(opened.secret, who, after));
  else await store.dropReading();
  opened.secret.fill(0);
  return true;
}

// Say whether anything on this phone can open the vault without a connection.
export const hasSlot = async (store) => (await store.slots()).some((slot) => !slot.kind.startsWith('old-'));

// Say whether this phone must show nothing before somebody proves who they are.
export const isClosed = async (store) => (await store.fact('emptied')) === true || hasSlot(store);

const label = (keys, name) => toBytes(`${keys.user_id}|${keys.device_id}|${name}|${SCHEMA}`);

// Encrypt under the data key, bound to its place.
export async function seal(keys, name, bytes) {
  const iv = randomBytes(12);
  return { iv, sealed: await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: label(keys, name) }, keys.dek, bytes) };
}

// Decrypt what seal() made; fails when it was moved, changed or belongs to another.
export async function open(keys, name, { iv, sealed }) {
  return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData: label(keys, name) }, keys.dek, sealed));
}

// Compress and seal a value that can be written as JSON.
export const sealJson = async (keys, name, value) => seal(keys, name, await gzip(toBytes(JSON.stringify(value))));
export const openJson = async (keys, name, record) => JSON.parse(toText(await gunzip(await open(keys, name, record))));

// Turn a URL or an id into a name that says nothing to whoever finds it.
export async function opaque(keys, text) {
  return toBase64(await subtle.sign('HMAC', keys.mac, toBytes(text))).slice(0, 27);
}

// Name a client or an id for the queue's own order; needs no key, so a locked phone keeps its order too.
export async function pseudonym(enrolment, text) {
  return toBase64(await subtle.digest('SHA-256', toBytes(`${enrolment.salt}|${text}`))).slice(0, 27);
}

// Sealing for the server is loaded apart, to keep a first visit light; pages call this before it is needed.
let sealing;
export function warm() {
  sealing ??= import('hpke').then(
    (lib) => new lib.CipherSuite(lib.KEM_DHKEM_P256_HKDF_SHA256, lib.KDF_HKDF_SHA256, lib.AEAD_AES_128_GCM),
  );
  sealing.catch(() => {
    sealing = undefined;
  });
  return sealing;
}

const opInfo = (opId) => toBytes(`tend-op-v1|${opId}`);
const contentKey = (raw) => subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

// Seal one operation under its own key, and that key for the owner and for the server.
export async function sealEntry(keys, server, op) {
  const raw = randomBytes(32);
  const iv = randomBytes(12);
  const additionalData = toBytes(op.op_id);
  const body = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, await contentKey(raw), toBytes(JSON.stringify(op)));
  const hpke = await warm();
  const recipient = await hpke.DeserializePublicKey(fromBase64(server.public_key));
  const { encapsulatedSecret, ciphertext } = await hpke.Seal(recipient, raw, { info: opInfo(op.op_id) });
  const own = await seal(keys, `entry|${op.op_id}`, raw);
  raw.fill(0);
  const cek = new Uint8Array([...encapsulatedSecret, ...ciphertext]);
  return { v: 1, op_id: op.op_id, kid: server.kid, cek: toBase64(cek), iv: toBase64(iv), body: toBase64(body), own };
}

// Read back an entry of one's own.
export async function openEntry(keys, entry) {
  const raw = await open(keys, `entry|${entry.op_id}`, entry.own);
  const how = { name: 'AES-GCM', iv: fromBase64(entry.iv), additionalData: toBytes(entry.op_id) };
  const op = JSON.parse(toText(await subtle.decrypt(how, await contentKey(raw), fromBase64(entry.body))));
  raw.fill(0);
  return op;
}
