// The two live regions: one for news, one for what must not be missed.

const LATER_MS = 60;
// The regions are also lines at the foot of the page: they must not stay.
const QUIET_MS = 6000;
const timers = new Map();

function write(id, text) {
  const region = document.getElementById(id);
  if (!region) return;
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, LATER_MS);
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => (region.textContent = ''), QUIET_MS));
}

export const say = (text) => write('say', text);
export const alarm = (text) => write('alarm', text);
