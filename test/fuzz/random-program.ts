/**
 * Random programs as text that a person could have written: JavaScript functions of numbers, arrays and objects,
 * with loops, branches, memory that is overwritten and shared, closures, recursion. In: a list of choices. Out:
 * the text, and a point to run it at. Programs end, stay inside their arrays except where they guard the read,
 * and keep their numbers moderate, so that nearly all have a derivative that differences can find.
 */
import { Choices } from './choices.ts';
import { Scope, type Name } from './names.ts';
import { bounded, call, condition, indexFor, listOf, literal, number, place } from './random-expressions.ts';

/** A program and where to run it. */
export interface RandomProgram {
  readonly source: string;
  /** One value per parameter: number, number[], Float64Array, number[][], or { p, q, v }. */
  readonly point: readonly unknown[];
}

/** Writes the program that a list of choices describes. */
export function writeProgram(list: readonly number[], options: { readonly vector?: boolean } = {}): RandomProgram {
  return new Author(new Choices(list), options.vector ?? false).program();
}

/** Statements still to be written, at most, and how deep they nest. */
interface Budget {
  statements: number;
}

class Author {
  private readonly choices: Choices;
  private readonly vector: boolean;
  private readonly lines: string[] = [];
  private depth = 1;
  private counter = 0;
  /** Loops around the place that is being written: label or not. */
  private loops: (string | undefined)[] = [];
  private budget: Budget = { statements: 24 };
  /** Inside a function of the program: how values are returned early there. */
  private inFunction = false;

  constructor(choices: Choices, vector: boolean) {
    this.choices = choices;
    this.vector = vector;
  }

  program(): RandomProgram {
    const { choices } = this;
    const scope = new Scope();
    const point: unknown[] = [];
    const names: string[] = [];
    const parameter = (name: Name, value: unknown): void => {
      names.push(name.name);
      scope.add(name);
      point.push(value);
    };
    const near = (): number => (1 + choices.below(40)) / 16 - 1.21;
    const kinds = choices.of([
      ['x'],
      ['x', 'a'],
      ['a'],
      ['a', 'x'],
      ['x', 'f'],
      ['m', 'x'],
      ['o', 'x'],
      ['a', 'm'],
      ['x', 'y', 'o'],
    ]);
    for (const kind of kinds) {
      const name = (of: Name['kind'], length = 0, assignable = true): Name => ({
        name: kind,
        kind: of,
        assignable,
        length,
      });
      if (kind === 'a') parameter(name('list', 3), [near(), near(), near()]);
      else if (kind === 'f')
        parameter({ ...name('list', 3, false), typed: true }, Float64Array.of(near(), near(), near()));
      else if (kind === 'm')
        parameter(name('rows', 2, false), [[near(), near()], [near(), near()]]); // prettier-ignore
      else if (kind === 'o') parameter(name('record', 0, false), { p: near(), q: near(), v: [near(), near()] });
      else parameter(name('number'), near());
    }
    this.statements(scope, 3 + choices.below(9));
    this.line(`return ${this.result(scope)};`);
    return { source: [`(${names.join(', ')}) => {`, ...this.lines, '}'].join('\n'), point };
  }

  /** Everything in reach, so that nothing that went wrong is lost. */
  private result(scope: Scope): string {
    const terms: string[] = [];
    for (const { name } of scope.all('number')) terms.push(name);
    for (const { name } of [...scope.all('list'), ...scope.all('stack')])
      terms.push(`${name}.reduce((acc, e, k) => acc + e * (k + 1), 0)`);
    for (const { name } of scope.all('rows')) terms.push(`${name}[0][1] - ${name}[1][0]`);
    for (const { name } of scope.all('record')) terms.push(`${name}.p * ${name}.q + ${name}.v[1]`);
    for (const { name } of scope.all('records')) terms.push(`${name}[0].p - ${name}[1].q`);
    if (!this.vector) return terms.join(' + ');
    const parts = [0, 1, 2].map((k) => terms.filter((_, j) => j % 3 === k).join(' + '));
    return `[${parts.map((part) => (part === '' ? number(this.choices, scope, 1) : part)).join(', ')}]`;
  }

  private line(text: string): void {
    this.lines.push('  '.repeat(this.depth) + text);
  }

