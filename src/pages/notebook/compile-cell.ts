/**
 * From a cell to a function that runs it. In: the analysis of a cell. Out: a function of the names it needs that
 * gives the names it defines. Lines stay where they are, so that an error's line is the cell's line. Three things
 * are written into the text: each function expression is handed to `attach` with its own text and getters for what
 * it captures (this is how Secant differentiates closures), the value of each statement at the top level is handed
 * to `note`, and imports become parameters. The text is run with `Function`: only ever in the reader's sandbox, in
 * tests, or in the build of our own chapters.
 */
import { type Analysis, lineAt } from './analyse.ts';
import { childrenOf, declaredInside, isFunctionTree, namesIn, type Tree } from './names.ts';

/** What a running cell is given. */
export interface CellFrame {
  /** Attaches text and captured names to a function, and gives it back. */
  attach(fn: unknown, facts: number, scope?: () => object): unknown;
  /** Told the value of a statement that ends on a line, and whether it is the cell's last. */
  note(line: number, value: unknown, last: boolean): unknown;
  readonly console: object;
}

/** A function's text and where it stands in the cell, from 1. */
export interface FunctionFacts {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** A cell ready to run. */
export interface CompiledCell {
  readonly facts: readonly FunctionFacts[];
  /** Names it must be given, in the order of `run`'s last argument. */
  readonly inputs: readonly string[];
  /** The column, from 1, in the analysed code of a column in what runs; undefined for what is not of the cell. */
  columnInCode(line: number, column: number): number | undefined;
  run(frame: CellFrame, inputs: readonly unknown[]): Promise<Readonly<Record<string, unknown>>>;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** At the same place, what closes comes first, and inner ones close before outer ones. */
  readonly rank: number;
}

const frameNames = ['$attach', '$note', 'console'] as const;

/**
 * Compiles a cell.
 *
 * @param available names that cells above define
 * @param name what stack traces call it
 */
export function compileCell(analysis: Analysis, available: ReadonlySet<string>, name: string): CompiledCell {
  const { code, program, defines, imports } = analysis;
  const inputs = [
    ...new Set([...imports.map(({ local }) => local), ...[...analysis.uses].filter((used) => available.has(used))]),
  ];
  const insertions: Insertion[] = [];
  const facts: FunctionFacts[] = [];
  const hoisted: string[] = [];
  const imported = new Set(imports.map(({ local }) => local));
  const capturable = new Set(
    [...declaredInside(program), ...available, ...defines].filter((known) => !imported.has(known)),
  );

  const attachment = (fn: Tree): string => {
    facts.push({ text: code.slice(fn.start, fn.end), ...placeAt(code, fn.start) });
    const captured = [...namesIn(fn).free].filter((used) => capturable.has(used));
    const getters = captured.map((used) => `get ${used}() { return ${used}; }`).join(', ');
    return `, ${facts.length - 1}${captured.length === 0 ? '' : `, () => ({ ${getters} })`})`;
  };
  const visit = (node: Tree, parent: Tree | undefined): void => {
    if (node.type === 'FunctionDeclaration') {
      const own = (node['id'] as { name: string }).name;
      const call = `$attach(${own}${attachment(node)};`;
      if (parent?.type === 'Program') hoisted.push(call);
      else insertions.push({ at: node.end, text: ` ${call}`, rank: -node.start });
    } else if (isFunctionTree(node) && isWhole(node, parent)) {
      insertions.push({ at: node.start, text: '$attach(', rank: 1 });
      insertions.push({ at: node.end, text: attachment(node), rank: -node.start - 1 });
    }
    for (const child of childrenOf(node)) visit(child, node);
  };
  visit(program as unknown as Tree, undefined);

  const notes = program.body.flatMap((statement, index) => {
    const last = index === program.body.length - 1;
    if (statement.type === 'ExpressionStatement') {
      const { start, end } = statement.expression;
      const line = lineAt(code, end);
      insertions.push({ at: start, text: `$note(${line}, (`, rank: 0 });
      insertions.push({ at: end, text: `), ${last})`, rank: -Number.MIN_VALUE });
      return [];
    }
    if (statement.type !== 'VariableDeclaration') return [];
    const [only, second] = statement.declarations;
    if (only?.id.type !== 'Identifier' || second !== undefined) return [];
    const line = lineAt(code, only.end);
    return [{ at: statement.end, text: `;$note(${line}, ${only.id.name}, false);`, rank: -0.5 }];
  });
  insertions.push(...notes);

  const blanked = program.body.reduceRight(
    (text, statement) => (statement.type === 'ImportDeclaration' ? blank(text, statement.start, statement.end) : text),
    code,
  );
  const sorted = [...insertions].sort((a, b) => a.at - b.at || a.rank - b.rank);
  const body = insert(blanked, sorted);
  const own = [...defines].filter((defined) => !imported.has(defined));
  const parameters = [...frameNames, ...inputs].join(', ');
  const head = `"use strict"; return (async function (${parameters}) { ${hoisted.join(' ')} `;
  const text = `${head}${body}\n;return { ${own.join(', ')} }; })\n//# sourceURL=${name}`;
  // The one place where a text is made into a program as it stands; see the paragraph above.
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function(text) as () => (...values: unknown[]) => Promise<Record<string, unknown>>;
  return {
    facts,
    inputs,
    columnInCode(line, column) {
      const before =
        body
          .split('\n')
          .slice(0, line - 1)
          .join('\n').length + (line === 1 ? 0 : 1);
      const place = before + column - 1 - (line === 1 ? head.length : 0);
      const offset = place < 0 ? undefined : offsetBefore(place, sorted);
      return offset === undefined || offset > code.length ? undefined : placeAt(code, offset).column;
    },
    run: (frame, values) => make()(frame.attach, frame.note, frame.console, ...values),
  };
}

/** Lines that `Function` puts before its text. */
export const LINES_BEFORE = 2;

/** Functions that are expressions by themselves: methods, getters and constructors cannot be wrapped. */
function isWhole(node: Tree, parent: Tree | undefined): boolean {
  if (parent?.type === 'MethodDefinition') return false;
  return !(
    parent?.type === 'Property' &&
    (parent['method'] === true || parent['kind'] !== 'init') &&
    parent['value'] === node
  );
}

/** Where an offset into the text with insertions stood before them. */
function offsetBefore(offset: number, sorted: readonly Insertion[]): number {
  let added = 0;
  for (const { at, text } of sorted) {
    if (at + added + text.length > offset) return Math.min(offset - added, at);
    added += text.length;
  }
  return offset - added;
}

/** Writes insertions, in their order, into a text. */
function insert(text: string, sorted: readonly Insertion[]): string {
  let result = '';
  let from = 0;
  for (const { at, text: added } of sorted) {
    result += text.slice(from, at) + added;
    from = at;
  }
  return result + text.slice(from);
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, ' ') + text.slice(end);
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  return { line: lineAt(text, offset), column: offset - text.lastIndexOf('\n', offset - 1) };
}
