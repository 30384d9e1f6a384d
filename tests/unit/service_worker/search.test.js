// Searching on the phone forgives typos and accents, and dates are counted from the phone's own day.
import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.document = { documentElement: { lang: 'en', dataset: {} } };
const { matches, distance } = await import('../../../webapp/static/js/search.js');
const { dayFrom } = await import('../../../webapp/static/js/page_parts.js');

test('finds a person in spite of accents, case, order and typing mistakes', () => {
  const known = 'Núria Peña-Castellanos, Birdie, X-1042, 2025550147';
  for (const asked of ['nuria', 'PENA', 'castelanos', 'Castellanso', 'birdie nuria', 'x 1042', '0147', 'nurai pena', 'cas']) {
    assert.ok(matches(asked, known), asked);
  }
  for (const asked of ['dara', 'nora', '9999', 'kessler', 'nuria smith']) assert.ok(!matches(asked, known), asked);
});

test('short words must be right', () => {
  assert.ok(!matches('al', 'Bo Li'));
  assert.ok(matches('li', 'Bo Li'));
});

test('two letters in the wrong order are one mistake', () => {
  assert.equal(distance('mairam', 'mariam', 2), 1);
  assert.equal(distance('abcd', 'wxyz', 2), 4);
});

test('quick dates', () => {
  const tuesday = new Date(2026, 10, 24);
  assert.equal(dayFrom({ dataset: { days: '1' } }, tuesday), '2026-11-25');
  assert.equal(dayFrom({ dataset: { days: '7' } }, tuesday), '2026-12-01');
  assert.equal(dayFrom({ dataset: { weekday: '5' } }, tuesday), '2026-11-27');
  assert.equal(dayFrom({ dataset: { weekday: '2' } }, tuesday), '2026-12-01');
});
