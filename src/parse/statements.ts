/**
 * Statements. Each returns how it ends: `normal` (the next statement follows), `abrupt` (it never does), or
 * `maybe`, when a flag of the running call or loop tells. What follows an `if` whose one branch is abrupt is
 * lowered inside the other branch; what follows a `maybe` is guarded by the flags.
 */
import type * as acorn from 'acorn';
import type { Value } from '../ir/ir.ts';
import { type Abstract, undefinedAbstract } from './abstract.ts';
import { declareFunctions } from './functions.ts';
import { condition, evaluate, strictlyEqual } from './expressions.ts';
import { elementsOf, iterate } from './iteration.ts';
import type { Completion, Lowering } from './lowering.ts';
import { bindPattern, boundNames } from './patterns.ts';
import { type Binding, type LoopTarget, Scope } from './scope.ts';
import { isNode, type Node, visitNodes, withoutTypes } from './syntax.ts';

/** Lowers a list of statements in a scope of its own. */
export function lowerBlock(l: Lowering, body: readonly Node[]): Completion {
  const outer = l.scope;
  l.scope = new Scope(outer);
  try {
    declareFunctions(l, body);
    return lowerList(l, body, 0);
  } finally {
    l.scope = outer;
  }
}

/** Lowers declarations into the scope that is open. */
export function lowerPrelude(l: Lowering, statements: readonly Node[]): void {
  const plain = statements.map((statement) => {
    const node = statement as acorn.Statement | acorn.ModuleDeclaration;
    return node.type === 'ExportNamedDeclaration' && node.declaration ? node.declaration : node;
  });
  for (const node of plain) {
    if (node.type === 'ImportDeclaration')
      l.fail('S104', node, '`import` reaches outside the text', 'pass what it gives in through `scope`');
  }
  declareFunctions(l, plain);
  lowerList(l, plain, 0);
}

function lowerList(l: Lowering, body: readonly Node[], from: number): Completion {
  for (let k = from; k < body.length; k++) {
    const statement = body[k] as acorn.Statement;
    l.at(statement);
    const { ends, restDone } =
      statement.type === 'IfStatement'
        ? lowerIf(l, statement, () => lowerList(l, body, k + 1))
        : { ends: lowerStatement(l, statement), restDone: false };
    if (restDone) return ends;
    if (ends === 'abrupt') return 'abrupt';
    if (ends === 'maybe' && k + 1 < body.length) {
      let rest = 'normal' as Completion;
      l.choose(
        l.builder.apply('not', leaving(l)),
        statement,
        () => {
          rest = lowerList(l, body, k + 1);
          return undefinedAbstract;
        },
        () => undefinedAbstract,
      );
      return rest === 'abrupt' ? 'abrupt' : 'maybe';
    }
    if (ends === 'maybe') return 'maybe';
  }
  return 'normal';
}

/** True where the running call has returned, or a `break` or `continue` is under way. */
function leaving(l: Lowering): Value {
  const activation = l.activation!;
  let flag = l.valueOf(activation.returned.current!)!;
  for (const { broken, continued } of activation.loops) {
    flag = l.either(flag, l.valueOf(broken.current!)!);
    flag = l.either(flag, l.valueOf(continued.current!)!);
  }
  return flag;
}

interface IfEnd {
  readonly ends: Completion;
  /** The statements after the `if` were lowered inside it. */
  readonly restDone: boolean;
}