  private fresh(prefix: string): string {
    return `${prefix}${this.counter++}`;
  }

  /** `head {`, the body, `}`, the body in a scope of its own. */
  private block(head: string, scope: Scope, body: (inner: Scope) => void, tail = '}'): void {
    this.line(`${head} {`);
    this.depth++;
    const before = this.lines.length;
    body(scope.inner());
    if (this.lines.length === before) this.line(';');
    this.depth--;
    this.line(tail);
  }

  private statements(scope: Scope, count: number): void {
    for (let k = 0; k < count; k++) {
      if (this.choices.spent || this.budget.statements <= 0) return;
      this.budget.statements--;
      this.statement(scope);
    }
  }

  private statement(scope: Scope): void {
    const nested = this.depth < 5;
    const looped = this.loops.length > 0;
    const inner = (weight: number): number => (nested ? weight : 0);
    const { choices } = this;
    choices.weighted<() => void>([
      [6, () => this.assign(scope)],
      [4, () => this.declare(scope)],
      [6, () => this.write(scope)],
      [4, () => this.declareList(scope)],
      [inner(4), () => this.for(scope)],
      [inner(4), () => this.if(scope)],
      [inner(2), () => this.while(scope)],
      [inner(2), () => this.forOf(scope)],
      [inner(1), () => this.forIn(scope)],
      [inner(1), () => this.switch(scope)],
      [3, () => this.alias(scope)],
      [3, () => this.method(scope)],
      [3, () => this.stack(scope)],
      [2, () => this.swap(scope)],
      [2, () => this.renew(scope)],
      [inner(2), () => this.closure(scope)],
      [inner(1), () => this.recursion(scope)],
      [2, () => this.callFor(scope)],
      [2, () => this.declareRecord(scope)],
      [1, () => this.declareRows(scope)],
      [inner(1), () => this.forEach(scope)],
      [1, () => this.destructure(scope)],
      [looped ? 3 : 0, () => this.leave(scope)],
      [nested ? 1 : 0, () => this.return(scope)],
      [1, () => this.line(`if (${number(choices, scope, 1)} > 1e6) throw new Error('too large');`)],
    ])();
  }

  // ── Numbers ───────────────────────────────────────────────────────────────────────────────────────

  /** A value that may be stored: inside loops one that cannot grow from step to step. */
  private value(scope: Scope): string {
    return this.loops.length > 0 || this.inFunction
      ? this.choices.of([bounded(this.choices, scope), number(this.choices, scope, 2)])
      : number(this.choices, scope);
  }

  private assign(scope: Scope): void {
    const { choices } = this;
    const names = scope.all('number', (name) => name.assignable);
    if (names.length === 0) return this.declare(scope);
    const { name } = choices.of(names);
    choices.weighted<() => void>([
      [4, () => this.line(`${name} = ${bounded(choices, scope)};`)],
      [4, () => this.line(`${name} += ${this.value(scope)};`)],
      [2, () => this.line(`${name} -= ${this.value(scope)};`)],
      [2, () => this.line(`${name} *= ${bounded(choices, scope)};`)],
      [1, () => this.line(`${name} /= 1 + (${number(choices, scope, 1)}) ** 2;`)],
      [1, () => this.line(`${name} = Math.sin(${name}) * ${number(choices, scope, 1)} + ${name} / 2;`)],
      [1, () => this.line(`${name} ||= ${literal(choices)};`)],
      [1, () => this.line(`${name}${choices.of(['++', '--'])};`)],
      [1, () => this.line(`if (${condition(choices, scope)}) ${name} = ${bounded(choices, scope)};`)],
    ])();
  }

  private declare(scope: Scope): void {
    const assignable = this.choices.below(4) > 0;
    const name = this.fresh(this.choices.of(['s', 't', 'u']));
    this.line(`${assignable ? this.choices.of(['let', 'let', 'var']) : 'const'} ${name} = ${this.value(scope)};`);
    scope.add({ name, kind: 'number', assignable, length: 0 });
  }

