/**
 * Every operator of first and second order at one point of one program, against what the oracle knows. In: a program,
 * a point, the truth. Out: the answers that are wrong, by the name of the operator.
 */
import {
  type AtKink,
  derivative,
  differentiability,
  fromSource,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  taylor,
  valueAndGrad,
  vjp,
} from '../../../src/index.ts';
import type { Truth } from './germs.ts';
import { print, type Program } from './program.ts';

/** An answer that is not the truth. */
export interface Wrong {
  readonly operator: string;
  readonly expected: readonly number[];
  readonly got: readonly number[] | string;
  /** NaN where there is a number, and no other number. */
  readonly unanswered: boolean;
}

/** Answers of all operators at one point. */
export interface Answers {
  readonly wrong: readonly Wrong[];
  readonly asked: number;
}

/** What an operator is asked: it gives numbers in a fixed order. */
interface Question {
  readonly operator: string;
  readonly expected: readonly number[];
  readonly ask: () => readonly number[];
}

type Text = (...args: never[]) => unknown;
type Vector = (w: number[]) => number;
type Scalar = (w: number) => number;

/** How far an answer may be off: by roundings, and by what a removable singularity costs. */
const tolerance = 1e-7;

export function wrongAnswers(
  program: Program,
  point: readonly number[],
  truth: Truth,
  wanted: (operator: string) => boolean = () => true,
): Answers {
  const wrong: Wrong[] = [];
  let asked = 0;
  for (const { operator, expected, ask } of questions(program, point, truth)) {
    if (!wanted(operator)) continue;
    asked++;
    let got: readonly number[] | string;
    try {
      got = ask();
    } catch (error) {
      got = (error as Error).message.split('\n')[0]!;
    }
    if (typeof got !== 'string' && agree(expected, got)) continue;
    const unanswered = typeof got !== 'string' && agree(expected.map((e, k) => (Number.isNaN(got[k]) ? NaN : e)), got); // prettier-ignore
    wrong.push({ operator, expected, got, unanswered });
  }
  return { wrong, asked };
}

function agree(expected: readonly number[], got: readonly number[]): boolean {
  const size = Math.max(1, ...expected.filter(Number.isFinite).map(Math.abs));
  return (
    expected.length === got.length &&
    expected.every((e, k) => (Number.isNaN(e) ? Number.isNaN(got[k]) : Math.abs(e - got[k]!) <= tolerance * size))
  );
}

function questions(program: Program, point: readonly number[], truth: Truth): Question[] {
  const source = print(program);
  return program.scalar ? scalarQuestions(source, point[0]!, truth) : vectorQuestions(source, [...point], truth);
}

/** A text with the program inside, under the name f. */
const inside = <F extends Text>(source: string, parameter: string, body: string): F =>
  fromSource<F>(`(${parameter}) => {\n  const f = ${source.replaceAll('\n', '\n  ')};\n  return ${body};\n}`);

function scalarQuestions(source: string, w: number, truth: Truth): Question[] {
  const f = fromSource<Scalar>(source);
  const list: Question[] = [];
  const ask = (operator: string, expected: number, answer: () => number): void => {
    list.push({ operator, expected: [expected], ask: () => [answer()] });
  };
  const [left, right] = [truth.left[0]!, truth.right[0]!];
  if (truth.gradient !== undefined) {
    const [slope] = truth.gradient as [number];
    ask('derivative', slope, () => derivative(f)(w));
    ask('grad', slope, () => grad(f)(w));
    ask('valueAndGrad', slope, () => valueAndGrad(f)(w).grad);
    ask('jvp', slope, () => jvp(f, [w], [1])[1]);
    ask('vjp', slope, () => vjp(f, w)[1](1)[0] as number);
    ask('jacobian', slope, () => jacobian<number>(f)(w));
    ask('taylor, order 1', slope, () => taylor(f, w, 1)[1]!);
    ask('differentiability', slope, () => differentiability(f, w).derivative ?? NaN);
    ask('derivative inside', slope, () => inside<Scalar>(source, 'x', 'derivative(f)(x)')(w));
    ask('jvp of derivative inside', slope, () => jvp(inside<Scalar>(source, 'x', 'derivative(f)(x)'), [w], [0])[0]);
  } else {
    const kink = (atKink: AtKink, expected: number): void => {
      ask(`derivative, atKink ${atKink}`, expected, () => derivative(f, { atKink })(w));
      ask(`grad, atKink ${atKink}`, expected, () => grad(f, { atKink })(w));
    };
    kink('nan', NaN);
    sides.forEach((side) => kink(side, (side as string) === 'left' ? left : right));
    ask('differentiability, left', left, () => differentiability(f, w).left);
    ask('differentiability, right', right, () => differentiability(f, w).right);
  }
  if (truth.hessian !== undefined) {
    const bend = truth.hessian[0]![0]!;
    ask('derivative, order 2', bend, () => derivative(f, { order: 2 })(w));
    ask('derivative of derivative', bend, () => derivative(derivative(f))(w));
    ask('grad of derivative inside', bend, () => grad(inside<Scalar>(source, 'x', 'derivative(f)(x)'))(w));
    ask('derivative of grad inside', bend, () => derivative(inside<Scalar>(source, 'x', 'grad(f)(x)'))(w));
    ask('taylor, order 2', bend, () => 2 * taylor(f, w, 2)[2]!);
    ask('hessian', bend, () => hessian<number>(f)(w));
    ask('hvp', bend, () => hvp<number>(f)(w, 1));
    ask('jacobian of grad', bend, () => jacobian<number>(grad(f))(w));
    ask('jvp of grad', bend, () => jvp(grad(f), [w], [1])[1]);
    ask('vjp of grad', bend, () => vjp(grad(f), w)[1](1)[0] as number);
  } else if (truth.gradient !== undefined) {
    ask('derivative, order 2, atKink nan', NaN, () => derivative(f, { order: 2, atKink: 'nan' })(w));
    sides.forEach((atKink) =>
      ask(
        `derivative, order 2, atKink ${atKink}`,
        (atKink as string) === 'left' ? truth.bentLeft[0]! : truth.bentRight[0]!,
        () => derivative(f, { order: 2, atKink })(w),
      ),
    );
  }
  return list;
}

