/**
 * The Gaussian mixture model of ADBench (Šrajer, Kukelova, Fitzgibbon 2018), its file format, and its gradient
 * written by hand. Parameters: K mixture logits, K means of d numbers, K inverse covariance factors (the
 * logarithms of the diagonal, then the strict lower triangle column by column).
 */
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

/** The log posterior, up to a constant that does not depend on the parameters. */
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

export function mixtureGradient(
  alphas: Float64Array,
  means: Float64Array,
  factors: Float64Array,
  points: Float64Array,
  d: number,
  gamma: number,
  m: number,
): [Float64Array, Float64Array, Float64Array] {
  const K = alphas.length;
  const N = points.length / d;
  const size = d + (d * (d - 1)) / 2;
  const gAlphas = new Float64Array(K);
  const gMeans = new Float64Array(means.length);
  const gFactors = new Float64Array(factors.length);
  const exps = new Float64Array(K * d);
  const sums = new Float64Array(K);
  for (let k = 0; k < K; k++) {
    for (let r = 0; r < d; r++) {
      exps[k * d + r] = Math.exp(factors[k * size + r]!);
      sums[k] = sums[k]! + factors[k * size + r]!;
    }
  }
  const terms = new Float64Array(K);
  const ys = new Float64Array(K * d);
  for (let i = 0; i < N; i++) {
    let largest = -Infinity;
    for (let k = 0; k < K; k++) {
      const at = k * size;
      let square = 0;
      for (let r = 0; r < d; r++) {
        let y = exps[k * d + r]! * (points[i * d + r]! - means[k * d + r]!);
        let index = at + d + r - 1;
        for (let c = 0; c < r; c++) {
          y += factors[index]! * (points[i * d + c]! - means[k * d + c]!);
          index += d - c - 2;
        }
        ys[k * d + r] = y;
        square += y * y;
      }
      const term = alphas[k]! + sums[k]! - 0.5 * square;
      terms[k] = term;
      if (term > largest) largest = term;
    }
    let sum = 0;
    for (let k = 0; k < K; k++) {
      const e = Math.exp(terms[k]! - largest);
      terms[k] = e;
      sum += e;
    }
    for (let k = 0; k < K; k++) {
      const p = terms[k]! / sum;
      const at = k * size;
      gAlphas[k] = gAlphas[k]! + p;
      for (let r = 0; r < d; r++) {
        const dy = -p * ys[k * d + r]!;
        const diff = points[i * d + r]! - means[k * d + r]!;
        gFactors[at + r] = gFactors[at + r]! + p + dy * exps[k * d + r]! * diff;
        gMeans[k * d + r] = gMeans[k * d + r]! - dy * exps[k * d + r]!;
        let index = at + d + r - 1;
        for (let c = 0; c < r; c++) {
          gFactors[index] = gFactors[index]! + dy * (points[i * d + c]! - means[k * d + c]!);
          gMeans[k * d + c] = gMeans[k * d + c]! - dy * factors[index]!;
          index += d - c - 2;
        }
      }
    }
  }
  let largestAlpha = -Infinity;
  for (let k = 0; k < K; k++) if (alphas[k]! > largestAlpha) largestAlpha = alphas[k]!;
  let sumAlpha = 0;
  for (let k = 0; k < K; k++) sumAlpha += Math.exp(alphas[k]! - largestAlpha);
  for (let k = 0; k < K; k++) {
    gAlphas[k] = gAlphas[k]! - (N * Math.exp(alphas[k]! - largestAlpha)) / sumAlpha;
    for (let r = 0; r < d; r++)
      gFactors[k * size + r] = gFactors[k * size + r]! + gamma * gamma * exps[k * d + r]! ** 2 - m;
    for (let r = d; r < size; r++)
      gFactors[k * size + r] = gFactors[k * size + r]! + gamma * gamma * factors[k * size + r]!;
  }
  return [gAlphas, gMeans, gFactors];
}
