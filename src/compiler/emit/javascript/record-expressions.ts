/** Records in JavaScript expressions: a field that is read, a record that is made. */
import { assignment, atom, compose, type Expression, stringLiteral, within } from './expressions.ts';

/** `object.field`, quoted where the name is not an identifier. */
export function fieldExpression(object: Expression, field: string): Expression {
  const base = within(object, atom);
  const text = isPlainField(field)
    ? `${base}.${field}`
    : `${base}[${/^(0|[1-9]\d{0,8})$/.test(field) ? field : stringLiteral(field)}]`;
  return { ...compose(text, atom, [object]), memory: true };
}

/** True for a name that may follow a dot. */
function isPlainField(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__';
}

/** `{ f: a, "g h": b }`; a field named `__proto__` stays a plain field. */
export function recordExpression(names: readonly string[], elements: readonly Expression[]): Expression {
  const fields = names.map((name, k) => {
    const value = within(elements[k]!, assignment);
    if (name === value && isPlainField(name)) return name;
    const key = isPlainField(name) ? name : name === '__proto__' ? '["__proto__"]' : stringLiteral(name);
    return `${key}: ${value}`;
  });
  return compose(fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`, atom - 1, elements);
}
