/** A network 2-64-64-1 with tanh on 256 points, mean squared error; and its gradient written by hand. */
export interface NetworkData {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly weights: Float64Array;
}
const hidden = 64;
export const networkSize = 2 * hidden + hidden + hidden * hidden + hidden + hidden + 1;

/** `weights` holds W1 (64×2), b1, W2 (64×64), b2, w3 (64), b3 one after the other. */
export function networkLoss(weights: Float64Array, inputs: Float64Array, targets: Float64Array): number {
  const n = 64;
  const b1 = 2 * n;
  const w2 = b1 + n;
  const b2 = w2 + n * n;
  const w3 = b2 + n;
  const b3 = w3 + n;
  let loss = 0;
  for (let p = 0; p < targets.length; p++) {
    const h1 = new Float64Array(n);
    const h2 = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      h1[j] = Math.tanh(weights[2 * j]! * inputs[2 * p]! + weights[2 * j + 1]! * inputs[2 * p + 1]! + weights[b1 + j]!);
    }
    for (let j = 0; j < n; j++) {
      let s = weights[b2 + j]!;
      for (let k = 0; k < n; k++) s += weights[w2 + j * n + k]! * h1[k]!;
      h2[j] = Math.tanh(s);
    }
    let y = weights[b3]!;
    for (let j = 0; j < n; j++) y += weights[w3 + j]! * h2[j]!;
    const error = y - targets[p]!;
    loss += error * error;
  }
  return loss / targets.length;
}

export function networkGradient(weights: Float64Array, inputs: Float64Array, targets: Float64Array): Float64Array {
  const n = hidden;
  const b1 = 2 * n;
  const w2 = b1 + n;
  const b2 = w2 + n * n;
  const w3 = b2 + n;
  const b3 = w3 + n;
  const g = new Float64Array(weights.length);
  const h1 = new Float64Array(n);
  const h2 = new Float64Array(n);
  const d1 = new Float64Array(n);
  const scale = 2 / targets.length;
  for (let p = 0; p < targets.length; p++) {
    for (let j = 0; j < n; j++) {
      h1[j] = Math.tanh(weights[2 * j]! * inputs[2 * p]! + weights[2 * j + 1]! * inputs[2 * p + 1]! + weights[b1 + j]!);
    }
    let y = weights[b3]!;
    for (let j = 0; j < n; j++) {
      let s = weights[b2 + j]!;
      for (let k = 0; k < n; k++) s += weights[w2 + j * n + k]! * h1[k]!;
      const t = Math.tanh(s);
      h2[j] = t;
      y += weights[w3 + j]! * t;
    }
    const dy = scale * (y - targets[p]!);
    g[b3] = g[b3]! + dy;
    d1.fill(0);
    for (let j = 0; j < n; j++) {
      g[w3 + j] = g[w3 + j]! + dy * h2[j]!;
      const ds = dy * weights[w3 + j]! * (1 - h2[j]! * h2[j]!);
      g[b2 + j] = g[b2 + j]! + ds;
      for (let k = 0; k < n; k++) {
        g[w2 + j * n + k] = g[w2 + j * n + k]! + ds * h1[k]!;
        d1[k] = d1[k]! + ds * weights[w2 + j * n + k]!;
      }
    }
    for (let j = 0; j < n; j++) {
      const ds = d1[j]! * (1 - h1[j]! * h1[j]!);
      g[2 * j] = g[2 * j]! + ds * inputs[2 * p]!;
      g[2 * j + 1] = g[2 * j + 1]! + ds * inputs[2 * p + 1]!;
      g[b1 + j] = g[b1 + j]! + ds;
    }
  }
  return g;
}

export function networkData(points = 256): NetworkData {
  const inputs = Float64Array.from({ length: 2 * points }, (_, i) => Math.sin(3 * i + 1));
  const targets = Float64Array.from({ length: points }, (_, p) => inputs[2 * p]! * inputs[2 * p + 1]!);
  const weights = Float64Array.from({ length: networkSize }, (_, i) => 0.4 * Math.sin(12.9898 * i + 78.233));
  return { inputs, targets, weights };
}
