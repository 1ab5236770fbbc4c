/** The kinds of arguments: one program serves all arguments of the same kinds. */
import type { ArgumentDescription } from '../compiler/ir/described.ts';
import { typeKey } from '../compiler/ir/print.ts';
import { typeOfValue } from '../compiler/ir/type-of-value.ts';
import { longestText } from './captured.ts';
import { describeFunction } from './functions.ts';
import { refuseDetached } from './trees.ts';

/** A short text for the kind of an argument; equal texts mean that one program serves. */
export function kindOf(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return 'n';
    case 'undefined':
      return 'u';
    case 'object':
      if (value instanceof Float64Array) {
        refuseDetached(value, 'the argument');
        return 'F';
      }
      if (Array.isArray(value) && isNumbers(value)) return 'a';
      return typeKey(typeOfValue(value));
    case 'function':
      return '';
    case 'string':
      return value.length <= longestText ? JSON.stringify(value) : 'string';
    default:
      return typeof value;
  }
}

function isNumbers(value: readonly unknown[]): boolean {
  for (let k = 0; k < value.length; k++) if (typeof value[k] !== 'number') return false;
  return value.length > 0;
}

export function argumentDescription(value: unknown, k: number): ArgumentDescription {
  if (value === undefined) return { kind: 'undefined' };
  if (typeof value === 'function') return describeFunction(value);
  if (typeof value === 'string' && value.length <= longestText) return { kind: 'text', text: value };
  return { kind: 'value', type: typeOfValue(value, k === 0 ? 'the argument' : `argument ${k + 1}`) };
}
