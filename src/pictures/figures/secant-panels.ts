/**
 * Three panels that stand still: a point of a curve, the secant through it and a second point, the tangent in
 * it. Each has its equation under its title. Where there is no tangent the third panel says why.
 */
import type { ScopeOption } from '../../calculus/functions.ts';
import type { ScalarFunction } from '../../calculus/index.ts';
import { SecantError } from '../../base/diagnostics.ts';
import { lineThrough, secantThrough } from '../../calculus/geometry/index.ts';
import { digitsApart, formatIn, formatNumber, formatShort, isRounded, withSign } from '../scene/format.ts';
import type { Window } from '../scene/clip.ts';
import type { Figure, Windows } from '../scene/figure.ts';
import type { Mark, Panel, Point, ReadOut, Scene, TextRun } from '../scene/scene.ts';
import { plain } from '../scene/text.ts';
import { prepareCurve } from './curve.ts';
import { drawnInParts } from './drawn-in-parts.ts';
import { figure, mustBeDomain, mustBeFunction } from './figure.ts';
import { curveMarks, curvePanel, dotPlace, lineMarks, rayMarks, saidAsymptotes } from './marks.ts';
import { equationRuns, names, readEqual, readWord, noTangent, asSentence, honestEquation } from './words.ts';

/** Options of {@link secantPanels}. */
export interface SecantPanelsOptions extends ScopeOption {
  /** The point. */
  readonly at?: number;
  /** The second point of the secant. */
  readonly through?: number;
  readonly domain?: readonly [number, number];
  /** Arguments where the drawn line is cut. */
  readonly exclusions?: readonly number[];
  readonly title?: string;
}

const panelKeys = ['point', 'secant', 'tangent'] as const;
type PanelKey = (typeof panelKeys)[number];

/**
 * Point, secant and tangent side by side.
 *
 * @param g any function of one number
 * @throws SecantError S003, S203 for options that make no figure, S401 when both points are the same
 * @example
 * ```ts
 * secantPanels((w) => Math.sin(w)).describe(0).includes('h(w) ≈ 0.1983 w') // → true
 * ```
 */
export function secantPanels(g: ScalarFunction, options: SecantPanelsOptions = {}): Figure {
  return drawnInParts('secant-panels', g, options, drawSecantPanels);
}

function drawSecantPanels(g: ScalarFunction, options: SecantPanelsOptions): Figure {
  const { at = 0, through = -2.6, domain = [-3, 3], title = 'A point, a secant, a tangent' } = options;
  mustBeFunction(g);
  mustBeDomain(domain);
  for (const w of [at, through])
    if (!(w >= domain[0] && w <= domain[1]))
      throw new SecantError('S203', `the point ${w} is not in the domain [${domain[0]}, ${domain[1]}]`, {
        hint: 'choose `at` and `through` inside the domain, or widen the domain',
      });
  const curve = prepareCurve(g, domain, { through: [at, through], exclusions: options.exclusions ?? [] });
  const point: Point = [at, curve.g(at)];
  const other: Point = [through, curve.g(through)];
  const secant = secantThrough(point, other);
  const verdict = curve.kinks.verdictAt(at);
  const tangent =
    verdict.differentiable && verdict.derivative !== undefined ? lineThrough(point, verdict.derivative) : undefined;

  const named = (
    key: 'fixed' | 'second',
    place: Point,
    name: readonly TextRun[],
    offset: Point,
    window: Window,
  ): Mark[] => {
    const dot = dotPlace(place, window);
    const role = key === 'fixed' ? 'fixed-point' : 'second-point';
    return [
      { kind: 'text', key: `${key}-word`, role, at: dot.at, runs: name, anchor: 'start', offset },
      { kind: 'dot', key, role, ...dot },
    ];
  };
  const line = (role: 'secant' | 'tangent', slope: number, window: Window): Mark[] =>
    lineMarks({ key: 'line', role, word: role, point, slope, window });
  const digits = digitsApart([...point, ...other]);
  const pairOf = (place: Point): string => `(${place.map((value) => formatShort(value, digits)).join(', ')})`;
  const near = (place: Point): string =>
    place.some((value) => isRounded(value, formatShort(value, digits))) ? '≈ ' : '';
  const pointText = pairOf(point);
  // The two lines look different where they are.
  const ofLines = digitsApart([secant.slope, tangent?.slope ?? secant.slope], 4);
  const [secantText, tangentText] = [secant, tangent].map((line) =>
    line === undefined ? '' : honestEquation((options) => line.equation(options), ofLines),
  ) as [string, string];
  const rows: readonly (readonly [PanelKey, readonly TextRun[], (window: Window) => readonly Mark[]])[] = [
    ['point', [...names.w0, plain(` ${near(point) === '' ? 'at' : '≈'} ${pointText}`)], () => []],
    [
      'secant',
      equationRuns(secantText),
      (window) => [...line('secant', secant.slope, window), ...named('second', other, names.w1, [11, -13], window)],
    ],
    tangent === undefined
      ? [
          'tangent',
          [plain(verdict.verdict === 'vertical tangent' ? 'vertical tangent' : 'no tangent')],
          (window) => rayMarks(point, verdict, window),
        ]
      : ['tangent', equationRuns(tangentText), (window) => line('tangent', tangent.slope, window)],
  ];
  const panelsIn = (windows: Windows = {}): Panel[] =>
    rows.map(([key, heading, marks]) => {
      const part = curve.within(windows[key]);
      return {
        ...curvePanel(part, [
          ...curveMarks(part),
          ...marks(part.window),
          ...named('fixed', point, names.w0, [11, 13], part.window),
        ]),
        key,
        title: heading,
      };
    });
  const slopeText = (slope: number): string => {
    const usual = formatNumber(slope);
    const isShared = tangent !== undefined && secant.slope !== tangent.slope && formatNumber(secant.slope) === formatNumber(tangent.slope); // prettier-ignore
    return withSign(slope, isShared ? formatShort(slope, ofLines) : usual);
  };
  const readOut: ReadOut[] = [
    readEqual('w0', names.w0, at, domain),
    readEqual('w1', names.w1, through, domain),
    readWord('secant', 'slope of the secant', slopeText(secant.slope), 'secant'),
  ];
  if (tangent !== undefined)
    readOut.push(readWord('tangent', 'slope of the tangent', slopeText(tangent.slope), 'tangent'));
  const notice = tangent === undefined ? { notice: noTangent(verdict) } : {};
  const sentence =
    `The point is at ${near(point)}${pointText}. The secant through it and ${near(other)}${pairOf(other)} is ${secantText}. ` +
    (tangent === undefined
      ? asSentence(noTangent(verdict, 'there is no tangent here'))
      : `The tangent is ${tangentText}.`) +
    saidAsymptotes(curve);
  return figure({
    kind: 'secant-panels',
    title,
    parameter: { name: 'w', min: at, max: at, step: 1, value: at, stops: [] },
    frames: 1,
    handles: [],
    valueAt: () => at,
    zoomable: panelKeys,
    sceneAt: (_value, _others, windows): Scene => ({ panels: panelsIn(windows), readOut, ...notice }),
    curveAt: (_panel, w) => curve.g(w),
    describeAt: () => sentence,
    valueText: () => `w⁰ = ${formatIn(at, domain)}`,
  });
}
