/**
 * The gallery is the golden test: a picture of every row as text, as in golden.test.ts. Each call is also carried out
 * as it is written, to see that it makes the figure that is shown, and every option of every kind has its row.
 */
import { describe, expect, test } from 'vitest';
import * as figures from 'secant/figures';
import { galleryGroups, newtonSteps, type GalleryRow } from '../../book/gallery-rows.ts';
import { svgText } from '../../src/pictures/scene/svg.ts';
import { expectGolden } from './golden-picture.ts';

const rows = galleryGroups.flatMap(([, group]) => group);

/** What a call hands to its maker. */
interface Call {
  readonly maker: string;
  readonly args: readonly unknown[];
}

/** The call of a row, carried out with makers that only take note of what they are given. */
function callOf({ call }: GalleryRow): Call {
  const makers = ['makeFigure', ...Object.values(figures.figureKinds).map(({ name }) => name)];
  const notes = makers.map((maker) => (...args: readonly unknown[]): Call => ({ maker, args }));
  const run = new Function(...makers, 'newtonSteps', `return ${call}`);
  return run(...notes, newtonSteps) as Call;
}

/** Options are the last argument, where that is no function. */
function optionsOf({ args }: Call): readonly string[] {
  const last = args.at(-1);
  return typeof last === 'object' && last !== null ? Object.keys(last) : [];
}

describe('the first picture', () => {
  test.each(rows.map((row) => [row.id, row] as const))('%s', (id, row) => {
    const figure = row.make();
    expectGolden(`gallery-${id}`, figure, figure.parameter.value);
  });
});

test.each(rows.map((row) => [row.id, row] as const))(
  'a notebook is shown the first picture of %s, and its sentence',
  (_id, row) => {
    const figure = row.make();
    // As Deno's kernel asks for it.
    const display: unknown = Reflect.get(figure, Symbol.for('Jupyter.display'));
    const bundle = (display as () => Record<string, string>)();
    expect(Object.keys(bundle)).toEqual(['text/plain', 'image/svg+xml']);
    const sentence = figure.describeAt(figure.parameter.value);
    expect(bundle['text/plain']).toBe(sentence);
    const picture = svgText(figure.sceneAt(figure.parameter.value), {
      title: figure.title,
      description: sentence,
      theme: 'light',
    });
    expect(bundle['image/svg+xml']).toBe(picture);
  },
);

test.each(rows.map((row) => [row.call, row] as const))('%s makes what is shown', (_call, row) => {
  const { maker, args } = callOf(row);
  const make: unknown = Reflect.get(figures, maker);
  if (typeof make !== 'function') throw new Error(`there is no maker ${maker}`);
  const made = make(...args) as figures.Figure;
  const shown = row.make();
  const { value } = shown.parameter;
  expect(JSON.stringify(made.parameter)).toBe(JSON.stringify(shown.parameter));
  expect(made.title).toBe(shown.title);
  expect(made.frames).toBe(shown.frames);
  expect(made.describeAt(value)).toBe(shown.describeAt(value));
  expect(JSON.stringify(made.sceneAt(value))).toBe(JSON.stringify(shown.sceneAt(value)));
});

test('no two rows have the same anchor', () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test.each(Object.values(figures.figureKinds).map(({ name, options }) => [name, Object.keys(options)] as const))(
  '%s has rows for all its options, and at least two functions',
  (name, options) => {
    const calls = rows.map(callOf).filter(({ maker }) => maker === name);
    const used = new Set(calls.flatMap(optionsOf));
    expect(options.filter((option) => !used.has(option))).toEqual([]);
    expect(new Set(calls.map(({ args }) => String(args[0]))).size).toBeGreaterThan(1);
  },
);
