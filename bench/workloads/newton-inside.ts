/** Kepler's equation solved by Newton's iteration inside the loss: an orbit fitted to observed places. */
import { drawn, numbers, workload } from './workload.ts';

interface Orbit {
  eccentricity: number;
  period: number;
  phase: number;
  axis: number;
}

function anomaly(mean: number, e: number): number {
  let guess = mean;
  for (let step = 0; step < 20; step++) {
    const off = guess - e * Math.sin(guess) - mean;
    guess -= off / (1 - e * Math.cos(guess));
    if (Math.abs(off) < 1e-12) break;
  }
  return guess;
}

function loss(orbit: Orbit, times: number[], places: number[]): number {
  let sum = 0;
  for (let k = 0; k < times.length; k++) {
    const E = anomaly((2 * Math.PI * times[k]!) / orbit.period + orbit.phase, orbit.eccentricity);
    const x = orbit.axis * (Math.cos(E) - orbit.eccentricity);
    sum += (x - places[k]!) ** 2;
  }
  return sum;
}

const next = drawn(12);

export const newtonInside = workload({
  name: "Kepler's equation by Newton's iteration, 300 observations",
  loss,
  args: [{ eccentricity: 0.3, period: 7, phase: 0.4, axis: 2 }, numbers(300, () => 20 * next()), numbers(300, next)],
});
