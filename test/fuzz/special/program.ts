/**
 * The small language of the programs at special points, as data: expressions, guards, loops, helpers. A program is
 * printed as JavaScript for Secant and evaluated over any arithmetic for the oracle, from the same tree. In: a
 * tree. Out: text, or a value. Nothing here knows of Secant.
 */

export type Binary = '+' | '-' | '*' | '/';
export type Native =
  'abs' | 'sqrt' | 'sin' | 'cos' | 'exp' | 'log' | 'log1p' | 'tanh' | 'atan' | 'max' | 'min' | 'hypot';

export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'input'; readonly index: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'binary'; readonly op: Binary; readonly a: Expression; readonly b: Expression }
  | { readonly kind: 'power'; readonly a: Expression; readonly n: number }
  | { readonly kind: 'native'; readonly fn: Native; readonly args: readonly Expression[] }
  | { readonly kind: 'helper'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'choice'; readonly test: Test; readonly a: Expression; readonly b: Expression };

export type Comparison = '===' | '!==' | '<' | '<=' | '>' | '>=';

export type Test =
  | { readonly kind: 'compare'; readonly op: Comparison; readonly a: Expression; readonly b: Expression }
  | { readonly kind: 'both'; readonly op: '&&' | '||'; readonly a: Test; readonly b: Test };

export type Statement =
  | { readonly kind: 'let' | 'set'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'if'; readonly test: Test; readonly yes: readonly Statement[]; readonly no: readonly Statement[] }
  | { readonly kind: 'for'; readonly name: string; readonly count: number; readonly body: readonly Statement[] }
  | { readonly kind: 'break' | 'continue' }
  | { readonly kind: 'return'; readonly value: Expression };

export interface Helper {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
}

export interface Program {
  readonly inputs: number;
  /** One number instead of an array of one. */
  readonly scalar: boolean;
  readonly helpers: readonly Helper[];
  readonly body: readonly Statement[];
}

// ── As text ─────────────────────────────────────────────────────────────────────────────────────────

export function print(program: Program): string {
  const lines = [`(${program.scalar ? 'x' : 'w'}) => {`];
  for (const { name, parameters, body } of program.helpers) {
    lines.push(`  const ${name} = (${parameters.join(', ')}) => {`);
    printAll(body, program.scalar, '    ', lines);
    lines.push('  };');
  }
  printAll(program.body, program.scalar, '  ', lines);
  lines.push('}');
  return lines.join('\n');
}

function printAll(body: readonly Statement[], scalar: boolean, indent: string, lines: string[]): void {
  const text = (e: Expression): string => printExpression(e, scalar);
  for (const statement of body) {
    switch (statement.kind) {
      case 'let':
        lines.push(`${indent}let ${statement.name} = ${text(statement.value)};`);
        break;
      case 'set':
        lines.push(`${indent}${statement.name} = ${text(statement.value)};`);
        break;
      case 'if':
        lines.push(`${indent}if (${printTest(statement.test, scalar)}) {`);
        printAll(statement.yes, scalar, `${indent}  `, lines);
        if (statement.no.length > 0) {
          lines.push(`${indent}} else {`);
          printAll(statement.no, scalar, `${indent}  `, lines);
        }
        lines.push(`${indent}}`);
        break;
      case 'for': {
        const { name } = statement;
        lines.push(`${indent}for (let ${name} = 0; ${name} < ${statement.count}; ${name}++) {`);
        printAll(statement.body, scalar, `${indent}  `, lines);
        lines.push(`${indent}}`);
        break;
      }
      case 'return':
        lines.push(`${indent}return ${text(statement.value)};`);
        break;
      default:
        lines.push(`${indent}${statement.kind};`);
    }
  }
}

function printExpression(e: Expression, scalar: boolean): string {
  const text = (inner: Expression): string => printExpression(inner, scalar);
  switch (e.kind) {
    case 'number':
      return e.value < 0 || Object.is(e.value, -0) ? `(${Object.is(e.value, -0) ? '-0' : e.value})` : String(e.value);
    case 'input':
      return scalar ? 'x' : `w[${e.index}]`;
    case 'name':
      return e.name;
    case 'binary':
      return `(${text(e.a)} ${e.op} ${text(e.b)})`;
    case 'power':
      return `(${text(e.a)} ** ${e.n})`;
    case 'native':
      return `Math.${e.fn}(${e.args.map(text).join(', ')})`;
    case 'helper':
      return `${e.name}(${e.args.map(text).join(', ')})`;
    case 'choice':
      return `(${printTest(e.test, scalar)} ? ${text(e.a)} : ${text(e.b)})`;
  }
}

