/** Classes and constructor functions: inside the text, captured, and as instances that come in as arguments. */
import { polynomial, power, scaled, sum } from './closed-forms.ts';
import * as c from './closed-forms.ts';
import { gradient, type Row, scalar, vector } from './row.ts';

class Vector3 {
  x: number;
  y: number;
  z: number;
  static readonly unit = new Vector3(0, 0, 1);
  constructor(x = 0, y = 0, z = 0) {
    this.x = x;
    this.y = y;
    this.z = z;
  }
  static of(v: Vector3): Vector3 {
    return new Vector3(v.x, v.y, v.z);
  }
  get squared(): number {
    return this.dot(this);
  }
  set all(value: number) {
    this.x = this.y = this.z = value;
  }
  dot(v: Vector3): number {
    return this.x * v.x + this.y * v.y + this.z * v.z;
  }
  cross(v: Vector3): Vector3 {
    return new Vector3(this.y * v.z - this.z * v.y, this.z * v.x - this.x * v.z, this.x * v.y - this.y * v.x);
  }
  scale(k: number): this {
    this.x *= k;
    this.y *= k;
    this.z *= k;
    return this;
  }
  clone(): Vector3 {
    return new (this.constructor as typeof Vector3)(this.x, this.y, this.z);
  }
  up(): number {
    return this.dot(Vector3.unit) + Vector3.of(this).x;
  }
  toArray(): number[] {
    return [this.x, this.y, this.z];
  }
}

class Weighted extends Vector3 {
  weight = 2;
  override dot(v: Vector3): number {
    return this.weight * super.dot(v);
  }
}

/** A constructor as it was written before there were classes. */
interface PointObject {
  x: number;
  y: number;
  norm2(): number;
}
const Point = function (this: PointObject, x: number, y: number) {
  if (!(this instanceof Point)) return new Point(x, y);
  this.x = x;
  this.y = y;
  return this;
} as unknown as { new (x: number, y: number): PointObject; (x: number, y: number): PointObject };
(Point as unknown as { prototype: PointObject }).prototype.norm2 = function (this: PointObject) {
  return this.x * this.x + this.y * this.y;
};

/** A function that is also an object, as libraries export them. */
const easing = Object.assign((t: number) => t * t, {
  power: 3,
  cubic: (t: number): number => t ** 3,
  of: { two: (t: number): number => 2 * t },
});

const axis = new Vector3(1, 2, 3);
const table: Record<string, Record<string, (x: number) => number>> = {
  a: { square: (x) => x * x, cube: (x) => x ** 3 },
  b: {},
};
const M = Math;
const sine = Math.sin;

