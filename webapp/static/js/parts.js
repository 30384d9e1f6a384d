/** The small habits of a page: sheets, quick days, growing choices, focus. */

import { say } from "./announce.js";

/** Wire the page; called once by app.js. */
export function start() {
  document.documentElement.dataset.js = "";
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("input", onInput);
  document.addEventListener("htmx:before:request", (event) => setBusy(event, true));
  document.addEventListener("htmx:finally:request", (event) => setBusy(event, false));
  document.addEventListener("htmx:after:settle", afterSwap);
  focusOnce();
  forgetWhatWasSaid();
  for (const form of document.querySelectorAll("form[data-templates]")) showSections(form);
}

function onClick(event) {
  const opener = event.target.closest("[data-opens]");
  if (opener && openSheet(opener.dataset.opens)) return event.preventDefault();
  const day = event.target.closest("[data-dates-for] button");
  if (day) return setDay(day);
  // A tap on the dark around a sheet closes it.
  if (event.target.matches("dialog.sheet[open]") && event.detail) event.target.close();
}

function openSheet(id) {
  const sheet = document.getElementById(id);
  if (!sheet?.showModal) return false;
  document.querySelector("dialog[open]")?.close();
  sheet.showModal();
  return true;
}

function setDay(button) {
  const input = document.getElementById(button.closest("[data-dates-for]").dataset.datesFor);
  const day = new Date();
  if (button.dataset.weekday) {
    day.setDate(day.getDate() + (((Number(button.dataset.weekday) - day.getDay() + 6) % 7) + 1));
  } else {
    day.setDate(day.getDate() + Number(button.dataset.days));
  }
  const two = (n) => String(n).padStart(2, "0");
  input.value = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
}

function onInput(event) {
  if (event.target.dataset.filtersOptions) filterOptions(event.target);
}

function onChange(event) {
  const form = event.target.form;
  if (form?.matches("form[data-templates]") && event.target.name === "template") showSections(form, true);
}

/** Show the sections of the chosen template; what was typed moves along when its section goes. */
function showSections(form, wasChosen = false) {
  const chosen = form.querySelector('[name="template"]:checked')?.value;
  const sets = [...form.querySelectorAll("fieldset[data-template]")];
  const next = sets.find((set) => set.dataset.template === chosen) ?? sets[0];
  if (wasChosen) carryText(sets.find((set) => !set.hidden), next);
  for (const set of sets) {
    set.hidden = set !== next;
    set.disabled = set !== next;
  }
}

function carryText(from, to) {
  if (!from || !to || from === to) return;
  const left = [...from.querySelectorAll("textarea")].filter((area) => area.value.trim());
  for (const area of left) {
    const twin = [...to.querySelectorAll("textarea")].find((one) => one.name === area.name);
    const home = twin ?? to.querySelector("textarea");
    if (home.value.includes(area.value)) continue;
    home.value = home.value ? `${home.value}\n\n${area.value}` : area.value;
    area.value = "";
    home.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** An error summary takes the focus once, on load and after a swap, never again. */
function focusOnce(root = document) {
  const target = root.querySelector("[data-focus]");
  if (!target) return;
  target.removeAttribute("data-focus");
  target.focus();
}

function setBusy(event, isBusy) {
  const target = event.detail?.ctx?.target;
  if (!(target instanceof Element)) return;
  if (isBusy) target.setAttribute("aria-busy", "true");
  else target.removeAttribute("aria-busy");
}

function afterSwap(event) {
  focusOnce();
  const target = event.detail?.ctx?.target ?? event.target;
  const found = target instanceof Element && document.getElementById(target.id);
  const words = found && (found.dataset.say ?? found.querySelector("[data-say]")?.dataset.say);
  if (words) say(words);
}

/** "Saved." belongs to this view, not to the address: a reload or a shared link must not say it again. */
function forgetWhatWasSaid() {
  const url = new URL(location.href);
  if (!url.searchParams.has("said")) return;
  url.searchParams.delete("said");
  history.replaceState(null, "", url);
  const line = document.querySelector("[data-said]");
  if (line) say(line.textContent.trim());
}

function filterOptions(input) {
  const wanted = fold(input.value);
  for (const option of document.getElementById(input.dataset.filtersOptions).children) {
    option.hidden = !fold(option.textContent).includes(wanted) && !option.querySelector(":checked");
  }
}

/** Lower case, without accents: how names are compared here. */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
