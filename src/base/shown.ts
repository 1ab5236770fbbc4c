/**
 * How results show themselves, in one table: to `console.log` in Node, Deno and Bun as a text, and to the kernels of notebooks
 * (Deno's, and those that took its protocol over) as text, TeX and HTML. In: a result and what it is called here. Out: the
 * same object, with two properties that nobody lists and no copy takes along. Both symbols are those of the global registry,
 * so nothing of Node is imported. Gradients and matrices are plain arrays, which every console shows by itself.
 */

/** What is read of each kind of result. */
interface Results {
  line: { equation(options?: { format?: 'text' | 'tex' }): string };
  hyperplane: { equation(options?: { format?: 'text' | 'tex' }): string };
  polynomial: { equation(options?: { format?: 'text' | 'tex' }): string };
  verdict: {
    readonly verdict: string;
    readonly reason: string;
    readonly exact: boolean;
    readonly left: number;
    readonly right: number;
    readonly derivative?: number;
    readonly secants: readonly { readonly epsilon: number; readonly left: number; readonly right: number }[];
  };
  estimate: {
    readonly value: number;
    readonly error: number;
    readonly epsilon: number;
    readonly evaluations: number;
    readonly side: string;
    readonly reason?: string;
  };
  figure: {
    readonly kind: string;
    readonly parameter: { readonly value: number };
    describeAt(value: number): string;
  };
}

/** The forms of one kind of result. */
interface Look<Result> {
  text(result: Result): string;
  tex?(result: Result): string;
  /** Text in HTML, where a table says more than a line. */
  html?(result: Result): string;
}

const equation = (name: string): Look<Results['line']> => ({
  text: (result) => `${name} ${result.equation()}`,
  tex: (result) => result.equation({ format: 'tex' }),
});

const looks: { readonly [Kind in keyof Results]: Look<Results[Kind]> } = {
  line: equation('Line'),
  hyperplane: equation('Hyperplane'),
  polynomial: equation('Polynomial'),
  verdict: {
    text: (result) => [headline(result), ...aligned(rowsOf(result))].join('\n'),
    tex: ({ verdict, left, right, derivative }) =>
      derivative === undefined
        ? String.raw`\text{${verdict}: } g'_- = ${texNumber(left)},\; g'_+ = ${texNumber(right)}`
        : String.raw`\text{${verdict}: } g' = ${texNumber(derivative)}`,
    html: (result) => `<p>${escaped(headline(result))}</p>${table(rowsOf(result))}`,
  },
  estimate: {
    text: ({ value, error, epsilon, evaluations, side, reason }) =>
      Number.isNaN(value)
        ? `Estimate: none (${reason ?? 'no reason is known'}; ${evaluations} calls)`
        : `Estimate ${value} ± ${shortly(error)} (ε = ${shortly(epsilon)}, ${side === 'both' ? 'both sides' : `from the ${side}`}, ` +
          `${evaluations} calls${reason === undefined ? '' : `; ${reason}`})`,
    tex: ({ value, error }) => String.raw`${texNumber(value)} \pm ${texNumber(Number(shortly(error)))}`,
  },
  figure: { text: ({ kind, parameter, describeAt }) => `Figure ${kind}: ${describeAt(parameter.value)}` },
};

/** The symbol that Node, Deno and Bun ask before they print an object. */
const consoleSymbol: symbol = Symbol.for('nodejs.util.inspect.custom');
/** The symbol that Deno's kernel asks before it shows an object. */
export const notebookSymbol: symbol = Symbol.for('Jupyter.display');

/** What a kernel is given: texts by their MIME types, of which it shows the best it can. */
export type MimeBundle = Readonly<Record<string, string>>;

/**
 * The same object, which shows itself from now on.
 *
 * @example
 * ```ts
 * shownAs('line', { equation: () => 'h(w) = w' }).equation() // → 'h(w) = w'
 * ```
 */
export function shownAs<Kind extends keyof Results, Result extends Results[Kind]>(kind: Kind, result: Result): Result {
  const look: Look<Result> = looks[kind];
  Object.defineProperty(result, consoleSymbol, { value: () => look.text(result) });
  if (kind !== 'figure') Object.defineProperty(result, notebookSymbol, { value: () => bundleOf(look, result) });
  return result;
}

function bundleOf<Result>(look: Look<Result>, result: Result): MimeBundle {
  const text = look.text(result);
  return {
    'text/plain': text,
    'text/html': look.html?.(result) ?? `<p>${escaped(text)}</p>`,
    ...(look.tex === undefined ? {} : { 'text/latex': `$$${look.tex(result)}$$` }),
  };
}

/** Text inside HTML. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function headline({ verdict, reason, exact }: Results['verdict']): string {
  return `${verdict}${exact ? '' : ' (by its secants)'}: ${reason}`;
}

/** The table of secant slopes, with its head. */
function rowsOf({ secants }: Results['verdict']): readonly (readonly string[])[] {
  if (secants.length === 0) return [];
  return [
    ['ε', 'from the left', 'from the right'],
    ...secants.map(({ epsilon, left, right }) => [String(epsilon), shortly(left, 8), shortly(right, 8)]),
  ];
}

/** Rows of one width each, as lines. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

function table(rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const [head, ...body] = rows;
  return head === undefined ? '' : `<table>${row(head, 'th')}${body.map((cells) => row(cells, 'td')).join('')}</table>`;
}

/** A number with so many digits, without zeros at its end. */
function shortly(value: number, digits = 2): string {
  return String(Number(value.toPrecision(digits)));
}

function texNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? String.raw`\text{none}` : `${value < 0 ? '-' : ''}\\infty`;
  return shortly(value, 12).replace(
    /e([+-]?)(\d+)$/,
    (_, sign: string, power: string) => String.raw` \cdot 10^{${sign === '-' ? '-' : ''}${power}}`,
  );
}
