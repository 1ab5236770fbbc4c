/** Which names of a module are Secant's, and which calls are calls of Secant. */
import { childrenOf, type Node, nameOf, nodeIn, nodesIn } from '../../compiler/frontend/syntax/parse-module.ts';
import { type Binding, type ModuleScopes, withoutWrappers } from '../../compiler/frontend/syntax/scopes.ts';

const importOfSecant = /\b(?:from|import|require)\s*\(?\s*(['"])secant(?:\/[\w/-]+)?\1/;

/** A cheap test that is never wrong when it says no. */
export function mayImportSecant(text: string): boolean {
  return text.includes('secant') && importOfSecant.test(text);
}

/** True for 'secant' and its entries that take functions. */
function isSecantModule(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    (name === 'secant' || name.startsWith('secant/')) &&
    name !== 'secant/plugin' &&
    name !== 'secant/register'
  );
}

/** Whether a module imports, re-exports or requires Secant. */
export function importsSecant(node: Node): boolean {
  switch (node.type) {
    case 'ImportDeclaration':
      return node['importKind'] !== 'type' && isSecantModule(nodeIn(node, 'source')?.['value']);
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
      if (isSecantModule(nodeIn(node, 'source')?.['value'])) return true;
      break;
    case 'CallExpression':
      if (nameOf(nodeIn(node, 'callee')) === 'require' && isSecantModule(nodesIn(node, 'arguments')[0]?.['value']))
        return true;
      break;
    default:
  }
  return childrenOf(node).some(importsSecant);
}

/** The name under which Secant exports what is called, or nothing if the call is not one of Secant. */
export function secantCallee(scopes: ModuleScopes, call: Node): string | undefined {
  if (call.type !== 'CallExpression') return undefined;
  let callee = withoutWrappers(nodeIn(call, 'callee')!);
  // `(0, secant.derivative)(g)`, as compilers write it.
  if (callee.type === 'SequenceExpression') callee = nodesIn(callee, 'expressions').at(-1)!;
  if (callee.type === 'Identifier') {
    const from = secantImport(scopes.bindingOf(callee));
    return from === '*' ? undefined : from;
  }
  if (callee.type !== 'MemberExpression' || callee['computed']) return undefined;
  const object = withoutWrappers(nodeIn(callee, 'object')!);
  const all = object.type === 'Identifier' && secantImport(scopes.bindingOf(object)) === '*';
  return all ? nameOf(nodeIn(callee, 'property')) : undefined;
}

function secantImport(binding: Binding | undefined): string | undefined {
  return isSecantModule(binding?.from?.module) ? binding?.from?.imported : undefined;
}

/** What Secant exports that may stand inside a function which is differentiated itself. */
export const innerOperators: ReadonlySet<string> = new Set(['derivative', 'grad', 'valueAndGrad', 'stopGradient']);
