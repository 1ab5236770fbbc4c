/**
 * The app that builds.test.ts builds with each bundler and runs: functions that capture what functions of a
 * program capture, and the derivatives they must have. It prints one line of JSON, and then an error's place.
 */
import { derivative as d, grad, jacobian, SecantError, stopGradient } from 'secant';
import * as secant from 'secant';
import { curve, lineThroughOrigin, parabola, scale, setScale } from './model';
import { softplus } from './marked';

let amplitude: number = 2; // changes below
const weights: readonly number[] = [1, 2, 3];
const settings = { offset: { x: 0.5 }, kind: 'square' };

const Power = { Square: 2, Cube: 3 } as const;

const wave = (w: number): number => amplitude * Math.sin(w);
const waveSlope = d(wave);
const atFirst = waveSlope(0);
amplitude = 7;

const power = (x: number, n: number): number => (n === 0 ? 1 : x * power(x, n - 1));

/** Hoisted: used above its declaration. */
const hoisted = grad(loss)([1, 1]);

function loss(w: number[]): number {
  let sum = 0;
  for (let i = 0; i < w.length; i++) sum += weights[i]! * square(w[i]! - settings.offset.x);
  return sum;
}

function square(x: number): number {
  return settings.kind === 'square' ? power(x, Power.Square) : power(x, Power.Cube);
}

const slopes: number[] = [];
for (const k of weights) slopes.push(d((w: number) => k * w ** 2)(1));

const before = d((w: number) => scale * w)(1);
setScale(10);

const methods = {
  area(r: number): number {
    return Math.PI * r * r * amplitude;
  },
  ratio: ({ top, bottom = amplitude }: { top: number; bottom?: number }) => top / bottom,
};

class Model {
  readonly rate = 3;
  readonly predict = (w: number): number => amplitude * w ** 3;
}

function place(action: () => unknown): string {
  try {
    return String(action());
  } catch (error) {
    return error instanceof SecantError ? `${error.code} ${error.message.split(' ')[0]}` : String(error);
  }
}

console.log(
  JSON.stringify({
    atFirst,
    later: waveSlope(0),
    hoisted,
    slopes,
    before,
    imported: d((w: number) => scale * w)(1),
    curve: d(curve)(2),
    line: d(lineThroughOrigin(4))(1),
    default: d(parabola)(3),
    marked: d((w: number) => softplus(w))(0),
    nested: d((w: number) => d((u: number) => u * w * amplitude)(2) * w)(3),
    namespace: secant.derivative((w: number) => secant.derivative((u: number) => u ** 2 * w)(1) * amplitude)(1),
    stopped: d((w: number) => w * stopGradient(w))(3),
    second: d(wave, { order: 2 })(Math.PI / 2),
    method: d(methods.area)(1) / Math.PI,
    record: grad(methods.ratio)({ top: 1, bottom: 2 }),
    field: d(new Model().predict)(1),
    matrix: jacobian((w: number[]) => weights.map((k, i) => k * amplitude * w[i]!))([1, 1, 1]),
    names: [wave.name, loss.name, methods.area.name, methods.ratio.name].map((name) => name.length > 0),
  }),
);
console.log(
  place(() =>
    d((w: number) => {
      const noise: number = Math.random() * amplitude;
      return noise * w;
    })(1),
  ),
);
