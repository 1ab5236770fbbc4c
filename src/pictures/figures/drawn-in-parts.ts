/**
 * Figures of functions that may be slow. In a page the function that makes a figure is given a share of time. Where that is
 * enough, as nearly always, the figure comes out of it as from anywhere else. Otherwise the figure carries the work that is
 * left, which the page's live figure does while the page is idle: first the values known so far, then the figure drawn from
 * few of them, then the figure as fine as it can be had. Whoever asks such a figure for anything but its live form has it
 * made at once, however long that takes.
 */
import type { PlaneDomain } from './positions.ts';
import { Parts } from '../../base/parts.ts';
import { steps, withinPicture, withinShare } from '../../base/steps.ts';
import { type AnyFunction, withScope, type ScopeOption } from '../../calculus/functions.ts';
import type { Figure, FigureWork } from '../scene/figure.ts';
import { figure } from './figure.ts';
import type { FigureKind } from './kinds.ts';
import { isInPage, mountWith } from './mounting.ts';
import { emptyPanels } from './panel-forms.ts';

/** Milliseconds of the function's time until a first picture. */
const firstShare = 100;

interface DrawnOptions extends ScopeOption {
  readonly title?: string;
  readonly domain?: PlaneDomain;
}

/**
 * Makes a figure of a function with what it captures, in parts where it is slow and a page is there to do the rest.
 *
 * @param draw does the same whenever it begins anew
 */
export function drawnInParts<F extends AnyFunction, Options extends DrawnOptions>(
  kind: FigureKind,
  g: F,
  options: Options,
  draw: (g: F, options: Options) => Figure,
): Figure {
  const of = withScope(g, options.scope);
  const make = (): Figure => draw(of, options);
  // Whoever set a limit wants an answer within it.
  if (!isInPage() || steps.left < Infinity) return withinPicture(make);
  const parts = new Parts();
  const first = parts.share(firstShare, () => withinShare(make));
  return first?.made ?? unfinished(kind, options, parts, parts.answersOf(of), make);
}

/** A figure that is made when it is asked for; what is asked while it is shown is answered by what is shown. */
function unfinished(
  kind: FigureKind,
  { title = 'A figure', domain = [-3, 3] }: DrawnOptions,
  parts: Parts,
  answers: FigureWork['answers'],
  make: () => Figure,
): Figure {
  let isFine = false;
  let latest: Figure | undefined;
  let whole: Figure | undefined;
  const work: FigureWork = {
    answers,
    blank: figure({
      kind,
      title,
      parameter: { name: 'w', min: 0, max: 1, step: 1, value: 0, stops: [] },
      frames: 2,
      handles: [],
      valueAt: () => 0,
      sceneAt: () => ({ panels: emptyPanels(kind, domain), readOut: [] }),
      describeAt: () => 'The function is slow: its picture is not there yet.',
      valueText: () => '',
    }),
    isDone: false,
    advance(milliseconds, look) {
      const drawn = parts.share(milliseconds, () =>
        withinShare(() => {
          const made = make();
          look(made);
          return made;
        }),
      );
      if (drawn === undefined) return undefined;
      work.isDone = isFine || !parts.refine();
      isFine = true;
      return (latest = drawn.made);
    },
    within: (milliseconds, run) => parts.share(milliseconds, () => withinShare(run)) !== undefined,
  };
  // A file is made of the whole, and so is everything else before anything was drawn.
  const ofFiles = /^(scene|describe|svg|png|gif|webp|mp4|webm|html)$/;
  const own = { kind, title, work, mount: (element: HTMLElement) => mountWith(shown, element) };
  const shown = new Proxy(own as unknown as Figure, {
    get(_, name) {
      if (Object.hasOwn(own, name)) return Reflect.get(own, name);
      if (latest !== undefined && (work.isDone || !ofFiles.test(String(name)))) return Reflect.get(latest, name);
      return Reflect.get((whole ??= withinPicture(make)), name);
    },
  });
  return shown;
}
