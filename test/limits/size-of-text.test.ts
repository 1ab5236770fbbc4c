/**
 * Any text is answered or refused while a reader waits: what stands for a program without measure, and what is nested
 * without measure, ends with a SecantError and a place, never with a raw RangeError, from a deep stack too.
 */
import { describe, expect, test } from 'vitest';
import { derivative, fromFormula, fromSource, grad, SecantError, taylor } from 'secant';
import { isStackOverflow, withinSize } from '../../src/base/program-size.ts';
import { endlessOr } from '../../src/calculus/compile.ts';

const many = (count: number, part: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => part(k)).join('');

/** Answered, or refused with a code and a place. */
function answered(text: string, ask: (g: (w: number) => number) => unknown = (g) => g(3)): unknown {
  try {
    return ask(fromSource(text, { steps: 1e5 }));
  } catch (error) {
    if (!(error instanceof SecantError)) throw error;
    return error.code;
  }
}

const deep: Readonly<Record<string, string>> = {
  'a switch of 1000 cases': `w => { switch (w) { ${many(1000, (k) => `case ${k}: return w * ${k};`)} } return 0 }`,
  'a chain of 3000 choices': `w => ${many(3000, (k) => `w < ${k} ? w * ${k} : `)} 0`,
  '9000 signs': `w => ${'- '.repeat(9000)} w`,
  '3000 brackets': `w => ${'('.repeat(3000)}w${')'.repeat(3000)}`,
  'an else-if chain of 2000': `w => { ${many(2000, (k) => `if (w < ${k}) return w * ${k}; else `)} return 0 }`,
  'a sum of 5000 terms': `w => ${many(5000, (k) => `w * ${k} + `)} 0`,
  'calls of 5000 in one another': `w => ${'Math.sin('.repeat(5000)}w${')'.repeat(5000)}`,
  'typed, nested': `(w: number): number => ${'('.repeat(4000)}w${')'.repeat(4000)}`,
};

describe.each(Object.entries(deep))('%s', (_, text) => {
  test('is answered or refused with a place', () => {
    expect([9, 3, -3, 'S001', 'S108']).toContain(answered(text));
  });

  test('from a deep stack too', () => {
    const dive = (levels: number): unknown => (levels === 0 ? answered(text) : dive(levels - 1));
    expect([9, 3, -3, 'S001', 'S108']).toContain(dive(4000));
  });
});

const wide: Readonly<Record<string, string>> = {
  'functions that call one another twice, 40 deep': `const f0 = w => w * w + 1; ${many(40, (k) => `const f${k + 1} = w => f${k}(f${k}(w));`)} w => f40(w)`,
  'derivatives of derivatives': `w => { const d0 = x => Math.sin(x * x) * Math.exp(x); ${many(40, (k) => `const d${k + 1} = x => derivative(d${k})(derivative(d${k})(x));`)} return d40(w) }`,
  'a derivative of order a thousand million': 'w => derivative(x => Math.sin(x), { order: 1e9 })(w)',
  'a list doubled 30 times': `w => { let a = [w]; ${many(30, () => 'a = [...a, ...a];')} return a[0] }`,
};

test.each(Object.entries(wide))('%s', (_, text) => {
  expect(['S108', 'S203', 'S305', 'S101', 'S105', 3]).toContain(answered(text));
  expect(['S108', 'S203', 'S305', 'S101', 'S105', 1]).toContain(answered(text, (g) => derivative(g)(3)));
});

test('the error says what there is too much of, and where', () => {
  const text = `w => { ${many(400, (k) => `if (w < ${k}) return w * ${k}; else `)} return 0 }`;
  let told: unknown;
  try {
    fromSource(text);
  } catch (error) {
    told = error;
  }
  expect(told).toBeInstanceOf(SecantError);
  const { code, line, sentence, hint } = told as SecantError;
  expect([code, line, sentence]).toEqual(['S108', 1, 'the function is nested too deeply: more than 250 levels']);
  expect(hint).toContain('helper functions');
});

test('what people write is far from the limits', () => {
  const cases = `w => { switch (Math.floor(w)) { ${many(100, (k) => `case ${k}: return w * ${k};`)} } return 0 }`;
  expect(fromSource(cases)(3.5)).toBe(10.5);
  expect(derivative(fromSource(cases))(3.5)).toBe(3);
  const sum = fromFormula(many(500, (k) => `w^${k % 5} + `) + '1');
  expect(sum(1)).toBe(501);
  expect(derivative(sum)(1)).toBe(1000);
  expect(grad(fromSource(`w => ${many(300, (k) => `w * ${k} + `)} 0`))(3)).toBe(44850);
});

test('orders end where numbers do', () => {
  expect(() => derivative((w: number) => w, { order: 1e9 })).toThrow('S203');
  expect(() => taylor((w: number) => w, 0, 1e9)).toThrow('it must be a whole number from 0 to 1000');
});

test('a full stack is known in every engine', () => {
  const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
  expect(isStackOverflow(new RangeError('Maximum call stack size exceeded'))).toBe(true);
  expect(isStackOverflow(new RangeError('Maximum call stack size exceeded.'))).toBe(true);
  expect(isStackOverflow(named('InternalError', 'too much recursion'))).toBe(true);
  expect(isStackOverflow(new RangeError('Invalid array length'))).toBe(false);
  for (const error of [
    new RangeError('Maximum call stack size exceeded.'),
    named('InternalError', 'too much recursion'),
  ]) {
    expect(endlessOr(error)).toMatchObject({ code: 'S303' });
    const compile = (): never => {
      throw error;
    };
    expect(() => withinSize(100, compile)).toThrow('S108');
  }
});
