/**
 * A derivative that is asked for again while it runs, from a Proxy that its argument is: both answer as if the other were
 * not there. What a run keeps from call to call (tapes, steps) must not be shared by two that run at once.
 */
import { expect, test } from 'vitest';
import { grad, hessian, valueAndGrad } from 'secant';

/** A loop in a loop with costly operations: the gradient remembers on a tape. */
const f = (w: number[]): number => {
  let s = 0.5;
  for (let i = 0; i < w.length; i++) {
    let q = 0;
    for (let j = 0; j < w.length; j++) {
      s = Math.sin(s * w[j]!) + Math.exp(0.1 * s);
      q += s * w[i]!;
    }
    s += 0.01 * q;
  }
  return s;
};

const point = Array.from({ length: 12 }, (_, k) => 0.3 + 0.1 * k);
const other = Array.from({ length: 40 }, (_, k) => 1 - 0.05 * k);

test('a gradient inside the same gradient', () => {
  const df = grad(f);
  expect(df(other)).toHaveLength(40);
  expect(df.code).toContain('tape');
  const alone = df([...point]);
  let [reads, asked] = [0, 0];
  const nosy = new Proxy([...point], {
    get(target, key) {
      if (key === '5' && reads++ % 7 === 3 && asked < 4) {
        asked++;
        df([...other]);
      }
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(df(nosy)).toEqual(alone);
  expect(asked).toBeGreaterThan(0);
  expect(df([...point])).toEqual(alone);
});

test('an exception in the middle leaves nothing behind', () => {
  const both = valueAndGrad(f);
  const alone = both([...point]);
  let reads = 0;
  const failing = new Proxy([...point], {
    get(target, key) {
      if (key === '7' && reads++ === 20) throw new Error('no more');
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(() => both(failing)).toThrow('no more');
  expect(both([...point])).toEqual(alone);
});

test('a Hessian inside the same Hessian', () => {
  const ddf = hessian(f);
  const small = point.slice(0, 5);
  const alone = ddf([...small]);
  let asked = 0;
  const nosy = new Proxy([...small], {
    get(target, key) {
      if (key === '2' && asked < 3) {
        asked++;
        ddf(other.slice(0, 6));
      }
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(ddf(nosy)).toEqual(alone);
});
