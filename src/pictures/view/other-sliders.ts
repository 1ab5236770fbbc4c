/**
 * The sliders of what a figure has beside its own parameter: a second coordinate, the start of a path. In: the
 * parameters, and what to do when one is moved. Out: a row of native range inputs, each with its name and value,
 * that keep their elements while the figure's function changes; no row where a figure has one parameter only.
 */
import { createPlayButton, nameNodes, showPlaying, widthWhenHeld } from './controls.ts';
import { createElement, freshId, setAttribute, setNumber } from './dom.ts';
import type { FigureParameter } from '../scene/figure.ts';
import { afterName, formatNumber, withSign } from '../scene/format.ts';

/** What the reader can do with the row; `place` counts the sliders from 0. */
export interface OtherSliderEvents {
  slid(place: number, value: number, width: number): void;
  settled(): void;
  key(place: number, event: KeyboardEvent): boolean;
  /** The button of a parameter was pressed. */
  toggled(place: number): void;
}

/** The row of sliders. */
export interface OtherSliders {
  readonly element: HTMLElement;
  /** Takes the sliders, and the title of their figure; the last of them, so many, are parameters and play by themselves. */
  range(parameters: readonly FigureParameter[], title: string, playing: number): void;
  /** Shows which slider plays, or that it has ended. */
  playing(place: number, playing: boolean): void;
  /** Shows the values. */
  show(values: readonly number[]): void;
}

interface Slider {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly input: HTMLInputElement;
  readonly name: HTMLElement;
  readonly number: HTMLElement;
  parameter: FigureParameter;
}

/** Makes the row. */
export function createOtherSliders(owner: Document, events: OtherSliderEvents): OtherSliders {
  const element = createElement(owner, 'div', { class: 'secant-others' });
  let sliders: Slider[] = [];

  const create = (place: number, parameter: FigureParameter): Slider => {
    const input = createElement(owner, 'input', {
      type: 'range',
      class: 'secant-slider',
      id: freshId('other'),
      step: 'any',
      autocomplete: 'off',
    });
    const name = createElement(owner, 'span', {}, ...nameNodes(owner, parameter.name));
    const number = createElement(owner, 'span');
    const output = createElement(
      owner,
      'output',
      { class: 'secant-value', for: input.id, 'aria-live': 'off' },
      name,
      number,
    );
    const widthOf = widthWhenHeld(input);
    input.addEventListener('input', () => events.slid(place, input.valueAsNumber, widthOf()));
    input.addEventListener('change', () => events.settled());
    input.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (events.key(place, event)) event.preventDefault();
    });
    const button = createPlayButton(owner);
    button.addEventListener('click', () => events.toggled(place));
    return {
      element: createElement(owner, 'div', { class: 'secant-other' }, input, output),
      button,
      input,
      name,
      number,
      parameter,
    };
  };

  return {
    element,
    range(parameters, title, playing) {
      const before = sliders;
      sliders = parameters.map((parameter, place) => before[place] ?? create(place, parameter));
      for (const { element: gone } of before.slice(parameters.length)) gone.remove();
      for (const [place, slider] of sliders.entries()) {
        const parameter = parameters[place] ?? slider.parameter;
        slider.input.min = String(parameter.min);
        slider.input.max = String(parameter.max);
        setAttribute(slider.input, 'aria-label', `${parameter.name}, ${title}`);
        if (parameter.name !== slider.parameter.name) slider.name.replaceChildren(...nameNodes(owner, parameter.name));
        slider.parameter = parameter;
        if (place < parameters.length - playing) slider.button.remove();
        else if (slider.button.parentNode === null) slider.element.prepend(slider.button);
        showPlaying(slider.button, 'playing' in slider.button.dataset, ` ${parameter.name}`);
        if (slider.element.parentNode !== element) element.append(slider.element);
      }
      element.hidden = sliders.length === 0;
    },
    playing(place, playing) {
      const slider = sliders[place];
      if (slider !== undefined) showPlaying(slider.button, playing, ` ${slider.parameter.name}`);
    },
    show(values) {
      for (const [place, { input, number, parameter }] of sliders.entries()) {
        const value = values[place];
        if (value === undefined) continue;
        const written = afterName(parameter.written?.(value) ?? withSign(value, formatNumber(value)));
        if (input.valueAsNumber !== value) input.value = String(value);
        setAttribute(input, 'aria-valuetext', `${parameter.name} ${written}`);
        setNumber(number, ` ${written}`);
      }
    },
  };
}
