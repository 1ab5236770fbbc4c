/**
 * Expressions of random programs: numbers and conditions over the names in reach. They keep to the domains of
 * their functions (a root of 1 + y², a quotient by 2 + y²), so that values stay finite and derivatives exist
 * nearly everywhere; corners and jumps occur, as in people's programs.
 */
import type { Choices } from './choices.ts';
import type { Name, Scope } from './names.ts';

/** A number literal. */
export function literal(choices: Choices): string {
  return choices.of(['1', '0.5', '2', '0.3', '1.25', '0.75', '3', '0.1', '1.7']);
}

/** An index into an array of a fixed length that stays inside it. */
export function indexFor(choices: Choices, scope: Scope, length: number): string {
  const counters = scope.all('counter');
  if (counters.length === 0 || choices.below(3) === 0) return String(choices.below(length));
  const counter = choices.of(counters);
  if (counter.length <= length) {
    return choices.weighted([
      [5, counter.name],
      [1, `${length - 1} - ${counter.name}`],
      [1, `(${counter.name} + 1) % ${length}`],
    ]);
  }
  return choices.of([`${counter.name} % ${length}`, `(${counter.name} * 2 + 1) % ${length}`]);
}

/** A place in memory that can be read and written: an element, a field. Undefined if there is none in reach. */
export function place(choices: Choices, scope: Scope): string | undefined {
  const kinds = (['list', 'rows', 'record', 'records'] as const).filter((kind) => scope.all(kind).length > 0);
  if (kinds.length === 0) return undefined;
  const kind = choices.of(kinds);
  const name = choices.of(scope.all(kind));
  const index = (length: number): string => indexFor(choices, scope, length);
  switch (kind) {
    case 'list':
      return `${name.name}[${index(name.length)}]`;
    case 'rows':
      return `${name.name}[${index(name.length)}][${index(2)}]`;
    case 'record':
      return choices.of([`${name.name}.p`, `${name.name}.q`, `${name.name}.v[${index(2)}]`, `${name.name}['q']`]);
    case 'records':
      return `${name.name}[${index(name.length)}].${choices.of(['p', 'q'])}`;
  }
}

/** A number. */
export function number(choices: Choices, scope: Scope, depth = 3): string {
  if (depth <= 0 || choices.spent) return atom(choices, scope);
  const inner = (): string => number(choices, scope, depth - 1);
  const small = (): string => number(choices, scope, Math.min(depth - 1, 1));
  const options: (readonly [number, () => string])[] = [
    [8, () => atom(choices, scope)],
    [6, () => `${inner()} ${choices.of(['+', '-'])} ${wrapped(inner())}`],
    [6, () => `${wrapped(inner())} * ${wrapped(inner())}`],
    [2, () => `${wrapped(inner())} / (2 + ${wrapped(small())} ** 2)`],
    [6, () => smooth(choices, inner(), small)],
    [1, () => kinked(choices, inner(), small)],
    [2, () => `(${condition(choices, scope)} ? ${inner()} : ${inner()})`],
    [1, () => `-${wrapped(small())}`],
    [2, () => ofList(choices, scope, small)],
    [1, () => missing(choices, scope, small)],
    [2, () => called(choices, scope, small)],
  ];
  return choices.weighted(options)();
}

/** A number between −1 and 1, or nearly: what may be multiplied again and again. */
export function bounded(choices: Choices, scope: Scope, depth = 2): string {
  const inner = number(choices, scope, depth);
  return choices.of([
    `Math.sin(${inner})`,
    `Math.tanh(${inner})`,
    `(${inner}) / (1 + (${inner}) ** 2)`,
    `Math.atan(${inner})`,
  ]);
}

/** A condition. */
export function condition(choices: Choices, scope: Scope, depth = 1): string {
  const operand = (): string => number(choices, scope, 1);
  const counters = scope.all('counter');
  const options: (readonly [number, () => string])[] = [
    [6, () => `${operand()} ${choices.of(['>', '<', '>=', '<='])} ${choices.of([literal(choices), operand()])}`],
    [1, () => `!(${operand()} > ${literal(choices)})`],
  ];
  if (counters.length > 0) {
    const counter = choices.of(counters).name;
    options.push([3, () => `${counter} % 2 === ${choices.below(2)}`], [2, () => `${counter} > ${choices.below(3)}`]);
  }
  if (depth > 0) {
    options.push([
      1,
      () => `${condition(choices, scope, depth - 1)} ${choices.of(['&&', '||'])} ${condition(choices, scope, 0)}`,
    ]);
  }
  return choices.weighted(options)();
}

/** A list literal, or a list made from others, of a given length. */
export function listOf(choices: Choices, scope: Scope, length: number): string {
  const item = (): string => number(choices, scope, 2);
  const items = (): string => Array.from({ length }, item).join(', ');
  const others = scope.all('list', (name) => name.length === length && name.typed !== true);
  const options: (readonly [number, () => string])[] = [
    [4, () => `[${items()}]`],
    [1, () => `new Array(${length}).fill(${item()})`],
    [
      2,
      () =>
        `Array.from({ length: ${length} }, (_, k) => ${number(choices, scope.inner([{ name: 'k', kind: 'counter', assignable: false, length }]), 2)})`,
    ],
  ];
  if (others.length > 0) {
    const other = choices.of(others).name;
    const element = (): Scope => scope.inner([{ name: 'e', kind: 'number', assignable: false, length: 0 }]);
    options.push(
      [3, () => `${other}.map((e) => ${number(choices, element(), 2)})`],
      [1, () => `${other}.map((e, k) => e * ${bounded(choices, element(), 1)} + k)`],
      [2, () => `${other}.slice()`],
      [1, () => `[...${other}]`],
      [1, () => `${other}.slice(1).concat([${item()}])`],
      [1, () => `[${item()}].concat(${other}.slice(0, ${length - 1}))`],
      [1, () => `${other}.slice().reverse()`],
    );
  }
  return choices.weighted(options)();
}

