/** Makes a failing program smaller: parts of the tree are left out or put in place of the whole while it still fails. */
import type { Program } from './program.ts';

type Node = { readonly [key: string]: unknown };

/** The smallest program found for which `fails` is true. */
export function reduceSpecial(program: Program, fails: (candidate: Program) => boolean): Program {
  let smallest = program;
  for (let found = true; found;) {
    found = false;
    const size = JSON.stringify(smallest).length;
    for (const candidate of smaller(smallest)) {
      const next = candidate as Program;
      if (JSON.stringify(next).length >= size || !fails(next)) continue;
      smallest = next;
      found = true;
      break;
    }
  }
  return smallest;
}

const expressionKinds = ['number', 'input', 'name', 'binary', 'power', 'native', 'helper', 'choice'];
const isExpression = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && expressionKinds.includes((value as Node)['kind'] as string);

function* smaller(tree: unknown): Generator {
  if (Array.isArray(tree)) {
    const items = tree as readonly unknown[];
    for (let k = 0; k < items.length; k++) {
      if (!isExpression(items[k]) || items.length > 2) yield items.filter((_, j) => j !== k);
      const item = items[k] as Node;
      if (item['kind'] === 'if') {
        yield items.flatMap((inner, j) => (j === k ? (item['yes'] as unknown[]) : [inner]));
        yield items.flatMap((inner, j) => (j === k ? (item['no'] as unknown[]) : [inner]));
      }
      if (item['kind'] === 'for') yield items.flatMap((inner, j) => (j === k ? (item['body'] as unknown[]) : [inner]));
      for (const inner of smaller(items[k])) yield items.map((other, j) => (j === k ? inner : other));
    }
    return;
  }
  if (typeof tree !== 'object' || tree === null) return;
  const node = tree as Node;
  if (isExpression(node)) {
    if (node['kind'] !== 'number') {
      yield { kind: 'number', value: 0 };
      yield { kind: 'number', value: 1 };
    }
    for (const child of [node['a'], node['b'], ...((node['args'] as unknown[] | undefined) ?? [])])
      if (isExpression(child)) yield child;
  }
  if (node['kind'] === 'both') {
    yield node['a'];
    yield node['b'];
  }
  for (const [key, value] of Object.entries(node)) for (const inner of smaller(value)) yield { ...node, [key]: inner };
}
