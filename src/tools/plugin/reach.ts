/**
 * Which functions of a module may come to be differentiated, and so must carry what they capture. In: the
 * module's scopes. Out: a set of functions. Two ways lead into it. Backwards from the calls of Secant: what
 * is passed, by itself or by name, through conditionals, arrays, objects and functions that return functions,
 * and then everything those capture in turn. Forwards from the functions: each one that captures something
 * and is a value that could go anywhere (stored, returned, exported, handed on), since a helper in this module
 * or another may hand it to Secant. Left alone are functions that are only called by name, callbacks of
 * array methods, timers and events, and functions with what no derivative can pass through.
 */
import { arrayMethods } from '../../compiler/frontend/syntax/array-methods.ts';
import {
  childrenOf,
  isFunction,
  isTypeWrapper,
  type Node,
  nameOf,
  nodeIn,
  nodesIn,
} from '../../compiler/frontend/syntax/parse-module.ts';
import { type Binding, type ModuleScopes, withoutWrappers } from '../../compiler/frontend/syntax/scopes.ts';
import { innerOperators, secantCallee } from './secant-calls.ts';

/** Functions that call back at once or later, and never differentiate. */
const callers = new Set([
  ...Object.entries(arrayMethods).flatMap(([name, { callback }]) => (callback === undefined ? [] : [name])),
  ...(
    'then catch finally addEventListener removeEventListener on once replace replaceAll ' +
    'setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame requestIdleCallback'
  ).split(' '),
]);

/** Syntax that is outside of what can be differentiated. */
const foreign = new Set([
  'ThisExpression',
  'Super',
  'AwaitExpression',
  'YieldExpression',
  'JSXElement',
  'JSXFragment',
  'ImportExpression',
  'MetaProperty',
  'ClassExpression',
  'ClassDeclaration',
  'TaggedTemplateExpression',
]);
const foreignGlobals = new Set(['document', 'window', 'console', 'fetch', 'process', 'localStorage']);

/**
 * The functions of a module that must carry their source and what they capture, inner ones after outer ones.
 *
 * @param outermost whether all outermost functions must, also those that capture nothing: a second body inside changes the
 *   text that they have by themselves
 */
export function functionsThatMayReach(scopes: ModuleScopes, program: Node, outermost: boolean): Node[] {
  const reach = new Reach(scopes, program);
  return reach.functions(outermost);
}

class Reach {
  private readonly scopes: ModuleScopes;
  private readonly program: Node;
  private readonly reached = new Set<Node>();
  private readonly followed = new Set<Node | Binding>();
  private readonly ownerOf = new Map<Node, Binding>();
  private readonly judged = new Map<Node, boolean>();

  constructor(scopes: ModuleScopes, program: Node) {
    this.scopes = scopes;
    this.program = program;
    for (const binding of scopes.bindings) {
      // A function expression's own name is known to itself alone: it does not say where the function goes.
      for (const value of binding.values.map(withoutWrappers)) {
        if (binding.scope.node !== value) this.ownerOf.set(value, binding);
      }
    }
  }

  functions(outermost: boolean): Node[] {
    const all = [...this.scopes.captures.keys()];
    this.fromCalls(this.program);
    for (const fn of all) {
      const wanted =
        this.scopes.captures.get(fn)!.length > 0 || (outermost && this.scopes.functionsAround(fn).length === 0);
      if (wanted && this.couldGoAnywhere(fn)) this.add(fn);
    }
    // The text of a function is changed by what is attached inside it, so it needs its own text beside it.
    for (let count = -1; count !== this.reached.size;) {
      count = this.reached.size;
      const changed = new Set([...this.reached].flatMap((fn) => this.scopes.functionsAround(fn)));
      for (const fn of changed) if (this.couldGoAnywhere(fn)) this.add(fn);
    }
    return all.filter((fn) => this.reached.has(fn) && isAttachable(this.scopes, fn));
  }

  private fromCalls(node: Node): void {
    if (secantCallee(this.scopes, node) !== undefined)
      for (const argument of nodesIn(node, 'arguments')) this.follow(argument);
    for (const child of childrenOf(node)) this.fromCalls(child);
  }

  private add(fn: Node): void {
    if (this.reached.has(fn)) return;
    this.reached.add(fn);
    for (const binding of this.scopes.captures.get(fn) ?? []) this.followBinding(binding);
  }

  private followBinding(binding: Binding): void {
    if (this.followed.has(binding)) return;
    this.followed.add(binding);
    for (const value of binding.values) this.follow(value);
  }

  /** Adds the functions that an expression may be. */
  private follow(expression: Node): void {
    const node = withoutWrappers(expression);
    if (this.followed.has(node)) return;
    this.followed.add(node);
    switch (node.type) {
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        this.add(node);
        break;
      case 'Identifier': {
        const binding = this.scopes.bindingOf(node);
        if (binding) this.followBinding(binding);
        break;
      }
      case 'ConditionalExpression':
        this.follow(nodeIn(node, 'consequent')!);
        this.follow(nodeIn(node, 'alternate')!);
        break;
      case 'LogicalExpression':
        this.follow(nodeIn(node, 'left')!);
        this.follow(nodeIn(node, 'right')!);
        break;
      case 'SequenceExpression':
        this.follow(nodesIn(node, 'expressions').at(-1)!);
        break;
      case 'AssignmentExpression':
        this.follow(nodeIn(node, 'right')!);
        break;
      case 'ArrayExpression':
        for (const element of nodesIn(node, 'elements')) this.follow(element);
        break;
      case 'ObjectExpression':
        for (const property of nodesIn(node, 'properties')) this.follow(nodeIn(property, 'value') ?? property);
        break;
      case 'SpreadElement':
        this.follow(nodeIn(node, 'argument')!);
        break;
      case 'MemberExpression':
        this.follow(nodeIn(node, 'object')!);
        break;
      case 'CallExpression':
        for (const fn of this.functionsBehind(nodeIn(node, 'callee')!)) this.followResults(fn);
        break;
      default:
    }
  }

