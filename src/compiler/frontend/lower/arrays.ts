/** Making arrays: `new Array(n)`, `Array.from`, typed arrays. */
import { newValue, numberType, type TypedStorage, type Value } from '../../ir/ir.ts';
import { type Abstract, describeAbstract, undefinedAbstract } from './abstract.ts';
import { countedLoop, elementsOf } from './iteration.ts';
import type { Lowering } from './lowering.ts';
import { appendAll, listOf, loadElement, loadField, newArrayType, pushTo } from './memory.ts';
import type { Node } from '../syntax/function-text.ts';
import { numberOf } from './values.ts';

/** `new Array(n)`, `Array(n)`, `new Array(a, b, c)`. */
export function newArray(l: Lowering, args: readonly Abstract[], node: Node): Abstract {
  const [first] = args;
  if (args.length === 1 && first!.kind === 'value' && l.types.find(first!.value.type).kind === 'number') {
    const result = newValue(newArrayType(l, node));
    l.builder.emit({
      kind: 'allocate',
      result,
      length: numberOf(l, first!, node),
      fill: undefined,
      span: l.builder.span,
    });
    return { kind: 'value', value: result };
  }
  return { kind: 'value', value: listOf(l, args, node) };
}

/** `{ length: n }`: a record that is no tuple, no collection and no instance. */
function isLengthRecord(l: Lowering, source: Extract<Abstract, { kind: 'value' }>): boolean {
  const type = l.types.find(source.value.type);
  return type.kind === 'struct' && !type.tuple && type.shared === undefined;
}

/** `Array.from(source, map?)`, where the source is an array or `{ length: n }`. */
export function arrayFrom(l: Lowering, args: readonly Abstract[], node: Node): Abstract {
  const [source, map] = args;
  if (map !== undefined && map.kind !== 'undefined' && map.kind !== 'function' && map.kind !== 'choice')
    return l.fail('S105', node, `\`${l.text(node)}\` needs a function`, 'pass an arrow such as `(_, k) => k * k`');
  const result = newValue(newArrayType(l, node));
  if (source?.kind === 'value' && isLengthRecord(l, source)) {
    const length = loadField(l, source, 'length');
    l.builder.emit({ kind: 'list', result, elements: [], span: l.builder.span });
    const mapped = map !== undefined && map.kind !== 'undefined';
    countedLoop(l, node, numberOf(l, length, node), (index) => {
      pushTo(
        l,
        result,
        mapped ? l.invoke(map, [undefinedAbstract, { kind: 'value', value: index }], node) : undefinedAbstract,
        node,
      );
    });
    return { kind: 'value', value: result };
  }
  if (source === undefined)
    return l.fail('S105', node, '`Array.from` needs something to make an array from', 'pass an array or { length: n }');
  const elements = elementsOf(l, source, node);
  l.builder.emit({ kind: 'list', result, elements: [], span: l.builder.span });
  if (map === undefined || map.kind === 'undefined') appendAll(l, result, { kind: 'value', value: elements }, node);
  else {
    countedLoop(l, node, l.builder.length(elements), (index) => {
      pushTo(l, result, l.invoke(map, [loadElement(l, elements, index), { kind: 'value', value: index }], node), node);
    });
  }
  return { kind: 'value', value: result };
}

/** `new Float64Array(source)`, `Float64Array.from(source, map?)`. */
export function typedFrom(l: Lowering, storage: TypedStorage, source: Abstract, node: Node, map?: Abstract): Abstract {
  let from = source;
  if (source.kind === 'value' && isLengthRecord(l, source)) from = arrayFrom(l, map ? [source, map] : [source], node);
  else if (map && map.kind !== 'undefined') from = arrayFrom(l, [source, map], node);
  if (from.kind !== 'value')
    return l.fail(
      'S105',
      node,
      `a ${storage} cannot be made from ${describeAbstract(from)}`,
      'pass a length or an array of numbers',
    );
  const elements: Value = elementsOf(l, from, node);
  const length = l.builder.length(elements);
  const result = newValue(newArrayType(l, node, numberType, storage));
  l.builder.emit({ kind: 'allocate', result, length, fill: undefined, span: l.builder.span });
  l.builder.count(length, [], (index) => {
    const value = numberOf(l, loadElement(l, elements, index), node);
    l.builder.emit({ kind: 'store', array: result, index, value });
    return [];
  });
  return { kind: 'value', value: result };
}
