/**
 * `<secant-cell>`: TypeScript that the reader edits and runs, as an element of any page. In: code, as the text inside or
 * as a property. Out: what a run shows (numbers, texts, tables, live figures, errors with their place), and events. The
 * code runs in a sandbox: it can compute and cannot act. What stands inside the element is left alone, so a page reads
 * with scripts off, and frameworks find it as they left it; the cell itself is in a shadow root. The cells of a page are
 * one notebook: each sees the names of those before it.
 */
import { CellView } from '../cells/cell-view.ts';
import { cellStyleText } from '../cells/style-text.ts';
import type { CellOutput } from '../notebook/outputs.ts';
import { showFigures } from './cell-figures.ts';
import { type CellGroup, groupOf } from './cell-group.ts';
import { Base } from './html-element.ts';
import { whenNear } from './near-window.ts';

/** What `input` and `change` carry in `detail`. */
export interface SecantCellDetail {
  readonly code: string;
}

/** What `run` carries in `detail`. */
export interface SecantCellRun {
  /** What is seen under the cell now. */
  readonly outputs: readonly CellOutput[];
}

/** Properties that a program may have set before the element was defined. */
const properties = ['code', 'autorun', 'label'];

const ownStyle =
  ':host{display:block;margin-block:1em}:host([hidden]){display:none}' +
  ":host([data-theme='light']){color-scheme:light}:host([data-theme='dark']){color-scheme:dark}";
/** For the page around: themes set by an attribute, and the room of a cell before it is one. */
const pageStyle =
  "[data-theme='light']{color-scheme:light}[data-theme='dark']{color-scheme:dark}:where(secant-cell){display:block}";

const sheets = new WeakMap<Document, readonly [page: CSSStyleSheet, cell: CSSStyleSheet]>();

/** Gives a cell and its page their sheets: constructed ones, which a policy against inline styles permits. */
function adoptCellStyles(owner: Document, root: ShadowRoot): void {
  const view = owner.defaultView;
  if (view === null) return;
  let made = sheets.get(owner);
  if (made === undefined) {
    const [page, cell] = [new view.CSSStyleSheet(), new view.CSSStyleSheet()];
    page.replaceSync(pageStyle);
    cell.replaceSync(`${ownStyle}${cellStyleText}`);
    made = [page, cell];
    sheets.set(owner, made);
    owner.adoptedStyleSheets = [...owner.adoptedStyleSheets, page];
  }
  if (!root.adoptedStyleSheets.includes(made[1])) root.adoptedStyleSheets = [...root.adoptedStyleSheets, made[1]];
}

/** Cells of a page are named after their number, so that names differ. */
let count = 0;

/**
 * The element `<secant-cell>`.
 *
 * @example
 * ```ts
 * const cell = document.createElement('secant-cell')
 * cell.code = "import { derivative } from 'secant'\nderivative((w: number) => w ** 3)(2)"
 * document.body.append(cell)
 * const [shown] = await cell.run() // { kind: 'number', text: '12' }
 * ```
 */
export class SecantCellElement extends Base {
  static readonly observedAttributes: readonly string[] = ['autorun', 'label'];

  readonly #view: CellView;
  #group: CellGroup | undefined;
  #outputs: readonly CellOutput[] = [];
  /** The code that the cell begins with came by property. */
  #isGiven = false;
  /** The code that stands in the page has run by itself. */
  #hasRun = false;
  #waiting: (() => void) | undefined;
  /** Figures on their way, which a new run or leaving the page ends. */
  #figures = new AbortController();
  readonly #inside: MutationObserver;

