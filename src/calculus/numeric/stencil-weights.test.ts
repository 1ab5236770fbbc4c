import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivativeWeights, differenceWeights } from './stencil-weights.ts';

describe('Fornberg weights', () => {
  it('are the known ones', () => {
    expect(derivativeWeights([-1, 0, 1], 1)).toEqual([-0.5, 0, 0.5]);
    const fourthOrder = [1 / 12, -2 / 3, 0, 2 / 3, -1 / 12];
    derivativeWeights([-2, -1, 0, 1, 2], 1).forEach((c, j) => expect(c).toBeCloseTo(fourthOrder[j] ?? NaN, 15));
    const oneSided = [-3 / 2, 2, -1 / 2];
    derivativeWeights([0, 1, 2], 1).forEach((c, j) => expect(c).toBeCloseTo(oneSided[j] ?? NaN, 15));
  });

  it('differentiate every power below the number of points, wherever the points lie', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: -40, max: 40 }), { minLength: 4, maxLength: 7 });
    fc.assert(
      fc.property(offsets, fc.integer({ min: 0, max: 3 }), (points, order) => {
        const scaled = points.map((t) => t / 40);
        const weights = derivativeWeights(scaled, order);
        const size = weights.reduce((sum, c) => sum + Math.abs(c), 0);
        for (let power = 0; power < points.length; power++) {
          const sum = weights.reduce((total, c, j) => total + c * (scaled[j] ?? NaN) ** power, 0);
          const truth = power === order ? [1, 1, 2, 6][order] : 0;
          expect(Math.abs(sum - (truth ?? NaN))).toBeLessThanOrEqual(1e-12 * (1 + size));
        }
      }),
      { seed: 3 },
    );
  });
});

describe('difference weights', () => {
  it('have length one and vanish on low powers', () => {
    const offsets = [-3, -2, -1, 0, 1, 2, 3];
    const weights = differenceWeights(offsets);
    expect(Math.hypot(...weights)).toBeCloseTo(1, 14);
    for (let power = 0; power < 6; power++) {
      expect(Math.abs(weights.reduce((sum, c, j) => sum + c * (offsets[j] ?? NaN) ** power, 0))).toBeLessThan(1e-12);
    }
  });
});
