/** Literals: numbers and texts, templates, arrays, objects. */
import type * as acorn from '../syntax/tree.ts';
import { newValue, type Value } from '../../ir/ir.ts';
import { type Abstract, abstractOf, describeAbstract, nullAbstract, undefinedAbstract } from './abstract.ts';
import { newCollection, setEntry } from './collections.ts';
import { fieldsOf } from './fields.ts';
import type { Lowering } from './lowering.ts';
import { propertyName } from './members.ts';
import { charactersOf, knownText } from './texts.ts';
import { appendAll, listOf, loadField, newArrayType, pushTo } from './memory.ts';
import { refuseMissing } from './tags.ts';

export function literal(l: Lowering, node: acorn.Literal): Abstract {
  if ('regex' in node && node.regex)
    return l.fail(
      'S101',
      node,
      'a regular expression is outside the accepted language',
      'keep text out of the differentiated part',
    );
  if (typeof node.value === 'bigint') return l.fail('S105', node, 'a BigInt has no derivative', 'use a number');
  if (node.value === null) return nullAbstract;
  return abstractOf(l.builder.constant(node.value as number | string | boolean));
}

export function template(l: Lowering, node: acorn.TemplateLiteral): Abstract {
  let text: Value = l.builder.constant(node.quasis[0]!.value.cooked ?? '');
  for (const [k, expression] of node.expressions.entries()) {
    const value = l.valueOf(l.evaluate(expression));
    const part = value === undefined ? l.builder.constant('…') : l.builder.apply('text', value);
    text = l.builder.apply('concat', text, part);
    text = l.builder.apply('concat', text, l.builder.constant(node.quasis[k + 1]!.value.cooked ?? ''));
  }
  return abstractOf(text);
}

export function objectLiteral(l: Lowering, node: acorn.ObjectExpression): Abstract {
  const fields = new Map<string, Value>();
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const from = l.evaluate(property.argument);
      if (from.kind === 'undefined' || from.kind === 'null') continue;
      if (from.kind !== 'value' || from.value.type.kind !== 'struct') {
        return l.fail(
          'S105',
          property,
          `\`${l.text(property.argument)}\` is ${describeAbstract(from)}, and only an object can be spread here`,
          'name the fields',
        );
      }
      for (const field of fieldsOf(l, from, property))
        fields.set(field, l.flatten(loadField(l, from, field), property));
      continue;
    }
    if (property.kind !== 'init')
      return l.fail('S101', property, 'getters and setters are outside the accepted language', 'use plain fields');
    const name = propertyName(l, property);
    if (name === '__proto__' && !property.computed && !property.shorthand)
      return l.fail(
        'S101',
        property,
        '`__proto__` in an object sets what it inherits from, and is no field',
        "write the fields themselves, or ['__proto__'] for a field of that name",
      );
    const value = l.evaluate(property.value, name);
    refuseMissing(l, value, property.value);
    fields.set(name, l.flatten(value, property.value));
  }
  if (l.facts.dictionaries.has(node)) {
    const made = newCollection(l, 'dictionary', node);
    for (const [name, value] of fields)
      setEntry(l, made, abstractOf(l.builder.constant(name)), l.abstract(value), node);
    return made;
  }
  const type = l.types.struct(
    [...fields].map(([name, value]) => [name, value.type] as const),
    false,
  );
  const result = newValue(type);
  l.origins.set(type, node);
  l.at(node);
  l.builder.emit({
    kind: 'struct',
    result,
    names: [...fields.keys()],
    elements: [...fields.values()],
    span: l.builder.span,
  });
  l.literalFields.set(result, fields);
  return { kind: 'value', value: result };
}

function spreadable(l: Lowering, { argument }: acorn.SpreadElement): Abstract {
  const value = l.evaluate(argument);
  const text = knownText(value);
  return text === undefined ? value : charactersOf(l, text, argument);
}

export function arrayLiteral(l: Lowering, node: acorn.ArrayExpression): Abstract {
  if (!node.elements.some((element) => element?.type === 'SpreadElement')) {
    const elements = node.elements.map((element) => (element === null ? undefinedAbstract : l.evaluate(element)));
    l.at(node);
    return { kind: 'value', value: listOf(l, elements, node) };
  }
  // With spreads: a static list where all lengths are known, else a list that is filled.
  const parts = node.elements.map((element) => {
    if (element === null) return { spread: false, value: undefinedAbstract };
    return element.type === 'SpreadElement'
      ? { spread: true, value: spreadable(l, element) }
      : { spread: false, value: l.evaluate(element) };
  });
  const known: Abstract[] = [];
  for (const { spread, value } of parts) {
    if (!spread) known.push(value);
    else if (value.kind === 'value' && value.value.type.kind === 'struct' && l.types.find(value.value.type).tuple) {
      for (const field of l.types.find(value.value.type).fields.keys()) known.push(loadField(l, value, field));
    } else break;
    if (known.length > 0 && value === parts.at(-1)!.value) return { kind: 'value', value: listOf(l, known, node) };
  }
  const result = newValue(newArrayType(l, node));
  l.builder.emit({ kind: 'list', result, elements: [], span: l.builder.span });
  for (const { spread, value } of parts) {
    if (!spread) pushTo(l, result, value, node);
    else appendAll(l, result, value, node);
  }
  return { kind: 'value', value: result };
}
