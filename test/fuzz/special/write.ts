/**
 * Writes programs that stand on break points of their own: at 0, ±1, ½, ±2 and where coordinates are equal, with
 * guards by `===`, `<`, early return, `break`, `continue`, by `max`, `abs`, `hypot`, `sqrt`, in helpers, loops and
 * ternaries, and removable singularities behind guards. Many of them are an ordinary function in disguise. In: a
 * list of choices. Out: the program as a tree, and the point.
 */
import { Choices } from '../choices.ts';
import {
  type Comparison,
  evaluateExpression,
  type Expression,
  type Helper,
  type Native,
  numbers,
  type Program,
  type Statement,
  type Test,
} from './program.ts';

export interface SpecialProgram {
  readonly program: Program;
  readonly point: readonly number[];
}

export function writeSpecial(list: readonly number[]): SpecialProgram {
  return new Writer(new Choices(list)).write();
}

const num = (value: number): Expression => ({ kind: 'number', value });
const binary = (op: '+' | '-' | '*' | '/', a: Expression, b: Expression): Expression => ({ kind: 'binary', op, a, b });
const plus = (a: Expression, b: Expression): Expression => binary('+', a, b);
const minus = (a: Expression, b: Expression): Expression => binary('-', a, b);
const times = (a: Expression, b: Expression): Expression => binary('*', a, b);
const power = (a: Expression, n: number): Expression => ({ kind: 'power', a, n });
const call = (fn: Native, ...args: Expression[]): Expression => ({ kind: 'native', fn, args });
const name = (of: string): Expression => ({ kind: 'name', name: of });
const choice = (test: Test, a: Expression, b: Expression): Expression => ({ kind: 'choice', test, a, b });
const compare = (op: Comparison, a: Expression, b: Expression): Test => ({ kind: 'compare', op, a, b });

const constants = [1, 2, 0.5, -1, 3, 0.25, -0.5, -2, 0, 1.5];

class Writer {
  private readonly choices: Choices;
  private readonly point: number[];
  private readonly scalar: boolean;
  private readonly helpers: Helper[] = [];
  /** Names in reach, with their values at the point. */
  private names = new Map<string, number>();
  private counter = 0;

  constructor(choices: Choices) {
    this.choices = choices;
    const inputs = choices.of([1, 2, 1, 2, 3]);
    this.point = Array.from({ length: inputs }, () => choices.of([0, 1, -1, 0.5, 2, -2, 0, 1]));
    if (inputs > 1 && choices.below(3) === 0) this.point[1] = this.point[0]!;
    this.scalar = inputs === 1 && choices.below(2) === 0;
  }

  write(): SpecialProgram {
    const body: Statement[] = [];
    const count = this.choices.below(4);
    for (let k = 0; k < count; k++) this.statement(body);
    const result = this.expression(3);
    const sum = [...this.names.keys()].reduce((e, of) => plus(e, name(of)), result);
    body.push({ kind: 'return', value: sum });
    return { program: this.program(body), point: this.point };
  }

  private program(body: readonly Statement[]): Program {
    return { inputs: this.point.length, scalar: this.scalar, helpers: this.helpers, body };
  }

  /** The value of an expression at the point. */
  private at(e: Expression): number {
    return evaluateExpression(this.program([]), e, this.point, this.names, numbers);
  }

  private fresh(prefix: string): string {
    return `${prefix}${this.counter++}`;
  }

  private input(): Expression {
    return { kind: 'input', index: this.choices.below(this.point.length) };
  }

  private constant(): Expression {
    return num(this.choices.of(constants));
  }

  // ── Statements ────────────────────────────────────────────────────────────────────────────────────

  private statement(body: Statement[]): void {
    this.choices.weighted<() => void>([
      [3, () => this.declare(body)],
      [3, () => this.branch(body)],
      [2, () => this.earlyReturn(body)],
      [3, () => this.loop(body)],
    ])();
  }

  private declare(body: Statement[]): void {
    const value = this.expression(2);
    const of = this.fresh('s');
    this.names.set(of, this.at(value));
    body.push({ kind: 'let', name: of, value });
  }

  /** `let s = …; if (guard) s = …; else s = …;`, both sides nearly the same. */
  private branch(body: Statement[]): void {
    const whole = this.expression(2);
    const of = this.fresh('s');
    const { test, other } = this.guarded(whole);
    const set = (value: Expression): Statement => ({ kind: 'set', name: of, value });
    body.push({ kind: 'let', name: of, value: this.choices.of([whole, this.constant()]) });
    const { value } = body.at(-1) as Extract<Statement, { kind: 'let' }>;
    body.push(
      value === whole
        ? { kind: 'if', test, yes: [set(other)], no: [] }
        : { kind: 'if', test, yes: [set(other)], no: [set(whole)] },
    );
    this.names.set(of, this.at(choice(test, other, whole)));
  }

