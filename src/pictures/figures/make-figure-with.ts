/**
 * A figure from its name: the kind, the functions as functions or as text, and options as plain data. This is how
 * custom elements, chapters and links make figures. Everything is checked against the table of kinds before the
 * figure's own function is called, so that what is wrong is named in the words in which it was written. No text is
 * run as it stands: Secant's own compiler reads it.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { withinPicture } from '../../base/steps.ts';
import type { ScalarFunction } from '../../calculus/types.ts';
import { withScope, type ScopeOption } from '../../calculus/functions.ts';
import type { Figure } from '../scene/figure.ts';
import { type FigureKind, figureKinds, type FigureOptions, type TextOptions, textOptions } from './kinds.ts';
import { checkOption, type OptionShape } from './option-shapes.ts';
import { inOwnNames } from './own-names.ts';
import { figureWithParameters, sliderOf, valuesOf, valuesShown } from './parameters.ts';
import { type Drawn, type ParameterValues, readBeside, readDrawn } from './read-drawn.ts';
import type { DrawnFunctions } from './read-function.ts';

/** A function of a figure: itself, or its text as a formula or as TypeScript. */
export type FunctionGiven = DrawnFunctions['any'] | string;

/** The options of a kind that is known when the program is written; plain data for any other. */
export type OptionsFor<Kind extends string> = Kind extends FigureKind
  ? FigureOptions<Kind> & ScopeOption
  : Readonly<Record<string, unknown>>;

/** All that is common to the functions of 'secant/figures'. */
export type AnyMaker = (...values: never[]) => Figure;

/**
 * Makes a figure through a function that may have been loaded later.
 *
 * @param make the function of 'secant/figures' that the kind's row names
 * @throws SecantError S201 and S203 for what does not fit the kind, and whatever reading a text and the figure throw
 */
export function makeFigureWith(
  make: AnyMaker,
  kind: FigureKind,
  functions: readonly FunctionGiven[],
  options: object,
): Figure {
  const row = figureKinds[kind];
  const wanted = row.functions.length;
  if (functions.length !== wanted) {
    throw new SecantError(
      'S201',
      `a figure ${kind} draws ${wanted === 1 ? 'one function' : `${wanted} functions`} and was given ${functions.length}`,
      { hint: wanted === 1 ? 'give one function' : 'give the function of one number first, then the one of two' },
    );
  }
  const shapes: Readonly<Record<string, OptionShape>> = { ...row.options, ...textOptions };
  const checked: Record<string, unknown> = {};
  const { scope, ...written }: ScopeOption = options;
  for (const [name, value] of Object.entries<unknown>(written)) {
    if (value === undefined) continue;
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (shape === undefined) {
      throw new SecantError('S203', `a figure ${kind} has no option \`${name}\``, {
        hint: `its options are ${Object.keys(shapes).sort().join(', ')}`,
      });
    }
    checked[name] = checkOption(name, shape, value);
  }
  const { parameters = {}, also = [], ...own }: TextOptions & { readonly also?: readonly string[] } = checked;
  const told = Object.keys(parameters);
  const drawn = functions.map((given, index): Drawn => {
    if (typeof given === 'string') return readDrawn(given, row.functions[index] ?? 'any', told);
    const bound = withScope(given, scope);
    return { parameters: [], at: () => bound };
  });
  const beside = also.map((text) => readBeside(text, drawn[0], told));
  const letters = [...new Set([...drawn, ...beside].flatMap((read) => read.parameters))].toSorted();
  const figureAt = (values: ParameterValues, y?: readonly [number, number]): Figure => {
    const named = beside.map((read, index) => ({ g: read.at(values), name: also[index] ?? '' }));
    const options = { ...own, ...(named.length > 0 && { also: named }), ...(y !== undefined && { y }) };
    const made: Figure = Reflect.apply(make, undefined, [...drawn.map((read) => read.at(values)), options]);
    const names = drawn.find((read) => read.names !== undefined)?.names;
    return names === undefined ? made : inOwnNames(made, names);
  };
  if (letters.length === 0) return figureAt(new Map());
  return withinPicture(() => {
    const sliders = letters.map((letter) => sliderOf(letter, parameters[letter]));
    const { domain = [-3, 3] }: { readonly domain?: readonly [number, number] } = own;
    const isOfCurve = Object.hasOwn(shapes, 'y') && !Object.hasOwn(own, 'y');
    const y = isOfCurve
      ? // A figure with a window of its own draws one function, of one number.
        valuesShown(sliders, domain, (values) => drawn[0]?.at(valuesOf(letters, values)) as ScalarFunction)
      : undefined;
    return figureWithParameters(letters, sliders, (values) => figureAt(values, y));
  });
}
