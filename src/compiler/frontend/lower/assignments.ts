/** Assignment, compound assignment and `++ --`, to names, elements, fields and patterns. */
import type * as acorn from '../syntax/tree.ts';
import { hasEffects } from '../../analysis/effects.ts';
import { type Abstract, abstractOf } from './abstract.ts';
import type { Lowering } from './lowering.ts';
import { applyBinary } from './operators.ts';
import { assignPattern } from './patterns.ts';
import { placeOf } from './places.ts';
import { withoutTypes } from '../syntax/function-text.ts';
import { choice, isNullish, isText, numberOf, truth } from './values.ts';

export function assignment(l: Lowering, node: acorn.AssignmentExpression): Abstract {
  const { operator, left, right } = node;
  if (operator === '=') {
    if (left.type === 'Identifier' || left.type === 'MemberExpression') {
      const place = placeOf(l, left);
      const value = l.evaluate(right, left.type === 'Identifier' ? left.name : undefined);
      l.at(node);
      place.write(value);
      return value;
    }
    const value = l.evaluate(right);
    assignPattern(l, left, value);
    return value;
  }
  const target = withoutTypes(left);
  if (target.type !== 'Identifier' && target.type !== 'MemberExpression')
    return l.fail('S101', node, `\`${operator}\` cannot destructure`, 'use `=`');
  const place = placeOf(l, target);
  if (operator === '&&=' || operator === '||=' || operator === '??=') {
    const old = place.read();
    const test = operator === '??=' ? isNullish(l, old) : truth(l, old, left);
    const write = (): Abstract => {
      const value = l.evaluate(right);
      place.write(value);
      return value;
    };
    return operator === '||=' ? choice(l, test, node, () => old, write) : choice(l, test, node, write, () => old);
  }
  if ((operator === '+=' || operator === '-=') && place.accumulate) {
    // `a[i] += x` is kept whole: its reverse needs no old value.
    const { instructions } = l.builder.block;
    const start = instructions.length;
    const value = l.evaluate(right);
    l.at(node);
    const meanwhile = instructions.slice(start);
    // The old value is the one before the operand was evaluated, which may have written to the place.
    const changes = meanwhile.some(hasEffects);
    if (!changes && !isText(l, value)) {
      const amount = numberOf(l, value, right);
      if (place.accumulate(operator === '+=' ? amount : l.builder.apply('neg', amount), right)) return place.read();
    }
    if (changes) instructions.length = start;
    const before = place.read();
    if (changes) instructions.push(...meanwhile);
    const sum = applyBinary(l, operator.slice(0, -1), before, value, node, left, right);
    place.write(sum);
    return sum;
  }
  const old = place.read();
  const value = l.evaluate(right);
  l.at(node);
  const result = applyBinary(l, operator.slice(0, -1), old, value, node, left, right);
  place.write(result);
  return result;
}

export function update(l: Lowering, node: acorn.UpdateExpression): Abstract {
  const place = placeOf(l, node.argument as acorn.Pattern);
  const old = numberOf(l, place.read(), node.argument);
  l.at(node);
  const next = l.builder.apply(node.operator === '++' ? 'add' : 'sub', old, l.builder.constant(1));
  place.write(abstractOf(next));
  return abstractOf(node.prefix ? next : old);
}