  /** A helper with an early return, called at once. */
  private earlyReturn(body: Statement[]): void {
    const value = this.helperCall(this.expression(1));
    const of = this.fresh('s');
    this.names.set(of, this.at(value));
    body.push({ kind: 'let', name: of, value });
  }

  private helperCall(argument: Expression): Expression {
    const helper = this.fresh('h');
    const p = this.fresh('p');
    const outer = this.names;
    this.names = new Map([[p, this.at(argument)]]);
    const { point } = this;
    const whole = this.over(name(p));
    const { test, other } = this.guarded(whole, name(p));
    this.names = outer;
    void point;
    this.helpers.push({
      name: helper,
      parameters: [p],
      body: [
        { kind: 'if', test, yes: [{ kind: 'return', value: other }], no: [] },
        { kind: 'return', value: whole },
      ],
    });
    return { kind: 'helper', name: helper, args: [argument] };
  }

  /** A loop that adds terms and leaves or skips by a guard. */
  private loop(body: Statement[]): void {
    const of = this.fresh('s');
    const k = this.fresh('k');
    const count = 2 + this.choices.below(3);
    const z = this.zero();
    const term = this.expression(1);
    const add: Statement = { kind: 'set', name: of, value: plus(name(of), times(term, plus(name(k), num(1)))) };
    const guard = this.choices.of<() => Test>([
      () => compare('===', z, num(0)),
      () => compare(this.choices.of(['<', '>', '<=', '>=']), z, num(0)),
      () => compare('>', name(k), plus(z, num(1))),
      () => compare('===', name(k), z),
      () => compare('<', this.far(), num(0)),
    ])();
    const start = this.constant();
    body.push({ kind: 'let', name: of, value: start });
    const inner = this.choices.of<() => Statement[]>([
      // What is skipped vanishes there, so that the sum stays continuous.
      () => [{ kind: 'if', test: guard, yes: [{ kind: this.choices.of(['continue', 'break']) }], no: [] }, { ...add, value: plus(name(of), times(z, term)) }],
      () => [{ kind: 'if', test: guard, yes: [{ kind: 'set', name: of, value: plus(name(of), term) }], no: [{ kind: 'set', name: of, value: plus(name(of), plus(term, times(this.choices.of([num(0), z, times(z, z)]), this.constant()))) }] }],
      () => [add, { kind: 'if', test: guard, yes: [{ kind: 'break' }], no: [] }],
      () => [{ kind: 'set', name: of, value: plus(times(name(of), num(0.5)), choice(guard, term, plus(term, times(z, this.constant())))) }],
    ])(); // prettier-ignore
    body.push({ kind: 'for', name: k, count, body: inner });
    // What comes after must not rest on its value; the result takes it up.
    this.names.set(of, NaN);
  }

  // ── Expressions ───────────────────────────────────────────────────────────────────────────────────

  private expression(depth: number): Expression {
    if (depth <= 0) return this.atom();
    const e = (): Expression => this.expression(depth - 1);
    return this.choices.weighted<() => Expression>([
      [2, () => this.atom()],
      [3, () => plus(e(), e())],
      [1, () => minus(e(), e())],
      [3, () => times(e(), e())],
      [2, () => this.smooth(e())],
      [8, () => this.disguised(e())],
      [3, () => this.kinked(e())],
    ])();
  }

  private atom(): Expression {
    const usable = [...this.names].filter(([, value]) => Number.isFinite(value)).map(([of]) => of);
    return this.choices.weighted<() => Expression>([
      [6, () => this.input()],
      [2, () => this.constant()],
      [usable.length > 0 ? 3 : 0, () => name(this.choices.of(usable))],
      [2, () => power(this.input(), this.choices.of([2, 3, 1, 4]))],
    ])();
  }

  private smooth(e: Expression): Expression {
    return this.choices.of<() => Expression>([
      () => power(e, this.choices.of([2, 3])),
      () => call('sin', e),
      () => call('exp', times(e, num(0.25))),
      () => call('tanh', e),
      () => call('atan', e),
      () => call('log1p', power(e, 2)),
      () => call('cos', e),
      () => call('sqrt', plus(num(1), power(e, 2))),
      () => binary('/', e, plus(num(1), power(e, 2))),
    ])();
  }

  /** Some function of one expression alone: the body of a helper. */
  private over(p: Expression): Expression {
    return this.choices.of<() => Expression>([
      () => power(p, 2),
      () => plus(times(this.constant(), p), times(p, p)),
      () => call('sin', p),
      () => power(p, 3),
      () => times(p, call('exp', times(p, num(0.25)))),
      () => call('abs', minus(p, num(this.at(p)))),
    ])();
  }

  /** An expression that is 0 at the point. */
  private zero(): Expression {
    const plain = (): Expression => {
      const e = this.input();
      return minus(e, num(this.at(e)));
    };
    return this.choices.of<() => Expression>([
      plain,
      () => {
        // A bare input where it is 0.
        const k = this.point.indexOf(0);
        return k >= 0 ? { kind: 'input', index: k } : plain();
      },
      () => {
        const a = this.input();
        const b = this.input();
        return this.at(a) === this.at(b) && a !== b ? minus(a, b) : plain();
      },
      () => {
        const e = this.expression(1);
        const value = this.at(e);
        return Number.isFinite(value) ? minus(e, num(value)) : plain();
      },
      () => times(plain(), this.atom()),
      () => power(plain(), 2),
      () => plus(plain(), plain()),
    ])();
  }

