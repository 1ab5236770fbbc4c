import { describe, expect, it } from 'vitest';
import { createSampler, spacingAt, stepOf } from './sampler.ts';

describe('the sampler', () => {
  it('turns throws, infinities and what is no number into NaN', () => {
    for (const answer of [Infinity, -Infinity, NaN]) expect(createSampler(() => answer, 0, 10).center).toBeNaN();
    const text: unknown = () => '3';
    const sampler: unknown = Reflect.apply(createSampler, undefined, [text, 0, 10]);
    expect(sampler).toMatchObject({ center: NaN, evaluations: 1, thrown: undefined });
    const throws = createSampler(
      () => {
        throw new Error('closed');
      },
      0,
      10,
    );
    expect(throws.center).toBeNaN();
    expect(throws.thrown).toBe('closed');
  });

  it('stops calling when the budget is spent', () => {
    let calls = 0;
    const sampler = createSampler(
      () => {
        calls++;
        return 1;
      },
      0,
      3,
    );
    for (let x = 0; x < 10; x++) sampler.at(x);
    expect(calls).toBe(3);
    expect(sampler.exhausted).toBe(true);
    expect(sampler.remaining).toBe(0);
  });
});

describe('spacing and steps', () => {
  it('spacingAt is the gap to the next double', () => {
    expect(spacingAt(1)).toBe(2 ** -52);
    expect(spacingAt(-1.999)).toBe(2 ** -52);
    expect(spacingAt(2)).toBe(2 ** -51);
    expect(spacingAt(1e20)).toBe(16384);
    expect(spacingAt(0)).toBe(5e-324);
    expect(spacingAt(1e-310)).toBe(5e-324);
  });

  it('small multiples of a step are exact beside w', () => {
    for (const w of [0.3, -1.999, 7, 1e5]) {
      const step = stepOf(Math.floor(Math.log2(Math.abs(w))) - 12);
      for (let j = 1; j <= 11; j++) expect(w + j * step - w).toBe(j * step);
    }
  });
});
