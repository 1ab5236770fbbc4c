/**
 * The names that statements and patterns declare, with what is put into them where they stand. In: nodes of
 * the tree. Out: declared names, for scopes.ts to put where they belong.
 */
import { childrenOf, isFunction, isTypeOnly, type Node, nameOf, nodeIn, nodesIn } from './parse-module.ts';

/** A name, and what its declaration says of its value. */
export interface Declared {
  readonly name: string;
  /** The expression or function it holds at first. */
  readonly value?: Node | undefined;
  /** For an import, the module it comes from, and the name there; `*` is all of it. */
  readonly from?: { readonly module: string; readonly imported: string };
}

/** The names that a body or block brings before any of it runs. `hoist`: also each `var` below it. */
export function declaredIn(body: Node, hoist: boolean): Declared[] {
  const statements =
    body.type === 'SwitchStatement'
      ? nodesIn(body, 'cases').flatMap((one) => nodesIn(one, 'consequent'))
      : nodesIn(body, 'body');
  return [...statements.flatMap(declaredBy), ...(hoist ? statements.flatMap(hoistedFrom) : [])];
}

/** The names of one statement; not those of `var`, which belong to the function. */
export function declaredBy(statement: Node): Declared[] {
  switch (statement.type) {
    case 'ImportDeclaration':
      return importedBy(statement);
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration': {
      const declaration = nodeIn(statement, 'declaration');
      return declaration ? declaredBy(declaration) : [];
    }
    case 'FunctionDeclaration':
      return nameDeclaredIn(statement, statement);
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
    case 'TSModuleDeclaration':
    case 'TSImportEqualsDeclaration':
      return nameDeclaredIn(statement);
    case 'VariableDeclaration':
      return statement['kind'] === 'var' ? [] : variablesOf(statement);
    case 'LabeledStatement': {
      const body = nodeIn(statement, 'body');
      return body?.type === 'FunctionDeclaration' ? declaredBy(body) : [];
    }
    default:
      return [];
  }
}

function nameDeclaredIn(statement: Node, value?: Node): Declared[] {
  const name = nameOf(nodeIn(statement, 'id'));
  return name === undefined ? [] : [{ name, value }];
}

function importedBy(statement: Node): Declared[] {
  if (statement['importKind'] === 'type') return [];
  const module = String(nodeIn(statement, 'source')?.['value']);
  return nodesIn(statement, 'specifiers')
    .filter((specifier) => specifier['importKind'] !== 'type')
    .map((specifier) => ({
      name: nameOf(nodeIn(specifier, 'local'))!,
      from: { module, imported: importedName(specifier) },
    }));
}

function importedName(specifier: Node): string {
  if (specifier.type === 'ImportSpecifier') return nameOf(nodeIn(specifier, 'imported'))!;
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
}

function variablesOf(declaration: Node): Declared[] {
  return nodesIn(declaration, 'declarations').flatMap((declarator) =>
    patternNames(nodeIn(declarator, 'id')!, nodeIn(declarator, 'init')),
  );
}

/** The names in a pattern. `value` is what a plain name in its place holds. */
export function patternNames(pattern: Node, value?: Node): Declared[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: nameOf(pattern)!, value }];
    case 'ObjectPattern':
      return nodesIn(pattern, 'properties').flatMap((property) => patternNames(property));
    case 'ArrayPattern':
      return nodesIn(pattern, 'elements').flatMap((element) => patternNames(element));
    case 'Property':
      return patternNames(nodeIn(pattern, 'value')!);
    case 'AssignmentPattern':
      return patternNames(nodeIn(pattern, 'left')!, nodeIn(pattern, 'right'));
    case 'RestElement':
      return patternNames(nodeIn(pattern, 'argument')!);
    case 'TSParameterProperty':
      return patternNames(nodeIn(pattern, 'parameter')!);
    default:
      return [];
  }
}

/** Each `var` in a statement, not entering functions: names of the function's body. */
function hoistedFrom(node: Node): Declared[] {
  if (isFunction(node) || node.type === 'ClassBody' || isTypeOnly(node)) return [];
  const own = node.type === 'VariableDeclaration' && node['kind'] === 'var' ? variablesOf(node) : [];
  return [...own, ...childrenOf(node).flatMap(hoistedFrom)];
}
