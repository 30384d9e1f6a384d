// Small behaviours of pages: sheets that rise, quick dates, focus after an answer, the saved-copy line.
import { say } from './announce.js';
import { moment } from './i18n.js';

// Wire what every page may have.
export function enhanceParts() {
  document.documentElement.dataset.js = '';
  document.addEventListener('click', onClick);
  document.addEventListener('htmx:after:swap', focusOnce);
  focusOnce();
  showSavedCopy();
  const said = document.querySelector('[data-said]');
  if (said) say(said.dataset.said || said.textContent);
  dropSaid();
}

// The code of what was said has done its work; a reload must not say it again.
function dropSaid() {
  const url = new URL(location);
  if (!url.searchParams.has('said')) return;
  url.searchParams.delete('said');
  history.replaceState(null, '', url.pathname + url.search + url.hash);
}

function onClick(event) {
  const opener = event.target.closest?.('[data-opens]');
  if (opener) return openSheet(event, opener);
  const chip = event.target.closest?.('[data-days], [data-weekday]');
  if (chip) return setDate(chip);
  if (event.target.matches?.('dialog.sheet')) event.target.close();
  return undefined;
}

function openSheet(event, opener) {
  const sheet = document.getElementById(opener.dataset.opens);
  if (!sheet?.showModal) return;
  event.preventDefault();
  opener.closest('dialog')?.close();
  sheet.showModal();
  sheet.addEventListener('close', () => opener.focus(), { once: true });
}

// Counted from the phone's own day, so a page carried for two days is still right.
export function dayFrom(chip, today = new Date()) {
  const day = new Date(today.getFullYear(), today.getMonth(), today.getDate());
  const { days, weekday } = chip.dataset;
  const ahead = days !== undefined ? Number(days) : (Number(weekday) - day.getDay() + 7) % 7 || 7;
  day.setDate(day.getDate() + ahead);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

function setDate(chip) {
  const target = document.getElementById(chip.closest('[data-dates-for]')?.dataset.datesFor);
  if (!target) return;
  target.value = dayFrom(chip);
  for (const other of chip.parentElement.children) other.setAttribute('aria-pressed', String(other === chip));
  target.dispatchEvent(new Event('input', { bubbles: true }));
}

function focusOnce() {
  const place = document.querySelector('[data-focus]:not([data-focused])');
  if (!place) return;
  place.dataset.focused = '';
  if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
  place.focus();
}

function showSavedCopy() {
  const saved = document.documentElement.dataset.savedAt;
  if (!saved) return;
  for (const place of document.querySelectorAll('[data-saved-time]')) place.textContent = moment(saved);
}
