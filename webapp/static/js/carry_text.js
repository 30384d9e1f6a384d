// What was typed moves along when another template is chosen: a hidden section is not sent.

const areasOf = (set) => [...set.querySelectorAll('textarea')];

// Move texts from one set of sections into another: to the section of the same name, else to the first.
export function carryText(from, to) {
  if (!from || !to || from === to) return;
  for (const area of areasOf(from).filter((one) => one.value.trim())) {
    const home = areasOf(to).find((one) => one.name === area.name) ?? areasOf(to)[0];
    home.value = [home.value, area.value].filter((text) => text.trim()).join('\n\n');
    area.value = '';
    home.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