function atom(choices: Choices, scope: Scope): string {
  const numbers = scope.all('number');
  const counters = scope.all('counter');
  const options: (readonly [number, () => string])[] = [];
  if (numbers.length > 0) options.push([5, () => choices.of(numbers).name]);
  options.push([1, () => literal(choices)]);
  options.push([4, () => place(choices, scope) ?? literal(choices)]);
  if (counters.length > 0) options.push([1, () => choices.of(counters).name]);
  return choices.weighted(options)();
}

function smooth(choices: Choices, inner: string, small: () => string): string {
  return choices.of([
    () => `Math.sin(${inner})`,
    () => `Math.cos(${inner})`,
    () => `Math.tanh(${inner})`,
    () => `Math.exp(-((${inner}) ** 2))`,
    () => `Math.sqrt(1 + (${inner}) ** 2)`,
    () => `Math.log(1.5 + (${inner}) ** 2)`,
    () => `Math.atan(${inner})`,
    () => `(${inner}) ** 2`,
    () => `Math.tanh(${inner}) ** 3`,
    () => `Math.cbrt(2 + Math.sin(${inner}))`,
    () => `Math.asinh(${inner})`,
    () => `Math.hypot(1, ${inner}, ${small()})`,
    () => `Math.atan2(${inner}, 2)`,
    () => `Math.pow(1.5 + Math.cos(${inner}), ${small()})`,
    () => `Math.log1p(Math.exp(-((${inner}) ** 2)))`,
    () => `Math.expm1(Math.sin(${inner}))`,
    () => `Math.sinh(Math.tanh(${inner}))`,
    () => `1 / Math.cosh(${inner})`,
  ])();
}

function kinked(choices: Choices, inner: string, small: () => string): string {
  return choices.of([
    () => `Math.abs(${inner})`,
    () => `Math.max(${inner}, ${small()})`,
    () => `Math.min(${inner}, ${small()}, 1.5)`,
    () => `Math.sign(${inner})`,
    () => `0.1 * Math.floor(${inner})`,
    () => `((${inner}) % 3)`,
  ])();
}

function ofList(choices: Choices, scope: Scope, small: () => string): string {
  const lists = scope.all('list');
  const stacks = scope.all('stack');
  if (lists.length === 0 && stacks.length === 0) return small();
  const { name } = choices.of([...lists, ...stacks]);
  const options: (readonly [number, () => string])[] = [
    [3, () => `${name}.reduce((acc, e) => acc + e * ${choices.of(['e', '0.5', 'Math.cos(e)'])}, ${small()})`],
    [1, () => `${name}.reduce((acc, e) => Math.sin(acc) * 0.5 + e, 0)`],
    [1, () => `${name}.length`],
    [1, () => `(${name}.at(-1) ?? ${small()})`],
    [1, () => `${name}.indexOf(${small()})`],
    [1, () => `${name}.filter((e) => e > ${literal(choices)}).reduce((acc, e) => acc + e, 0)`],
    [1, () => `${name}.map((e) => e * ${small()}).reduce((acc, e) => acc + e, 0)`],
    [1, () => `(${name}.some((e) => e > 1) ? ${small()} : 0.5)`],
    [1, () => `(${name}.find((e) => e > 0.5) ?? ${small()})`],
    [1, () => `Math.max(...${name})`],
  ];
  return choices.weighted(options)();
}

/** Reads past the end, guarded as people guard them. */
function missing(choices: Choices, scope: Scope, small: () => string): string {
  const lists = [...scope.all('stack'), ...scope.all('list')];
  if (lists.length === 0) return `(${small()} || ${small()})`;
  const name = choices.of(lists);
  const index = choices.of([`${name.name}.length`, String(choices.below(5)), `${name.name}.length - 1`]);
  return `(${name.name}[${index}] ${choices.of(['??', '||'])} ${small()})`;
}

function called(choices: Choices, scope: Scope, small: () => string): string {
  const functions = [...scope.all('function'), ...scope.all('on-list')];
  if (functions.length === 0) return small();
  return call(choices, scope, choices.of(functions), small);
}

/** A call of a function of the program. */
export function call(choices: Choices, scope: Scope, fn: Name, small: () => string): string {
  if (fn.kind === 'on-list') {
    const lists = scope.all('list', (name) => name.length === 3 && name.typed !== true);
    return lists.length > 0 ? `${fn.name}(${choices.of(lists).name}, ${small()})` : small();
  }
  const first = fn.recursive === true ? [String(1 + choices.below(3))] : [];
  return `${fn.name}(${[...first, ...Array.from({ length: fn.length }, small)].join(', ')})`;
}

function wrapped(text: string): string {
  return /^[\w.]+$/.test(text) || /^[\w.]+\[[^[\]]*\]$/.test(text) || /^\([^()]*\)$/.test(text) ? text : `(${text})`;
}
