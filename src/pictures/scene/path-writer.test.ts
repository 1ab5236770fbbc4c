import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PathWriter, takeTexts } from './path-writer.ts';

/** The points of path text, as SVG reads it. */
function read(text: string): [number, number][] {
  const points: [number, number][] = [];
  for (const [, letter, rest = ''] of text.matchAll(/([Mlz])([^Mlz]*)/g)) {
    const numbers = [...rest.matchAll(/-?\d+/g)].map(([number]) => Number(number));
    for (let k = 0; k + 1 < numbers.length; k += 2) {
      const [x, y] = letter === 'M' ? [0, 0] : (points.at(-1) ?? [NaN, NaN]);
      points.push([x + (numbers[k] ?? NaN), y + (numbers[k + 1] ?? NaN)]);
    }
  }
  return points;
}

test('each point is written relative to the one before', () => {
  const pen = new PathWriter();
  pen.moveTo(120, 85);
  pen.lineTo(151, 78);
  pen.lineTo(155, 100);
  pen.close();
  pen.moveTo(-3, -12_345);
  pen.lineTo(-3, -12_345);
  expect(pen.take()).toBe('M120 85l31-7 4 22zM-3-12345l0 0');
  expect(pen.take()).toBe('');
});

test('what is written is read again', () => {
  const coordinate = fc.integer({ min: -2_000_000, max: 2_000_000 });
  const lines = fc.array(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 30 }), { maxLength: 6 });
  fc.assert(
    fc.property(lines, (drawn) => {
      const pens = drawn.map((points) => {
        const pen = new PathWriter();
        for (const [k, [x, y]] of points.entries()) if (k === 0) pen.moveTo(x, y); else pen.lineTo(x, y); // prettier-ignore
        return pen;
      });
      expect(
        takeTexts([undefined, ...pens])
          .slice(1)
          .map(read),
      ).toEqual(drawn);
    }),
    { seed: 5, numRuns: 200 },
  );
});
