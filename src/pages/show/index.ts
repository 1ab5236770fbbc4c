/**
 * Anything of Secant, as a notebook or a page shows it. In: a figure, a line, a verdict, a gradient, a matrix; or what
 * `makeFigure` takes, for a figure that is alive. Out: what the host displays: for Deno's kernel an object that gives a bundle of
 * MIME types; in a page (Observable) an element; for tslab it is displayed at once.
 */
import { makeFigure, type Figure, type FigureKind, type OptionsFor } from '../../pictures/figures/index.ts';
import { type MimeBundle, notebookSymbol } from '../../base/shown.ts';
import { figurePage } from '../elements/server.ts';

/** The part of tslab's `display` that is used. */
export interface TslabDisplay {
  html(text: string): void;
  svg(text: string): void;
  text(text: string): void;
}

/** A value as a kernel displays it. */
export interface Shown {
  /** What there is to show, by MIME type: `text/plain` always; pictures and live figures take a moment. */
  bundle(): Promise<MimeBundle>;
}

/**
 * A value as the host displays it: the last line of a cell of Deno's kernel or of Observable.
 *
 * A figure is shown as SVG, and as PNG where `@resvg/resvg-js` is installed. Given as its kind, its functions as text and its
 * options, it is also alive: a frame without an origin of its own, that can reach neither the notebook nor a network, where
 * the notebook is trusted. In a page it is always alive.
 *
 * @param value a figure, a line, hyperplane, polynomial, verdict or estimate, a gradient or a matrix
 * @example
 * ```ts
 * const { 'text/latex': tex } = await show([[2, 0], [0, 4]]).bundle();
 * tex // → '$$\\begin{pmatrix}2 & 0\\\\0 & 4\\end{pmatrix}$$'
 * ```
 */
export function show(value: unknown): Shown;
export function show<Kind extends FigureKind>(
  kind: Kind,
  functions: string | readonly string[],
  options?: OptionsFor<Kind>,
): Shown;
export function show(value: unknown, functions?: string | readonly string[], options: object = {}): Shown {
  if (functions !== undefined) {
    const kind = String(value);
    const texts = typeof functions === 'string' ? [functions] : functions;
    const figure = makeFigure(kind, texts, options as never);
    return inHost(figure, async () => ({
      ...(await pictureOf(figure)),
      'text/html': await frameOf(kind, texts, options, figure),
    }));
  }
  if (isFigure(value)) return inHost(value, () => pictureOf(value));
  return inHost(undefined, async () => (await ownBundle(value)) ?? numbersOf(value));
}

/**
 * The same in tslab, whose notebooks take what is given to its `display`.
 *
 * @param display `display` of the module `tslab`
 * @example
 * ```ts
 * const said: string[] = [];
 * const display = { html: (text: string) => said.push(text), svg: (text: string) => said.push(text), text: (text: string) => said.push(text) };
 * await showIn(display, show([1, 2]));
 * said // → ['<table><tr><td>1</td><td>2</td></tr></table>']
 * ```
 */
export async function showIn(display: TslabDisplay, shown: Shown): Promise<void> {
  const { 'text/html': html, 'image/svg+xml': svg, 'text/plain': text = '' } = await shown.bundle();
  if (html !== undefined) display.html(html);
  else if (svg !== undefined) display.svg(svg);
  else display.text(text);
}

/** An element in a page, and elsewhere an object that kernels ask for its bundle. */
function inHost(figure: Figure | undefined, bundle: () => Promise<MimeBundle>): Shown {
  const isPage = typeof document !== 'undefined' && typeof HTMLElement === 'function';
  const shown: Shown = isPage ? Object.assign(document.createElement('div'), { bundle }) : { bundle };
  Object.defineProperty(shown, notebookSymbol, { value: bundle });
  if (shown instanceof Object && isPage) void fill(shown as Shown & HTMLElement, figure);
  return shown;
}

async function fill(element: HTMLElement & Shown, figure: Figure | undefined): Promise<void> {
  if (figure === undefined) {
    const { 'text/html': html = '' } = await element.bundle();
    element.innerHTML = html;
    return;
  }
  const { mountFigure } = await import('../../pictures/view/index.ts');
  mountFigure(figure, element);
}

function isFigure(value: unknown): value is Figure {
  return typeof value === 'object' && value !== null && 'describeAt' in value && 'sceneAt' in value;
}

/** What a result of Secant says of itself. */
async function ownBundle(value: unknown): Promise<MimeBundle | undefined> {
  const own: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, notebookSymbol) : undefined;
  return typeof own === 'function' ? ((await Reflect.apply(own, value, [])) as MimeBundle) : undefined;
}

/** The picture of a figure, at rest. */
async function pictureOf(figure: Figure): Promise<MimeBundle> {
  const own = (await ownBundle(figure)) ?? {};
  try {
    return { ...own, 'image/png': base64(await figure.png({ theme: 'light' })) };
  } catch {
    // Nothing is installed that draws PNG; SVG is there.
    return own;
  }
}

function base64(bytes: Uint8Array): string {
  let letters = '';
  for (let start = 0; start < bytes.length; start += 0x2000)
    letters += String.fromCharCode(...bytes.subarray(start, start + 0x2000));
  return btoa(letters);
}

/** The live figure in a frame of its own; its picture where the scripts are not at hand. */
async function frameOf(kind: string, texts: readonly string[], options: object, figure: Figure): Promise<string> {
  const { figureFiles } = await import('#figure-files');
  const page = figurePage(kind, texts, options as never, { inline: await figureFiles.elementScript() });
  return (
    `<iframe sandbox="allow-scripts" title="${escaped(figure.title)}" loading="lazy" ` +
    `style="width:100%;height:34rem;border:0" srcdoc="${escaped(page)}"></iframe>`
  );
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Numbers, lists of numbers and lists of lists, as a vector or a matrix. Anything else as text. */
function numbersOf(value: unknown): MimeBundle {
  const rows = rowsOf(value);
  if (rows === undefined) return { 'text/plain': String(value) };
  const isMatrix = rows.length > 1 || (Array.isArray(value) && typeof value[0] === 'object');
  const text = rows.map((row) => `[${row.map((entry) => String(entry)).join(', ')}]`);
  const tex = rows.map((row) => row.map(texOf).join(' & ')).join(String.raw`\\`);
  const cells = rows.map((row) => `<tr>${row.map((entry) => `<td>${String(entry)}</td>`).join('')}</tr>`);
  return {
    'text/plain': isMatrix ? `[${text.join(',\n ')}]` : text.join(''),
    'text/html': `<table>${cells.join('')}</table>`,
    'text/latex': String.raw`$$\begin{pmatrix}${tex}\end{pmatrix}$$`,
  };
}

function rowsOf(value: unknown): readonly (readonly number[])[] | undefined {
  if (typeof value === 'number') return [[value]];
  if (!Array.isArray(value) && !(value instanceof Float64Array) && !(value instanceof Float32Array)) return undefined;
  const items = Array.from(value as ArrayLike<unknown>);
  if (items.every((item): item is number => typeof item === 'number')) return [items];
  const rows = items.map((item) => (typeof item === 'number' ? undefined : rowsOf(item)));
  return rows.every((row) => row?.length === 1) ? rows.map((row) => row?.[0] ?? []) : undefined;
}

function texOf(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? String.raw`\text{NaN}` : `${value < 0 ? '-' : ''}\\infty`;
  const short = String(Number(value.toPrecision(6)));
  return short.replace(
    /e([+-])(\d+)$/,
    (_, sign: string, power: string) => String.raw` \cdot 10^{${sign === '-' ? '-' : ''}${power}}`,
  );
}
