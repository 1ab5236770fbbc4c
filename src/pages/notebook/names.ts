/**
 * Which names a piece of a program takes from outside itself. In: a syntax tree. Out: the names that are used or
 * assigned to and declared nowhere around the use. The rules are those of ECMAScript: parameters and `var` belong to
 * the function, `let`, `const`, `class` and functions to their block.
 */
import type * as acorn from '../../compiler/frontend/syntax/tree.ts';

/** Any node, its fields not yet known. */
export type Tree = acorn.Node & Readonly<Record<string, unknown>>;

/** Names taken from outside, and those written to with the offset of the first writing. */
export interface OutsideNames {
  readonly free: Set<string>;
  readonly assigned: Map<string, number>;
}

/** Whether a value found in a tree is a node. */
function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** Whether a node is a function of any form. */
export function isFunctionTree(node: Tree): boolean {
  return /^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration)$/.test(node.type);
}

/** The children of a node in their order. */
export function childrenOf(node: Tree): Tree[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isTree) : isTree(value) ? [value] : [],
  );
}

/** The names a pattern binds. */
export function patternNames(pattern: unknown): string[] {
  if (!isTree(pattern)) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern['name'])];
    case 'ObjectPattern':
      return (pattern['properties'] as Tree[]).flatMap((property) =>
        patternNames(property.type === 'RestElement' ? property : property['value']),
      );
    case 'ArrayPattern':
      return (pattern['elements'] as unknown[]).flatMap(patternNames);
    case 'RestElement':
      return patternNames(pattern['argument']);
    case 'AssignmentPattern':
      return patternNames(pattern['left']);
    default:
      return [];
  }
}

/** All names that are declared anywhere inside a tree. */
export function declaredInside(tree: unknown): Set<string> {
  const names = new Set<string>();
  const visit = (node: Tree): void => {
    if (node.type === 'VariableDeclarator') for (const name of patternNames(node['id'])) names.add(name);
    if (/^(?:Function|Class)/.test(node.type)) for (const name of patternNames(node['id'])) names.add(name);
    if (isFunctionTree(node))
      for (const parameter of node['params'] as unknown[]) for (const name of patternNames(parameter)) names.add(name);
    childrenOf(node).forEach(visit);
  };
  if (isTree(tree)) visit(tree);
  return names;
}

/** Names a tree takes from outside itself. */
export function namesIn(tree: unknown): OutsideNames {
  const found: OutsideNames = { free: new Set(), assigned: new Map() };
  if (isTree(tree)) visitTree(tree, [new Set()], found);
  return found;
}

type Scopes = readonly Set<string>[];

/** Declarations of a block itself, and with `deep` the `var`s of everything below that is no function. */
function hoist(node: Tree, into: Set<string>, deep: boolean, top = true): void {
  for (const child of childrenOf(node)) {
    if (child.type === 'VariableDeclaration') {
      if (top || (deep && child['kind'] === 'var'))
        for (const declarator of child['declarations'] as Tree[])
          patternNames(declarator['id']).forEach((name) => into.add(name));
    } else if (child.type === 'FunctionDeclaration' || child.type === 'ClassDeclaration') {
      if (top) patternNames(child['id']).forEach((name) => into.add(name));
      continue;
    } else if (child.type === 'ImportDeclaration') {
      for (const specifier of child['specifiers'] as Tree[])
        patternNames(specifier['local']).forEach((name) => into.add(name));
    }
    if (deep && !isFunctionTree(child)) hoist(child, into, deep, false);
  }
}

function visitTree(node: Tree, scopes: Scopes, found: OutsideNames): void {
  const declared = (name: string): boolean => scopes.some((scope) => scope.has(name));
  const use = (name: string): void => {
    if (!declared(name)) found.free.add(name);
  };
  const write = (target: unknown): void => {
    for (const name of patternNames(target)) {
      if (!declared(name) && !found.assigned.has(name)) found.assigned.set(name, (target as Tree).start);
    }
  };
  const inner = (scope: Set<string>): Scopes => [...scopes, scope];
  switch (node.type) {
    case 'Identifier':
      return use(String(node['name']));
    case 'ImportDeclaration':
    case 'BreakStatement':
    case 'ContinueStatement':
      return;
    case 'LabeledStatement':
      return visitTree(node['body'] as Tree, scopes, found);
    case 'MemberExpression':
      visitTree(node['object'] as Tree, scopes, found);
      if (node['computed'] === true) visitTree(node['property'] as Tree, scopes, found);
      return;
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
      if (node['computed'] === true) visitTree(node['key'] as Tree, scopes, found);
      if (isTree(node['value'])) visitTree(node['value'], scopes, found);
      return;
    case 'AssignmentExpression':
      write(node['left']);
      break;
    case 'UpdateExpression':
      write(node['argument']);
      break;
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement': {
      const scope = new Set<string>();
      hoist(node, scope, false);
      for (const child of childrenOf(node)) visitTree(child, inner(scope), found);
      return;
    }
    case 'CatchClause': {
      const scope = new Set(patternNames(node['param']));
      return visitTree(node['body'] as Tree, inner(scope), found);
    }
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock': {
      const scope = new Set<string>();
      hoist(node, scope, node.type !== 'BlockStatement');
      for (const child of childrenOf(node)) visitTree(child, inner(scope), found);
      return;
    }
    case 'SwitchStatement': {
      const scope = new Set<string>();
      for (const one of node['cases'] as Tree[]) hoist(one, scope, false);
      for (const child of childrenOf(node)) visitTree(child, inner(scope), found);
      return;
    }
    case 'ClassExpression':
    case 'ClassDeclaration': {
      const scope = new Set(patternNames(node['id']));
      for (const child of childrenOf(node)) visitTree(child, inner(scope), found);
      return;
    }
    default:
  }
  if (isFunctionTree(node)) {
    const scope = new Set<string>(['arguments']);
    for (const parameter of node['params'] as unknown[]) patternNames(parameter).forEach((name) => scope.add(name));
    if (node.type === 'FunctionExpression') patternNames(node['id']).forEach((name) => scope.add(name));
    if (isTree(node['body'])) hoist(node['body'], scope, true);
    for (const child of childrenOf(node)) visitTree(child, inner(scope), found);
    return;
  }
  for (const child of childrenOf(node)) visitTree(child, scopes, found);
}
