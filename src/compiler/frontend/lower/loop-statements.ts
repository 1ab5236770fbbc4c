/**
 * Loop statements. `break`, `continue` and `return` inside a loop set flags; the loop's test asks the flags
 * first, and what follows a possible jump in the body is guarded by them. `for in` over a record is unrolled.
 */
import type * as acorn from '../syntax/tree.ts';
import { newValue, numberType, type Type, type Value } from '../../ir/ir.ts';
import { type Abstract, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { assignedIn, containsBreak, isPlainTest, leavesAround, leaving, openTarget } from './completions.ts';
import { elementsOf, iterate } from './iteration.ts';
import { loop } from './loops.ts';
import { fieldsOf } from './fields.ts';
import type { Completion, Lowering } from './lowering.ts';
import { bindPattern, boundNames } from './patterns.ts';
import { type Binding, Scope } from './scope.ts';
import { type Node, visitNodes } from '../syntax/function-text.ts';
import { condition } from './values.ts';

export type LoopNode =
  acorn.ForStatement | acorn.WhileStatement | acorn.DoWhileStatement | acorn.ForOfStatement | acorn.ForInStatement;

export function lowerLoop(l: Lowering, node: LoopNode, labels: readonly string[]): Completion {
  const outer = l.scope;
  l.scope = new Scope(outer);
  try {
    if (node.type === 'ForStatement' && node.init) {
      if (node.init.type === 'VariableDeclaration') l.lowerStatement(node.init);
      else l.evaluate(node.init);
    }
    const pairs = node.type === 'ForOfStatement' ? entriesOf(node.right) : undefined;
    const source =
      node.type === 'ForOfStatement' ? elementsOf(l, l.evaluate(pairs ?? node.right), pairs ?? node.right) : undefined;
    const keys = node.type === 'ForInStatement' ? keysOf(l, node) : undefined;
    if (keys !== undefined) return unrollKeys(l, node as acorn.ForInStatement, keys, labels);
    const target = openTarget(l, node, labels, 'plain', true);
    const activation = l.activation!;
    const around = activation.loops.slice(0, -1);
    const mayLeave = leavesAround(node) || containsBreak(node);
    const flags = mayLeave
      ? [
          target.broken,
          activation.returned,
          activation.result,
          ...around.flatMap(({ broken, continued }) => [broken, continued]),
        ]
      : [];
    const guess = [...assignedIn(l, node), ...flags];
    const left = (): Value => {
      let flag = l.either(l.valueOf(activation.returned.current!)!, l.valueOf(target.broken.current!)!);
      for (const loop of around) {
        flag = l.either(flag, l.valueOf(loop.broken.current!)!);
        flag = l.either(flag, l.valueOf(loop.continued.current!)!);
      }
      return flag;
    };
    const body = (): Completion => {
      target.continued = l.hidden('continued', node, l.boolean(false));
      const end = l.lowerStatement(node.body);
      target.continued = l.hidden('continued', node, l.boolean(false));
      return end;
    };
    // The test of a loop that was left must not run again, unless it is cheap and does nothing.
    const guarded = (expression: acorn.Expression | null | undefined): Value => {
      const test = (): Value => (expression ? condition(l, expression) : l.builder.constant(true));
      if (!mayLeave) return test();
      if (!expression || isPlainTest(expression)) return l.both(l.builder.apply('not', left()), test());
      const result = choose(
        l,
        left(),
        node,
        () => l.boolean(false),
        () => ({ kind: 'value', value: test() }),
      );
      return result === 'throws' ? l.builder.constant(false) : l.valueOf(result)!;
    };
    switch (node.type) {
      case 'ForStatement': {
        const perStep = rememberedNames(node).flatMap((name) => l.scope.own(name) ?? []);
        loop(
          l,
          node,
          guess,
          () => guarded(node.test),
          () => {
            if (perStep.length === 0) body();
            else inStep(l, perStep, body);
            const { update } = node;
            if (!update) return;
            l.at(update);
            if (!mayLeave) l.evaluate(update);
            else {
              choose(
                l,
                left(),
                node,
                () => undefinedAbstract,
                () => {
                  l.evaluate(update);
                  return undefinedAbstract;
                },
              );
            }
          },
        );
        break;
      }
      case 'WhileStatement':
        loop(l, node, guess, () => guarded(node.test), body);
        break;
      case 'DoWhileStatement':
        loop(l, node, guess, () => guarded(node.test), body, false);
        break;
      case 'ForOfStatement':
        iterate(
          l,
          node,
          source!,
          guess,
          (element, index) => {
            const before = l.scope;
            l.scope = new Scope(before);
            bindLoopVariable(l, node.left, pairs === undefined ? element : pairOf(l, index, element, node));
            body();
            l.scope = before;
          },
          mayLeave ? () => l.builder.apply('not', left()) : undefined,
        );
        break;
      case 'ForInStatement':
        break;
    }
    activation.loops.pop();
    return leavesAround(node) ? 'maybe' : 'normal';
  } finally {
    l.scope = outer;
  }
}

/** The array in `array.entries()`: its pairs are made as the loop comes to them, so that the loop may write to it. */
function entriesOf(right: acorn.Expression): acorn.Expression | undefined {
  if (right.type !== 'CallExpression' || right.arguments.length > 0) return undefined;
  const { callee } = right;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.object.type === 'Super') return undefined;
  if (callee.object.type === 'Identifier' && callee.object.name === 'Object') return undefined;
  return callee.property.type === 'Identifier' && callee.property.name === 'entries' ? callee.object : undefined;
}