  /** An expression that is far from 0 and positive at the point. */
  private far(): Expression {
    const e = this.expression(1);
    const value = this.at(e);
    return Number.isFinite(value) ? minus(e, num(Math.floor(value) - 3)) : num(1);
  }

  /** A guard that ties at the point, and what to give where it holds so that the value there is kept. */
  private guarded(whole: Expression, of?: Expression): { test: Test; other: Expression } {
    const z = of === undefined ? this.zero() : minus(of, num(this.at(of)));
    const value = this.at(whole);
    const c = num(Number.isFinite(value) ? value : 0);
    const side = this.choices.of<Comparison>(['<', '>', '<=', '>=']);
    return this.choices.weighted<() => { test: Test; other: Expression }>([
      [4, () => ({ test: compare('===', z, num(0)), other: c })],
      [1, () => ({ test: compare('===', whole, c), other: c })],
      [2, () => ({ test: compare(side, z, num(0)), other: whole })],
      [2, () => ({ test: compare(side, z, num(0)), other: plus(whole, times(this.constant(), power(z, this.choices.of([1, 2, 3])))) })],
      [2, () => ({ test: compare('<', of === undefined ? this.far() : plus(power(of, 2), num(1)), num(0)), other: num(7) })],
      [1, () => ({ test: { kind: 'both', op: '&&', a: compare('>=', z, num(0)), b: compare('<=', z, num(0)) }, other: c })],
      [1, () => ({ test: { kind: 'both', op: '||', a: compare('===', z, num(0)), b: compare(side, z, num(0)) }, other: plus(whole, times(z, z)) })],
      [1, () => ({ test: { kind: 'both', op: '&&', a: compare('===', z, num(0)), b: compare('!==', this.input(), num(9)) }, other: c })],
    ])(); // prettier-ignore
  }

  /** The same function near the point, written in another way. */
  private disguised(e: Expression): Expression {
    const z = this.zero();
    const value = this.at(e);
    const c = num(Number.isFinite(value) ? value : 0);
    const zero = (guarded: Expression, there: number): Expression =>
      choice(compare('===', z, num(0)), num(there), guarded);
    return this.choices.of<() => Expression>([
      () => choice(compare('===', z, num(0)), c, e),
      () => choice(compare('!==', z, num(0)), e, c),
      () => choice(compare('<', this.far(), num(0)), this.atom(), e),
      () => minus(plus(e, plus(call('max', z, num(0)), call('min', z, num(0)))), z),
      () => plus(minus(call('max', z, num(0)), call('max', minus(num(0), z), num(0))), e),
      () => times(e, power(call('abs', z), 2)),
      () => plus(e, power(call('sqrt', power(z, 2)), 2)),
      () => plus(e, power(call('hypot', z, this.zero()), 2)),
      () => plus(e, call('sqrt', power(z, 4))),
      () => choice(compare('===', z, num(0)), c, binary('/', times(e, z), z)),
      () => call('max', e, minus(e, power(z, 2))),
      () => call('min', e, plus(e, call('abs', z))),
      () => choice(compare(this.choices.of(['<', '>', '<=', '>=']), z, num(0)), e, e),
      () => this.withGuard(e),
      () => times(e, zero(binary('/', call('sin', z), z), 1)),
      () => plus(e, zero(binary('/', minus(num(1), call('cos', z)), power(z, 2)), 0.5)),
      () => plus(e, zero(binary('/', minus(call('exp', z), num(1)), z), 1)),
      () => plus(e, zero(binary('/', z, minus(call('exp', z), num(1))), 1)),
      () => this.helperCall(e),
      () => times(call('abs', e), call('abs', e)),
      () => plus(e, times(z, choice(compare('>', z, num(0)), z, z))),
    ])();
  }

  private withGuard(whole: Expression): Expression {
    const { test, other } = this.guarded(whole);
    return choice(test, other, whole);
  }

  /** A corner, or a jump of a higher derivative. */
  private kinked(e: Expression): Expression {
    const z = this.zero();
    return this.choices.of<() => Expression>([
      () => plus(e, call('abs', z)),
      () => plus(e, power(call('max', z, num(0)), 2)),
      () => plus(e, times(z, call('abs', z))),
      () => plus(e, power(call('abs', z), 3)),
      () => call('max', e, num(this.at(e))),
      () => choice(compare('<', z, num(0)), e, plus(e, power(z, this.choices.of([3, 2, 1])))),
      () => plus(e, call('hypot', z, this.zero())),
      () => plus(e, power(call('max', num(0), z), 3)),
      () => times(e, call('max', z, num(0))),
    ])();
  }
}
