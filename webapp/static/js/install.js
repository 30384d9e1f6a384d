// Guided installing: the browser's own offer where there is one, the steps in words where there is not.
import { _ } from './shared.js';

let offer;

export const isInstalled = () => matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;
const isApple = (agent = navigator.userAgent) => /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);

// Say how this browser installs.
export function waysToInstall({ agent = navigator.userAgent, hasOffer = Boolean(offer) } = {}) {
  if (isApple(agent)) {
    return {
      steps: [
        _('Tap the Share button of Safari.'),
        _('Choose “Add to Home Screen”, then “Add”.'),
        _('Open Tend from the Home Screen and sign in there once. Only then does this phone keep your caseload.'),
      ],
    };
  }
  if (hasOffer) return { button: _('Install Tend'), steps: [_('Tend opens like any other app, also without a signal.')] };
  return { steps: [_('Open the menu of your browser and choose “Install” or “Add to Home screen”.')] };
}

// Fill the place that guides installing, and follow the browser's offer.
export function guideInstall() {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event;
    draw();
  });
  window.addEventListener('appinstalled', () => {
    offer = undefined;
    draw();
  });
  draw();
}

function draw() {
  for (const slot of document.querySelectorAll('[data-install]')) {
    slot.replaceChildren();
    slot.hidden = false;
    if (isInstalled()) {
      slot.append(Object.assign(document.createElement('p'), { textContent: _('Tend is installed on this phone.') }));
      continue;
    }
    const { button, steps } = waysToInstall();
    const list = document.createElement(steps.length > 1 ? 'ol' : 'p');
    if (steps.length > 1) list.append(...steps.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
    else [list.textContent] = steps;
    slot.append(list);
    if (!button) continue;
    const press = Object.assign(document.createElement('button'), { type: 'button', className: 'btn wide', textContent: button });
    press.addEventListener('click', () => offer?.prompt());
    slot.append(press);
  }
}
