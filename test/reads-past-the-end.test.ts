/** A read past the end of a list makes the value NaN, and then every derivative is NaN. A guarded read does not. */
import { expect, it } from 'vitest';
import { fromSource, grad, hessian, hvp, jacobian, valueAndGrad } from '../src/index.ts';

type F = (w: number[]) => number;

it.each([
  'w => { let s = 0; for (let i = 0; i <= w.length; i++) s += w[i]; return s }',
  'w => { let s = 1; for (let i = 0; i <= w.length; i++) s += w[i] * w[i]; return s }',
  'w => w[0] + w[2]',
  'w => w[0] * w[1] * w[3]',
])('%s', (text) => {
  const f = fromSource<F>(text);
  const nan = [NaN, NaN];
  expect(f([1, 2])).toBeNaN();
  expect(grad(f)([1, 2])).toEqual(nan);
  expect(grad(f)([1, 2])).toEqual(nan);
  expect(valueAndGrad(f)([1, 2])).toEqual({ value: NaN, grad: nan });
  expect(jacobian(f)([1, 2])).toEqual(nan);
  expect(hessian(f)([1, 2])).toEqual([nan, nan]);
  expect(hvp(f)([1, 2], [1, 0])).toEqual(nan);
});

it.each([
  'w => { let s = 0; for (let i = 0; i <= w.length; i++) s += (w[i] ?? 0) ** 2; return s / 2 }',
  'w => { let s = 0; for (let i = 0; i < w.length; i++) s += w[i] * w[i] + (w[i + 1] === undefined ? 0 : 0 * w[i + 1]); return s / 2 }',
])('%s', (text) => {
  const f = fromSource<F>(text);
  expect(grad(f)([1, 2])).toEqual([1, 2]);
  expect(hessian(f)([1, 2])).toEqual([[1, 0], [0, 1]]); // prettier-ignore
});
