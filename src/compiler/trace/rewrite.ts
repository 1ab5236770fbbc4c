/**
 * A function that the plugin has not seen, rewritten from its text. In: the text of a function, method or class, and
 * how to read what it captures. Out: the function that runs in its place. A name that nobody can read is an error
 * only when it is reached, and the error names all of them at once.
 */
import { SecantError, type SourceText } from '../../base/diagnostics.ts';
import { isFunction, type Node, nodeIn, nodesIn, parseModule } from '../frontend/syntax/parse-module.ts';
import { analyseScopes } from '../frontend/syntax/scopes.ts';
import { ownName, runtimeName } from './marks.ts';
import { printTraced } from './print.ts';
import type { AnyFunction } from './run.ts';
import { runtime } from './runtime.ts';

const scopeName = `${ownName}Scope`;
const missingName = `${ownName}None`;

/** How captured names are read. */
export interface Captures {
  has(name: string): boolean;
  read(name: string): unknown;
}

interface Parsed {
  readonly program: Node;
  readonly fn: Node;
}

/**
 * The rewritten function; the function itself if rewriting would change nothing.
 *
 * @throws SecantError S001 where the text cannot be read, S004 where running text is forbidden
 */
export function rewriteFunction(fn: AnyFunction, source: SourceText, captures: Captures, self?: unknown): AnyFunction {
  const parsed = parse(source);
  const scopes = analyseScopes(parsed.program);
  const missing = new Map<string, Node>();
  const printed = printTraced(parsed.fn, {
    text: source.text,
    scopes,
    root: undefined,
    runtime: runtimeName,
    accessors: true,
    free: (name, node) => {
      if (captures.has(name)) return `${scopeName}.${name}`;
      const parent = scopes.parentOf(node);
      if (isGlobal(name) || (parent?.type === 'UnaryExpression' && parent['operator'] === 'typeof')) return name;
      if (!missing.has(name)) missing.set(name, node);
      return `${missingName}()`;
    },
  });
  if (!printed.differs) return fn;
  const fail = (): never => {
    const inOrder = [...missing].sort(([, a], [, b]) => a.start - b.start);
    throw missingNames(
      inOrder.map(([name]) => name),
      source,
      inOrder[0]![1],
    );
  };
  const method = parsed.fn.type === 'Property';
  const text = method ? `({ ${printed.text} })` : printed.text;
  const scope = new Proxy(Object.create(null) as object, { get: (_target, name) => captures.read(String(name)) });
  const made = compile(text)(runtime, scope, fail) as object;
  if (!method) return made as AnyFunction;
  const above = homeOf(fn, self);
  if (above !== undefined) Object.setPrototypeOf(made, above);
  return methodOf(made);
}

function isGlobal(name: string): boolean {
  return name in globalThis || name === 'undefined';
}

function missingNames(names: readonly string[], source: SourceText, first: Node): SecantError {
  const quoted = names.map((name) => `\`${name}\``);
  const list = quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
  const verb =
    names.length === 1
      ? 'is captured from outside the function, and its value'
      : 'are captured from outside the function, and their values';
  return new SecantError('S102', `${list} ${verb} cannot be seen`, {
    span: { source, start: first.start, end: first.end },
    hint: `pass ${names.length === 1 ? 'it' : 'them'} in: { scope: { ${names.join(', ')} } }, build with secant/plugin or run with secant/register, or use numericalDerivative`,
  });
}

/** The function of a text. What stands around it is taken off again, so that places stay those of the text. */
function parse(source: SourceText): Parsed {
  const attempts: readonly (readonly [head: string, tail: string])[] = [
    ['(', ')'],
    ['({', '})'],
    ['', ''],
  ];
  for (const [head, tail] of attempts) {
    const module = parseModule(head + source.text + tail);
    if (module === undefined) continue;
    const fn = functionIn(module.program);
    if (fn === undefined) continue;
    shift(module.program, -head.length);
    return { program: module.program, fn };
  }
  if (/#[\w$]/.test(source.text))
    throw new SecantError('S101', `\`${source.name}\` uses private names of a class, and its text alone does not`, {
      span: { source, start: 0, end: Math.min(1, source.text.length) },
      hint: 'load the class through secant/plugin or secant/register, or use numericalDerivative',
    });
  throw new SecantError('S001', 'the text of the function is not TypeScript or JavaScript that can be read', {
    span: { source, start: 0, end: Math.min(1, source.text.length) },
    hint: 'load it through secant/plugin, or use numericalDerivative',
  });
}

function functionIn(program: Node): Node | undefined {
  const statement = nodesIn(program, 'body').at(-1);
  if (statement === undefined) return undefined;
  if (isFunction(statement)) return statement;
  let inner = nodeIn(statement, 'expression');
  while (inner?.type === 'ParenthesizedExpression') inner = nodeIn(inner, 'expression');
  if (inner === undefined) return undefined;
  if (isFunction(inner) || inner.type === 'ClassExpression') return inner;
  if (inner.type !== 'ObjectExpression') return undefined;
  const property = nodesIn(inner, 'properties')[0];
  const value = property && nodeIn(property, 'value');
  return property?.type === 'Property' && isFunction(value) ? property : undefined;
}

function shift(node: unknown, by: number): void {
  if (by === 0) return;
  if (Array.isArray(node)) for (const item of node) shift(item, by);
  else if (typeof node === 'object' && node !== null && 'type' in node && 'start' in node) {
    const movable = node as unknown as { start: number; end: number };
    movable.start += by;
    movable.end += by;
    for (const [field, child] of Object.entries(node))
      if (field !== 'loc' && typeof child === 'object') shift(child, by);
  }
}

/** What `super` means in a method that is called on an object: the prototype above the one that holds it. */
function homeOf(fn: AnyFunction, self: unknown): object | null | undefined {
  for (
    let at: unknown = self;
    (typeof at === 'object' || typeof at === 'function') && at !== null;
    at = Object.getPrototypeOf(at)
  ) {
    for (const { value, get, set } of Object.values(Object.getOwnPropertyDescriptors(at)))
      if (value === fn || get === fn || set === fn) return Object.getPrototypeOf(at) as object | null;
  }
  return undefined;
}

/** The one member of an object, whatever its kind and name. */
function methodOf(object: unknown): AnyFunction {
  const [name] = Reflect.ownKeys(object as object);
  const { value, get, set } = Object.getOwnPropertyDescriptor(object, name!)!;
  return (value ?? get ?? set) as AnyFunction;
}

type Made = (t: typeof runtime, scope: object, fail: () => never) => unknown;

/** Text to function; strict like modules, unless only sloppy code can say it. */
function compile(text: string): Made {
  for (const head of ["'use strict'; ", '']) {
    try {
      return new Function(runtimeName, scopeName, missingName, `${head}return ${text};`) as Made;
    } catch (error) {
      if (error instanceof EvalError)
        throw new SecantError('S004', 'this page forbids running rewritten text', {
          hint: 'build with secant/plugin, which rewrites ahead of time, or use numericalDerivative',
        });
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  throw new SecantError('S101', 'the function cannot be rewritten', {
    hint: 'build with secant/plugin, or use numericalDerivative',
  });
}
