/**
 * The table of figures: for each kind the function of 'secant/figures' that makes it, the functions it draws, and
 * its options with their shapes. Custom elements read their attributes by it, chapters and cells their
 * descriptions, the documentation its list. The rows are held against the makers themselves: a maker without a row,
 * an option without a shape, and a shape that the option does not have do not compile.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type * as makers from './makers.ts';
import type { OptionShape, ShapeOf } from './option-shapes.ts';
import type { ParameterSettings } from './parameter-settings.ts';

type Makers = typeof makers;

/** The name of a function that makes figures. */
export type FigureMakerName = keyof Makers;

/** secantToTangent becomes secant-to-tangent. */
export type KebabCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${KebabCase<Rest>}`
  : Name;

/** The name of a kind of figure, as `Figure.kind` and HTML have it. */
export type FigureKind = { [Name in FigureMakerName]: KebabCase<Name> }[FigureMakerName];

/** The function that makes a kind of figure. */
export type FigureMaker<Kind extends FigureKind> = {
  [Name in FigureMakerName]: KebabCase<Name> extends Kind ? Makers[Name] : never;
}[FigureMakerName];

/** The options of a maker: what comes after its functions. */
type OptionsAfterFunctions<Values extends readonly unknown[]> = Values extends readonly [unknown, (infer Options)?]
  ? NonNullable<Options>
  : Values extends readonly [unknown, unknown, (infer Options)?]
    ? NonNullable<Options>
    : never;

/** Options of figures that are made from texts: the sliders of letters in them. */
export interface TextOptions {
  /** The sliders of letters that are no variables; a letter without one has a slider from −5 to 5 that stands at 1. */
  readonly parameters?: ParameterSettings;
}

/** Options that hold functions, as texts. */
type AsTexts<Options> = Omit<Options, 'scope' | 'also'> &
  ('also' extends keyof Options ? { readonly also?: readonly string[] } : unknown);

/** The options of a kind's own function, as far as they can be written down; what its functions capture cannot. */
export type OwnOptions<Kind extends FigureKind = FigureKind> = Kind extends FigureKind
  ? AsTexts<OptionsAfterFunctions<Parameters<FigureMaker<Kind>>>>
  : never;

/** The options of a kind of figure that is made from texts. */
export type FigureOptions<Kind extends FigureKind = FigureKind> = Kind extends FigureKind
  ? OwnOptions<Kind> & TextOptions
  : never;

/** How many numbers a drawn function takes: one, two as a list, or any number of them. */
export type FunctionInputs = 'one' | 'two' | 'any';

/** One row of the table, as any kind has it. */
export interface FigureKindRow {
  /** The function of 'secant/figures'. */
  readonly name: FigureMakerName;
  /** The functions that are drawn, each by its inputs. */
  readonly functions: readonly FunctionInputs[];
  /** Every option, with its shape. */
  readonly options: Readonly<Record<string, OptionShape>>;
}

/** The table: the row of a kind names the maker that fits its name, and has every option of that maker. */
type FigureKindTable = {
  readonly [Name in FigureMakerName as KebabCase<Name>]: FigureKindRow & {
    readonly name: Name;
    readonly options: {
      readonly [Option in keyof OwnOptions<KebabCase<Name>>]-?: ShapeOf<
        NonNullable<OwnOptions<KebabCase<Name>>[Option]>
      >;
    };
  };
};

const along = { domain: 'interval', frames: 'whole number', value: 'number', title: 'text' } as const;
const space = {
  domain: 'interval or two',
  frames: 'whole number',
  view: 'view',
  surface: 'surface look',
  title: 'text',
} as const;

/**
 * The table, by kind.
 *
 * @example
 * ```ts
 * figureKinds['secant-panels'].options // → { domain: 'interval', exclusions: 'numbers', title: 'text', at: 'number', through: 'number' }
 * ```
 */
export const figureKinds: FigureKindTable = {
  'tangent-along-curve': {
    name: 'tangentAlongCurve',
    functions: ['one'],
    options: { ...along, y: 'interval', exclusions: 'numbers', orders: 'orders', also: 'formulas' },
  },
  'derivative-joint': {
    name: 'derivativeJoint',
    functions: ['one'],
    options: { ...along, y: 'interval', exclusions: 'numbers' },
  },
  'secant-to-tangent': {
    name: 'secantToTangent',
    functions: ['one'],
    options: { ...along, y: 'interval', exclusions: 'numbers', at: 'number' },
  },
  'secant-panels': {
    name: 'secantPanels',
    functions: ['one'],
    options: {
      domain: 'interval',
      exclusions: 'numbers',
      title: 'text',
      at: 'number',
      through: 'number',
    },
  },
  'epsilon-sweep': {
    name: 'epsilonSweep',
    functions: ['one'],
    options: { ...along, exclusions: 'numbers', at: 'number' },
  },
  'epsilon-error': { name: 'epsilonError', functions: ['one'], options: { ...along, at: 'number' } },
  'taylor-figure': {
    name: 'taylorFigure',
    functions: ['one'],
    options: {
      domain: 'interval',
      y: 'interval',
      title: 'text',
      value: 'number',
      at: 'number',
      highest: 'whole number',
      exclusions: 'numbers',
    },
  },
  'gradient-field': {
    name: 'gradientField',
    functions: ['two'],
    options: { domain: 'interval or two', frames: 'whole number', title: 'text', at: 'point' },
  },
  descent: {
    name: 'descent',
    functions: ['any'],
    options: {
      domain: 'interval or two',
      title: 'text',
      value: 'number',
      from: 'number or point',
      rate: 'number',
      steps: 'whole number',
      exclusions: 'numbers',
    },
  },
  'computation-graph-figure': {
    name: 'computationGraphFigure',
    functions: ['any'],
    options: {
      mode: 'graph mode',
      at: 'number or numbers',
      direction: 'numbers',
      frames: 'whole number',
      value: 'number',
      title: 'text',
    },
  },
  'line-and-plane': {
    name: 'lineAndPlane',
    functions: ['one', 'two'],
    options: { ...space, exclusions: 'numbers', at: 'number or point' },
  },
  'secant-planes': {
    name: 'secantPlanes',
    functions: ['two'],
    options: { ...space, at: 'point', value: 'number' },
  },
  'tangent-planes': { name: 'tangentPlanes', functions: ['two'], options: { ...space, at: 'point' } },
};

/** The options that every kind has where its functions are texts. */
export const textOptions: { readonly [Option in keyof TextOptions]-?: ShapeOf<NonNullable<TextOptions[Option]>> } = {
  parameters: 'parameters',
};

/** Whether a word names a kind of figure. */
export function isFigureKind(word: string): word is FigureKind {
  return Object.hasOwn(figureKinds, word);
}

/** A word as the kind it names. @throws SecantError S203 with the kinds there are */
export function mustBeKind(word: string): FigureKind {
  if (isFigureKind(word)) return word;
  throw new SecantError('S203', `there is no figure of the kind "${word}"`, {
    hint: `the kinds are ${Object.keys(figureKinds).join(', ')}`,
  });
}
