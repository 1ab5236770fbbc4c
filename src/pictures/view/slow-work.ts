/**
 * The work on the figure of a slow function, done while the page is idle, with a word about it and a button that stops it and
 * goes on with it. In: a figure with work left, and what is shown of it. Out: one picture after another, each better than the
 * last: the values known so far, a coarse figure, a fine one. The last good picture stays whatever happens. Escape, anywhere
 * in the figure, stops the work too.
 */
import type { Announcer } from './announcer.ts';
import { createElement, setText } from './dom.ts';
import { adoptStyles } from './style-sheet.ts';
import type { FigureState } from './figure-state.ts';
import { sketchOf } from '../figures/sketch.ts';
import type { Figure, FigureWork } from '../scene/figure.ts';

/** The work of one live figure. */
export interface SlowWork {
  /** Begins the work on a figure and ends that on the one before it; false where there is nothing to do. */
  begin(figure: Figure): boolean;
  /** Makes the picture of the moment; false where the function needs more time for it, and it is drawn again later. */
  refresh(draw: () => void): boolean;
  end(): void;
}

interface Surroundings {
  readonly view: Window & typeof globalThis;
  readonly root: HTMLElement;
  readonly stage: HTMLElement;
  readonly announcer: Announcer;
  readonly state: FigureState;
  /** The state shows another figure. */
  shown(figure: Figure): void;
}

/** The look of the row, over the picture so that nothing moves when it comes and goes. */
const workCss = (): string => `
.secant-work{position:absolute;inset-block-start:0;inset-inline-start:0;z-index:1;padding-inline-start:.75rem;
  color:var(--secant-quiet);font-size:.875rem}
.secant-work>span{background:var(--secant-ground)}
.secant-work .secant-reset{position:static;color:var(--secant-ink);text-decoration:underline}
@media print{.secant-work{display:none}}
`;

/** Milliseconds of one step of the work, and of a picture for a reader who waits for it. */
const [step, promptly] = [40, 80];
/** Until a function is asked again for a position that it has not given yet. */
const soon = 60;
/** It waits no longer than this for the page to be idle, in milliseconds. */
const longestWait = 1000;

/** What is done while a page is idle; a way to wait no longer. */
function whenIdle(view: Window & typeof globalThis, action: () => void): () => void {
  if ('requestIdleCallback' in view) {
    const id = view.requestIdleCallback(action, { timeout: longestWait });
    return () => view.cancelIdleCallback(id);
  }
  // Where nothing says when a page is idle, it is given as much time as the work takes.
  const id = setTimeout(action, step);
  return () => clearTimeout(id);
}

/** Makes what does the work of a live figure. */
export function createSlowWork({ view, root, stage, announcer, state, shown }: Surroundings): SlowWork {
  const owner = root.ownerDocument;
  const words = createElement(owner, 'span');
  const button = createElement(owner, 'button', {
    type: 'button',
    class: 'secant-reset',
    'aria-keyshortcuts': 'Escape',
  });
  const row = createElement(owner, 'div', { class: 'secant-work' }, words, button);
  let work: FigureWork | undefined;
  let isStopped = false;
  let late: ReturnType<typeof setTimeout> | undefined;
  let waitNoLonger: (() => void) | undefined;

  const rest = (): void => {
    waitNoLonger?.();
    waitNoLonger = undefined;
  };
  const sayHowFar = (): void => {
    const picture = state.isSketch ? '' : 'coarse, ';
    setText(words, `${isStopped ? 'stopped' : 'drawing'}: ${picture}${work?.answers.size ?? 0} values so far`);
    setText(button, isStopped ? 'Go on' : 'Stop');
    button.setAttribute('aria-label', isStopped ? 'Go on drawing' : 'Stop drawing');
  };
  const leave = (): void => {
    // The focus stays in the figure.
    const hadFocus = row.contains((row.getRootNode() as Document | ShadowRoot).activeElement);
    row.remove();
    if (hadFocus) root.querySelector<HTMLElement>('.secant-slider')?.focus({ preventScroll: true });
  };
  const wait = (): void => {
    rest();
    waitNoLonger = whenIdle(view, go);
  };
  const look = (figure: Figure): void => {
    const { value, others } = state.placeIn(figure);
    figure.sceneAt(value, others);
    figure.describeAt(value, others);
    figure.valueText(value, others);
  };
  const sketch = (known: FigureWork): void => {
    const figure = sketchOf(known);
    state.sketch(figure);
    shown(figure);
  };
  const go = (): void => {
    const current = work;
    waitNoLonger = undefined;
    if (current === undefined) return;
    try {
      const better = current.advance(step, look);
      if (better !== undefined) {
        state.replace(better);
        shown(better);
      } else if (state.isSketch) sketch(current);
    } catch (error) {
      rest();
      leave();
      state.fail(error);
      shown(state.figure);
      announcer.say(() => state.picture.scene.notice ?? '');
      return;
    }
    if (work !== current || isStopped) return;
    if (current.isDone) {
      leave();
      announcer.say(() => `The picture is finished. ${state.picture.description}`);
      return;
    }
    sayHowFar();
    wait();
  };
  const stop = (): void => {
    isStopped = true;
    rest();
    sayHowFar();
    announcer.say(() => 'Drawing is stopped. The picture stays as it is.');
  };
  button.addEventListener('click', () => {
    if (!isStopped) return stop();
    isStopped = false;
    sayHowFar();
    wait();
  });
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isStopped || !row.isConnected) return;
    event.preventDefault();
    stop();
  });

  return {
    begin(figure) {
      rest();
      row.remove();
      work = figure.work;
      if (work === undefined) return false;
      isStopped = false;
      if (state.isSketch) sketch(work);
      sayHowFar();
      adoptStyles(root, workCss);
      stage.after(row);
      announcer.say(
        () =>
          'The function is slow: its picture is drawn while the page is idle. The button Stop drawing, or Escape, ends that.',
      );
      wait();
      return true;
    },
    refresh(draw) {
      clearTimeout(late);
      if (work === undefined || state.isSketch) state.refresh();
      else if (!work.within(promptly, () => state.refresh())) {
        // The picture stays as it is until there is another one.
        late = setTimeout(draw, soon);
        return false;
      }
      return true;
    },
    end() {
      rest();
      clearTimeout(late);
      work = undefined;
      row.remove();
    },
  };
}
