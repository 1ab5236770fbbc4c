/** Every spelling of the table means what its row says, its derivative is that of the meaning, and the page shows the table. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { derivative, fromFormula, fromSource } from 'secant';
import { formulaToSource } from './index.ts';
import { notation, notationTable } from './notation.ts';

const spellings = notation.flatMap(({ written, means }) => written.map((formula) => [formula, means] as const));

describe('the notation of formulas', () => {
  it.each(spellings)('%s', (formula, means) => {
    expect(formulaToSource(formula).source).toBe(`(w) => ${means}`);
  });

  it.each(notation.map(({ written, means }) => [written[0]!, means] as const))(
    '%s has the slope of %s',
    (formula, means) => {
      const f = fromFormula(formula);
      const g = fromSource(`(w) => ${means}`);
      for (const w of [0.7, 1.3]) {
        expect(f(w)).toBe(g(w));
        expect(derivative(f)(w)).toBe(derivative(g)(w));
      }
    },
  );

  it('is shown in the documentation as it is', () => {
    const page = readFileSync(new URL('../../../../docs/formulas.md', import.meta.url), 'utf8');
    const shown = /<!-- notation -->\n([^]*?)\n<!-- end of notation -->/.exec(page)?.[1];
    expect(shown?.trim()).toBe(notationTable());
  });
});

describe('what the notation does not take', () => {
  it.each([
    ['w!', '`w!` is defined on whole numbers only'],
    ['sum(w)', '`sum` counts with a name, from a whole number to another'],
    ['sum(k, 1, w, k)', 'the bounds of `sum` are whole numbers'],
    ['sum(k, 1, 10^6, k)', 'the bounds of `sum` are whole numbers'],
    ['sum(k, 1, 1000000, k w)', 'this sum is too long to be written out'],
    ['sum(i, 1, 400, sum(j, 1, 400, w))', 'this sum is too long to be written out'],
    ['d^2/dw w^3', 'the orders of a derivative differ'],
    ['w; 2', 'a formula is one expression'],
    ['root(w)', '`root` takes 2 arguments, not 1'],
  ])('%s', (formula, sentence) => {
    let found = '';
    try {
      formulaToSource(formula);
    } catch (error) {
      found = (error as { sentence?: string }).sentence ?? String(error);
    }
    expect(found).toBe(sentence);
  });

  it('writes a sum out within a second', () => {
    const start = process.cpuUsage().user;
    expect(() => formulaToSource('sum(i,1,400,sum(j,1,400,sum(k,1,400,sum(l,1,400,w))))')).toThrow('too long');
    expect(process.cpuUsage().user - start).toBeLessThan(1e6);
  });
});
