/**
 * Weights that turn values at a few points into a derivative. The idea: differentiate the polynomial through the
 * points, whatever their spacing. In: offsets tⱼ from the point of interest. Out: weights cⱼ with
 * Σ cⱼ g(w + tⱼ) = g⁽ⁿ⁾(w) for every polynomial of degree below the number of points; and weights of the divided
 * difference, which give 0 on every polynomial of degree below the number of points minus one and therefore show
 * what is left of a smooth function: its noise. Guarantee: exact on these polynomials up to rounding; distinct
 * offsets are the caller's duty. Source: B. Fornberg, Generation of finite difference formulas on arbitrarily spaced
 * grids, Mathematics of Computation 51 (1988); the normalised differences are Hamming's table as used by
 * J. Moré and S. Wild, Estimating computational noise, SIAM J. Sci. Comput. 33 (2011).
 */

/**
 * Fornberg's weights for the derivative of order `derivativeOrder` at offset 0.
 *
 * Domain: distinct finite offsets, more of them than the order. Errors: none; equal offsets give NaN.
 *
 * @example
 * ```ts
 * derivativeWeights([-1, 0, 1], 2) // → [1, -2, 1]
 * ```
 */
export function derivativeWeights(offsets: readonly number[], derivativeOrder: number): number[] {
  const count = offsets.length;
  const table: number[][] = Array.from({ length: derivativeOrder + 1 }, () => new Array<number>(count).fill(0));
  const get = (k: number, j: number): number => (k < 0 ? 0 : (table[k]?.[j] ?? 0));
  const set = (k: number, j: number, value: number): void => {
    const row = table[k];
    if (row !== undefined) row[j] = value;
  };
  let lastProduct = 1;
  set(0, 0, 1);
  for (let i = 1; i < count; i++) {
    const here = offsets[i] ?? NaN;
    const previous = offsets[i - 1] ?? NaN;
    const top = Math.min(i, derivativeOrder);
    let product = 1;
    for (let j = 0; j < i; j++) {
      const gap = here - (offsets[j] ?? NaN);
      product *= gap;
      if (j === i - 1) {
        for (let k = top; k >= 0; k--) {
          set(k, i, (lastProduct * (k * get(k - 1, i - 1) - previous * get(k, i - 1))) / product);
        }
      }
      for (let k = top; k >= 0; k--) set(k, j, (here * get(k, j) - k * get(k - 1, j)) / gap);
    }
    lastProduct = product;
  }
  return table[derivativeOrder] ?? [];
}

/**
 * Weights of the divided difference over all offsets, scaled to length one: independent noise of size σ in the values
 * gives a result of size σ, a polynomial of degree below `offsets.length − 1` gives 0.
 *
 * Domain: at least two distinct finite offsets. Errors: none.
 *
 * @example
 * ```ts
 * differenceWeights([0, 1]).map((c) => Math.round(c * c * 100) / 100) // → [0.5, 0.5]
 * ```
 */
export function differenceWeights(offsets: readonly number[]): number[] {
  const weights = offsets.map((t, j) => {
    let product = 1;
    offsets.forEach((other, i) => {
      if (i !== j) product *= t - other;
    });
    return 1 / product;
  });
  const length = Math.hypot(...weights);
  return weights.map((c) => c / length);
}
