import { describe, expect, test } from 'vitest';
import { SecantError } from '../../base/diagnostics.ts';
import { figureKinds, isFigureKind, type FigureKind, type FigureMaker, type FigureOptions } from './kinds.ts';
import { makeFigure } from './make-figure.ts';
import '../../index.ts';
import * as makers from './makers.ts';
import { checkOption, describeShape, optionText, readOption, type OptionShape, type ShapeOf } from './option-shapes.ts';

const kinds = Object.keys(figureKinds).filter(isFigureKind);

/** Functions that any kind can draw. */
const texts = { one: 'sin(w)', two: 'w1^2 + w2', any: 'w1 * w2' } as const;

/** Options for which the example of their shape will not do. */
const examples: Readonly<Record<string, string>> = {
  // Two points of a secant must not be the same one.
  through: '-2.6',
  highest: '8',
  from: '1, 2',
  // One number for each of two inputs.
  direction: '1, 0',
};

function textsFor(kind: FigureKind): string[] {
  return figureKinds[kind].functions.map((inputs) => texts[inputs]);
}

function errorOf(action: () => unknown): SecantError {
  try {
    action();
  } catch (error) {
    if (error instanceof SecantError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

test('every function that makes figures has a row', () => {
  expect(kinds.map((kind) => figureKinds[kind].name).sort()).toEqual(Object.keys(makers).sort());
});

test.each(kinds)('%s is made by its row, with every option given as text', (kind) => {
  const { options } = figureKinds[kind];
  const given = Object.entries(options).map(([name, shape]): [string, unknown] => [
    name,
    readOption(name, shape, examples[name] ?? describeShape(shape).example),
  ]);
  const figure = makeFigure<string>(kind, textsFor(kind), Object.fromEntries(given));
  expect(figure.kind).toBe(kind);
  expect(figure.title).toBe(describeShape('text').example);
});

test('a table that lacks something does not compile', () => {
  const at: FigureOptions<'secant-panels'> = { at: 1, through: 2 };
  // @ts-expect-error `through` is no option of this kind
  const wrong: FigureOptions<'secant-to-tangent'> = { at: 1, through: 2 };
  const shape: ShapeOf<number> = 'number';
  // @ts-expect-error a list is not a number
  const list: ShapeOf<number> = 'numbers';
  // @ts-expect-error the kind has another maker
  const maker: FigureMaker<'secant-to-tangent'> = makers.secantPlanes;
  // @ts-expect-error the name of a kind is written with hyphens
  const kind: FigureKind = 'secantToTangent';
  // @ts-expect-error the options of a kind that is known are known too
  expect(() => makeFigure('secant-panels', ['sin(w)'], { view: [1, 2] })).toThrow('S203');
  expect([at, wrong, shape, list, maker, kind]).toHaveLength(6);
});

describe('what does not fit is named', () => {
  test.each([
    [
      () => makeFigure('secant-to-tangnet', ['sin(w)']),
      'S203',
      'no figure of the kind "secant-to-tangnet"',
      'tangent-planes',
    ],
    [() => makeFigure('toString', ['sin(w)']), 'S203', 'toString', 'secant-panels'],
    [() => makeFigure('line-and-plane', ['sin(w)']), 'S201', 'draws 2 functions and was given 1', 'first'],
    [
      () => makeFigure<string>('secant-to-tangent', ['sin(w)'], { view: [1, 2] }),
      'S203',
      'no option `view`',
      'at, domain',
    ],
    [() => makeFigure<string>('secant-to-tangent', ['sin(w)'], { at: '1' }), 'S203', '`at` is "1"', '0.5'],
    [() => makeFigure('secant-planes', ['sin(w)']), 'S201', 'of two numbers', 'w1 and w2'],
  ])('%#', (action, code, sentence, hint) => {
    const error = errorOf(action);
    expect(error.code).toBe(code);
    expect(error.sentence).toContain(sentence);
    expect(error.hint).toContain(hint);
  });
});

describe('options as text', () => {
  test.each<[OptionShape, string, unknown]>([
    ['number', ' 0.5 ', 0.5],
    ['number', '−2', -2],
    ['number', '1e-3', 0.001],
    ['whole number', '200', 200],
    ['interval', '-3 3', [-3, 3]],
    ['interval', '-3, 3', [-3, 3]],
    ['interval', '[-3, 3]', [-3, 3]],
    ['interval', '(−3; 3)', [-3, 3]],
    ['view', '20,150', [20, 150]],
    ['number or point', '1', 1],
    ['number or point', '1 2', [1, 2]],
    ['numbers', '', []],
    ['numbers', '1', [1]],
    ['orders', '1 2', [1, 2]],
    ['text', ' sin, cos ', ' sin, cos '],
  ])('%s from "%s"', (shape, text, value) => {
    expect(readOption('it', shape, text)).toEqual(value);
  });

  test.each<[OptionShape, string]>([
    ['number', ''],
    ['number', 'one'],
    ['number', '1 2'],
    ['number', 'Infinity'],
    ['whole number', '2.5'],
    ['interval', '3'],
    ['interval', '3 -3'],
    ['interval', '1 2 3'],
    ['interval', '1, two'],
    ['view', '20'],
    ['orders', '3'],
  ])('%s is not "%s"', (shape, text) => {
    const error = errorOf(() => readOption('it', shape, text));
    expect(error.sentence).toBe(`\`it\` is "${text}", and should be ${describeShape(shape).words}`);
    expect(error.hint).toBe(`such as ${describeShape(shape).example}`);
  });

  test('a value comes back to the last bit', () => {
    for (const [shape, value] of [
      ['number', 0.1 + 0.2],
      ['interval', [-Math.PI, 1e-300]],
      ['orders', [1, 2]],
    ] as const) {
      expect(readOption('it', shape, optionText(value))).toEqual(value);
    }
  });

  test('data of another shape is refused', () => {
    expect(errorOf(() => checkOption('it', 'number', undefined)).sentence).toContain('undefined');
    expect(errorOf(() => checkOption('it', 'point', ['1', 2])).sentence).toContain('["1",2]');
  });
});
