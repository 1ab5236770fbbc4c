/** Names that reach outside the function, and the errors that say so. */
import type { Lowering } from './lowering.ts';
import type { Node } from './syntax.ts';

export const outsideWorld = new Set([
  'console',
  'performance',
  'Date',
  'crypto',
  'process',
  'globalThis',
  'window',
  'document',
  'localStorage',
  'sessionStorage',
  'navigator',
  'fetch',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'requestAnimationFrame',
  'alert',
  'prompt',
  'require',
  'XMLHttpRequest',
  'WebSocket',
  'Worker',
  'self',
  'location',
  'history',
  'Promise',
  'Reflect',
  'Symbol',
]);

export function refuseGlobal(l: Lowering, name: string, node: Node): never {
  const head = name.split('.')[0]!;
  if (head === 'eval' || head === 'Function')
    return l.fail('S104', node, `\`${head}\` runs text that cannot be looked into`, 'write the function out');
  if (outsideWorld.has(head))
    return l.fail(
      'S104',
      node,
      `\`${name}\` reaches outside the function`,
      'keep input, output and clocks out of the differentiated part',
    );
  return l.fail(
    'S101',
    node,
    `\`${name}\` is outside the accepted language`,
    'use numbers, arrays, objects and `Math`',
  );
}