  private write(scope: Scope): void {
    const { choices } = this;
    const target = place(choices, scope);
    if (target === undefined) return this.assign(scope);
    choices.weighted<() => void>([
      [4, () => this.line(`${target} = ${this.value(scope)};`)],
      [3, () => this.line(`${target} += ${this.value(scope)};`)],
      [2, () => this.line(`${target} *= ${bounded(choices, scope)};`)],
      [1, () => this.line(`${target} -= ${bounded(choices, scope)} * ${target};`)],
      [
        1,
        () =>
          this.line(
            `${target} = Math.sin(${target}) + ${bounded(choices, scope)} * ${place(choices, scope) ?? target};`,
          ),
      ],
    ])();
  }

  // ── Memory ────────────────────────────────────────────────────────────────────────────────────────

  private declareList(scope: Scope): void {
    const { choices } = this;
    const length = choices.of([3, 2, 4]);
    const name = this.fresh(choices.of(['h', 'w', 'v']));
    if (choices.below(5) === 4) {
      this.line(`const ${name} = new Float64Array(${length});`);
      scope.add({ name, kind: 'list', assignable: false, length, typed: true });
      return;
    }
    const assignable = choices.below(2) === 1;
    this.line(`${assignable ? 'let' : 'const'} ${name} = ${listOf(choices, scope, length)};`);
    scope.add({ name, kind: 'list', assignable, length });
  }

  private declareRows(scope: Scope): void {
    const { choices } = this;
    const name = this.fresh('g');
    const item = (): string => number(choices, scope, 1);
    const row = (): string => {
      const rows = scope.all('list', (candidate) => candidate.length === 2 && candidate.typed !== true);
      return rows.length > 0 && choices.below(3) === 2 ? choices.of(rows).name : `[${item()}, ${item()}]`;
    };
    const made = choices.of([
      () => `[${row()}, ${row()}]`,
      () => `[0, 1].map((k) => [${item()}, k + ${item()}])`,
      () => `Array.from({ length: 2 }, () => [${item()}, ${item()}])`,
    ]);
    this.line(`const ${name} = ${made()};`);
    scope.add({ name, kind: 'rows', assignable: false, length: 2 });
  }

  private declareRecord(scope: Scope): void {
    const { choices } = this;
    const item = (): string => number(choices, scope, 1);
    if (choices.below(4) === 3) {
      const name = this.fresh('k');
      this.line(`const ${name} = [{ p: ${item()}, q: ${item()} }, { p: ${item()}, q: ${item()} }];`);
      scope.add({ name, kind: 'records', assignable: false, length: 2 });
      return;
    }
    const name = this.fresh('r');
    const lists = scope.all('list', (candidate) => candidate.length === 2 && candidate.typed !== true);
    const list = lists.length > 0 && choices.below(2) === 1 ? choices.of(lists).name : `[${item()}, ${item()}]`;
    this.line(`const ${name} = { p: ${item()}, q: ${item()}, v: ${list} };`);
    scope.add({ name, kind: 'record', assignable: false, length: 0 });
  }

  /** Two names for one object, made plainly or by a branch. */
  private alias(scope: Scope): void {
    const { choices } = this;
    const kind = choices.of((['list', 'rows', 'record'] as const).filter((one) => scope.all(one).length > 0));
    if ((kind as string | undefined) === undefined) return this.declareList(scope);
    const first = choices.of(scope.all(kind));
    const name = this.fresh('b');
    if (kind === 'rows' && choices.below(2) === 1) {
      this.line(`const ${name} = ${first.name}[${indexFor(choices, scope, 2)}];`);
      scope.add({ name, kind: 'list', assignable: false, length: 2 });
      return;
    }
    if (kind === 'record' && choices.below(2) === 1) {
      this.line(`const ${name} = ${first.name}.v;`);
      scope.add({ name, kind: 'list', assignable: false, length: 2 });
      return;
    }
    const others = scope.all(kind, (other) => other.length === first.length && other.typed === first.typed);
    const other = choices.of(others);
    const right = choices.of([first.name, `${condition(choices, scope)} ? ${first.name} : ${other.name}`]);
    const assignable = kind === 'list' && first.typed !== true && choices.below(3) === 2;
    this.line(`${assignable ? 'let' : 'const'} ${name} = ${right};`);
    scope.add({ ...first, name, assignable });
  }

