/**
 * The row under a picture: play at the left, then the two buttons that step where there is room for them, a native
 * range input in the middle, the value at the right.
 * In: what the reader may do. Out: elements, and one `show` that writes the state of the moment and touches
 * only what changed. The range is continuous (`step="any"`); keys move it by the figure's own step, so the
 * browser's idea of a step never applies.
 */
import { createElement, freshId, runsToNodes, setAttribute, setNumber } from './dom.ts';
import { createSvgElement } from './retained-svg.ts';
import type { FigureParameter } from '../scene/figure.ts';
import { afterName, formatNumber, withSign } from '../scene/format.ts';
import { numberRuns } from '../scene/text.ts';

/** What the reader can do with the row. */
export interface ControlEvents {
  /** The slider was moved by pointer to this value; it is as wide as so many pixels. */
  slid(value: number, width: number): void;
  /** The slider was let go. */
  settled(): void;
  /** A key was pressed on the slider; true when it was used. */
  key(event: KeyboardEvent): boolean;
  toggled(): void;
  /** A button asks for one step back, −1, or forward, 1. */
  stepped(count: number): void;
}

/** The row of controls. */
export interface Controls {
  readonly element: HTMLElement;
  /** Takes range and name of a parameter. */
  range(parameter: FigureParameter, label: string): void;
  /** Shows a value with its words; `written` is how it is written at the right, where that is not the plain number. */
  show(value: number, text: string, written?: string): void;
  playing(playing: boolean): void;
}

/** A drawn sign of a button; what it means is said by the button's label. */
export function sign(owner: Document, name: string, d: string): SVGElement {
  const svg = createSvgElement(owner, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', name);
  svg.setAttribute('aria-hidden', 'true');
  const path = createSvgElement(owner, 'path');
  path.setAttribute('d', d);
  svg.append(path);
  return svg;
}

/** The name of a parameter, w¹, as mathematics sets it: letters in italics, words upright, what is raised as a superscript. */
export function nameNodes(owner: Document, name: string): Node[] {
  const isWord = /^[a-z]{3,}$/i.test(name);
  return runsToNodes(
    owner,
    numberRuns(name).map((run) => (run.style === undefined && !isWord ? { ...run, style: 'italic' } : run)),
  );
}

/**
 * The width of a slider as it was when it was taken hold of. To measure it while it moves would have the browser lay out the
 * page once more for every move, which takes as long as all else that a move does.
 */
export function widthWhenHeld(slider: HTMLElement): () => number {
  let width = 0;
  const measure = (): number => (width = slider.clientWidth);
  slider.addEventListener('pointerdown', measure);
  return () => (width > 0 ? width : measure());
}

/** A button that plays a slider and pauses it. */
export function createPlayButton(owner: Document): HTMLButtonElement {
  return createElement(
    owner,
    'button',
    { type: 'button', class: 'secant-play', 'aria-label': 'Play' },
    sign(owner, 'secant-play-sign', 'M5 2.5v15l12.5-7.5z'),
    sign(owner, 'secant-pause-sign', 'M4 3h4.2v14H4zM11.8 3H16v14h-4.2z'),
  );
}

/** Shows on its button whether a slider plays; `of` names the slider where the button stands among several. */
export function showPlaying(button: HTMLButtonElement, playing: boolean, of = ''): void {
  if (playing) button.dataset['playing'] = '';
  else delete button.dataset['playing'];
  setAttribute(button, 'aria-label', `${playing ? 'Pause' : 'Play'}${of}`);
}

/** Makes the row. */
export function createControls(owner: Document, events: ControlEvents): Controls {
  const button = createPlayButton(owner);
  const stepButton = (label: string, count: number, d: string): HTMLButtonElement => {
    const step = createElement(
      owner,
      'button',
      { type: 'button', class: 'secant-step', 'aria-label': label },
      sign(owner, 'secant-step-sign', d),
    );
    step.addEventListener('click', () => events.stepped(count));
    return step;
  };
  const back = stepButton('Step back', -1, 'M4 4.5h2v11H4zM16 4.5v11L8 10z');
  const forward = stepButton('Step forward', 1, 'M14 4.5h2v11h-2zM4 4.5v11l8-5.5z');
  const slider = createElement(owner, 'input', {
    type: 'range',
    class: 'secant-slider',
    id: freshId('slider'),
    step: 'any',
    autocomplete: 'off',
  });
  const name = createElement(owner, 'span');
  let shownName = '';
  const number = createElement(owner, 'span');
  const value = createElement(
    owner,
    'output',
    { class: 'secant-value', for: slider.id, 'aria-live': 'off' },
    name,
    number,
  );
  const element = createElement(owner, 'div', { class: 'secant-controls' }, button, back, forward, slider, value);

  button.addEventListener('click', () => events.toggled());
  const widthOf = widthWhenHeld(slider);
  slider.addEventListener('input', () => events.slid(slider.valueAsNumber, widthOf()));
  slider.addEventListener('change', () => events.settled());
  slider.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (events.key(event)) event.preventDefault();
  });

  return {
    element,
    range(parameter, label) {
      slider.min = String(parameter.min);
      slider.max = String(parameter.max);
      if (shownName !== parameter.name) name.replaceChildren(...nameNodes(owner, parameter.name));
      shownName = parameter.name;
      setAttribute(slider, 'aria-label', label);
    },
    show(current, text, written) {
      if (slider.valueAsNumber !== current) slider.value = String(current);
      setAttribute(slider, 'aria-valuetext', text);
      setNumber(number, ` ${afterName(written ?? withSign(current, formatNumber(current)))}`);
    },
    playing(playing) {
      showPlaying(button, playing);
    },
  };
}
