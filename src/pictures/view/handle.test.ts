import { expect, test } from 'vitest';
import { decimalText } from './handle.ts';

test.each([
  [0, '0'],
  [-1.5, '-1.5'],
  [-1e-9, '-0.000000001'],
  [3.33333e-10, '0.000000000333333'],
  [-2.5e-12, '-0.0000000000025'],
  [1.25e21, '1250000000000000000000'],
  [-1e300, `-1${'0'.repeat(300)}`],
])('%d is written without an exponent', (value, text) => {
  expect(decimalText(value)).toBe(text);
});

test('no double loses anything by it, or gets an exponent', () => {
  for (let power = -323; power <= 308; power++) {
    for (const digits of ['1', '-1.7', '1.2345678901234567']) {
      const value = Number(`${digits}e${power}`);
      const text = decimalText(value);
      expect(text).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(text)).toBe(value);
    }
  }
});