  private method(scope: Scope): void {
    const { choices } = this;
    const lists = scope.all('list', (name) => name.typed !== true);
    if (lists.length === 0) return this.declareList(scope);
    const { name } = choices.of(lists);
    choices.weighted<() => void>([
      [2, () => this.line(`${name}.reverse();`)],
      [2, () => this.line(`${name}.fill(${bounded(choices, scope, 1)});`)],
      [1, () => this.line(`${name}.fill(${bounded(choices, scope, 1)}, 1);`)],
      [2, () => this.line(`${name}.push(${this.value(scope)}), ${name}.shift();`)],
      [
        2,
        () =>
          this.line(`${name}.push(${name}.pop() * ${bounded(choices, scope.without('list', 'rows', 'record'), 1)});`),
      ],
      [1, () => this.line(`${name}.unshift(${name}.pop());`)],
    ])();
  }

  /** Lists that grow and shrink. */
  private stack(scope: Scope): void {
    const { choices } = this;
    const stacks = scope.all('stack');
    if (stacks.length === 0) {
      const name = this.fresh('z');
      this.line(`const ${name} = ${choices.of(['[]', `[${number(choices, scope, 1)}]`])};`);
      this.line(`${name}.push(${this.value(scope)});`);
      scope.add({ name, kind: 'stack', assignable: false, length: 0 });
      return;
    }
    const { name } = choices.of(stacks);
    const numbers = scope.all('number', (one) => one.assignable);
    const into = numbers.length > 0 ? choices.of(numbers).name : undefined;
    choices.weighted<() => void>([
      [4, () => this.line(`${name}.push(${this.value(scope)});`)],
      [3, () => this.line(`if (${condition(choices, scope)}) ${name}.push(${this.value(scope)});`)],
      [2, () => this.line(into === undefined ? `${name}.pop();` : `${into} += ${name}.pop() ?? ${literal(choices)};`)],
      [1, () => this.line(`if (${name}.length > 0) ${name}[${name}.length - 1] *= ${bounded(choices, scope, 1)};`)],
      [1, () => this.line(`${name}[${name}.length] = ${this.value(scope)};`)],
      [1, () => this.line(`${name}.length = 0;`)],
      [into === undefined ? 0 : 2, () =>
        this.block(`while (${name}.length > ${choices.below(2)})`, scope, () => {
          this.line(`${into} = ${bounded(choices, scope.without('stack', 'function', 'on-list'), 1)} + ${name}.pop() / 2;`);
        })],
    ])(); // prettier-ignore
  }

  private swap(scope: Scope): void {
    const { choices } = this;
    const rows = scope.all('rows');
    if (rows.length > 0 && choices.below(3) === 2) {
      const { name } = choices.of(rows);
      if (choices.below(2) === 0) this.line(`[${name}[0], ${name}[1]] = [${name}[1], ${name}[0]];`);
      else {
        const spare = this.fresh('c');
        this.line(`const ${spare} = ${name}[0];`);
        this.line(`${name}[0] = ${name}[${indexFor(choices, scope, 2)}];`);
        this.line(`${name}[1] = ${spare};`);
      }
      return;
    }
    const one = place(choices, scope);
    const other = place(choices, scope);
    const numbers = scope.all('number', (name) => name.assignable);
    const first = one ?? numbers[0]?.name;
    const second =
      choices.below(3) === 2 && numbers.length > 0 ? choices.of(numbers).name : (other ?? numbers[0]?.name);
    if (first === undefined || second === undefined) return this.declare(scope);
    this.line(
      `[${first}, ${second}] = [${second}, ${choices.of([first, `${first} * ${bounded(choices, scope, 1)}`])}];`,
    );
  }

  /** A name given another list: references carried from step to step. */
  private renew(scope: Scope): void {
    const { choices } = this;
    const lists = scope.all('list', (name) => name.assignable);
    if (lists.length === 0) return this.declareList(scope);
    const { name, length } = choices.of(lists);
    const same = scope.all('list', (other) => other.length === length && other.typed !== true);
    const right = choices.weighted([
      [4, listOf(choices, scope, length)],
      [2, same.length > 0 ? choices.of(same).name : `${name}.slice()`],
      [2, `${name}.map((e, k) => Math.sin(e) + ${bounded(choices, scope, 1)} * k)`],
    ]);
    this.line(choices.of([`${name} = ${right};`, `if (${condition(choices, scope)}) ${name} = ${right};`]));
  }

