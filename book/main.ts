/**
 * The page of two figures, two-figures.html. Each figure has a field for its function; the second also has a field for its
 * fixed point. What cannot be read or drawn is said under the field, and the figure before it stays. Words
 * of the text that name a mark light it up in the figure of their section.
 */
import { makeFigure, type Figure, type MountedFigure } from 'secant/figures';
import { mountFigure, mountFunctionField, reasonOf, type FunctionField } from 'secant/view';
import { linkWordsToMarks } from './linked-words.ts';
import { keepForOffline } from './offline.ts';
import { mountThemeSwitch } from './theme-switch.ts';

const firstFunction = 'sin(w)';
const smallProgram = 'w => { let s = 0; if (w > 0) s = Math.log(1 + w); return s + w ** 2 }';

function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} with the id ${id}`);
  return element;
}

/** A place for a figure: the first one is mounted, later ones take its place and keep the slider where it is. */
function figurePlace(element: HTMLElement): (figure: Figure) => void {
  let mounted: MountedFigure | undefined;
  return (figure) => {
    if (mounted === undefined) mounted = mountFigure(figure, element);
    else mounted.replace(figure);
  };
}

function mountFirst(): void {
  const show = figurePlace(byId('tangent-along-curve', HTMLElement));
  const field = mountFunctionField(byId('first-function', HTMLElement), {
    initial: firstFunction,
    parameters: [],
    onFunction: (_g, text) => show(makeFigure('tangent-along-curve', [text])),
  });
  byId('typescript-example', HTMLButtonElement).addEventListener('click', () => {
    field.text = smallProgram;
    byId('first', HTMLElement).scrollIntoView({ block: 'nearest' });
  });
}

/** What is wrong with the text of a number field, if anything is. */
function complaintAbout(field: HTMLInputElement): string | undefined {
  if (field.value !== '' && field.validity.valid) return undefined;
  return `a number from ${field.min.replace('-', '−')} to ${field.max}`;
}

/** Does something that may refuse, and answers why it did. */
function attempt(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function mountSecond(): void {
  const show = figurePlace(byId('secant-to-tangent', HTMLElement));
  const place = byId('place', HTMLInputElement);
  let drawn: string | undefined;
  let at = place.valueAsNumber;

  /** Draws with a function and a fixed point, and keeps both only once they could be drawn. */
  const draw = (text: string, nextAt: number): void => {
    show(makeFigure('secant-to-tangent', [text], { at: nextAt }));
    drawn = text;
    at = nextAt;
  };
  const field: FunctionField = mountFunctionField(byId('second-function', HTMLElement), {
    initial: firstFunction,
    parameters: [],
    onFunction: (_g, text) => draw(text, at),
  });
  const message = byId('place-message', HTMLElement);
  place.addEventListener('input', () => {
    const complaint = complaintAbout(place) ?? attempt(() => drawn !== undefined && draw(drawn, place.valueAsNumber));
    if (complaint === undefined) place.removeAttribute('aria-invalid');
    else place.setAttribute('aria-invalid', 'true');
    message.textContent = complaint ?? '';
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('button.try')) {
    button.addEventListener('click', () => {
      const { function: text = firstFunction, at: wanted = '0' } = button.dataset;
      place.value = wanted;
      place.removeAttribute('aria-invalid');
      message.textContent = '';
      at = Number(wanted);
      field.text = text;
      byId('second', HTMLElement).scrollIntoView({ block: 'nearest' });
    });
  }
}

mountThemeSwitch(byId('theme-switch', HTMLButtonElement));
mountFirst();
mountSecond();
linkWordsToMarks();
keepForOffline();
