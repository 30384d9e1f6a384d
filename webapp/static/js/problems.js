// Says in the form what must change, where it must change, and puts the focus there.
import { _ } from './i18n.js';

// Show a message and field errors at the top of a form; words go in as text only.
export function showProblems(form, { message, errors = {} }) {
  clearProblems(form);
  const box = document.createElement('div');
  box.className = 'problems';
  box.dataset.problems = '';
  box.tabIndex = -1;
  box.setAttribute('role', 'group');
  const inside = document.createElement('div');
  box.append(inside);
  const lines = Object.entries(errors).flatMap(([name, texts]) => [texts].flat().map((text) => [name, text]));
  const lead = document.createElement('p');
  lead.textContent = lines.length ? _('This was not sent yet. Change what is named here and save again.') : message || _('That did not work.');
  inside.append(lead);
  if (lines.length) inside.append(listOf(form, lines));
  form.prepend(box);
  box.focus();
}

function listOf(form, lines) {
  const list = document.createElement('ul');
  for (const [name, text] of lines) {
    const item = document.createElement('li');
    const field = form.elements[name];
    const control = field instanceof RadioNodeList ? [...field].find((one) => !one.matches(':disabled')) : field;
    if (control?.id) {
      control.setAttribute('aria-invalid', 'true');
      const link = document.createElement('a');
      link.href = `#${control.id}`;
      link.textContent = text;
      link.addEventListener('click', (event) => {
        event.preventDefault();
        control.focus();
      });
      item.append(link);
    } else {
      item.textContent = text;
    }
    list.append(item);
  }
  return list;
}

// Take the problems of a form away again.
export function clearProblems(form) {
  form.querySelector('[data-problems]')?.remove();
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
}