function lowerIf(l: Lowering, node: acorn.IfStatement, rest: () => Completion): IfEnd {
  const test = condition(l, node.test);
  if (test.constant !== undefined) {
    const taken = test.constant.value ? node.consequent : node.alternate;
    return { ends: taken ? lowerStatement(l, taken) : 'normal', restDone: false };
  }
  const first = endOf(node.consequent);
  const second = node.alternate ? endOf(node.alternate) : 'normal';
  const restInFirst = second === 'abrupt' && first === 'normal';
  const restInSecond = first === 'abrupt' && second === 'normal';
  const ends: Completion[] = [];
  const run = (statement: acorn.Statement | null | undefined, withRest: boolean) => (): Abstract | 'throws' => {
    let end: Completion = statement ? lowerStatement(l, statement) : 'normal';
    if (withRest && end === 'normal') end = rest();
    ends.push(end);
    return statement && alwaysThrows(statement) ? 'throws' : undefinedAbstract;
  };
  const result = l.choose(test, node, run(node.consequent, restInFirst), run(node.alternate, restInSecond));
  if (result === 'throws') return { ends: 'abrupt', restDone: true };
  const end = ends.every((e) => e === 'abrupt') ? 'abrupt' : ends.every((e) => e === 'normal') ? 'normal' : 'maybe';
  if (!restInFirst && !restInSecond) {
    // A branch that throws never comes here, so what remains is the other one.
    const alive = [node.consequent, node.alternate].filter((s) => !(s && alwaysThrows(s)));
    const plain = alive.length === 1 && end === 'maybe' && ends.some((e) => e === 'normal') && !ends.includes('maybe');
    return { ends: plain ? 'normal' : end, restDone: false };
  }
  return { ends: end, restDone: true };
}

/** How a statement ends, by its text alone. */
function endOf(node: acorn.Statement): Completion {
  switch (node.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return 'abrupt';
    case 'BlockStatement': {
      let end: Completion = 'normal';
      for (const statement of node.body) {
        const next = endOf(statement);
        if (next === 'abrupt') return end === 'maybe' ? 'maybe' : 'abrupt';
        if (next === 'maybe') end = 'maybe';
      }
      return end;
    }
    case 'IfStatement': {
      const first = endOf(node.consequent);
      const second = node.alternate ? endOf(node.alternate) : 'normal';
      return first === second ? first : 'maybe';
    }
    case 'LabeledStatement':
    case 'SwitchStatement':
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return leavesAround(node) ? 'maybe' : 'normal';
    default:
      return 'normal';
  }
}

/** True if a loop or switch may leave something around it: by `return`, or by a jump to an outer label. */
function leavesAround(node: Node): boolean {
  let leaves = false;
  const walk = (child: unknown, breakable: boolean, continuable: boolean, labels: readonly string[]): void => {
    if (Array.isArray(child)) child.forEach((item) => walk(item, breakable, continuable, labels));
    else if (isNode(child)) {
      const statement = child as acorn.Statement;
      switch (statement.type) {
        case 'ReturnStatement':
          leaves = true;
          return;
        case 'BreakStatement':
          if (statement.label ? !labels.includes(statement.label.name) : !breakable) leaves = true;
          return;
        case 'ContinueStatement':
          if (statement.label ? !labels.includes(statement.label.name) : !continuable) leaves = true;
          return;
        case 'FunctionDeclaration':
          return;
        default:
      }
      if (/Function/.test(child.type)) return;
      const isLoop = /^(For|While|DoWhile)/.test(child.type);
      const inner = statement.type === 'LabeledStatement' ? [...labels, statement.label.name] : labels;
      for (const value of Object.values(child)) {
        if (typeof value === 'object')
          walk(value, breakable || isLoop || child.type === 'SwitchStatement', continuable || isLoop, inner);
      }
    }
  };
  walk(node, false, false, []);
  return leaves;
}

function alwaysThrows(node: acorn.Statement): boolean {
  if (node.type === 'ThrowStatement') return true;
  if (node.type === 'BlockStatement') {
    for (const statement of node.body) {
      if (alwaysThrows(statement)) return true;
      if (endOf(statement) !== 'normal') return false;
    }
  }
  return (
    node.type === 'IfStatement' && !!node.alternate && alwaysThrows(node.consequent) && alwaysThrows(node.alternate)
  );
}