/** `[index, element]`. */
function pairOf(l: Lowering, index: Value, element: Abstract, node: Node): Abstract {
  const value = l.flatten(element, node);
  const fields: [string, Type][] = [
    ['0', numberType],
    ['1', value.type],
  ];
  const result = newValue(l.types.struct(fields, true));
  l.builder.emit({ kind: 'struct', result, names: ['0', '1'], elements: [index, value], span: l.builder.span });
  return { kind: 'value', value: result };
}

/** The `let` names of a `for` that a function in its body mentions: each step has its own. */
function rememberedNames({ init, body }: acorn.ForStatement): string[] {
  if (init?.type !== 'VariableDeclaration' || init.kind !== 'let') return [];
  const names = new Set(init.declarations.flatMap(({ id }) => boundNames(id)));
  const found = new Set<string>();
  visitNodes(body, (inner) => {
    if (!inner.type.includes('Function')) return;
    visitNodes(inner, (name) => {
      if (name.type === 'Identifier' && names.has((name as acorn.Identifier).name))
        found.add((name as acorn.Identifier).name);
    });
    return false;
  });
  return [...found];
}

/** Runs a step with names of its own for those of the loop, and hands what they hold at its end back. */
function inStep(l: Lowering, names: readonly Binding[], body: () => void): void {
  const before = l.scope;
  l.scope = new Scope(before);
  const own = names.map(({ name, declaration, constant, current }) =>
    l.declare(l.scope, name, stepDeclaration(declaration), constant, current),
  );
  body();
  names.forEach((binding, k) => l.set(binding, l.read(own[k]!, binding.declaration), binding.declaration));
  l.scope = before;
}

const stepDeclarations = new WeakMap<Node, Node>();

/** A node that stands for a loop's name within one step, so that facts about the two are kept apart. */
function stepDeclaration(declaration: Node): Node {
  let own = stepDeclarations.get(declaration);
  if (own === undefined) stepDeclarations.set(declaration, (own = { ...declaration }));
  return own;
}

function bindLoopVariable(l: Lowering, left: acorn.VariableDeclaration | acorn.Pattern, value: Abstract): void {
  if (left.type !== 'VariableDeclaration') bindPattern(l, left, value, 'assign');
  else bindPattern(l, left.declarations[0]!.id, value, left.kind === 'var' ? 'var' : { constant: left.kind !== 'let' });
}

/** Keys of a record, for `for (const key in record)`; undefined for arrays, whose keys are run through. */
function keysOf(l: Lowering, node: acorn.ForInStatement): Abstract[] | undefined {
  const object = l.evaluate(node.right);
  if (object.kind === 'value' && object.value.type.kind === 'struct')
    return fieldsOf(l, object, node.right).map((key) => ({ kind: 'value', value: l.builder.constant(key) }));
  if (object.kind === 'value' && object.value.type.kind === 'array') {
    const count = l.builder.length(object.value);
    const target = openTarget(l, node, [], 'plain', true);
    const index = l.hidden('index', node, l.number(0));
    const activation = l.activation!;
    const mayLeave = leavesAround(node) || containsBreak(node);
    const left = (): Value => l.either(l.valueOf(activation.returned.current!)!, l.valueOf(target.broken.current!)!);
    loop(
      l,
      node,
      [...assignedIn(l, node), index, target.broken, activation.returned, activation.result],
      () => {
        const inRange = l.builder.apply('lt', l.valueOf(index.current!)!, count);
        return mayLeave ? l.both(l.builder.apply('not', left()), inRange) : inRange;
      },
      () => {
        const before = l.scope;
        l.scope = new Scope(before);
        // A key of an array is the text of its index, so that `key + 1` is not taken for a number.
        const key = l.builder.apply('text', l.valueOf(index.current!)!);
        l.keyTexts.add(key);
        bindLoopVariable(l, node.left, { kind: 'value', value: key });
        l.lowerStatement(node.body);
        l.set(target.continued, l.boolean(false), node);
        l.scope = before;
        l.set(
          index,
          { kind: 'value', value: l.builder.apply('add', l.valueOf(index.current!)!, l.builder.constant(1)) },
          node,
        );
      },
    );
    activation.loops.pop();
    return [];
  }
  return l.fail(
    'S105',
    node.right,
    '`for in` needs an object or an array',
    'use `for of` for the elements of an array',
  );
}

function unrollKeys(
  l: Lowering,
  node: acorn.ForInStatement,
  keys: readonly Abstract[],
  labels: readonly string[],
): Completion {
  if (keys.length === 0) return leavesAround(node) ? 'maybe' : 'normal';
  const target = openTarget(l, node, labels, 'plain', true);
  const run = (k: number): void => {
    if (k === keys.length) return;
    const before = l.scope;
    l.scope = new Scope(before);
    bindLoopVariable(l, node.left, keys[k]!);
    l.set(target.continued, l.boolean(false), node);
    const end = l.lowerStatement(node.body);
    l.set(target.continued, l.boolean(false), node);
    l.scope = before;
    if (end === 'normal') run(k + 1);
    else {
      const flag = leaving(l);
      choose(
        l,
        flag,
        node,
        () => undefinedAbstract,
        () => {
          run(k + 1);
          return undefinedAbstract;
        },
      );
    }
  };
  run(0);
  l.activation!.loops.pop();
  return leavesAround(node) ? 'maybe' : 'normal';
}