  private destructure(scope: Scope): void {
    const { choices } = this;
    const records = scope.all('record');
    const first = this.fresh('d');
    const second = this.fresh('d');
    if (records.length > 0 && choices.below(2) === 1)
      this.line(`const { p: ${first}, q: ${second} = 1 } = ${choices.of(records).name};`);
    else this.line(`const [${first}, ${second}] = ${listOf(choices, scope, 3)};`);
    for (const name of [first, second]) scope.add({ name, kind: 'number', assignable: false, length: 0 });
  }

  // ── Control ───────────────────────────────────────────────────────────────────────────────────────

  private body(scope: Scope, most = 3): void {
    this.statements(scope, 1 + this.choices.below(most));
  }

  /** Runs `write` inside a loop; sometimes the loop has a label. */
  private looping(write: (label: string) => void): void {
    const label = this.choices.below(6) === 5 ? this.fresh('outer') : undefined;
    this.loops.push(label);
    write(label === undefined ? '' : `${label}: `);
    this.loops.pop();
  }

  private for(scope: Scope): void {
    const { choices } = this;
    const trips = choices.of([2, 3, 1, 4]);
    const i = this.fresh('i');
    const lists = scope.all('list');
    const list = lists.length > 0 ? choices.of(lists) : undefined;
    const [head, bound] = choices.weighted<readonly [string, number]>([
      [4, [`let ${i} = 0; ${i} < ${trips}; ${i}++`, trips]],
      [list ? 4 : 0, [`let ${i} = 0; ${i} < ${list?.name ?? ''}.length; ${i}++`, list?.length ?? 0]],
      [1, [`let ${i} = ${trips - 1}; ${i} >= 0; ${i}--`, trips]],
      [1, [`let ${i} = 0; ${i} < ${trips * 2}; ${i} += 2`, trips * 2]],
      [1, [`let ${i} = 1; ${i} < ${trips}; ${i}++`, trips]],
      [1, [`let ${i} = ${trips}; ${i} < ${choices.below(trips) + 1}; ${i}++`, trips + 1]],
    ]);
    if (choices.below(8) === 7) {
      const t = this.fresh('t');
      this.looping((label) =>
        this.block(
          `${label}for (let ${t} = 0; ${t} < ${choices.of(['0.35', '0.5', '0.25'])}; ${t} += 0.1)`,
          scope,
          (inner) => {
            inner.add({ name: t, kind: 'number', assignable: false, length: 0 });
            this.body(inner);
          },
        ),
      );
      return;
    }
    this.looping((label) =>
      this.block(`${label}for (${head})`, scope, (inner) => {
        inner.add({ name: i, kind: 'counter', assignable: false, length: bound });
        this.body(inner, 4);
      }),
    );
  }

  private while(scope: Scope): void {
    const { choices } = this;
    const n = this.fresh('n');
    const trips = choices.of([3, 2, 1, 4]);
    this.line(`let ${n} = 0;`);
    const also = choices.of(['', '', ` && ${condition(choices, scope, 0)}`]);
    const write = (inner: Scope): void => {
      const before = choices.below(2) === 0;
      // Counting first: `continue` must not skip it.
      this.line(`${n}++;`);
      inner.add({ name: n, kind: 'counter', assignable: false, length: trips + 1 });
      this.body(inner, before ? 3 : 4);
    };
    this.looping((label) => {
      if (choices.below(3) === 2) this.block(`${label}do`, scope, write, `} while (${n} < ${trips}${also});`);
      else this.block(`${label}while (${n} < ${trips}${also})`, scope, write);
    });
    scope.add({ name: n, kind: 'counter', assignable: false, length: trips + 1 });
  }

