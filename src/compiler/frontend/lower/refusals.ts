/** Names that reach outside the function, and the errors that say so. */
import type { Node } from '../syntax/function-text.ts';
import { isOutsideName } from '../syntax/outside-world.ts';
import type { Lowering } from './lowering.ts';

/** Istanbul and its kin put counters into the text; they are not the program's own. */
export function refuseCounter(l: Lowering, name: string, node: Node): void {
  if (!/^(cov_|__cov|_\$jscoverage|__coverage__)/.test(name)) return;
  l.fail(
    'S107',
    node,
    `\`${name}\` is a counter that a coverage tool has put into the function`,
    'exclude the file from coverage, or use a coverage tool that does not rewrite the code (v8)',
  );
}

export function refuseGlobal(l: Lowering, name: string, node: Node): never {
  const head = name.split('.')[0]!;
  if (head === 'eval' || head === 'Function')
    return l.fail('S104', node, `\`${head}\` runs text that cannot be looked into`, 'write the function out');
  if (isOutsideName(head))
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
