/** Loops over arrays: `for of`, and the loops inside array methods. */
import type { Value } from '../../ir/ir.ts';
import { discover } from '../../ir/open-shape.ts';
import { type Abstract, describeAbstract } from './abstract.ts';
import { loop } from './loops.ts';
import { Restart } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { collectionOf, listOf, loadElement, loadField } from './memory.ts';
import { charactersOf, knownText } from './texts.ts';
import type { Binding } from './scope.ts';
import type { Node } from '../syntax/function-text.ts';

/** The array behind something that can be iterated. */
export function elementsOf(l: Lowering, abstract: Abstract, node: Node): Value {
  if (isInstance(l, abstract) || collectionOf(l, abstract)) return l.elementsOfCollection(abstract, node);
  const text = knownText(abstract);
  if (text !== undefined) return elementsOf(l, charactersOf(l, text, node), node);
  if (abstract.kind === 'value') {
    const type = l.types.find(abstract.value.type);
    if (discover(type, 'array')) throw new Restart();
    if (type.kind === 'array') return abstract.value;
    if (type.kind === 'struct' && type.tuple) {
      const list = listOf(
        l,
        [...type.fields.keys()].map((field) => loadField(l, abstract, field)),
        node,
      );
      if (list.type.kind === 'array') return list;
      return l.fail(
        'S105',
        node,
        'the elements of this array are of different kinds, so one loop cannot run over them',
        'take it apart with destructuring',
      );
    }
  }
  return l.fail(
    'S105',
    node,
    `\`${l.text(node)}\` is ${describeAbstract(abstract)}, and only arrays can be run through`,
    'use an array',
  );
}

function isInstance(l: Lowering, abstract: Abstract): boolean {
  const type = abstract.kind === 'value' ? l.types.find(abstract.value.type) : undefined;
  return type?.kind === 'struct' && type.shared !== undefined;
}

/** `for (const element of array)`; `goOn` is tested before each step where the loop may be left. */
export function iterate(
  l: Lowering,
  node: Node,
  array: Value,
  guess: Iterable<Binding>,
  body: (element: Abstract, index: Value) => void,
  goOn?: () => Value,
): void {
  const index = l.hidden('index', node, l.number(0));
  loop(
    l,
    node,
    [...guess, index],
    () => {
      const inRange = l.builder.apply('lt', l.valueOf(index.current!)!, l.builder.length(array));
      return goOn ? l.both(goOn(), inRange) : inRange;
    },
    () => {
      const at = l.valueOf(index.current!)!;
      body(loadElement(l, array, at), at);
      l.set(index, { kind: 'value', value: l.builder.apply('add', at, l.builder.constant(1)) }, node);
    },
  );
}

/** `for (let k = 0; k < count; k++)`; names that the body changes through the functions it calls are learnt. */
export function countedLoop(
  l: Lowering,
  node: Node,
  count: Value,
  body: (index: Value) => void,
  extra: readonly Binding[] = [],
  goOn?: () => Value,
): void {
  const index = l.hidden('index', node, l.number(0));
  loop(
    l,
    node,
    [index, ...extra],
    () => {
      const inRange = l.builder.apply('lt', l.valueOf(index.current!)!, count);
      return goOn ? l.both(goOn(), inRange) : inRange;
    },
    () => {
      const at = l.valueOf(index.current!)!;
      body(at);
      l.set(index, { kind: 'value', value: l.builder.apply('add', at, l.builder.constant(1)) }, node);
    },
  );
}