/** Lowers one statement. */
export function lowerStatement(l: Lowering, node: acorn.Statement): Completion {
  l.at(node);
  switch (node.type) {
    case 'BlockStatement':
      return lowerBlock(l, node.body);
    case 'EmptyStatement':
    case 'FunctionDeclaration':
      return 'normal';
    case 'ExpressionStatement':
      evaluate(l, node.expression);
      return 'normal';
    case 'VariableDeclaration':
      lowerDeclaration(l, node);
      return 'normal';
    case 'ReturnStatement': {
      const activation = l.activation!;
      const value = node.argument ? evaluate(l, node.argument) : undefinedAbstract;
      l.set(activation.result, value, node);
      l.set(activation.returned, l.boolean(true), node);
      return 'abrupt';
    }
    case 'IfStatement':
      return lowerIf(l, node, () => 'normal').ends;
    case 'ThrowStatement':
      lowerThrow(l, node);
      return 'abrupt';
    case 'BreakStatement':
    case 'ContinueStatement':
      return lowerJump(l, node);
    case 'LabeledStatement':
      return lowerLabelled(l, node, []);
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return lowerLoop(l, node, []);
    case 'SwitchStatement':
      return lowerSwitch(l, node, []);
    case 'TryStatement':
      return l.fail('S101', node, '`try` is outside the accepted language', 'test the condition before it fails');
    case 'ClassDeclaration':
      return l.fail('S101', node, '`class` is outside the accepted language', 'use plain objects and functions');
    case 'DebuggerStatement':
      return 'normal';
    default:
      if (/^TS(TypeAlias|Interface|Declare)/.test((node as Node).type)) return 'normal';
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` is outside the accepted language`,
        'write it with expressions, loops, branches and functions',
      );
  }
}

function lowerDeclaration(l: Lowering, node: acorn.VariableDeclaration): void {
  for (const declarator of node.declarations) {
    l.at(declarator);
    if (node.kind === 'var' && !declarator.init) continue;
    const value = declarator.init ? evaluate(l, declarator.init, nameOf(declarator.id)) : undefinedAbstract;
    bindPattern(l, declarator.id, value, node.kind === 'var' ? 'var' : { constant: node.kind !== 'let' });
  }
}

function nameOf(pattern: acorn.Pattern): string | undefined {
  return pattern.type === 'Identifier' ? pattern.name : undefined;
}

function lowerThrow(l: Lowering, node: acorn.ThrowStatement): void {
  const argument = withoutTypes(node.argument);
  let message = l.builder.constant('the function threw');
  const isError =
    (argument.type === 'NewExpression' || argument.type === 'CallExpression') &&
    argument.callee.type === 'Identifier' &&
    /Error$/.test(argument.callee.name);
  const text = isError ? argument.arguments[0] : argument;
  if (text && text.type !== 'SpreadElement') {
    const value = l.valueOf(evaluate(l, text));
    if (value !== undefined) message = l.builder.apply('text', value);
  }
  l.builder.emit({ kind: 'throw', message, span: l.builder.span });
}

function lowerJump(l: Lowering, node: acorn.BreakStatement | acorn.ContinueStatement): Completion {
  const isBreak = node.type === 'BreakStatement';
  const { loops } = l.activation!;
  const label = node.label?.name;
  for (let k = loops.length - 1; k >= 0; k--) {
    const target = loops[k]!;
    const matches =
      label !== undefined ? target.labels.includes(label) : isBreak ? target.breakable === 'plain' : target.continues;
    if (matches) {
      // Everything between here and the target is left too: its flags are read by `leaving`.
      l.set(isBreak ? target.broken : target.continued, l.boolean(true), node);
      return 'abrupt';
    }
  }
  return l.fail('S001', node, `\`${l.text(node)}\` has nothing to leave`, 'it stands outside any loop');
}

function lowerLabelled(l: Lowering, node: acorn.LabeledStatement, labels: readonly string[]): Completion {
  const all = [...labels, node.label.name];
  const { body } = node;
  switch (body.type) {
    case 'LabeledStatement':
      return lowerLabelled(l, body, all);
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
      return lowerLoop(l, body, all);
    case 'SwitchStatement':
      return lowerSwitch(l, body, all);
    default: {
      openTarget(l, node, all, 'labelled', false);
      const end = lowerStatement(l, body);
      l.activation!.loops.pop();
      return end === 'normal' ? 'normal' : leavesAround(node) ? 'maybe' : 'normal';
    }
  }
}

