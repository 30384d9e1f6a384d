// A made-up phone for the tests of the worker's modules: databases, a server key, a server that answers as told.
import 'fake-indexeddb/auto';
import { AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256 } from 'hpke';
import { fromBase64, newId, toBase64, toBytes, toText } from '../../../service_worker/bytes.js';
import { person } from '../../../service_worker/storage.js';
import { createVault, userKey } from '../../../service_worker/vault.js';

export const PASSWORD = 'harbor-street-demo';
const suite = new CipherSuite(KEM_DHKEM_P256_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_128_GCM);

// One tab's idea of navigator.locks: one at a time by name.
const chains = new Map();
export const locks = {
  request(name, work) {
    const next = (chains.get(name) ?? Promise.resolve()).then(work, work);
    chains.set(name, next.catch(() => {}));
    return next;
  },
};

export async function phone({ userId = newId(), password = 'short' } = {}) {
  const pair = await suite.GenerateKeyPair(true);
  const device_id = newId();
  const enrolment = {
    user_id: userId,
    user_key: await userKey(userId),
    device_id,
    enrolment_id: device_id,
    kid: 'k1',
    public_key: toBase64(await suite.SerializePublicKey(pair.publicKey)),
    salt: toBase64(crypto.getRandomValues(new Uint8Array(16))),
  };
  const store = person(enrolment.user_key);
  const keys = await createVault(store, enrolment, password);
  return { enrolment, store, keys, pair };
}

// Open an envelope as the server does.
export async function unseal(pair, envelope) {
  const sealed = fromBase64(envelope.cek);
  const info = toBytes(`tend-op-v1|${envelope.op_id}`);
  const raw = await suite.Open(pair.privateKey, sealed.slice(0, 65), sealed.slice(65), { info });
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  const how = { name: 'AES-GCM', iv: fromBase64(envelope.iv), additionalData: toBytes(envelope.op_id) };
  return JSON.parse(toText(await crypto.subtle.decrypt(how, key, fromBase64(envelope.body))));
}

// A server that keeps what it is sent, once per id, and answers as `fault` says.
export function server(pair) {
  const rows = [];
  const seen = new Set();
  const requests = [];
  const api = { rows, requests, fault: null, each: null };
  const tend = { 'X-Tend': '1' };
  api.fetch = async (url, { body }) => {
    requests.push(url);
    const fault = typeof api.fault === 'function' ? api.fault() : api.fault;
    if (fault === 'refuse') throw new TypeError('Failed to fetch');
    if (fault === 'portal') return new Response('<h1>Hotel</h1>', { status: 200 });
    if (typeof fault === 'number') return new Response('{}', { status: fault, headers: tend });
    const lines = [];
    for (const line of body.trim().split('\n')) {
      const envelope = JSON.parse(line);
      const op = await unseal(pair, envelope);
      const told = api.each?.(op);
      if (told || op.depends_on.some((parent) => !seen.has(parent))) {
        lines.push({ op_id: op.op_id, ack: null, ...(told ?? { status: 425, state: 'retry' }) });
        continue;
      }
      if (!seen.has(op.op_id)) rows.push(op);
      lines.push({ op_id: op.op_id, ack: op.op_id, status: 200, state: 'applied', duplicate: seen.has(op.op_id) });
      seen.add(op.op_id);
    }
    if (fault === 'drop-reply') throw new TypeError('connection reset');
    let text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    if (fault === 'truncate') text = text.slice(0, Math.floor(text.length / 2));
    return new Response(text, { status: 200, headers: tend });
  };
  return api;
}
