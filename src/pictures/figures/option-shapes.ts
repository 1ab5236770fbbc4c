/**
 * What an option of a figure can be, in the few forms that text can carry: HTML attributes, chapters and links
 * write options as text or as plain data, and both are held against the same rows. In: a shape, and a text or a
 * value of unknown origin. Out: the value, or an error that says what was wanted, with an example. A shape is tied
 * to the TypeScript type of its values, so that a table of options cannot give an option a shape it does not have.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { ParameterSettings } from './parameter-settings.ts';
import type { PlaneDomain } from './positions.ts';
import type { SurfaceLook, View } from '../scene/scene.ts';

/** The shapes, each with the type of its values. */
export interface OptionTypes {
  readonly number: number;
  readonly 'whole number': number;
  readonly interval: readonly [number, number];
  readonly 'interval or two': PlaneDomain;
  readonly point: readonly [number, number];
  readonly view: View;
  readonly 'number or point': number | readonly [number, number];
  readonly 'number or numbers': number | readonly number[];
  readonly numbers: readonly number[];
  readonly 'graph mode': 'values' | 'forward' | 'reverse';
  readonly 'surface look': SurfaceLook;
  readonly orders: readonly (1 | 2)[];
  readonly text: string;
  readonly formulas: readonly string[];
  readonly parameters: ParameterSettings;
}

/** The name of a shape. */
export type OptionShape = keyof OptionTypes;

/** An option as plain data. */
export type OptionValue = OptionTypes[OptionShape];

/** The shapes whose values are exactly those of a type. */
export type ShapeOf<Value> = {
  [Shape in OptionShape]: [Value, OptionTypes[Shape]] extends [OptionTypes[Shape], Value] ? Shape : never;
}[OptionShape];

/** One row: what a shape is called, how one looks, and what it accepts. */
interface ShapeRow {
  readonly words: string;
  readonly example: string;
  accepts(value: unknown): boolean;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isNumbers = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isNumber);
const graphModes: readonly string[] = ['values', 'forward', 'reverse'];
const surfaceLooks: readonly string[] = ['both', 'shaded', 'wire'];
const settings: readonly string[] = ['min', 'max', 'step', 'value'];
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSetting = (value: unknown): boolean =>
  isRecord(value) && Object.entries(value).every(([name, number]) => settings.includes(name) && isNumber(number));
const isInterval = (value: unknown): boolean =>
  isNumbers(value) && value.length === 2 && (value[0] ?? 0) < (value[1] ?? 0);
const isPair = (value: unknown): boolean => isNumbers(value) && value.length === 2;

const shapes: Readonly<Record<OptionShape, ShapeRow>> = {
  number: { words: 'a number', example: '0.5', accepts: isNumber },
  'whole number': { words: 'a whole number', example: '200', accepts: (value) => Number.isInteger(value) },
  interval: { words: 'two numbers, the smaller first', example: '-3, 3', accepts: isInterval },
  'interval or two': {
    words: 'two numbers, the smaller first, or two such pairs',
    example: '-3, 3, -2, 2',
    accepts: (value) =>
      isInterval(value) || (Array.isArray(value) && value.length === 2 && value.every((each) => isInterval(each))),
  },
  point: { words: 'two numbers', example: '0, 0.5', accepts: isPair },
  view: { words: 'elevation and azimuth in degrees', example: '20, 150', accepts: isPair },
  'number or point': { words: 'a number or two', example: '0', accepts: (value) => isNumber(value) || isPair(value) },
  'number or numbers': {
    words: 'a number or a list',
    example: '1, 2',
    accepts: (value) => isNumber(value) || (isNumbers(value) && value.length > 0),
  },
  numbers: { words: 'numbers', example: '-1, 0, 1', accepts: isNumbers },
  orders: {
    words: '1, or 1 and 2',
    example: '1, 2',
    accepts: (value) => isNumbers(value) && value.every((order) => order === 1 || order === 2),
  },
  'graph mode': {
    words: 'values, forward or reverse',
    example: 'forward',
    accepts: (value) => typeof value === 'string' && graphModes.includes(value),
  },
  'surface look': {
    words: 'both, shaded or wire',
    example: 'wire',
    accepts: (value) => typeof value === 'string' && surfaceLooks.includes(value),
  },
  formulas: {
    words: 'formulas, with a bar between spaces from one to the next',
    example: 'cos(w) | w^2',
    accepts: (value) => Array.isArray(value) && value.every((text) => typeof text === 'string' && text.trim() !== ''),
  },
  parameters: {
    words: 'the sliders of letters',
    example: '{ "a": { "min": 0, "max": 2 } }',
    accepts: (value) => isRecord(value) && Object.values(value).every(isSetting),
  },
  text: { words: 'a text', example: 'Slopes of a sine', accepts: (value) => typeof value === 'string' },
};

