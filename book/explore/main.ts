/**
 * The explorer: one field, one state, one link. Typing reads the function after a short rest; what cannot be read is said
 * under the field, and what was seen before stays. A section is made when it comes near the window, so that a page of ten
 * figures opens at once.
 */
import { SecantError } from 'secant';
import 'secant/elements';
import { notationOf, readFunction } from 'secant/figures';
import { keepForOffline } from '../offline.ts';
import { mountThemeSwitch } from '../theme-switch.ts';
import { type Explored, sectionElement, sectionsOf, sentenceOf } from './sections.ts';
import { fragmentOf, readPlace, readState, type State } from './state.ts';

/** How long typing must rest before the function is read, in milliseconds. */
const rest = 250;

const examples = [
  'sin(4w) + 0.1w^2',
  'max(0, w)',
  '|sin(w)| + floor(w)/4',
  'sin(w)/w',
  'w1^2 - w2^2',
  'sin(w1) cos(w2)',
];

function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${kind.name} with the id ${id}`);
  return found;
}

const field = byId('function', HTMLTextAreaElement);
const message = byId('function-message', HTMLElement);
const from = byId('from', HTMLInputElement);
const to = byId('to', HTMLInputElement);
const at = byId('at', HTMLInputElement);
const sections = byId('sections', HTMLElement);
const shared = byId('shared', HTMLElement);

let state = readState(location.hash);
let watcher: IntersectionObserver | undefined;

/** A function of one number where the text can be one, of two otherwise. */
function read(text: string): Explored {
  try {
    return { inputs: 1, g: readFunction(text, 'one') };
  } catch (error) {
    if (!(error instanceof SecantError) || (error.code !== 'S201' && notationOf(text) === 'formula')) throw error;
    try {
      return { inputs: 2, g: readFunction(text, 'two') };
    } catch {
      throw error;
    }
  }
}

/** TypeScript does not say how many numbers it takes: a function of a list fails for a number. */
function readTyped(text: string): Explored {
  const one = read(text);
  if (notationOf(text) === 'formula' || one.inputs === 2) return one;
  try {
    one.g(0.5);
    return one;
  } catch (error) {
    try {
      const g = readFunction(text, 'two');
      g([0.5, 0.5]);
      return { inputs: 2, g };
    } catch {
      throw error;
    }
  }
}

function show(next: State): void {
  let explored: Explored;
  try {
    explored = readTyped(next.text);
  } catch (error) {
    if (!(error instanceof SecantError)) throw error;
    field.setAttribute('aria-invalid', 'true');
    message.textContent = sentenceOf(error);
    return;
  }
  field.removeAttribute('aria-invalid');
  message.textContent = '';
  state = next;
  history.replaceState(null, '', fragmentOf(state));
  watcher?.disconnect();
  sections.replaceChildren();
  const makers = new Map<Element, () => HTMLElement>();
  watcher = new IntersectionObserver(
    (entries, observer) => {
      for (const { target, isIntersecting } of entries) {
        const make = makers.get(target);
        if (!isIntersecting || make === undefined) continue;
        observer.unobserve(target);
        target.replaceWith(make());
      }
    },
    { rootMargin: '300px' },
  );
  for (const section of sectionsOf(explored, state)) {
    const place = document.createElement('div');
    place.className = 'coming';
    makers.set(place, () => sectionElement(section));
    sections.append(place);
    watcher.observe(place);
  }
}

/** The state that the fields say, or what is wrong with them. */
function written(): State | undefined {
  const [low, high] = [from.valueAsNumber, to.valueAsNumber];
  const place = readPlace(at.value);
  const wrong = !(low < high) ? [from, to] : place === undefined ? [at] : [];
  for (const input of [from, to, at]) input.toggleAttribute('aria-invalid', wrong.includes(input));
  if (wrong.length > 0 || place === undefined) {
    message.textContent = wrong.includes(at)
      ? 'Look at one number, or at two with a comma.'
      : 'The first end must be the smaller one.';
    return undefined;
  }
  return { text: field.value, from: low, to: high, at: place };
}

function fill({ text, from: low, to: high, at: place }: State): void {
  field.value = text;
  from.value = String(low);
  to.value = String(high);
  at.value = place.join(', ');
}

let timer: ReturnType<typeof setTimeout> | undefined;
function changed(): void {
  clearTimeout(timer);
  shared.textContent = '';
  timer = setTimeout(() => {
    const next = written();
    if (next !== undefined) show(next);
  }, rest);
}

for (const input of [field, from, to, at]) input.addEventListener('input', changed);
byId('form', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());
const offered = byId('examples', HTMLElement);
for (const text of examples) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.addEventListener('click', () => {
    field.value = text;
    changed();
  });
  offered.append(button, ' ');
}
byId('share', HTMLButtonElement).addEventListener('click', () => {
  const address = new URL(fragmentOf(state), location.href).href;
  navigator.clipboard.writeText(address).then(
    () => (shared.textContent = 'copied'),
    () => (shared.textContent = 'the browser does not allow it: copy the address of the page'),
  );
});
addEventListener('hashchange', () => {
  if (location.hash === fragmentOf(state)) return;
  const next = readState(location.hash);
  fill(next);
  show(next);
});
mountThemeSwitch(byId('theme-switch', HTMLButtonElement));
fill(state);
show(state);
keepForOffline();
