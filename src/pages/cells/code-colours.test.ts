/** The words of code in colours: pieces that are the text, each of its kind. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { piecesOf } from './code-colours.ts';

test.each([
  ['const a: number = 1e-5', ['keyword const', 'type number', 'number 1e-5']],
  ["import { derivative } from 'secant'", ['keyword import', 'keyword from', "string 'secant'"]],
  ['f(2) // → 3 "no"', ['number 2', 'comment // → 3 "no"']],
  ['/* two\nlines */ true', ['comment /* two\nlines */', 'number true']],
  ['a.type + b.new + $const + x2', []],
  ['({ type: 1, in: 2 })', ['number 1', 'number 2']],
  ['`a ${b} "c"` + "an open one', ['string `a ${b} "c"`', 'string "an open one']],
  ["'it\\\'s' + 0xff + 1_000n", ["string 'it\\\'s'", 'number 0xff', 'number 1_000n']],
] as const)('%s', (text, expected) => {
  const pieces = piecesOf(text);
  expect(pieces.flatMap((piece) => (piece.kind === undefined ? [] : [`${piece.kind} ${piece.text}`]))).toEqual(
    expected,
  );
});

test('put together the pieces are the text, whatever it is, and soon', () => {
  const letters = fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '`',
      '/',
      '*',
      '\\',
      ' ',
      '\n',
      '\t',
      '.',
      '${',
      '}',
      'a',
      '1',
      'e',
      '-',
      ':',
      'const ',
    ),
  });
  fc.assert(
    fc.property(letters, (text) => {
      expect(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }),
    { seed: 7, numRuns: 500 },
  );
  const long = '/*'.repeat(50_000) + "'".repeat(50_001) + '1'.repeat(50_000);
  const start = performance.now();
  piecesOf(long);
  expect(performance.now() - start).toBeLessThan(1000);
});