/** Shapes whose values are always lists, however many numbers a text holds. */
const lists: ReadonlySet<OptionShape> = new Set(['interval', 'interval or two', 'point', 'view', 'numbers', 'orders']);

/** Shapes whose values are texts themselves. */
const words: ReadonlySet<OptionShape> = new Set(['text', 'graph mode', 'surface look']);

function refuse(name: string, shape: OptionShape, given: string): never {
  const { words, example } = shapes[shape];
  throw new SecantError('S203', `\`${name}\` is ${given}, and should be ${words}`, { hint: `such as ${example}` });
}

/** What a shape is called in a sentence, and how a value of it looks as text. */
export function describeShape(shape: OptionShape): { readonly words: string; readonly example: string } {
  const { words, example } = shapes[shape];
  return { words, example };
}

/** The numbers of a text: parted by commas or spaces, in brackets or not. */
function numbersIn(text: string): number[] {
  const parts = text
    .replace(/[[\]()]/g, ' ')
    .trim()
    .split(/\s*[,;]\s*|\s+/)
    .filter((part) => part !== '');
  return parts.map((part) => Number(part.replace('−', '-')));
}

/** What a text in JSON says; the text itself where it says nothing. */
function recordIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * An option from its text.
 *
 * @param name how the message calls it
 * @throws SecantError S203 where the text is something else
 *
 * @example
 * ```ts
 * readOption('domain', 'interval', '[-3, 3]') // → [-3, 3]
 * ```
 */
export function readOption<Shape extends OptionShape>(name: string, shape: Shape, text: string): OptionTypes[Shape] {
  if (words.has(shape)) return checkOption(name, shape, shape === 'text' ? text : text.trim());
  if (shape === 'formulas')
    return checkOption(
      name,
      shape,
      text.split(' | ').map((formula) => formula.trim()),
    );
  if (shape === 'parameters') return checkOption(name, shape, recordIn(text));
  const numbers = numbersIn(text);
  const value = lists.has(shape) || numbers.length !== 1 ? numbers : numbers[0];
  const read = shape === 'interval or two' && numbers.length === 4 ? [numbers.slice(0, 2), numbers.slice(2)] : value;
  if (!shapes[shape].accepts(read)) refuse(name, shape, `"${text}"`);
  return checkOption(name, shape, read);
}

/**
 * An option of unknown origin, if it has the shape.
 *
 * @throws SecantError S203 if it has another
 *
 * @example
 * ```ts
 * checkOption('at', 'number', '0') // → throws S203: `at` is "0", and should be a number
 * ```
 */
export function checkOption<Shape extends OptionShape>(name: string, shape: Shape, value: unknown): OptionTypes[Shape] {
  if (!shapes[shape].accepts(value)) refuse(name, shape, JSON.stringify(value) ?? String(value));
  return value as OptionTypes[Shape];
}

/** An option as text; `readOption` gives the value back to the last bit. */
export function optionText(value: OptionValue): string {
  if (isRecord(value)) return JSON.stringify(value);
  if (!Array.isArray(value)) return String(value);
  return value.join(value.some((item) => typeof item === 'string') ? ' | ' : ', ');
}
