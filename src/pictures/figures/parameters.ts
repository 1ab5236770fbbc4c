/**
 * Figures of functions with parameters: `a w^2 + b` with a slider for a and one for b. For each setting of the sliders
 * there is a figure of that function, made when it is asked for, so that every derivative in it is exact; this file puts
 * them behind one figure, whose last other sliders are the parameters. Pure: what is drawn depends on the values alone.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { Figure, FigureParameter } from '../scene/figure.ts';
import { Recent } from '../scene/recent.ts';
import { guarded } from '../scene/sample-curve.ts';
import type { Scene } from '../scene/scene.ts';
import { numberRuns } from '../scene/text.ts';
import { chooseYWindow } from '../scene/y-window.ts';
import type { ScalarFunction } from '../../calculus/types.ts';
import { figure } from './figure.ts';
import { readEqual, saidEqual } from './words.ts';
import type { ParameterSetting } from './parameter-settings.ts';
import { roundStep } from './positions.ts';
import type { ParameterValues } from './read-drawn.ts';

/** Figures that were made last: those of a play to and fro are there again. */
const kept = 24;

/** A letter as a name of a slider: a1 is a₁. */
const nameOf = (letter: string): string =>
  letter.replace(/_/g, '').replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'.charAt(Number(digit)));

/**
 * The slider of a parameter.
 *
 * @throws SecantError S203 for a setting that is none
 *
 * @example
 * ```ts
 * sliderOf('a', { max: 2 }).min // → -5
 * ```
 */
export function sliderOf(letter: string, setting: ParameterSetting = {}): FigureParameter {
  const { min = Math.min(-5, (setting.max ?? 0) - 1), max = Math.max(5, min + 1) } = setting;
  const { step = roundStep((max - min) / 100), value = Math.min(max, Math.max(min, 1)) } = setting;
  if (!(Number.isFinite(max - min) && min < max && value >= min && value <= max && step > 0)) {
    throw new SecantError(
      'S203',
      `the parameter \`${letter}\` cannot be ${value} between ${min} and ${max} in steps of ${step}`,
      {
        hint: 'give min below max, value between them, and a step above 0',
      },
    );
  }
  return { name: nameOf(letter), min, max, step, value, stops: [] };
}

/** Values of parameters by their letters. */
export function valuesOf(letters: readonly string[], values: readonly number[]): ParameterValues {
  return new Map(letters.map((letter, k) => [letter, values[k] ?? NaN]));
}

/** Places along a domain at which a function is looked at for its window. */
const looks = 121;
/** How far the window reaches beyond that of the first function, above and below, in heights of it. */
const margin = 0.5;

/**
 * The values that are shown while parameters move, so that the axis stands still: those of the function at first, and of
 * those at the ends of each slider as far as they do not make the first one small.
 */
export function valuesShown(
  sliders: readonly FigureParameter[],
  domain: readonly [number, number],
  functionAt: (values: readonly number[]) => ScalarFunction,
): readonly [number, number] {
  const xs = Array.from({ length: looks }, (_, k) => domain[0] + (k / (looks - 1)) * (domain[1] - domain[0]));
  const windowAt = (values: readonly number[]): readonly [number, number] => {
    const g = guarded(functionAt(values));
    return chooseYWindow(g, xs, xs.map(g));
  };
  const settings = sliders.map(({ value }) => value);
  let [low, high] = windowAt(settings);
  const [least, most] = [low - margin * (high - low), high + margin * (high - low)];
  for (const [k, { min, max }] of sliders.entries()) {
    for (const end of [min, max]) {
      const [below, above] = windowAt(settings.with(k, end));
      [low, high] = [Math.min(low, Math.max(below, least)), Math.max(high, Math.min(above, most))];
    }
  }
  return [low, high];
}

/**
 * One figure out of those for all values of its parameters.
 *
 * @param letters the parameters, each with a slider
 * @param figureAt makes the figure of the function with these numbers in it
 */
export function figureWithParameters(
  letters: readonly string[],
  sliders: readonly FigureParameter[],
  figureAt: (values: ParameterValues) => Figure,
): Figure {
  const made = new Recent<Figure>(kept);
  const memberOf = (values: readonly number[]): Figure =>
    made.get(values.join(), () => figureAt(valuesOf(letters, values)));
  const first = memberOf(sliders.map(({ value }) => value));
  const own = first.others?.length ?? 0;
  const valuesIn = (others: readonly number[] = []): number[] =>
    sliders.map(({ value }, k) => others[own + k] ?? value);
  const memberAt = (others?: readonly number[]): Figure => memberOf(valuesIn(others));
  const ownOthers = (others?: readonly number[]): readonly number[] | undefined => others?.slice(0, own);
  const withValues = (scene: Scene, others?: readonly number[]): Scene => {
    const values = valuesIn(others);
    const said = sliders.map(({ name }, k) =>
      readEqual(
        `parameter-${letters[k] ?? ''}`,
        numberRuns(name).map((run) => (run.style === undefined ? { ...run, style: 'italic' as const } : run)),
        values[k] ?? NaN,
      ),
    );
    return { ...scene, readOut: [...scene.readOut, ...said] };
  };
  const words = (others?: readonly number[]): string =>
    `Here ${valuesIn(others)
      .map((value, k) => saidEqual(sliders[k]?.name ?? '', value))
      .join(', ')}.`;
  const { wayFrom, curveAt, heightAt, ...rest } = first;
  return figure({
    ...rest,
    others: [...(first.others ?? []), ...sliders],
    parameters: sliders,
    memberAt,
    sceneAt: (value, others, windows) =>
      withValues(memberAt(others).sceneAt(value, ownOthers(others), windows), others),
    describeAt: (value, others, windows) =>
      `${memberAt(others).describeAt(value, ownOthers(others), windows)} ${words(others)}`,
    valueText: (value, others, windows) => memberAt(others).valueText(value, ownOthers(others), windows),
    ...(curveAt !== undefined && { curveAt }),
    ...(heightAt !== undefined && { heightAt }),
    ...(wayFrom !== undefined && {
      wayFrom(value, others, windows) {
        const way = memberAt(others).wayFrom?.(value, ownOthers(others), windows);
        const settings = valuesIn(others);
        return way && { ...way, at: (k: number) => ({ ...way.at(k), others: [...way.at(k).others, ...settings] }) };
      },
    }),
  });
}
