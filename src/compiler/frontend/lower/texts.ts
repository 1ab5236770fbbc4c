/**
 * Texts that are known when the program is read: keys, tags, units. Their methods are carried out at once, and give
 * texts, numbers and truth values that are known too. A text that is known only when the program runs can be compared
 * and joined; for the rest there is no operation.
 */
import type { Constant } from '../../ir/ir.ts';
import { type Abstract, abstractOf } from './abstract.ts';
import type { Lowering } from './lowering.ts';
import { listOf } from './memory.ts';
import type { Node } from '../syntax/function-text.ts';

type TextMethod = (text: string, args: readonly never[]) => Constant | readonly string[];

const methods: Record<string, TextMethod> = {
  at: (text, [k]) => text.at(k ?? 0),
  charAt: (text, [k]) => text.charAt(k ?? 0),
  charCodeAt: (text, [k]) => text.charCodeAt(k ?? 0),
  codePointAt: (text, [k]) => text.codePointAt(k ?? 0),
  concat: (text, args) => text.concat(...args),
  endsWith: (text, [end, length]) => text.endsWith(end!, length),
  includes: (text, [part, from]) => text.includes(part!, from),
  indexOf: (text, [part, from]) => text.indexOf(part!, from),
  lastIndexOf: (text, [part]) => text.lastIndexOf(part!),
  padEnd: (text, [length, fill]) => text.padEnd(Math.min(Number(length), longestText), fill),
  padStart: (text, [length, fill]) => text.padStart(Math.min(Number(length), longestText), fill),
  replace: (text, [part, by]) => text.replace(part!, by!),
  replaceAll: (text, [part, by]) => text.replaceAll(part!, by!),
  slice: (text, [from, to]) => text.slice(from, to),
  split: (text, [by, most]) => text.split(by!, most),
  startsWith: (text, [start, from]) => text.startsWith(start!, from),
  substring: (text, [from, to]) => text.substring(from ?? 0, to),
  toLowerCase: (text) => text.toLowerCase(),
  toString: (text: string) => text,
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  trimEnd: (text) => text.trimEnd(),
  trimStart: (text) => text.trimStart(),
  valueOf: (text: string) => text,
};

/** Texts that are made while a program is read stay below this. */
const longestText = 10_000;

/** The text behind an abstract, if it is known. */
export function knownText(abstract: Abstract): string | undefined {
  const known = abstract.kind === 'value' ? abstract.value.constant?.value : undefined;
  return typeof known === 'string' ? known : undefined;
}

export function isTextMethod(name: string): boolean {
  return Object.hasOwn(methods, name);
}

/** `text.method(...args)`, where all is known; undefined where it is not. */
export function callText(
  l: Lowering,
  text: string,
  method: string,
  args: readonly Abstract[],
  node: Node,
): Abstract | undefined {
  const known: Constant[] = [];
  for (const arg of args) {
    if (arg.kind === 'undefined') known.push(undefined);
    else if (arg.kind === 'value' && arg.value.constant) known.push(arg.value.constant.value);
    else return undefined;
  }
  const result = methods[method]!(text, known as never[]);
  if (Array.isArray(result)) {
    const parts = result.map((part: string) => abstractOf(l.builder.constant(part)));
    return { kind: 'value', value: listOf(l, parts, node) };
  }
  return abstractOf(l.builder.constant(result as Constant));
}

/** The characters of a known text, as iteration gives them. */
export function charactersOf(l: Lowering, text: string, node: Node): Abstract {
  return {
    kind: 'value',
    value: listOf(
      l,
      Array.from(text, (part) => abstractOf(l.builder.constant(part))),
      node,
    ),
  };
}