  constructor() {
    super();
    const owner = this.ownerDocument;
    const root = this.attachShadow({ mode: 'open' });
    const make = (tag: string, attributes: Readonly<Record<string, string>>): HTMLElement => {
      const element = owner.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };
    const cell = make('div', { class: 'cell' });
    cell.append(
      make('pre', { class: 'cell-source' }),
      make('div', { class: 'cell-outputs', role: 'status', 'aria-label': 'Result' }),
    );
    root.append(cell);
    this.#view = new CellView(cell, {
      id: `element-${++count}`,
      label: 'Code',
      events: {
        run: () => void this.run(),
        stop: () => this.stop(),
        edited: (byReader) => {
          if (byReader) this.#tell('input');
        },
        committed: () => this.#tell('change'),
        cleared: () => undefined,
        shown: (_outputs, foreign, results) => {
          if (foreign) this.#show(results);
        },
      },
    });
    // What the controls inside say is told by the cell, once, in its own words.
    for (const name of ['input', 'change']) root.addEventListener(name, (event) => event.stopPropagation());
    this.#inside = new MutationObserver(() => this.#readInside());
  }

  /** The code as it stands; the reader may have changed it. Setting it sends no event. */
  get code(): string {
    return this.#view.text;
  }

  set code(code: string | null | undefined) {
    const text = code ?? '';
    if (this.#written() === '' && !this.#isGiven) {
      this.#isGiven = true;
      this.#view.original = text;
    }
    if (text !== this.#view.text) this.#view.text = text;
  }

  /** Whether the cell runs by itself when it nears the window. */
  get autorun(): boolean {
    return this.hasAttribute('autorun');
  }

  set autorun(autorun: boolean | null | undefined) {
    this.toggleAttribute('autorun', autorun === true);
  }

  /** What the code is called, for those who do not see it. */
  get label(): string {
    return this.getAttribute('label') ?? 'Code';
  }

  set label(label: string | null | undefined) {
    if (label === undefined || label === null) this.removeAttribute('label');
    else this.setAttribute('label', label);
  }

  /** What the cell shows, as plain data; empty before the first run. */
  get outputs(): readonly CellOutput[] {
    return this.#outputs;
  }

  /** Whether the cell runs, or waits for another one. */
  get running(): boolean {
    return !this.#view.isAtRest;
  }

  /**
   * Runs the cell, what it needs from the cells before it, and those that depend on it.
   *
   * @returns what the cell shows when all have run; nothing where it stands in no page
   */
  async run(): Promise<readonly CellOutput[]> {
    await this.#group?.run(this.#view.id);
    return this.#outputs;
  }

  /** Ends what runs; what it has computed is gone. */
  stop(): void {
    this.#group?.stop();
  }

  /** Brings back the code that the page has; does not run it. */
  reset(): void {
    this.#view.text = this.#view.original;
  }

  /** Puts the focus into the code. */
  override focus(options?: FocusOptions): void {
    this.#view.field.focus(options);
  }

  connectedCallback(): void {
    if (this.shadowRoot !== null) adoptCellStyles(this.ownerDocument, this.shadowRoot);
    for (const name of properties) this.#takeEarly(name);
    this.#group = groupOf(this);
    this.#group.join(this, this.#view);
    this.#readInside();
    this.#showFigures();
    // What is written inside may come later than the element: from a slow page, or from a framework.
    this.#inside.observe(this, { childList: true, characterData: true, subtree: true });
    this.#watch();
  }

  disconnectedCallback(): void {
    this.#waiting?.();
    this.#waiting = undefined;
    this.#inside.disconnect();
    this.#figures.abort();
    this.#group?.leave(this);
    this.#group = undefined;
  }

  attributeChangedCallback(name: string): void {
    if (name === 'label') this.#view.label = this.label;
    else if (this.isConnected) this.#watch();
  }

  /** A property that a program set on the element before it was one of ours: taken away, and set again as ours. */
  #takeEarly(name: string): void {
    if (!Object.hasOwn(this, name)) return;
    const value: unknown = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }

  /** The code inside the element, without the margin that the page's own markup gives it. */
  #written(): string {
    return withoutMargin(this.textContent ?? '');
  }

  #readInside(): void {
    const written = this.#written();
    if (written === '' || written === this.#view.original) return;
    this.#view.original = written;
    this.#hasRun = false;
    if (this.isConnected) this.#watch();
  }

  /** Near the window the code gets its colours, and runs if it is to run by itself. */
  #watch(): void {
    this.#waiting?.();
    this.#waiting = whenNear(this, () => {
      void this.#view.colour();
      if (!this.autorun || this.#hasRun) return;
      this.#hasRun = true;
      // A cell above may have brought it along meanwhile.
      void this.#group?.run(this.#view.id, () => this.#view.shownText !== this.#view.text);
    });
  }

  #showFigures(): void {
    this.#figures.abort();
    this.#figures = new AbortController();
    if (this.#group !== undefined) showFigures(this.#view.element, this.#group.trials, this.#figures.signal);
  }

  #show(results: readonly CellOutput[]): void {
    this.#outputs = results;
    this.#showFigures();
    const detail: SecantCellRun = { outputs: results };
    this.dispatchEvent(new CustomEvent('run', { bubbles: true, composed: true, detail }));
  }

  #tell(name: 'input' | 'change'): void {
    const detail: SecantCellDetail = { code: this.code };
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }
}

/**
 * A text as it stands in the markup of a page, without empty lines around it and without what all lines are set in by.
 *
 * @example
 * ```ts
 * withoutMargin('\n    const a = 1\n      + 2\n  ') // → 'const a = 1\n  + 2'
 * ```
 */
export function withoutMargin(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[ \t]*\n)+|\s+$/g, '')
    .split('\n');
  const margins = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const margin = Math.min(...margins);
  return lines.map((line) => line.slice(Math.min(margin, line.length))).join('\n');
}
