/**
 * The methods people know, written as their sources have them, to stand beside ours on the scoreboard. In: a function
 * and a point. Out: value, error figure, number of calls. What the function throws counts as NaN, for all alike.
 */

/** A derivative by some method. */
export interface MethodResult {
  readonly value: number;
  /** The method's own error figure; NaN where it has none. */
  readonly error: number;
  readonly evaluations: number;
}

/** A way to differentiate a black box once. */
export type Method = (g: (w: number) => number, w: number) => MethodResult;

/** (g(w + 10⁻⁸) − g(w)) / 10⁻⁸. */
export const forwardFixed: Method = (g, w) => {
  const epsilon = 1e-8;
  return { value: (g(w + epsilon) - g(w)) / epsilon, error: NaN, evaluations: 2 };
};

/** (g(w + ε) − g(w − ε)) / 2ε with ε = 10⁻⁵. */
export const centralFixed: Method = (g, w) => {
  const epsilon = 1e-5;
  return { value: (g(w + epsilon) - g(w - epsilon)) / (2 * epsilon), error: NaN, evaluations: 2 };
};

/** The same for second derivatives, ε = 10⁻⁴. */
export const centralFixedSecond: Method = (g, w) => {
  const epsilon = 1e-4;
  return { value: (g(w + epsilon) - 2 * g(w) + g(w - epsilon)) / epsilon ** 2, error: NaN, evaluations: 3 };
};

/** Ridders (1982) with the tableau of Press and others: ratio 1.4, at most ten rows, first step a tenth of w. */
export const ridders: Method = (g, w) => {
  const ratio = 1.4;
  let step = 0.1 * Math.max(Math.abs(w), 0.1);
  let evaluations = 0;
  const central = (h: number): number => {
    evaluations += 2;
    return (g(w + h) - g(w - h)) / (2 * h);
  };
  let previous = [central(step)];
  let value = previous[0] ?? NaN;
  let error = Infinity;
  for (let row = 1; row < 10; row++) {
    step /= ratio;
    const current = [central(step)];
    let factor = ratio * ratio;
    for (let column = 1; column <= row; column++) {
      const better = ((current[column - 1] ?? NaN) * factor - (previous[column - 1] ?? NaN)) / (factor - 1);
      current.push(better);
      factor *= ratio * ratio;
      const change = Math.max(
        Math.abs(better - (current[column - 1] ?? NaN)),
        Math.abs(better - (previous[column - 1] ?? NaN)),
      );
      if (change <= error) [value, error] = [better, change];
    }
    if (Math.abs((current[row] ?? NaN) - (previous[row - 1] ?? NaN)) >= 2 * error) break;
    previous = current;
  }
  return { value, error, evaluations };
};

/** A central stencil of order eight from step 0.5, halved up to ten times until two results differ little. */
export const eighthOrderHalving: Method = (g, w) => {
  const weights = [4 / 5, -1 / 5, 4 / 105, -1 / 280];
  let step = 0.5 / 4;
  let value = NaN;
  let error = NaN;
  let evaluations = 0;
  for (let round = 0; round < 10; round++, step /= 2) {
    let sum = 0;
    weights.forEach((weight, j) => (sum += weight * (g(w + (j + 1) * step) - g(w - (j + 1) * step))));
    evaluations += round === 0 ? 8 : 4;
    const next = sum / step;
    error = Math.abs(next - value);
    value = next;
    if (error <= 1e-15 ** 0.5 * Math.abs(next) || Number.isNaN(next)) break;
  }
  return { value, error, evaluations };
};
