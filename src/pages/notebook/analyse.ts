/**
 * What a cell defines and what it needs. In: the text of a cell, in TypeScript. Out: the same text without types
 * (no line moves), its syntax tree, the names it declares at its top level, the names it uses and does not declare,
 * and what it imports. Nothing is run here. Types are taken out by Sucrase; the tree is acorn's.
 */
import { parseStrictModule } from '../../compiler/frontend/syntax/strict-module.ts';
import type * as acorn from '../../compiler/frontend/syntax/tree.ts';
import { transform } from 'sucrase';
import { namesIn, patternNames } from './names.ts';
import { columnWritten } from './written-column.ts';

/** A name imported by a cell. */
export interface CellImport {
  readonly module: string;
  /** The name there; `*` is all of it. */
  readonly imported: string;
  readonly local: string;
  readonly line: number;
}

/** A cell that could be read. */
export interface Analysis {
  /** JavaScript, line by line where the TypeScript was. */
  readonly code: string;
  readonly program: acorn.Program;
  readonly defines: ReadonlySet<string>;
  readonly imports: readonly CellImport[];
  /** Names used and not declared in the cell; globals such as Math among them. */
  readonly uses: ReadonlySet<string>;
  /** Names assigned to and not declared in the cell, with the line. */
  readonly assigns: ReadonlyMap<string, number>;
}

/** What is wrong with a cell, and where in its text. */
export class CellError extends Error {
  override readonly name: string = 'CellError';
  /** From 1; undefined where the place is not known. */
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, line?: number, column?: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.line = line;
    this.column = column;
  }
}

/**
 * Reads a cell.
 *
 * @throws CellError where it is not TypeScript
 * @example
 * ```ts
 * [...analyseCell('const b: number = a + 1').uses] // → ['a']
 * ```
 */
export function analyseCell(text: string): Analysis {
  const code = withoutTypes(text);
  const program = parse(code, text);
  const defines = new Set<string>();
  const imports: CellImport[] = [];
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') imports.push(...importsOf(statement, code));
    else if (statement.type.startsWith('Export')) {
      throw new CellError(
        'a cell exports nothing: its names are seen by the cells below as they are',
        lineAt(code, statement.start),
      );
    } else for (const name of declaredBy(statement)) defines.add(name);
  }
  for (const { local } of imports) defines.add(local);
  const { free, assigned } = namesIn(program);
  const assigns = new Map<string, number>();
  for (const [name, start] of assigned) assigns.set(name, lineAt(code, start));
  return { code, program, defines, imports, uses: free, assigns };
}

function withoutTypes(text: string): string {
  try {
    return transform(text, { transforms: ['typescript'], disableESTransforms: true, keepUnusedImports: true }).code;
  } catch (error) {
    // Sucrase counts columns from 1, and reads the text as it was written.
    throw syntaxError(error, (_line, column) => column);
  }
}

function parse(code: string, text: string): acorn.Program {
  try {
    return parseStrictModule(code);
  } catch (error) {
    const lineOf = (of: string, line: number): string => of.split('\n')[line - 1] ?? '';
    throw syntaxError(error, (line, column) => columnWritten(lineOf(text, line), lineOf(code, line), column + 1));
  }
}

/** Both readers name the place at the end of the message: "Unexpected token (3:5)". */
function syntaxError(error: unknown, columnOf: (line: number, column: number) => number | undefined): CellError {
  const message = error instanceof Error ? error.message : String(error);
  const found = /^(?:Error transforming [^:]*: )?(.*?)\s*\((\d+):(\d+)\)$/s.exec(message);
  if (found === null) return new CellError(message);
  const [, words = message, line, column] = found;
  return new CellError(words, Number(line), columnOf(Number(line), Number(column)));
}

/** The line, from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index++) if (text.charCodeAt(index) === 10) line++;
  return line;
}

function importsOf(statement: acorn.ImportDeclaration, code: string): CellImport[] {
  const module = String(statement.source.value);
  const line = lineAt(code, statement.start);
  return statement.specifiers.map((specifier) => {
    const local = specifier.local.name;
    if (specifier.type === 'ImportNamespaceSpecifier') return { module, imported: '*', local, line };
    if (specifier.type === 'ImportDefaultSpecifier') return { module, imported: 'default', local, line };
    const { imported } = specifier;
    return { module, imported: imported.type === 'Identifier' ? imported.name : String(imported.value), local, line };
  });
}

/** Names that a statement declares in its own scope. */
function declaredBy(statement: acorn.Statement | acorn.ModuleDeclaration): string[] {
  switch (statement.type) {
    case 'VariableDeclaration':
      return statement.declarations.flatMap(({ id }) => patternNames(id));
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [statement.id.name];
    default:
      return [];
  }
}
