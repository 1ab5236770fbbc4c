/** Which parameters a program writes to, directly or inside them. */
import { aliasClasses, type AliasClass } from './alias.ts';
import { type FunctionIr, isReference } from '../ir/ir.ts';

/** One flag for each parameter. */
export function writtenParameters(fn: FunctionIr): boolean[] {
  const classes = aliasClasses(fn);
  const written = (of: AliasClass, seen: Set<AliasClass>): boolean => {
    if (seen.has(of)) return false;
    seen.add(of);
    if (of.writes.length > 0) return true;
    if (of.element && written(of.element, seen)) return true;
    return [...of.fields.values()].some((inner) => written(inner, seen));
  };
  return fn.parameters.map(
    (parameter) => isReference(parameter.type) && written(classes.classOf(parameter), new Set()),
  );
}
