// The rules of who may speak to the browser's stores and its cryptography.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../../..');
const files = ['service_worker', 'webapp/static/js'].flatMap((folder) =>
  readdirSync(join(root, folder)).filter((name) => name.endsWith('.js')).map((name) => `${folder}/${name}`),
);
const sayers = (word) => files.filter((file) => readFileSync(join(root, file), 'utf8').replace(/\/\/.*$/gm, '').match(word)).sort();

test('only storage.js opens databases, so one place knows how a full or lost store is met', () => {
  assert.deepEqual(sayers(/indexedDB|from 'idb'/), ['service_worker/storage.js']);
});

test('only vault.js touches cryptography, so one place can be reviewed', () => {
  assert.deepEqual(sayers(/\bsubtle\b|from 'hpke'/), ['service_worker/vault.js']);
});

test('nothing keeps client data where the browser writes it in clear', () => {
  assert.deepEqual(sayers(/localStorage|sessionStorage|history\.pushState|console\.(log|info|debug)/), []);
});

test('the worker has no page and pages have no worker', () => {
  const worker = files.filter((file) => file.startsWith('service_worker/'));
  for (const file of worker) assert.doesNotMatch(readFileSync(join(root, file), 'utf8'), /\bdocument\.|\bwindow\.|static\/js/);
});
