/**
 * What the built-in functions of a traced run share: how a callback is called, what holds a box, and what is kept before it
 * changes.
 */
import { applyOperation, Box } from './box.ts';
import { comparison, number } from './operators.ts';
import { shown } from './outside-numbers.ts';
import { inRun } from './run.ts';
import { isShadowed, isTyped } from './transaction.ts';

/** A built-in function: what it is called on, its arguments, and the place of the call. */
export type BuiltIn = (self: unknown, args: readonly unknown[], place: string) => unknown;

export const lt = comparison('lt', (a, b) => a < b);
export const gt = comparison('gt', (a, b) => a > b);

/** The whole part: a step. */
export function truncated(value: Box): unknown {
  return applyOperation('trunc', [value]);
}

/** A function that built-in code will call. */
export function asCallback(value: unknown): unknown {
  return typeof value === 'function' ? inRun().calls.callable(value, '1:1 callback') : value;
}

/** True for boxes and for what holds one not far below. */
export function holdsBox(value: unknown, depth = 3): boolean {
  if (value instanceof Box) return true;
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  if (ArrayBuffer.isView(value)) return isShadowed(value);
  if (value instanceof ArrayBuffer || isSharedBuffer(value)) return isShadowed({ buffer: value as ArrayBuffer });
  if (Array.isArray(value)) return value.some((inner) => holdsBox(inner, depth - 1));
  if (value instanceof Map || value instanceof Set) return [...value].some((inner) => holdsBox(inner, depth));
  return Object.values(value).some((inner) => holdsBox(inner, depth - 1));
}

export function touch(object: unknown): void {
  if (typeof object === 'object' && object !== null) inRun().transaction.touch(object);
}

export function asNumber(value: unknown): unknown {
  return number(value);
}

/** Boxes become the numbers that they have here, also inside arrays and objects. */
export function deeplyPlain(value: unknown): unknown {
  if (value instanceof Box) return shown(value);
  if (Array.isArray(value)) return value.map(deeplyPlain);
  if (isTyped(value)) return value;
  if (typeof value !== 'object' || value === null || !holdsBox(value, 8)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, deeplyPlain(inner)]));
}

export function isSharedBuffer(value: object): boolean {
  return typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer;
}
