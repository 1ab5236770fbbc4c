/** What people feel of the types: the shapes that come back, and the mistakes that do not compile. */
import { derivative, grad, hessian, jacobian, taylor, valueAndGrad, vmap } from 'secant';

/** Compiles only where both types are the same one. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._proof: Same<A, B> extends true ? [] : [never]): void {}

interface Model {
  m: number;
  v: number[];
}
declare const model: Model;
const ofModel = (p: { m: number; v: number[] }): number => p.m * p.v[0]!;

// The gradient has the shape of the argument.
const gradient = grad(ofModel)(model);
same<(typeof gradient)['m'], number>();
same<(typeof gradient)['v'], number[]>();
const floats = grad((x: Float64Array) => x[0]! ** 2)(new Float64Array(3));
const backing: Float64Array = floats;
const rows = grad((x: number[][]) => x[0]![0]! ** 2)([[1]]);
same<typeof rows, number[][]>();
const slope = grad((x: number) => x ** 2)(3);
same<typeof slope, number>();
const both = valueAndGrad(ofModel)(model);
same<typeof both.value, number>();
same<(typeof both.grad)['v'], number[]>();
const second = grad((x: number, y: number[]) => x * y[0]!, { wrt: 1 })(1, [2]);
same<typeof second, number[]>();

// The functions that come back take what the function took.
// @ts-expect-error a text is no model
grad(ofModel)('model');
// @ts-expect-error the field v is missing
grad(ofModel)({ m: 1 });
// @ts-expect-error a function of two numbers takes two
grad((x: number, y: number) => x * y)(1);

// Functions that return something else than a number.
// @ts-expect-error a text has no derivative
derivative((w: number) => String(w));
// @ts-expect-error a text has no gradient
grad((w: number[]) => w.join());
// @ts-expect-error nor have several numbers at once; jacobian is for them
grad((w: number[]) => w);
// @ts-expect-error the second derivatives of a text
hessian((w: number[]) => w.join());
// @ts-expect-error a function of a text
derivative((w: string) => w.length);

// Options.
// @ts-expect-error an order is a number
derivative((w: number) => w ** 2, { order: 'two' });
// @ts-expect-error there is no such side
derivative((w: number) => w ** 2, { atKink: 'middle' });
// @ts-expect-error no option has this name
derivative((w: number) => w ** 2, { oder: 2 });
// @ts-expect-error arguments are counted from 0, and this function has one
grad((w: number) => w ** 2, { wrt: 1 });
// @ts-expect-error an argument is named by its number
grad((w: number) => w ** 2, { wrt: 'w' });
// @ts-expect-error the order of a polynomial is a number
taylor((w: number) => w ** 2, 0, 'three');

same<ReturnType<typeof derivativeOfSquare>, number>();
const derivativeOfSquare = derivative((w: number) => w ** 2);
const matrix = jacobian((w: number[]) => [w[0]! * 2, w[1]!])([1, 2]);
const points = vmap((w: number) => w ** 2)(new Float64Array(4));
export { backing, matrix, points, slope };
