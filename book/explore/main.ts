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
import { type Explored, follow, movedTo, sectionElement, sectionsOf, sentenceOf } from './sections.ts';
import { fragmentOf, mostInputs, readPlace, readState, type State } from './state.ts';

/** How long typing must rest before the function is read, in milliseconds. */
const rest = 250;

const examples = [
  'sin(4w) + 0.1w^2',
  'max(0, w)',
  '|sin(w)| + floor(w)/4',
  'sin(w)/w',
  'w1^2 - w2^2',
  'sin(w1) cos(w2)',
  'w1 w2 + exp(w3)',
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
let shown: Explored | undefined;

/** A function of one number where the text can be one, of two or more otherwise. */
function read(text: string): Explored {
  try {
    return { inputs: 1, g: readFunction(text, 'one') };
  } catch (error) {
    if (!(error instanceof SecantError) || (error.code !== 'S201' && notationOf(text) === 'formula')) throw error;
    try {
      return { inputs: 2, g: readFunction(text, 'two') };
    } catch {
      const several = readSeveral(text);
      if (several === undefined) throw error;
      return several;
    }
  }
}

/** A function of a list, of the first length for which it has a value. */
function readSeveral(text: string): Explored | undefined {
  try {
    const g = readFunction(text, 'any') as (w: number[]) => number;
    for (let count = 3; count <= mostInputs; count++) {
      const value: unknown = g(Array.from({ length: count }, (_, k) => 0.5 + k / 8));
      if (typeof value === 'number' && Number.isFinite(value)) return { inputs: 'several', count, g };
    }
  } catch (error) {
    if (!(error instanceof SecantError)) throw error;
  }
  return undefined;
}

/** TypeScript does not say how many numbers it takes: a function of a list fails for a number, and has no value for a list too short. */
function readTyped(text: string): Explored {
  const one = read(text);
  if (notationOf(text) === 'formula' || one.inputs !== 1) return one;
  try {
    one.g(0.5);
    return one;
  } catch (error) {
    try {
      const g = readFunction(text, 'two');
      const value: unknown = g([0.5, 0.625]);
      if (typeof value === 'number' && Number.isNaN(value)) return readSeveral(text) ?? { inputs: 2, g };
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
  put(explored, []);
}

/** Puts the sections for a function, each made when it nears the window; some may stay, with what the reader does in them. */
function put(explored: Explored, kept: readonly Element[]): void {
  watcher?.disconnect();
  for (const section of sections.querySelectorAll(':scope > *')) if (!kept.includes(section)) section.remove();
  shown = explored;
  let next = sections.firstElementChild;
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
    if (next !== null && next.id === section.id) {
      next = next.nextElementSibling;
      continue;
    }
    const place = document.createElement('div');
    place.className = 'coming';
    makers.set(place, () => sectionElement(section));
    sections.insertBefore(place, next);
    watcher.observe(place);
  }
}

/** The reader has let go of the point of a curve: that is where the page looks now, and its link says so. */
sections.addEventListener('change', (event) => {
  const w = movedTo(event);
  if (w === undefined || shown?.inputs !== 1) return;
  state = { ...state, at: [w] };
  at.value = String(w);
  history.replaceState(null, '', fragmentOf(state));
  put(shown, follow(sections, event.target, shown.g, w));
});

/** The state that the fields say, or what is wrong with them. */
function written(): State | undefined {
  const [low, high] = [from.valueAsNumber, to.valueAsNumber];
  const place = readPlace(at.value);
  const wrong = !(low < high) ? [from, to] : place === undefined ? [at] : [];
  for (const input of [from, to, at]) input.toggleAttribute('aria-invalid', wrong.includes(input));
  if (wrong.length > 0 || place === undefined) {
    message.textContent = wrong.includes(at)
      ? 'Look at one number, or at several with commas.'
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