  private forOf(scope: Scope): void {
    const { choices } = this;
    const e = this.fresh('e');
    const item = (name: string, kind: Name['kind'], length = 0): Name => ({ name, kind, assignable: false, length });
    const lists = scope.all('list');
    const options: (readonly [string, Name[]])[] = lists.map(({ name }) => [
      `const ${e} of ${name}`,
      [item(e, 'number')],
    ]);
    for (const { name } of scope.all('stack')) options.push([`const ${e} of ${name}.slice()`, [item(e, 'number')]]);
    for (const { name } of scope.all('rows')) options.push([`const ${e} of ${name}`, [item(e, 'list', 2)]]);
    if (lists.length > 0) {
      const list = choices.of(lists);
      const k = this.fresh('k');
      options.push([
        `const [${k}, ${e}] of ${list.name}.entries()`,
        [item(e, 'number'), item(k, 'counter', list.length)],
      ]);
    }
    if (options.length === 0) return this.declareList(scope);
    const [head, names] = choices.of(options);
    this.looping((label) => this.block(`${label}for (${head})`, scope.inner(names), (inner) => this.body(inner)));
  }

  private forIn(scope: Scope): void {
    const { choices } = this;
    const numbers = scope.all('number', (name) => name.assignable);
    const records = scope.all('records');
    if (numbers.length === 0 || records.length === 0) return this.assign(scope);
    const key = this.fresh('key');
    const { name } = choices.of(records);
    const one = `${name}[${indexFor(choices, scope, 2)}]`;
    this.block(`for (const ${key} in ${one})`, scope, () => {
      this.line(
        choices.of([
          `${choices.of(numbers).name} += ${one}[${key}] * 0.5;`,
          `${one}[${key}] = Math.sin(${one}[${key}]);`,
        ]),
      );
    });
  }

  private if(scope: Scope): void {
    const { choices } = this;
    const otherwise = choices.below(2) === 1;
    this.line(`if (${condition(choices, scope)}) {`);
    this.depth++;
    this.body(scope.inner());
    if (otherwise) {
      this.depth--;
      this.line(choices.of(['} else {', `} else if (${condition(choices, scope)}) {`]));
      this.depth++;
      this.body(scope.inner());
    }
    this.depth--;
    this.line('}');
  }

  private switch(scope: Scope): void {
    const { choices } = this;
    const counters = scope.all('counter');
    const subject =
      counters.length > 0 ? `${choices.of(counters).name} % 3` : `Math.floor(${number(choices, scope, 1)})`;
    const { loops } = this;
    // `break` and `continue` of a loop outside would need a label: none inside.
    this.loops = [];
    this.block(`switch (${subject})`, scope, (inner) => {
      for (const value of [0, 1]) {
        this.line(`case ${value}:`);
        this.depth++;
        // A name declared in one case must not be used in the next, which may be entered from above.
        const own = inner.inner();
        this.assign(own);
        this.write(own);
        if (choices.below(3) < 2) this.line('break;');
        this.depth--;
      }
      this.line('default:');
      this.depth++;
      this.assign(inner.inner());
      this.depth--;
    });
    this.loops = loops;
  }

  private leave(scope: Scope): void {
    const labels = this.loops.filter((label) => label !== undefined);
    const target = labels.length > 0 && this.choices.below(2) === 1 ? ` ${this.choices.of(labels)}` : '';
    this.line(`if (${condition(this.choices, scope)}) ${this.choices.of(['break', 'continue'])}${target};`);
  }

  private return(scope: Scope): void {
    if (this.vector && !this.inFunction) return this.assign(scope);
    this.line(`if (${condition(this.choices, scope)}) return ${number(this.choices, scope, 2)};`);
  }

  // ── Functions ─────────────────────────────────────────────────────────────────────────────────────

  /** Writes a function body: early returns give its own result, and loops outside are out of reach. */
  private within(write: () => void): void {
    const { loops, inFunction, budget } = this;
    this.loops = [];
    this.inFunction = true;
    this.budget = { statements: Math.min(4, budget.statements) };
    write();
    this.loops = loops;
    this.inFunction = inFunction;
    this.budget = budget;
  }

