/**
 * Loops: which names a loop carries from step to step, and what they hold after it. The names its text
 * assigns are the first guess; a name that is found to change besides is learnt, and the lowering starts over.
 */
import { blockHasEffects } from '../../analysis/effects.ts';
import { newValue, type Type, type Value } from '../../ir/ir.ts';
import { type Abstract, describeAbstract, sameFunction, undefinedAbstract } from './abstract.ts';
import { branch, choose, conform, unlessUnknown } from './branches.ts';
import { keyOf, Restart } from './facts.ts';
import type { Lowering } from './lowering.ts';
import type { Binding } from './scope.ts';
import type { Node } from '../syntax/function-text.ts';

/**
 * A loop. `guess` are the names it probably changes; what it really changes is learnt. `test` and `body`
 * run with the names holding the loop's own parameters. A test that changes anything moves into the body.
 */
export function loop(
  l: Lowering,
  node: Node,
  guess: Iterable<Binding>,
  test: () => Value,
  body: () => void,
  testFirst = true,
): void {
  if (testFirst && !l.facts.impureTests.has(node)) {
    pureLoop(l, node, guess, test, body);
    return;
  }
  const stopped = l.hidden('stopped', node, l.boolean(false));
  const evaluate = (): void => {
    const condition = test();
    l.set(stopped, { kind: 'value', value: l.builder.apply('not', condition) }, node);
  };
  const go = (): Value => l.builder.apply('not', l.valueOf(stopped.current!)!);
  pureLoop(l, node, [...guess, stopped], go, () => {
    if (!testFirst) {
      body();
      evaluate();
      return;
    }
    const condition = test();
    choose(
      l,
      condition,
      node,
      () => {
        body();
        return undefinedAbstract;
      },
      () => {
        l.set(stopped, l.boolean(true), node);
        return undefinedAbstract;
      },
    );
  });
}

function pureLoop(l: Lowering, node: Node, guess: Iterable<Binding>, test: () => Value, body: () => void): void {
  l.types.inRepeat(() => carryOn(l, node, guess, test, body));
}

function carryOn(l: Lowering, node: Node, guess: Iterable<Binding>, test: () => Value, body: () => void): void {
  const learnt = l.facts.carried.get(node) ?? new Set<string>();
  const known = [...learnt].flatMap((key) => l.latest.get(key) ?? []);
  const carried: { binding: Binding; parameter: Value; initial: Value }[] = [];
  const seen = new Set<Binding>();
  for (const binding of [...guess, ...known]) {
    if (seen.has(binding) || binding.boxed || binding.frame !== l.frame || binding.current === undefined) continue;
    seen.add(binding);
    const initial = l.valueOf(binding.current);
    if (initial === undefined) continue;
    const hint = l.facts.loopTypes.get(node)?.get(keyOf(binding));
    // A hint from an earlier try replaces types that were not yet known, or that turned out to widen.
    const type = hint === undefined ? initial.type : (l.types.unify(initial.type, hint) ?? hint);
    const parameter = newValue(type, binding.name.startsWith('$') ? undefined : binding.name);
    // What the body may put there is not known yet, so a test for undefined stays a test.
    l.optional.add(parameter);
    carried.push({ binding, parameter, initial: conform(l, initial, type, l.builder.block) });
  }
  const before = carried.map(({ binding }) => binding.current!);
  const again = (old: Abstract, parameter: Value): Abstract =>
    old.kind === 'choice' ? { ...old, tag: parameter, optional: true } : l.abstract(parameter);
  const enter = (): void => {
    for (const [k, { binding, parameter }] of carried.entries()) l.set(binding, again(before[k]!, parameter), node);
  };
  const tested = branch(l, () => {
    enter();
    return test();
  });
  for (const [binding, value] of tested.changes) {
    const own = carried.find((entry) => entry.binding === binding);
    if (own && l.valueOf(value) === own.parameter) continue;
    l.facts.impureTests.add(node);
    throw new Restart();
  }
  if (blockHasEffects(tested.block)) {
    l.facts.impureTests.add(node);
    throw new Restart();
  }
  tested.block.yields = [tested.result];
  const inside = branch(
    l,
    () => {
      enter();
      const done = unlessUnknown(l, () => {
        body();
        return undefinedAbstract;
      });
      if (done !== 'throws') return carried.map(({ binding }) => binding.current!);
      // A step that fails for certain goes nowhere: what it would hand on is never seen.
      const fails = l.builder.block.instructions.at(-1)?.kind === 'throw';
      return fails ? carried.map(({ parameter }, k) => again(before[k]!, parameter)) : undefined;
    },
    true,
  );
  // While the result of a recursion is being found, a loop that needs it does nothing.
  const after = inside.result;
  if (after === undefined) return;
  for (const [binding, ending] of inside.changes) {
    if (seen.has(binding)) {
      if (!carried.some((entry) => entry.binding === binding)) refuseNewFunction(l, binding, ending, node);
      continue;
    }
    // A name that the loop changes and nobody guessed.
    learnt.add(keyOf(binding));
    l.facts.carried.set(node, learnt);
    throw new Restart();
  }
  const kept: typeof carried = [];
  const yields: Value[] = [];
  for (const [k, entry] of carried.entries()) {
    const ending = after[k]!;
    const value = l.valueOf(ending);
    const isConflict = ending.kind === 'conflict' || value === undefined;
    const type = isConflict ? undefined : l.types.unify(entry.parameter.type, value.type);
    if (isConflict || type === undefined || (ending.kind === 'choice') !== (before[k]!.kind === 'choice')) {
      const first = describeAbstract(before[k]!);
      const second = describeAbstract(ending);
      entry.binding.current = { kind: 'conflict', first, second };
      if (!entry.binding.name.startsWith('$')) {
        l.mixed(node, `\`${entry.binding.name}\` is sometimes ${first} and sometimes ${second} in this loop`);
      }
      l.fail(
        'S105',
        node,
        `the result is sometimes ${first} and sometimes ${second} in this loop`,
        'return one kind of value',
      );
    }
    if (type.kind !== l.types.find(entry.parameter.type).kind) {
      const types = l.facts.loopTypes.get(node) ?? new Map<string, Type>();
      types.set(keyOf(entry.binding), type);
      l.facts.loopTypes.set(node, types);
      throw new Restart();
    }
    kept.push(entry);
    yields.push(conform(l, value, type, inside.block));
  }
  inside.block.yields = yields;
  const results = kept.map(({ parameter }) => newValue(parameter.type, parameter.name));
  for (const result of results) l.optional.add(result);
  l.builder.emit({
    kind: 'loop',
    initial: kept.map(({ initial }) => initial),
    parameters: kept.map(({ parameter }) => parameter),
    test: tested.block,
    body: inside.block,
    results,
    span: l.builder.span,
  });
  for (const [k, { binding }] of kept.entries()) {
    const old = before[k]!;
    l.set(binding, again(old, results[k]!), node);
  }
}

/** A name that held a function before a loop must hold the same one after each step. */
function refuseNewFunction(l: Lowering, binding: Binding, ending: Abstract, node: Node): void {
  const before = binding.current!;
  if (before.kind === 'function' && ending.kind === 'function' && sameFunction(before.fn, ending.fn)) return;
  if (before.kind === ending.kind && before.kind !== 'function') return;
  l.fail(
    'S105',
    node,
    `\`${binding.name}\` becomes another function in each step of this loop`,
    'keep what changes in numbers, and one function that uses them',
  );
}
