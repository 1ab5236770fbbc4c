/**
 * Climbs a function by L-BFGS (Nocedal 1980): the last few steps and the change of the gradient along them stand in
 * for the second derivatives. A step is halved until the function rises by a fair part of what the gradient promises.
 */
export interface Climb {
  readonly w: Float64Array;
  /** The function's value at the start and after every step. */
  readonly values: readonly number[];
}

export type ValueAndGradient = (w: Float64Array) => { readonly value: number; readonly grad: Float64Array };

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);

export function climb(f: ValueAndGradient, start: Float64Array, steps: number, memory = 8): Climb {
  let w = start;
  let { value, grad } = f(w);
  const values = [value];
  const past: { s: Float64Array; y: Float64Array; curvature: number }[] = [];
  while (values.length <= steps) {
    const direction = ascentDirection(grad, past);
    const slope = dot(grad, direction);
    let length = past.length === 0 ? 1 / Math.sqrt(dot(grad, grad)) : 1;
    let next = w;
    let there = { value, grad };
    for (let tries = 0; tries < 40; tries++, length /= 2) {
      next = w.map((x, k) => x + length * direction[k]!);
      there = f(next);
      if (there.value >= value + 1e-4 * length * slope) break;
    }
    if (!(there.value > value)) break;
    const s = next.map((x, k) => x - w[k]!);
    const y = grad.map((x, k) => x - there.grad[k]!);
    const curvature = dot(s, y);
    if (curvature > 0) past.push({ s, y, curvature });
    if (past.length > memory) past.shift();
    w = next;
    ({ value, grad } = there);
    values.push(value);
  }
  return { w, values };
}

/** The gradient, turned and scaled by what the past steps tell about the second derivatives (the two-loop form). */
function ascentDirection(
  grad: Float64Array,
  past: readonly { s: Float64Array; y: Float64Array; curvature: number }[],
): Float64Array {
  let direction = grad.slice();
  const weights = past.map(() => 0);
  for (let i = past.length - 1; i >= 0; i--) {
    const { s, y, curvature } = past[i]!;
    const weight = dot(s, direction) / curvature;
    weights[i] = weight;
    direction = direction.map((x, k) => x - weight * y[k]!);
  }
  const last = past.at(-1);
  if (last) direction = direction.map((x) => (x * last.curvature) / dot(last.y, last.y));
  past.forEach(({ s, y, curvature }, i) => {
    const weight = weights[i]! - dot(y, direction) / curvature;
    direction = direction.map((x, k) => x + weight * s[k]!);
  });
  return direction;
}
