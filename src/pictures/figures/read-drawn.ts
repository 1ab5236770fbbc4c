/**
 * A text as a figure draws it: a function, or one in which some letters are parameters, numbers that sliders move. Which
 * letters are the variables is said by the text itself: those of a left side, `f(x) = …`; otherwise w, or x, or t, or a
 * letter that is the only one; for two numbers w1 and w2, or x and y. What is left over is a parameter. A figure that takes
 * functions of any number of numbers has the parameters it was told and no others. In: a text and how many numbers its
 * function takes. Out: its parameters, the function for values of them, and its own names.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { functionOfFormula, namesOfFormula } from '../../calculus/from-text.ts';
import { slopesOf } from '../../calculus/slopes.ts';
import type { ScalarFunction, VectorFunction } from '../../calculus/types.ts';
import type { FunctionInputs } from './kinds.ts';
import type { OwnNames } from './own-names.ts';
import { type DrawnFunctions, notationOf, readFunction } from './read-function.ts';

/** The values of parameters by their names. */
export type ParameterValues = ReadonlyMap<string, number>;

/** A text that was read. */
export interface Drawn<Inputs extends FunctionInputs = FunctionInputs> {
  /** The letters that are moved by sliders, in alphabetical order. */
  readonly parameters: readonly string[];
  /** The names of the left side, `f(x) = …`, where the text has one that names its variables. */
  readonly names?: OwnNames;
  /** The function with numbers in the place of the letters. */
  at(values: ParameterValues): DrawnFunctions[Inputs];
  /** For a function of one number: its derivative with respect to a parameter. */
  byParameter?(letter: string, values: ParameterValues): ScalarFunction;
}

type Names = ReturnType<typeof namesOfFormula>;

/** The variables among the letters of a formula; undefined where that is left open. */
function variablesOf(
  { names, declared }: Names,
  inputs: FunctionInputs,
  told: readonly string[],
): readonly string[] | undefined {
  if (inputs === 'any') return names.filter((name) => !told.includes(name));
  const wanted = inputs === 'one' ? 1 : 2;
  if (declared !== undefined) return declared.length === wanted ? declared : undefined;
  const open = names.filter((name) => !told.includes(name));
  if (inputs === 'one') {
    const usual = ['w', 'x', 't'].find((letter) => open.includes(letter));
    if (usual !== undefined) return [usual];
    return open.length === 1 && !/\d/.test(open[0] ?? '') ? open : undefined;
  }
  if (open.includes('w1') || open.includes('w2'))
    return open.some((name) => /^w\d*$/.test(name) && name !== 'w1' && name !== 'w2') ? undefined : ['w1', 'w2'];
  return [
    ['x', 'y'],
    ['x1', 'x2'],
  ].find((pair) => pair.every((letter) => open.includes(letter)));
}

/** The letters of a formula, or undefined where it cannot be read: `readFunction` says why. */
function namesIn(text: string): Names | undefined {
  try {
    return namesOfFormula(text);
  } catch (error) {
    if (error instanceof SecantError) return undefined;
    throw error;
  }
}

/**
 * Reads a text for a figure.
 *
 * @param told parameters that are named by whoever draws it; they are never variables
 * @throws SecantError as `readFunction`
 *
 * @example
 * ```ts
 * readDrawn('a w^2 + b', 'one').parameters // → ['a', 'b']
 * ```
 */
export function readDrawn<Inputs extends FunctionInputs>(
  text: string,
  inputs: Inputs,
  told: readonly string[] = [],
): Drawn<Inputs> {
  const names = notationOf(text) === 'formula' && text.trim() !== '' ? namesIn(text) : undefined;
  const variables = names === undefined ? undefined : variablesOf(names, inputs, told);
  const parameters = (names?.names ?? []).filter((name) => variables?.includes(name) === false).toSorted();
  const named =
    names?.own !== undefined && names.declared !== undefined
      ? { names: { own: names.own, variables: names.declared } }
      : {};
  const isDeclared = names?.declared !== undefined && inputs !== 'any';
  if (variables === undefined || (parameters.length === 0 && !isDeclared)) {
    const read = readFunction(text, inputs);
    return { parameters: [], at: () => read, ...named };
  }
  const given = inputs === 'any' ? {} : { variables };
  let byAll: ((point: readonly number[]) => readonly number[]) | undefined;
  return {
    parameters,
    ...named,
    // The text has been read with these variables, so the function takes what the inputs say.
    at: (numbers) => functionOfFormula(text, { ...given, numbers }) as DrawnFunctions[Inputs],
    ...(inputs === 'one' && {
      byParameter(letter, values) {
        byAll ??= slopesOf(functionOfFormula<VectorFunction>(text, { variables: [...variables, ...parameters] }));
        const derivative = byAll;
        const place = variables.length + parameters.indexOf(letter);
        const others = parameters.map((name) => values.get(name) ?? NaN);
        return (w) => derivative([w, ...others])[place] ?? NaN;
      },
    }),
  };
}

const byLetter = /^\s*[d∂]\s*\/\s*[d∂]\s*(\p{L}\d*)\s*$/u;

/**
 * Reads the text of a function that is drawn beside another: a formula, in which letters are parameters too, or `d/da`, the
 * derivative of the other with respect to its parameter a.
 *
 * @throws SecantError S203 where there is no such parameter, and as `readFunction`
 */
export function readBeside(text: string, first: Drawn | undefined, told: readonly string[]): Drawn<'one'> {
  const letter = byLetter.exec(text)?.[1];
  if (letter === undefined) return readDrawn(text, 'one', told);
  const { byParameter, parameters = [] } = first ?? {};
  if (byParameter === undefined || !parameters.includes(letter)) {
    throw new SecantError('S203', `\`${text.trim()}\` asks for a derivative by \`${letter}\`, which is no parameter`, {
      hint:
        parameters.length === 0
          ? 'write a formula with a parameter, such as a w^2'
          : `the parameters are ${parameters.join(', ')}`,
    });
  }
  return { parameters: [], at: (values) => byParameter(letter, values) };
}