  private functionsBehind(callee: Node): Node[] {
    const node = withoutWrappers(callee);
    if (isFunction(node)) return [node];
    return node.type === 'Identifier'
      ? (this.scopes.bindingOf(node)?.values ?? []).map(withoutWrappers).filter(isFunction)
      : [];
  }

  private followResults(fn: Node): void {
    const body = nodeIn(fn, 'body')!;
    if (body.type !== 'BlockStatement') {
      this.follow(body);
      return;
    }
    const visit = (node: Node): void => {
      if (isFunction(node)) return;
      const result = node.type === 'ReturnStatement' ? nodeIn(node, 'argument') : undefined;
      if (result) this.follow(result);
      childrenOf(node).forEach(visit);
    };
    visit(body);
  }

  // ── Where a function goes ─────────────────────────────────────────────────────────────────────────────

  private couldGoAnywhere(fn: Node): boolean {
    let judged = this.judged.get(fn);
    if (judged === undefined) this.judged.set(fn, (judged = this.escapes(fn) && !this.isForeign(fn)));
    return judged;
  }

  private escapes(fn: Node): boolean {
    const owner = this.ownerOf.get(fn);
    const parent = parentBeyondWrappers(this.scopes, fn);
    if (parent === undefined) return false;
    if (
      fn.type === 'FunctionDeclaration' ||
      parent.type === 'VariableDeclarator' ||
      parent.type === 'AssignmentPattern'
    )
      return owner === undefined || this.leavesItsName(owner, fn);
    switch (parent.type) {
      case 'CallExpression':
      case 'NewExpression': {
        const callee = withoutWrappers(nodeIn(parent, 'callee')!);
        if (callee === fn || nodesIn(fn, 'params').length === 0) return false;
        const name = callee.type === 'MemberExpression' ? nodeIn(callee, 'property') : callee;
        return !callers.has(nameOf(name) ?? '') && !(parent.type === 'NewExpression' && nameOf(name) === 'Promise');
      }
      case 'ExpressionStatement':
        return false;
      case 'JSXExpressionContainer': {
        const attribute = this.scopes.parentOf(parent);
        return !/^on[A-Z]/.test(String(attribute && nodeIn(attribute, 'name')?.['name']));
      }
      default:
        return true;
    }
  }

  /** True unless a name is only ever called. */
  private leavesItsName(binding: Binding, fn: Node): boolean {
    if (isExported(this.scopes, fn)) return true;
    return binding.uses.some(
      ({ node, parent }) => parent.type !== 'CallExpression' || nodeIn(parent, 'callee') !== node,
    );
  }

  /** True if a function holds what no derivative passes through, or differentiates by itself. */
  private isForeign(node: Node): boolean {
    if (foreign.has(node.type)) return true;
    if (node.type === 'Identifier')
      return (
        foreignGlobals.has(nameOf(node)!) && this.scopes.parentOf(node) !== undefined && !this.scopes.bindingOf(node)
      );
    const called = secantCallee(this.scopes, node);
    if (called !== undefined && !innerOperators.has(called)) return true;
    return childrenOf(node).some((child) => this.isForeign(child));
  }
}

/** The node around a function, looking through parentheses and types. */
export function parentBeyondWrappers(scopes: ModuleScopes, node: Node): Node | undefined {
  let parent = scopes.parentOf(node);
  while (parent && isTypeWrapper(parent)) parent = scopes.parentOf(parent);
  return parent;
}

function isExported(scopes: ModuleScopes, fn: Node): boolean {
  for (let at = scopes.parentOf(fn); at !== undefined && !isFunction(at); at = scopes.parentOf(at))
    if (at.type.startsWith('Export')) return true;
  return false;
}

/** Whether something can be attached to a function without the program noticing. */
function isAttachable(scopes: ModuleScopes, fn: Node): boolean {
  if (fn['async'] === true || fn['generator'] === true) return false;
  const parent = parentBeyondWrappers(scopes, fn);
  switch (parent?.type) {
    case 'MethodDefinition':
      return false;
    case 'Property':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      // A computed key is known only once the program runs, and with it the function's name.
      if (parent['computed'] === true && nodeIn(fn, 'id') === undefined) return false;
      if (parent['kind'] === 'get' || parent['kind'] === 'set') return false;
      return parent['method'] !== true || isLastOfItsKey(scopes.parentOf(parent)!, parent);
    case 'IfStatement':
    case 'LabeledStatement':
      return fn.type !== 'FunctionDeclaration';
    default:
      return true;
  }
}

/** Whether a method is what the object holds under its name in the end. */
function isLastOfItsKey(object: Node, property: Node): boolean {
  const after = nodesIn(object, 'properties').filter(({ start }) => start > property.start);
  const key = nameOf(nodeIn(property, 'key'));
  return !after.some(
    (other) => other.type === 'SpreadElement' || other['computed'] === true || nameOf(nodeIn(other, 'key')) === key,
  );
}