  private closure(scope: Scope): void {
    const { choices } = this;
    const name = this.fresh('fn');
    const parameter = (of: string, kind: Name['kind'] = 'number', length = 0): Name => ({
      name: of,
      kind,
      assignable: true,
      length,
    });
    choices.weighted<() => void>([
      [2, () => {
        const p = this.fresh('p');
        this.line(`const ${name} = (${p}) => ${number(choices, scope.inner([parameter(p)]), 2)};`);
        scope.add({ name, kind: 'function', assignable: false, length: 1 });
      }],
      [3, () => {
        const p = this.fresh('p');
        const q = this.fresh('p');
        this.within(() =>
          this.block(choices.of([`const ${name} = (${p}, ${q}) =>`, `function ${name}(${p}, ${q})`]), scope.inner([parameter(p), parameter(q)]), (inner) => {
            this.body(inner, 4);
            this.line(`return ${bounded(choices, inner)};`);
          }),
        );
        scope.add({ name, kind: 'function', assignable: false, length: 2 });
      }],
      [2, () => {
        const list = this.fresh('l');
        const p = this.fresh('p');
        this.within(() =>
          this.block(`const ${name} = (${list}, ${p}) =>`, scope.inner([parameter(p), parameter(list, 'list', 3)]), (inner) => {
            this.body(inner, 3);
            this.line(`return ${list}[${choices.below(3)}] * ${bounded(choices, inner, 1)};`);
          }),
        );
        scope.add({ name, kind: 'on-list', assignable: false, length: 2 });
      }],
      [1, () => {
        const g = this.fresh('f');
        const p = this.fresh('p');
        this.line(`const ${name} = (${g}, ${p}) => ${g}(${g}(${p}) * 0.5) + ${g}(${literal(choices)});`);
        const e = this.fresh('e');
        this.line(`const ${name}of = (${p}) => ${name}((${e}) => ${bounded(choices, scope.inner([parameter(e)]), 1)}, ${p});`);
        scope.add({ name: `${name}of`, kind: 'function', assignable: false, length: 1 });
      }],
    ])(); // prettier-ignore
  }

  private recursion(scope: Scope): void {
    const { choices } = this;
    const name = this.fresh('rec');
    const n = this.fresh('n');
    const p = this.fresh('p');
    const inside = scope.inner([
      { name: p, kind: 'number', assignable: true, length: 0 },
      { name: n, kind: 'counter', assignable: false, length: 5 },
    ]);
    this.within(() =>
      this.block(
        choices.of([`const ${name} = (${n}, ${p}) =>`, `function ${name}(${n}, ${p})`]),
        inside.without('function', 'on-list'),
        (inner) => {
          this.line(`if (${n} <= 0) return ${number(choices, inner.without('counter'), 1)};`);
          this.body(inner, 3);
          const again = (): string => `${name}(${n} - ${1 + choices.below(2)}, ${bounded(choices, inner, 1)})`;
          if (choices.below(3) === 2) {
            this.line(`const ${n}r = ${again()};`);
            inner.add({ name: `${n}r`, kind: 'number', assignable: false, length: 0 });
            this.body(inner, 2);
            this.line(`return ${bounded(choices, inner, 1)} * ${n}r;`);
          } else this.line(`return ${again()} * ${bounded(choices, inner, 1)}${choices.of(['', ` + ${again()}`])};`);
        },
      ),
    );
    scope.add({ name, kind: 'function', assignable: false, length: 1, recursive: true });
    const result = this.fresh('t');
    this.line(`const ${result} = ${name}(${1 + choices.below(4)}, ${number(choices, scope, 1)});`);
    scope.add({ name: result, kind: 'number', assignable: false, length: 0 });
  }

  private callFor(scope: Scope): void {
    const { choices } = this;
    const functions = [...scope.all('function'), ...scope.all('on-list')];
    if (functions.length === 0) return this.write(scope);
    this.line(`${call(choices, scope, choices.of(functions), () => number(choices, scope, 1))};`);
  }

  private forEach(scope: Scope): void {
    const { choices } = this;
    const lists = scope.all('list');
    if (lists.length === 0) return this.declareList(scope);
    const { name, length } = choices.of(lists);
    const e = this.fresh('e');
    const k = this.fresh('k');
    const { loops } = this;
    this.loops = [];
    const names: Name[] = [
      { name: e, kind: 'number', assignable: true, length: 0 },
      { name: k, kind: 'counter', assignable: false, length },
    ];
    this.block(`${name}.forEach((${e}, ${k}) =>`, scope.inner(names), (inner) => {
      const before = this.inFunction;
      this.inFunction = true;
      this.body(inner, 2);
      this.inFunction = before;
    }, '});'); // prettier-ignore
    this.loops = loops;
  }
}
