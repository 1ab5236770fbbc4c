/** A signal convolved with a kernel, compared with another. */
import { drawn, workload } from './workload.ts';

function loss(kernel: Float64Array, signal: Float64Array, target: Float64Array): number {
  const out = new Float64Array(signal.length);
  const half = kernel.length >> 1;
  for (let i = 0; i < signal.length; i++) {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) {
      const at = i + k - half;
      if (at >= 0 && at < signal.length) sum += kernel[k]! * signal[at]!;
    }
    out[i] = sum;
  }
  let total = 0;
  for (let i = 0; i < out.length; i++) total += (out[i]! - target[i]!) ** 2;
  return total;
}

function byHand(kernel: Float64Array, signal: Float64Array, target: Float64Array): Float64Array<ArrayBuffer> {
  const g = new Float64Array(kernel.length);
  const half = kernel.length >> 1;
  for (let i = 0; i < signal.length; i++) {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) {
      const at = i + k - half;
      if (at >= 0 && at < signal.length) sum += kernel[k]! * signal[at]!;
    }
    const slope = 2 * (sum - target[i]!);
    for (let k = 0; k < kernel.length; k++) {
      const at = i + k - half;
      if (at >= 0 && at < signal.length) g[k] = g[k]! + slope * signal[at]!;
    }
  }
  return g;
}

const next = drawn(8);

export const convolution = workload({
  name: 'convolution, 2000 by 15',
  loss,
  args: [Float64Array.from({ length: 15 }, next), Float64Array.from({ length: 2000 }, next), new Float64Array(2000)],
  byHand,
});
