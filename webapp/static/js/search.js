// Searching and filtering the caseload on this phone, forgiving typos and accents.
import { say } from './announce.js';
import { _, ngettext } from './i18n.js';

const root = document.documentElement;
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const words = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

// Count the changes that turn one word into another, giving up above the limit.
export function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_none, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[other.length];
}

const mistakes = (word) => (word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

function fits(asked, known) {
  if (known.startsWith(asked) || (/^\d{3,}$/.test(asked) && known.endsWith(asked))) return true;
  const limit = mistakes(asked);
  return limit > 0 && (distance(asked, known, limit) <= limit || distance(asked, known.slice(0, asked.length), limit) <= limit);
}

// Say whether every word asked for is found, or nearly found, in what is known of a person.
export function matches(query, known) {
  const there = words(known);
  const digits = plain(known).replace(/\D+/g, '');
  return words(query).every((asked) => there.some((word) => fits(asked, word)) || (/^\d{3,}$/.test(asked) && digits.includes(asked)));
}

const knownOf = (row) => `${row.querySelector('.name')?.textContent ?? row.textContent} ${row.dataset.find ?? ''}`;
const filtersOf = (row) => (row.dataset.filters ?? '').split(/\s+/);

// Narrow the list in the page to what is asked; answers how many are left.
export function narrow({ query = '', show = 'all' }) {
  const list = document.getElementById('list');
  if (!list) return undefined;
  let found = 0;
  for (const row of list.querySelectorAll('li')) {
    const isIn = (show === 'all' || !show || filtersOf(row).includes(show)) && (!query || matches(query, knownOf(row)));
    row.hidden = !isIn;
    if (isIn) found += 1;
  }
  for (const band of list.querySelectorAll('.band')) {
    const left = band.querySelectorAll('li:not([hidden])').length;
    band.hidden = !left;
    const count = band.querySelector('[data-count]');
    if (count) count.textContent = left;
  }
  return found;
}

function markChip(show) {
  for (const chip of document.querySelectorAll('nav.chips a.chip')) {
    const its = new URL(chip.href).searchParams.get('show') ?? 'all';
    if (its === show) chip.setAttribute('aria-current', 'true');
    else chip.removeAttribute('aria-current');
  }
}

// When the list comes from this phone, search and filters are worked out here.
export function enhanceSearch() {
  const form = document.querySelector('form[role="search"]');
  const field = form?.querySelector('input[type="search"]');
  if (!field) return;
  // What is searched for is somebody's name: it must not get into an address.
  form.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('htmx:before:request', (event) => {
    if (event.detail.ctx.sourceElement === field && root.dataset.savedAt !== undefined) {
      event.preventDefault();
      narrowHere(field);
    }
  });
  document.addEventListener('htmx:after:request', ({ detail: { ctx } }) => {
    const saved = ctx.response?.headers.get('X-Tend-Pack');
    if (ctx.sourceElement === field && saved) root.dataset.savedAt = saved;
  });
  document.addEventListener('htmx:after:swap', () => (root.dataset.savedAt === undefined ? sayCount() : narrowHere(field)));
  document.addEventListener('htmx:error', ({ detail: { ctx } }) => ctx?.sourceElement === field && narrowHere(field));
  if (root.dataset.savedAt !== undefined) {
    field.value ||= new URLSearchParams(location.search).get('q') ?? '';
    narrowHere(field, { quiet: true });
  }
}

function narrowHere(field, { quiet = false } = {}) {
  const asked = new URLSearchParams(location.search);
  const show = asked.get('show') ?? 'all';
  const query = quiet ? (asked.get('q') ?? field.value) : field.value;
  if (!quiet && !query && show === 'all') say('');
  const found = narrow({ query, show });
  markChip(show);
  const hint = document.getElementById('q-hint');
  if (hint && query) hint.textContent = _('Searching this phone');
  if (!quiet && query) say(ngettext('%(num)s person found', '%(num)s people found', found));
}

let lastSaid = '';
function sayCount() {
  const text = document.getElementById('list')?.dataset.say ?? '';
  if (text && text !== lastSaid) say(text);
  lastSaid = text;
}