export const classes: readonly Row[] = [
  scalar(
    'a class with fields, a method and a getter',
    (w: number) => {
      class Circle {
        k = 3;
        r: number;
        constructor(r: number) {
          this.r = r;
        }
        get area() {
          return this.k * this.r * this.r;
        }
        grown(by: number) {
          return new Circle(this.r + by);
        }
      }
      return new Circle(w).grown(1).area;
    },
    [2, -1],
    polynomial(3, 6, 3),
  ),
  scalar(
    'a class that extends another: super, overridden methods, fields of both',
    (w: number) => {
      class Base {
        a: number;
        b = 2;
        constructor(a: number) {
          this.a = a;
        }
        f() {
          return this.a * this.b;
        }
        twice() {
          return 2 * this.f();
        }
      }
      class Derived extends Base {
        d = this.a * this.a;
        constructor(a: number) {
          super(a);
          this.b = 5;
        }
        override f() {
          return super.f() + this.d;
        }
      }
      return new Derived(w).twice();
    },
    [2, -1],
    polynomial(0, 10, 2),
  ),
  scalar(
    'a class without a constructor above, and one without below',
    (w: number) => {
      class A {
        v = 0;
        set(v: number) {
          this.v = v;
          return this;
        }
      }
      class B extends A {}
      return new B().set(w).v * new A().set(w * w).v;
    },
    [2, -1],
    power(3),
  ),
  scalar(
    'private fields and methods, static fields, methods and blocks',
    (w: number) => {
      class Account {
        #balance = 0;
        static rate = 2;
        static bonus: number;
        static {
          Account.bonus = Account.rate + 1;
        }
        static opened(by: number) {
          return new this().#add(by);
        }
        #add(by: number) {
          this.#balance += Account.rate * by;
          return this;
        }
        get balance() {
          return this.#balance * Account.bonus;
        }
      }
      return Account.opened(w).balance;
    },
    [2, -1],
    scaled(6, c.identity),
  ),
  scalar(
    'a setter, and arrows that keep `this`',
    (w: number) => {
      class Box {
        side = 1;
        set half(h: number) {
          this.side = 2 * h;
        }
        volume = () => this.side ** 3;
      }
      const box = new Box();
      box.half = w;
      const { volume } = box;
      return volume();
    },
    [2, -1],
    scaled(8, power(3)),
  ),
  scalar(
    'a constructor function of the text that returns itself without `new`',
    `function f(w) {
      function P(x) { if (!(this instanceof P)) return new P(x); this.x = x; }
      const p = P(w);
      return p.x * p.x;
    }`,
    [2, -1],
    power(2),
  ),
  scalar(
    'an object literal whose methods use `this`',
    (w: number) => {
      const o = {
        k: 3,
        x: w,
        f() {
          return this.k * this.x;
        },
        g() {
          return this.f() * this.x;
        },
      };
      return o.g();
    },
    [2, -1],
    scaled(3, power(2)),
  ),
  scalar(
    'call, apply and bind with a receiver',
    (w: number) => {
      function f(this: { k: number }, a: number, b: number) {
        return this.k * a + b;
      }
      const o = { k: w };
      const g = f.bind(o, 2);
      return f.call(o, w, 1) + f.apply(o, [3, w]) + g(w * w);
    },
    [2, -1],
    polynomial(1, 6, 2),
  ),
  scalar(
    'instanceof decides between classes',
    (w: number) => {
      class A {
        x = w;
      }
      class B extends A {}
      const worth = (v: A) => (v instanceof B ? 2 * v.x : v.x);
      return worth(new A()) + worth(new B()) + ([] instanceof (A as never) ? 100 : 0);
    },
    [2, -1],
    scaled(3, c.identity),
  ),
  scalar(
    'instances in an array, in a loop',
    (w: number) => {
      class Term {
        k: number;
        n: number;
        constructor(k: number, n: number) {
          this.k = k;
          this.n = n;
        }
        at(x: number) {
          return this.k * x ** this.n;
        }
      }
      const terms = [new Term(2, 1), new Term(3, 2), new Term(-1, 3)];
      let sum = 0;
      for (const term of terms) sum += term.at(w);
      return sum + terms.reduce((s, t) => s + t.k, 0);
    },
    [2, -1],
    polynomial(4, 2, 3, -1),
  ),
  scalar(
    'a tree of instances, walked by recursion',
    (w: number) => {
      class Tree {
        value: number;
        left: Tree | undefined;
        right: Tree | undefined;
        constructor(value: number, left?: Tree, right?: Tree) {
          this.value = value;
          this.left = left;
          this.right = right;
        }
        total(): number {
          return this.value ** 2 + (this.left ? this.left.total() : 0) + (this.right ? this.right.total() : 0);
        }
      }
      return new Tree(w, new Tree(2 * w), new Tree(3 * w, new Tree(w))).total();
    },
    [2, -1],
    scaled(15, power(2)),
  ),
  scalar(
    'a captured class, its static members and its prototype',
    (w: number) => {
      const v = new Vector3(w, 2, w * w);
      return v.clone().scale(2).dot(Vector3.unit) + Vector3.of(v).squared;
    },
    [2, -1],
    polynomial(4, 0, 3, 0, 1),
    { scope: { Vector3 } },
  ),
  scalar(
    'a captured class that extends another',
    (w: number) => {
      const v = new Weighted(w, 1, 0);
      v.weight = 3;
      return v.dot(v) + (v instanceof Vector3 ? w : 0) + (v instanceof Weighted ? w : 0);
    },
    [2, -1],
    polynomial(3, 2, 3),
    { scope: { Weighted, Vector3 } },
  ),
  scalar(
    'a captured instance',
    (w: number) => new Vector3(w, w * w, 1).dot(axis) + axis.dot(Vector3.unit),
    [2, -1],
    polynomial(6, 1, 2),
    {
      scope: { axis, Vector3 },
    },
  ),
  scalar(
    'a captured constructor function with a prototype',
    (w: number) => new Point(w, 2).norm2() + Point(1, w).norm2(),
    [2, -1],
    polynomial(5, 0, 2),
    { scope: { Point } },
  ),
  scalar(
    'a function that is an object as well',
    (w: number) => easing(w) + easing.cubic(w) * easing.power + easing.of.two(w),
    [2, -1],
    polynomial(0, 2, 1, 3),
    { scope: { easing } },
  ),
  scalar(
    'properties given to a function of the text',
    `function f(w) {
      function g(x) { return x * g.k; }
      g.k = 3;
      g.twice = x => 2 * g(x);
      return g.twice(w);
    }`,
    [2, -1],
    scaled(6, c.identity),
  ),
  gradient(
    'an instance as the argument',
    (v: Vector3) => v.squared * v.x,
    () => [new Vector3(1, 2, 3)],
    ({ x, y, z }: Vector3) => ({ x: 3 * x * x + y * y + z * z, y: 2 * x * y, z: 2 * x * z }),
  ),
  gradient(
    'two instances, one changed by a method',
    (a: Vector3, b: Vector3) => a.cross(b).scale(2).dot(Vector3.unit) + a.clone().scale(3).x,
    () => [new Vector3(1, 2, 3), new Vector3(-1, 0.5, 2)],
    (_a: Vector3, b: Vector3) => ({ x: 2 * b.y + 3, y: -2 * b.x, z: 0 }),
    { scope: { Vector3 } },
  ),
  gradient(
    'an instance of a class that extends another, with a setter',
    (v: Weighted) => {
      const own = v.dot(v);
      v.all = own;
      return v.x;
    },
    () => [new Weighted(1, 2, 3)],
    ({ x, y, z, weight }: Weighted) => ({
      x: 2 * weight * x,
      y: 2 * weight * y,
      z: 2 * weight * z,
      weight: x * x + y * y + z * z,
    }),
  ),
  gradient(
    'a record of instances, and an array of them',
    (o: { from: Vector3; path: Vector3[] }) => {
      let s = 0;
      for (const p of o.path) s += p.dot(o.from);
      return s;
    },
    () => [{ from: new Vector3(1, 2, 3), path: [new Vector3(1, 0, 0), new Vector3(0, 1, 1)] }],
    (o: { from: Vector3; path: Vector3[] }) => ({
      from: { x: 1, y: 1, z: 1 },
      path: o.path.map(() => ({ x: o.from.x, y: o.from.y, z: o.from.z })),
    }),
  ),
  gradient(
    'an object with what no program can hold, as long as it is not read',
    (o: { r: number; re: RegExp; log: () => void; when: Date }) => o.r ** 3,
    () => [{ r: 2, re: /a/, log: () => undefined, when: new Date(0) }],
    ({ r }: { r: number }) => ({ r: 3 * r * r }),
  ),
  gradient(
    'methods that know their class and its static members, with no scope',
    (v: Vector3) => v.up() * v.y,
    () => [new Vector3(1, 2, 3)],
    ({ x, y, z }: Vector3) => ({ x: y, y: x + z, z: y }),
  ),
  vector(
    'an instance as the argument, its array as the result',
    (v: Vector3) => v.clone().scale(2).toArray(),
    () => [new Vector3(1, 2, 3)],
    () => [
      { x: 2, y: 0, z: 0 },
      { x: 0, y: 2, z: 0 },
      { x: 0, y: 0, z: 2 },
    ],
  ),
  scalar(
    'arguments: their number and each of them',
    `function f(w) {
      function sum() { let s = 0; for (let k = 0; k < arguments.length; k++) s += arguments[k]; return s; }
      function two(a, b) { return arguments.length === 1 ? a : a * b; }
      const rest = function () { return Array.prototype.slice.call(arguments, 1)[0]; };
      return sum(w, w * w, 3) + two(w) + two(w, w) + Math.max.apply(null, [1, 2]) + rest(0, w);
    }`,
    [2, -1],
    sum(polynomial(5, 3, 2), scaled(0, c.identity)),
  ),
  scalar(
    'a table of functions by keys that come in',
    (w: number, kind = 'a', how = 'square') => table[kind]![how]!(w),
    [2, -1],
    power(2),
    { scope: { table } },
  ),
  scalar(
    'another name for Math, and members of it taken apart',
    (w: number) => M.sin(w) * M.PI + sine(w),
    [2, -1],
    scaled(Math.PI + 1, c.sin),
    { scope: { M, sine } },
  ),
  scalar(
    '`o && o.k` of which only the truth is used, and of which the value is',
    (w: number, o?: { k: number }) => {
      const p = o || { k: 2, list: [w] };
      if (p && p.k && !(o && o.k)) return w * ((p && p.k) as number);
      return 0;
    },
    [2, -1],
    scaled(2, c.identity),
  ),
  scalar(
    'hasOwnProperty and Object.hasOwn',
    (w: number) => {
      const o: { a: number; b?: number } = { a: w };
      const has = (key: string): number => (Object.prototype.hasOwnProperty.call(o, key) ? 1 : 0);
      return o.hasOwnProperty('a') && !o.hasOwnProperty('b') && Object.hasOwn(o, 'a') ? o.a * has('a') : 0;
    },
    [2, -1],
    c.identity,
  ),
];
