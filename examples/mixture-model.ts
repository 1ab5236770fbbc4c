/**
 * The Gaussian mixture model of ADBench (Šrajer, Kukelova, Fitzgibbon 2018) and its file format. Parameters:
 * K mixture logits, K means of d numbers, K inverse covariance factors (the logarithms of the diagonal, then the
 * strict lower triangle column by column).
 */
import { valueAndGrad } from 'secant';
import type { ValueAndGradient } from './ascent.ts';

export interface MixtureData {
  readonly d: number;
  readonly K: number;
  readonly N: number;
  readonly alphas: Float64Array;
  readonly means: Float64Array;
  readonly factors: Float64Array;
  readonly points: Float64Array;
  readonly gamma: number;
  readonly m: number;
}

/** Reads the benchmark's text format: one line of points may stand for all N. */
export function parseMixture(text: string): MixtureData {
  const tokens = text.trim().split(/\s+/).map(Number);
  let next = 0;
  const take = (count: number): Float64Array => Float64Array.from(tokens.slice(next, (next += count)));
  const [d, K, N] = take(3) as unknown as [number, number, number];
  const alphas = take(K);
  const means = take(K * d);
  const factors = take(K * (d + (d * (d - 1)) / 2));
  const given = tokens.length - next - 2;
  const rows = take(given);
  const points = given === N * d ? rows : Float64Array.from({ length: N * d }, (_, i) => rows[i % d]!);
  const [gamma, m] = take(2) as unknown as [number, number];
  return { d, K, N, alphas, means, factors, points, gamma, m };
}

/** The benchmark's objective, without the constant that does not depend on the parameters. */
export function mixture(
  alphas: Float64Array,
  means: Float64Array,
  factors: Float64Array,
  points: Float64Array,
  d: number,
  gamma: number,
  m: number,
): number {
  const K = alphas.length;
  const N = points.length / d;
  const size = d + (d * (d - 1)) / 2;
  // What depends on the factors alone, as the benchmark's own code prepares it.
  const diagonals = new Float64Array(K * d);
  const logSums = new Float64Array(K);
  for (let k = 0; k < K; k++) {
    for (let r = 0; r < d; r++) {
      diagonals[k * d + r] = Math.exp(factors[k * size + r]!);
      logSums[k] = logSums[k]! + factors[k * size + r]!;
    }
  }
  let total = 0;
  for (let i = 0; i < N; i++) {
    const terms = new Float64Array(K);
    for (let k = 0; k < K; k++) {
      const at = k * size;
      let square = 0;
      for (let r = 0; r < d; r++) {
        let y = diagonals[k * d + r]! * (points[i * d + r]! - means[k * d + r]!);
        // Strict lower triangle, stored column by column: row r, column c.
        let index = at + d + r - 1;
        for (let c = 0; c < r; c++) {
          y += factors[index]! * (points[i * d + c]! - means[k * d + c]!);
          index += d - c - 2;
        }
        square += y * y;
      }
      terms[k] = alphas[k]! + logSums[k]! - 0.5 * square;
    }
    let largest = terms[0]!;
    for (let k = 1; k < K; k++) if (terms[k]! > largest) largest = terms[k]!;
    let sum = 0;
    for (let k = 0; k < K; k++) sum += Math.exp(terms[k]! - largest);
    total += largest + Math.log(sum);
  }
  let largestAlpha = alphas[0]!;
  for (let k = 1; k < K; k++) if (alphas[k]! > largestAlpha) largestAlpha = alphas[k]!;
  let sumAlpha = 0;
  for (let k = 0; k < K; k++) sumAlpha += Math.exp(alphas[k]! - largestAlpha);
  let prior = 0;
  for (let k = 0; k < K; k++) {
    let frobenius = 0;
    for (let r = 0; r < d; r++) frobenius += diagonals[k * d + r]! ** 2;
    for (let r = d; r < size; r++) frobenius += factors[k * size + r]! ** 2;
    prior += 0.5 * gamma * gamma * frobenius - m * logSums[k]!;
  }
  return total - N * (largestAlpha + Math.log(sumAlpha)) + prior;
}

/** The logarithm of the Wishart prior on the inverse covariance factors, up to a constant. */
function logWishart(factors: Float64Array, K: number, d: number, gamma: number, m: number): number {
  const size = factors.length / K;
  let log = 0;
  for (let k = 0; k < K; k++) {
    for (let r = 0; r < size; r++) {
      const factor = factors[k * size + r]!;
      log -= 0.5 * gamma ** 2 * (r < d ? Math.exp(2 * factor) : factor ** 2);
      if (r < d) log += m * factor;
    }
  }
  return log;
}

/**
 * What one climbs: the log posterior with the prior as a prior, so that it has a highest point. (The benchmark adds
 * the prior's negative, which grows without bound; for timing a gradient that does not matter.) Given as a function of
 * one row of parameters, with the file's own parameters as the start.
 */
export function mixtureOf({ alphas, means, factors, points, d, gamma, m }: MixtureData): {
  readonly start: Float64Array;
  readonly objective: ValueAndGradient;
} {
  const posterior: typeof mixture = (a, mu, q, x, d, gamma, m) =>
    mixture(a, mu, q, x, d, 0, 0) + logWishart(q, a.length, d, gamma, m);
  const both = valueAndGrad(posterior, { wrt: [0, 1, 2], scope: { mixture, logWishart } });
  const [first, second] = [alphas.length, alphas.length + means.length];
  return {
    start: Float64Array.from([...alphas, ...means, ...factors]),
    objective: (w) => {
      const { value, grad } = both(w.slice(0, first), w.slice(first, second), w.slice(second), points, d, gamma, m);
      return { value, grad: Float64Array.from((grad as Float64Array[]).flatMap((part) => [...part])) };
    },
  };
}
