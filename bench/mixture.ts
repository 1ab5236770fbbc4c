/** The gradient of the mixture model, written by hand; the model itself is that of examples/mixture-model.ts. */
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