const sides = ['left', 'right'] as unknown as readonly AtKink[];

const weights = [0.75, -0.5, 1.25];

function vectorQuestions(source: string, w: number[], truth: Truth): Question[] {
  const f = fromSource<Vector>(source);
  const list: Question[] = [];
  const ask = (operator: string, expected: readonly number[], answer: () => readonly number[]): void => {
    list.push({ operator, expected, ask: answer });
  };
  const units = w.map((_, i) => w.map((__, k) => (k === i ? 1 : 0)));
  const v = w.map((_, k) => weights[k]!);
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * b[k]!, 0);
  if (truth.gradient !== undefined) {
    const { gradient } = truth;
    ask('grad', gradient, () => grad(f)(w));
    ask('valueAndGrad', gradient, () => valueAndGrad(f)(w).grad);
    ask('jacobian', gradient, () => jacobian<number[]>(f)(w));
    ask('vjp', gradient, () => vjp(f, w)[1](1)[0] as number[]);
    ask('jvp along axes', gradient, () => units.map((unit) => jvp(f, [w], [unit])[1]));
    ask('jvp', [dot(gradient, v)], () => [jvp(f, [w], [v])[1]]);
    ask('grad inside', [dot(gradient, v)], () => [inside<Vector>(source, 'w', gradientTimes(v))(w)]);
    ask('grad of a typed array', gradient, () =>
      Array.from(grad(f as unknown as (w: Float64Array) => number)(Float64Array.from(w))),
    );
    ask('jacobian of two results', [...gradient, 0], () => {
      const rows = jacobian(inside<Text>(source, 'w', '[f(w), 1]'))(w);
      return [...rows[0]!, rows[1]![0]!];
    });
  } else {
    const nan = truth.left.map((l, i) => (Math.abs(l - truth.right[i]!) < 1e-6 ? l : NaN));
    ask('grad, atKink nan', nan, () => grad(f, { atKink: 'nan' })(w));
    for (const atKink of sides)
      ask(`grad, atKink ${atKink}`, (atKink as string) === 'left' ? truth.left : truth.right, () =>
        grad(f, { atKink })(w),
      );
  }
  if (truth.hessian !== undefined) {
    const { hessian: h } = truth;
    const product = h.map((row) => dot(row, v));
    ask('hessian', h.flat(), () => hessian(f)(w).flat());
    ask('hvp along axes', h.flat(), () => units.flatMap((unit) => hvp(f)(w, unit)));
    ask('hvp', product, () => hvp(f)(w, v));
    ask('jacobian of grad', h.flat(), () => jacobian(grad(f))(w).flat());
    ask('jvp of grad', product, () => jvp(grad(f), [w], [v])[1]);
    ask('vjp of grad', product, () => vjp(grad(f), w)[1](v)[0] as number[]);
    ask('grad of grad·v inside', product, () => grad(inside<Vector>(source, 'w', gradientTimes(v)))(w));
    ask('jvp of grad·v inside', [dot(product, v)], () => [
      jvp(inside<Vector>(source, 'w', gradientTimes(v)), [w], [v])[1],
    ]);
    if (w.length === 1) {
      const along = inside<Scalar>(source, 'x', 'f([x])');
      ask('derivative, order 2', h[0]!, () => [derivative(along, { order: 2 })(w[0]!)]);
      ask('derivative of derivative', h[0]!, () => [derivative(derivative(along))(w[0]!)]);
      ask('taylor, order 2', h[0]!, () => [2 * taylor(along, w[0]!, 2)[2]!]);
    }
  }
  return list;
}

const gradientTimes = (v: readonly number[]): string => v.map((c, k) => `grad(f)(w)[${k}] * ${c}`).join(' + ');
