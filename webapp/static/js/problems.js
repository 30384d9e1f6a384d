// Says in the form what must change, where it must change, and puts the focus there; built like the server's own summary.
import { _ } from './i18n.js';

// Show a message and field errors at the top of a form; words go in as text only.
export function showProblems(form, { message, errors = {} }) {
  clearProblems(form);
  const lines = Object.entries(errors).flatMap(([name, texts]) => [texts].flat().map((text) => [name, text]));
  const box = element('div', 'problems');
  box.tabIndex = -1;
  const heading = element('h2', '', lines.length ? _('There is a problem') : message || _('That did not work.'));
  heading.id = 'problems-title-here';
  box.setAttribute('aria-labelledby', heading.id);
  box.setAttribute('role', 'group');
  box.append(heading);
  if (lines.length) {
    const list = element('ul');
    list.append(...lines.map(([name, text]) => line(form, name, text)));
    box.append(list);
  }
  form.prepend(box);
  box.focus();
}

function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function line(form, name, text) {
  const field = form.elements[name];
  const control = field instanceof RadioNodeList ? [...field].find((one) => !one.matches(':disabled')) : field;
  if (!control?.id) return element('li', '', text);
  const link = element('a', '', text);
  link.href = `#${control.id}`;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    control.focus();
  });
  markField(control, text);
  const item = element('li');
  item.append(link);
  return item;
}

function markField(control, text) {
  control.setAttribute('aria-invalid', 'true');
  const label = control.closest('.field')?.querySelector('label');
  if (!label) return;
  const error = element('span', 'error', text);
  error.id = `${control.id}-error`;
  error.dataset.shownHere = '';
  label.after(error);
  const others = control.getAttribute('aria-describedby') ?? '';
  control.dataset.describedBefore = others;
  control.setAttribute('aria-describedby', `${others} ${error.id}`.trim());
}

// Take the problems of a form away again.
export function clearProblems(form) {
  for (const old of form.querySelectorAll('.problems, [data-shown-here]')) old.remove();
  for (const control of form.querySelectorAll('[aria-invalid]')) {
    control.removeAttribute('aria-invalid');
    if (control.dataset.describedBefore) control.setAttribute('aria-describedby', control.dataset.describedBefore);
    else if (control.dataset.describedBefore === '') control.removeAttribute('aria-describedby');
  }
}