function printTest(test: Test, scalar: boolean): string {
  if (test.kind === 'both') return `(${printTest(test.a, scalar)} ${test.op} ${printTest(test.b, scalar)})`;
  return `${printExpression(test.a, scalar)} ${test.op} ${printExpression(test.b, scalar)}`;
}

// ── Evaluated ───────────────────────────────────────────────────────────────────────────────────────

/** What a program is evaluated over: numbers, or power series. */
export interface Arithmetic<T> {
  number(value: number): T;
  binary(op: Binary, a: T, b: T): T;
  power(a: T, n: number): T;
  native(fn: Native, args: readonly T[]): T;
  compare(op: Comparison, a: T, b: T): boolean;
}

/** Ends a loop or a function. */
type Completion<T> = 'break' | 'continue' | { readonly value: T } | undefined;

/** The value of a program. */
export function evaluate<T>(program: Program, inputs: readonly T[], x: Arithmetic<T>): T {
  const run = new Evaluation(program, inputs, x);
  return run.call(program.body, new Map());
}

/** The value of one expression, names given. */
export function evaluateExpression<T>(
  program: Program,
  e: Expression,
  inputs: readonly T[],
  names: ReadonlyMap<string, T>,
  x: Arithmetic<T>,
): T {
  return new Evaluation(program, inputs, x).expression(e, new Map(names));
}

class Evaluation<T> {
  private readonly program: Program;
  private readonly inputs: readonly T[];
  private readonly x: Arithmetic<T>;

  constructor(program: Program, inputs: readonly T[], x: Arithmetic<T>) {
    this.program = program;
    this.inputs = inputs;
    this.x = x;
  }

  call(body: readonly Statement[], names: Map<string, T>): T {
    const end = this.all(body, names);
    if (typeof end === 'object') return end.value;
    throw new Error('the program returns nothing');
  }

  private all(body: readonly Statement[], names: Map<string, T>): Completion<T> {
    for (const statement of body) {
      const end = this.statement(statement, names);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  private statement(statement: Statement, names: Map<string, T>): Completion<T> {
    switch (statement.kind) {
      case 'let':
      case 'set':
        names.set(statement.name, this.expression(statement.value, names));
        return undefined;
      case 'if':
        return this.all(this.test(statement.test, names) ? statement.yes : statement.no, names);
      case 'for':
        for (let k = 0; k < statement.count; k++) {
          names.set(statement.name, this.x.number(k));
          const end = this.all(statement.body, names);
          if (end === 'break') break;
          if (typeof end === 'object') return end;
        }
        return undefined;
      case 'return':
        return { value: this.expression(statement.value, names) };
      default:
        return statement.kind;
    }
  }

  expression(e: Expression, names: Map<string, T>): T {
    const { x } = this;
    switch (e.kind) {
      case 'number':
        return x.number(e.value);
      case 'input':
        return this.inputs[e.index]!;
      case 'name': {
        const value = names.get(e.name);
        if (value === undefined) throw new Error(`no ${e.name}`);
        return value;
      }
      case 'binary':
        return x.binary(e.op, this.expression(e.a, names), this.expression(e.b, names));
      case 'power':
        return x.power(this.expression(e.a, names), e.n);
      case 'native':
        return x.native(
          e.fn,
          e.args.map((arg) => this.expression(arg, names)),
        );
      case 'helper': {
        const helper = this.program.helpers.find(({ name }) => name === e.name)!;
        const values = e.args.map((arg) => this.expression(arg, names));
        return this.call(helper.body, new Map(helper.parameters.map((name, k) => [name, values[k]!])));
      }
      case 'choice':
        return this.expression(this.test(e.test, names) ? e.a : e.b, names);
    }
  }

  private test(test: Test, names: Map<string, T>): boolean {
    if (test.kind === 'compare')
      return this.x.compare(test.op, this.expression(test.a, names), this.expression(test.b, names));
    return test.op === '&&'
      ? this.test(test.a, names) && this.test(test.b, names)
      : this.test(test.a, names) || this.test(test.b, names);
  }
}

/** Numbers, as JavaScript computes them. */
export const numbers: Arithmetic<number> = {
  number: (value) => value,
  binary: (op, a, b) => (op === '+' ? a + b : op === '-' ? a - b : op === '*' ? a * b : a / b),
  power: (a, n) => a ** n,
  native: (fn, args) => {
    const compute: (...values: number[]) => number = Math[fn];
    return compute(...args);
  },
  compare: compareNumbers,
};

export function compareNumbers(op: Comparison, a: number, b: number): boolean {
  switch (op) {
    case '===':
      return a === b;
    case '!==':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}
