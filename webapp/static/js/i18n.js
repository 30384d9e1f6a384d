// Words for the scripts: gettext calls, English unless the page's language has a catalogue.

let messages = {};
let plural = new Intl.PluralRules('en');
export const language = document.documentElement.lang || 'en';

// Load the catalogue of the page's language; without it, English is shown.
export async function loadWords() {
  if (language.startsWith('en')) return;
  try {
    const reply = await fetch(`/static/dist/i18n/${language}.json`);
    if (reply.ok) {
      messages = await reply.json();
      plural = new Intl.PluralRules(language);
    }
  } catch {
    // English it is.
  }
}

const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => values?.[name] ?? whole);

// Say a sentence in the page's language.
export const _ = (text, values) => fill(typeof messages[text] === 'string' ? messages[text] : text, values);

// Say a counted sentence; the number is there as %(num)s.
export function ngettext(one, many, count, values = {}) {
  const forms = messages[one];
  const text = forms?.[plural.select(count)] ?? forms?.other ?? (count === 1 ? one : many);
  return fill(text, { num: count.toLocaleString(language), ...values });
}

// Write a time of day, with the date when it was not today.
export function moment(when) {
  const date = new Date(when);
  const isToday = date.toDateString() === new Date().toDateString();
  const time = { hour: '2-digit', minute: '2-digit' };
  return date.toLocaleString(language, isToday ? time : { day: 'numeric', month: 'short', ...time });
}
