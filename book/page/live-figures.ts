/**
 * Brings a figure of the page to life. In: an element with the description of a figure in `data-figure` and its
 * first picture inside. Out: the live figure in its place, with a field for its function where the chapter asks for
 * one. Loaded when the first figure comes near the window.
 */
import { emittedCode, isCodeKind } from '../../src/tools/chapter/emitted-code.ts';
import type { FigureSight } from 'secant/cells';
import {
  buildFigure,
  type FigureSpec,
  figureKinds,
  type FunctionInputs,
  functionText,
  isFigureKind,
  type MountedFigure,
} from 'secant/figures';
import { type FunctionField, mountFigure, mountFunctionField } from 'secant/view';

/** A figure of the page, alive. */
export interface LiveFigure {
  value: number;
  /** Values of the figure's other parameters; empty where it has none. */
  others: readonly number[];
  /** Whether another parameter is not where the figure began. */
  readonly othersMoved: boolean;
  /** How it is looked at; empty where nothing is turned or zoomed. */
  sight: FigureSight;
  /** What the reader typed, and how it is put there; absent where there is no field. */
  readonly field: FunctionField | undefined;
  /** The description of what is shown now. */
  readonly spec: FigureSpec;
  destroy(): void;
}

/** Where a live figure begins when it is not where the chapter put it. */
export interface FigureStart {
  readonly value?: number | undefined;
  readonly others?: readonly number[] | undefined;
  readonly text?: string | undefined;
  readonly sight?: FigureSight | undefined;
}

/**
 * Puts the live figure in the place of the first picture. What the reader types is drawn in the same frame; a function
 * without an end runs out of steps, is told so under its field, and leaves the picture before it.
 */
export function bringToLife(place: HTMLElement, first: FigureSpec, start: FigureStart = {}): LiveFigure {
  let spec: FigureSpec = start.text === undefined ? first : { ...first, functions: [functionText(start.text)] };
  let figure = buildFigure(spec);
  const stage = place.querySelector<HTMLElement>('.live') ?? place;
  stage.querySelector('.first-picture')?.remove();
  if (stage === place) place.replaceChildren();
  const mounted: MountedFigure = mountFigure(figure, stage, {
    ...(place.id === '' ? {} : { fileName: place.id }),
    embed: async () => {
      const { embedHtml } = await import('./embed-link.ts');
      const { value, others, view } = mounted;
      return embedHtml({ spec, value, others, view }, figure.title, place.ownerDocument.location.href);
    },
  });
  if (start.value !== undefined) mounted.value = start.value;
  if (start.others !== undefined) mounted.others = start.others;
  const ownView = mounted.view;
  const look = ({ view, magnification = 1, windows = {} }: FigureSight): void => {
    mounted.resetView();
    if (ownView !== undefined) mounted.magnification = magnification;
    if (ownView !== undefined && view !== undefined) mounted.view = view;
    mounted.windows = windows;
  };
  if (start.sight !== undefined) look(start.sight);
  if (start.text !== undefined) showCode(place, spec);
  let field: FunctionField | undefined;
  if ('field' in place.dataset) {
    const inputs = place.ownerDocument.createElement('div');
    inputs.className = 'inputs';
    stage.after(inputs);
    const withText = (text: string): FigureSpec => ({ ...spec, functions: [functionText(text)] });
    let begun = false;
    field = mountFunctionField(inputs, {
      initial: spec.functions[0]?.text ?? '',
      inputs: inputsOf(spec),
      parameters: Object.keys(Object(spec.options['parameters'])),
      ...(place.dataset['examples'] === undefined ? {} : { examples: place.dataset['examples'].split(' | ') }),
      onFunction(_g, text) {
        // The first function is the one that is drawn already.
        if (begun) {
          const next = withText(text);
          const drawn = buildFigure(next);
          mounted.replace(drawn);
          figure = drawn;
          spec = next;
          showCode(place, spec);
        }
        begun = true;
      },
    });
  }
  return {
    get value() {
      return mounted.value;
    },
    set value(wanted) {
      mounted.value = wanted;
    },
    get others() {
      return mounted.others;
    },
    set others(wanted) {
      mounted.others = wanted;
    },
    get othersMoved() {
      return mounted.others.some((other, place) => other !== figure.others?.[place]?.value);
    },
    get sight() {
      const { view, magnification, windows } = mounted;
      const isTurned = view !== undefined && view.some((angle, axis) => angle !== ownView?.[axis]);
      return {
        ...(isTurned ? { view } : {}),
        ...(magnification === 1 ? {} : { magnification }),
        ...(Object.keys(windows).length === 0 ? {} : { windows }),
      };
    },
    set sight(wanted) {
      look(wanted);
    },
    field,
    get spec() {
      return spec;
    },
    destroy: () => mounted.destroy(),
  };
}

/** How many numbers the function of a field may take: several where the kind draws any and the point is a list. */
function inputsOf({ kind, options }: FigureSpec): FunctionInputs {
  const inputs = isFigureKind(kind) ? (figureKinds[kind].functions[0] ?? 'one') : 'one';
  return inputs === 'any' && !Array.isArray(options['at'] ?? options['from']) ? 'one' : inputs;
}

/** Puts the code of the figure's function into its place, if the chapter shows it. */
function showCode(place: HTMLElement, spec: FigureSpec): void {
  const panel = place.querySelector<HTMLElement>('.emitted-code');
  const kind = panel?.dataset['code'];
  const code = panel?.querySelector('code');
  if (code !== null && code !== undefined && isCodeKind(kind)) code.textContent = emittedCode(spec, kind);
}
