/** What a page draws at once is bounded, and what it writes as SVG is XML whatever its words hold. */
import { expect, test } from 'vitest';
import { fromFormula } from 'secant';
import { tangentAlongCurve } from 'secant/figures';
import { beginningOf, type CellOutput } from '../../src/pages/notebook/outputs.ts';

const line: CellOutput = { kind: 'text', text: 'a line' };
const table: CellOutput = {
  kind: 'table',
  columns: Array.from({ length: 20 }, (_, k) => String(k)),
  rows: Array.from({ length: 200 }, () => Array.from({ length: 20 }, () => '1')),
};

test('the first outputs are shown, at least one of them', () => {
  expect(beginningOf([])).toEqual([]);
  expect(beginningOf(Array.from({ length: 900 }, () => line)).length).toBe(900);
  expect(beginningOf(Array.from({ length: 20_000 }, () => line)).length).toBeLessThan(1001);
  expect(beginningOf(Array.from({ length: 200 }, () => table)).length).toBeLessThan(3);
  expect(beginningOf([{ kind: 'text', text: 'x'.repeat(1e6) }, line]).length).toBe(1);
});

test('a title with characters that no XML may hold has others in their place', () => {
  const bell = String.fromCharCode(7);
  const half = String.fromCharCode(0xd800);
  const svg = tangentAlongCurve(fromFormula('w'), { title: `a${bell}b${half}c<d\u{1F600}` }).svg(0);
  expect(svg).toContain('a\uFFFDb\uFFFDc&lt;d\u{1F600}');
  expect(svg).not.toContain(bell);
});