function openTarget(
  l: Lowering,
  node: Node,
  labels: readonly string[],
  breakable: 'plain' | 'labelled',
  continues: boolean,
): LoopTarget {
  const target: LoopTarget = {
    labels,
    breakable,
    continues,
    broken: l.hidden('broken', node, l.boolean(false)),
    continued: l.hidden('continued', node, l.boolean(false)),
  };
  l.activation!.loops.push(target);
  return target;
}

type LoopNode =
  acorn.ForStatement | acorn.WhileStatement | acorn.DoWhileStatement | acorn.ForOfStatement | acorn.ForInStatement;

function lowerLoop(l: Lowering, node: LoopNode, labels: readonly string[]): Completion {
  const outer = l.scope;
  l.scope = new Scope(outer);
  try {
    if (node.type === 'ForStatement' && node.init) {
      if (node.init.type === 'VariableDeclaration') lowerDeclaration(l, node.init);
      else evaluate(l, node.init);
    }
    const source = node.type === 'ForOfStatement' ? elementsOf(l, evaluate(l, node.right), node.right) : undefined;
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
      const end = lowerStatement(l, node.body);
      target.continued = l.hidden('continued', node, l.boolean(false));
      return end;
    };
    // The test of a loop that was left must not run again, unless it is cheap and does nothing.
    const guarded = (expression: acorn.Expression | null | undefined): Value => {
      const test = (): Value => (expression ? condition(l, expression) : l.builder.constant(true));
      if (!mayLeave) return test();
      if (!expression || isPlainTest(expression)) return l.both(l.builder.apply('not', left()), test());
      const result = l.choose(
        left(),
        node,
        () => l.boolean(false),
        () => ({ kind: 'value', value: test() }),
      );
      return result === 'throws' ? l.builder.constant(false) : l.valueOf(result)!;
    };
    switch (node.type) {
      case 'ForStatement': {
        l.loop(
          node,
          guess,
          () => guarded(node.test),
          () => {
            body();
            const { update } = node;
            if (!update) return;
            l.at(update);
            if (!mayLeave) evaluate(l, update);
            else {
              l.choose(
                left(),
                node,
                () => undefinedAbstract,
                () => {
                  evaluate(l, update);
                  return undefinedAbstract;
                },
              );
            }
          },
        );
        break;
      }
      case 'WhileStatement':
        l.loop(node, guess, () => guarded(node.test), body);
        break;
      case 'DoWhileStatement':
        l.loop(node, guess, () => guarded(node.test), body, false);
        break;
      case 'ForOfStatement':
        iterate(
          l,
          node,
          source!,
          guess,
          (element) => {
            const before = l.scope;
            l.scope = new Scope(before);
            bindLoopVariable(l, node.left, element);
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

/** A comparison of names, literals and lengths: cheap, and safe to evaluate once too often. */
function isPlainTest(node: acorn.Expression): boolean {
  let plain = true;
  visitNodes(node, (inner) => {
    if (
      !/^(Identifier|Literal|BinaryExpression|UnaryExpression|MemberExpression|ParenthesizedExpression)$/.test(
        inner.type,
      )
    )
      plain = false;
  });
  return plain;
}

function containsBreak(node: LoopNode): boolean {
  let found = false;
  const walk = (child: unknown, own: boolean): void => {
    if (Array.isArray(child)) child.forEach((item) => walk(item, own));
    else if (isNode(child)) {
      if (/Function/.test(child.type)) return;
      if (child.type === 'BreakStatement' && (own || (child as acorn.BreakStatement).label)) found = true;
      if (child.type === 'ContinueStatement' && (child as acorn.ContinueStatement).label) found = true;
      const nested = /^(For|While|DoWhile|Switch)/.test(child.type);
      for (const value of Object.values(child)) if (typeof value === 'object') walk(value, own && !nested);
    }
  };
  walk(node.body, true);
  return found;
}

function bindLoopVariable(l: Lowering, left: acorn.VariableDeclaration | acorn.Pattern, value: Abstract): void {
  if (left.type !== 'VariableDeclaration') bindPattern(l, left, value, 'assign');
  else bindPattern(l, left.declarations[0]!.id, value, left.kind === 'var' ? 'var' : { constant: left.kind !== 'let' });
}

/** Names of the surrounding scopes that a piece of text assigns. */
export function assignedIn(l: Lowering, node: Node): Binding[] {
  const names = new Set<string>();
  visitNodes(node, (inner) => {
    const child = inner as acorn.Expression | acorn.Statement;
    if (child.type === 'AssignmentExpression') for (const name of boundNames(child.left)) names.add(name);
    else if (child.type === 'UpdateExpression' && child.argument.type === 'Identifier') names.add(child.argument.name);
    else if (child.type === 'VariableDeclaration' && child.kind === 'var') {
      for (const { id } of child.declarations) for (const name of boundNames(id)) names.add(name);
    } else if (
      (child.type === 'ForOfStatement' || child.type === 'ForInStatement') &&
      child.left.type !== 'VariableDeclaration'
    ) {
      for (const name of boundNames(child.left)) names.add(name);
    }
  });
  return [...names].flatMap((name) => l.scope.lookup(name) ?? []);
}

/** Keys of a record, for `for (const key in record)`; undefined for arrays, whose keys are run through. */
function keysOf(l: Lowering, node: acorn.ForInStatement): Abstract[] | undefined {
  const object = evaluate(l, node.right);
  if (object.kind === 'value' && object.value.type.kind === 'struct') {
    return [...l.types.find(object.value.type).fields.keys()].map((key) => ({
      kind: 'value',
      value: l.builder.constant(key),
    }));
  }
  if (object.kind === 'value' && object.value.type.kind === 'array') {
    const count = l.builder.length(object.value);
    const target = openTarget(l, node, [], 'plain', true);
    const index = l.hidden('index', node, l.number(0));
    const activation = l.activation!;
    const mayLeave = leavesAround(node) || containsBreak(node);
    const left = (): Value => l.either(l.valueOf(activation.returned.current!)!, l.valueOf(target.broken.current!)!);
    l.loop(
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
        lowerStatement(l, node.body);
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
    const end = lowerStatement(l, node.body);
    l.set(target.continued, l.boolean(false), node);
    l.scope = before;
    if (end === 'normal') run(k + 1);
    else {
      const flag = leaving(l);
      l.choose(
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

/** A switch: each case runs if its label matched or an earlier one fell through, and nothing broke yet. */
function lowerSwitch(l: Lowering, node: acorn.SwitchStatement, labels: readonly string[]): Completion {
  const subject = evaluate(l, node.discriminant);
  openTarget(l, node, labels, 'plain', false);
  const outer = l.scope;
  l.scope = new Scope(outer);
  declareFunctions(
    l,
    node.cases.flatMap((entry) => entry.consequent),
  );
  const matched = l.hidden('matched', node, l.boolean(false));
  const matches = node.cases.map((entry) =>
    entry.test ? l.valueOf(strictlyEqual(l, subject, evaluate(l, entry.test), entry.test))! : undefined,
  );
  let none = l.builder.constant(true) as Value;
  for (const match of matches) if (match) none = l.both(none, l.builder.apply('not', match));
  const run = (k: number): void => {
    const entry = node.cases[k];
    if (entry === undefined) return;
    // `default` matches when no label does, whether it stands last or not.
    const enters = l.either(l.valueOf(matched.current!)!, matches[k] ?? none);
    let end: Completion = 'normal';
    l.choose(
      enters,
      entry,
      () => {
        l.set(matched, l.boolean(true), node);
        end = lowerList(l, entry.consequent, 0);
        return entry.consequent.length > 0 && entry.consequent.some((s) => alwaysThrows(s))
          ? 'throws'
          : undefinedAbstract;
      },
      () => undefinedAbstract,
    );
    if (end === 'normal') run(k + 1);
    else {
      l.choose(
        leaving(l),
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
  l.scope = outer;
  l.activation!.loops.pop();
  return leavesAround(node) ? 'maybe' : 'normal';
}
