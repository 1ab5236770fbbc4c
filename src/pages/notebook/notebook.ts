/**
 * The notebook: cells in their order, each seeing the names that cells above it define. In: the cells' texts and
 * which one to run. What runs: that cell, first whatever above it is needed and has not run as it stands, and then
 * everything below that depends on what ran. Out: for each, what it shows. A cell cannot change a name of another
 * cell; it can define the name anew for the cells below.
 */
import { analyseCell, type Analysis, CellError } from './analyse.ts';
import { cellModules, type CellModules } from './cell-modules.ts';
import { errorOutput } from './cell-errors.ts';
import { type CompiledCell, compileCell, type FunctionFacts } from './compile-cell.ts';
import { type CellOutput, cut, inspect, MOST_OUTPUTS, outputOf, tableOf } from './outputs.ts';

/** A cell as the page knows it. */
export interface CellText {
  readonly id: string;
  readonly text: string;
  /** What is seen under the cell comes from another text of it. */
  readonly stale?: boolean;
  /** Nothing is seen under the cell yet: it runs where it is asked for or needed, not where it depends on what ran. */
  readonly dormant?: boolean;
}

/** The value of a statement, for checking lines that promise one. */
export interface NotedValue {
  readonly line: number;
  readonly text: string;
}

/** Who is told what happens. */
export interface NotebookEvents {
  /** Before anything runs: the cells that will, in their order. */
  planned?(ids: readonly string[]): void;
  started?(id: string): void;
  finished?(id: string, outputs: readonly CellOutput[], noted: readonly NotedValue[]): void;
}

interface CellState {
  readonly text: string;
  readonly analysis: Analysis | CellError;
  /** Grows with every run; 0 before the first. */
  version: number;
  failed: boolean;
  values: Readonly<Record<string, unknown>>;
  /** Versions of the cells it took names from when it ran. */
  seen: ReadonlyMap<string, number>;
}

/**
 * A running notebook. What cells have computed stays in it; a cell that was changed is known by its text.
 *
 * @example
 * ```ts
 * const shown: unknown[] = []
 * const cells = [{ id: 'a', text: 'const a = 2' }, { id: 'b', text: 'a * 3' }]
 * await new Notebook().run(cells, 'b', { finished: (id, outputs) => void shown.push(id, ...outputs) })
 * shown // → ['a', 'b', { kind: 'number', text: '6' }]
 * ```
 */
export class Notebook {
  private readonly modules: CellModules = cellModules();
  private readonly states = new Map<string, CellState>();

  /**
   * Runs a cell with what it needs and what needs it; all cells without a target.
   *
   * @param cells all cells, in their order
   */
  async run(cells: readonly CellText[], target: string | undefined, events: NotebookEvents = {}): Promise<void> {
    const changed = new Set(cells.filter((cell) => this.read(cell) || cell.stale === true).map(({ id }) => id));
    const above = this.needed(cells, target === undefined ? new Set(cells.map(({ id }) => id)) : new Set([target]));
    // What shows something new: the target, changed cells it needs, and all that depends on these.
    const renewed = new Set<string>();
    for (const [index, { id, dormant = false }] of cells.entries()) {
      const wanted = target === undefined || id === target || (changed.has(id) && above.has(id));
      const depends = [...this.sources(cells, index).values()].some((source) => renewed.has(source));
      if (wanted || (depends && !dormant)) renewed.add(id);
    }
    const needed = this.needed(cells, renewed);
    const plan = new Map<string, ReadonlyMap<string, string>>();
    for (const [index, { id }] of cells.entries()) {
      const sources = this.sources(cells, index);
      const isFresh = this.isFresh(id, sources) && ![...sources.values()].some((source) => plan.has(source));
      if (renewed.has(id) || (needed.has(id) && !isFresh)) plan.set(id, sources);
    }
    events.planned?.([...plan.keys()]);
    for (const [id, sources] of plan) {
      events.started?.(id);
      const { outputs, noted } = await this.execute(id, sources);
      events.finished?.(id, outputs, noted);
    }
  }

  private state(id: string): CellState {
    const state = this.states.get(id);
    if (state === undefined) throw new Error(`there is no cell ${id}`);
    return state;
  }

  /** Takes the text of a cell; answers whether it is another one than the one that ran. */
  private read({ id, text }: CellText): boolean {
    const known = this.states.get(id);
    if (known?.text === text) return false;
    let analysis: Analysis | CellError;
    try {
      analysis = analyseCell(text);
    } catch (error) {
      analysis = error instanceof CellError ? error : new CellError(String(error), undefined, undefined, error);
    }
    const seen = new Map([['', -1]]);
    this.states.set(id, { text, analysis, version: known?.version ?? 0, failed: true, values: {}, seen });
    return known !== undefined && known.version > 0;
  }

  /** From each name a cell takes from above to the cell that defines it. */
  private sources(cells: readonly CellText[], index: number): Map<string, string> {
    const sources = new Map<string, string>();
    const { analysis } = this.state(cells[index]!.id);
    if (analysis instanceof CellError) return sources;
    for (const name of [...analysis.uses, ...analysis.assigns.keys()]) {
      for (let above = index - 1; above >= 0; above--) {
        const { id } = cells[above]!;
        const other = this.state(id).analysis;
        if (other instanceof CellError || !other.defines.has(name)) continue;
        sources.set(name, id);
        break;
      }
    }
    return sources;
  }

  /** Cells and all that they depend on. */
  private needed(cells: readonly CellText[], of: ReadonlySet<string>): Set<string> {
    const needed = new Set(of);
    for (let index = cells.length - 1; index >= 0; index--) {
      if (needed.has(cells[index]!.id)) for (const source of this.sources(cells, index).values()) needed.add(source);
    }
    return needed;
  }

  private isFresh(id: string, sources: ReadonlyMap<string, string>): boolean {
    const { version, seen } = this.state(id);
    const now = new Set(sources.values());
    return (
      version > 0 &&
      seen.size === now.size &&
      [...now].every((source) => seen.get(source) === this.state(source).version)
    );
  }

  private async execute(
    id: string,
    sources: ReadonlyMap<string, string>,
  ): Promise<{ outputs: CellOutput[]; noted: NotedValue[] }> {
    const state = this.state(id);
    const outputs: CellOutput[] = [];
    const noted: NotedValue[] = [];
    state.version++;
    state.failed = true;
    state.seen = new Map([...sources.values()].map((source) => [source, this.state(source).version]));
    let compiled: CompiledCell | undefined;
    const name = `cell-${id}`;
    try {
      const { analysis } = state;
      if (analysis instanceof CellError) throw analysis;
      for (const [assigned, line] of analysis.assigns) {
        if (sources.has(assigned))
          throw new CellError(
            `${assigned} belongs to a cell above and cannot be changed here; give the new value a name of its own`,
            line,
          );
      }
      const inputs = new Map<string, unknown>();
      for (const [used, source] of sources) {
        const from = this.state(source);
        if (from.failed) throw new CellError(`${used} comes from a cell above that has an error`);
        inputs.set(used, from.values[used]);
      }
      const imported = this.imports(analysis);
      for (const [local, value] of imported) inputs.set(local, value);
      compiled = compileCell(analysis, new Set(sources.keys()), name);
      const { facts } = compiled;
      let shown: unknown;
      const printed: string[] = [];
      const print = (values: readonly unknown[]): void => {
        const text = values.map((value) => inspect(value)).join(' ');
        // Nobody reads more, and a loop that prints must not fill the memory.
        if (printed.length < MOST_OUTPUTS) printed.push(cut(text));
        if (outputs.length < MOST_OUTPUTS) outputs.push({ kind: 'log', text: cut(text) });
      };
      const log = (...values: unknown[]): void => print(values);
      const table = (value: unknown): void => {
        const found = tableOf(value);
        if (found === undefined) print([value]);
        else if (outputs.length < MOST_OUTPUTS) outputs.push(found);
      };
      const values = await compiled.run(
        {
          attach: (fn, index, scope) => attach(fn, facts[index], scope),
          note(line, value, last) {
            const text = value === undefined ? printed.join('\n') : inspect(value);
            printed.length = 0;
            noted.push({ line, text });
            if (last) shown = value;
            return value;
          },
          console: { log, info: log, warn: log, error: log, debug: log, table },
        },
        compiled.inputs.map((input) => inputs.get(input)),
      );
      state.values = { ...values, ...Object.fromEntries(imported) };
      state.failed = false;
      const output = outputOf(shown, (value) => this.modules.specOf(value));
      if (output !== undefined) outputs.push(output);
    } catch (error) {
      const analysis = state.analysis instanceof CellError ? undefined : state.analysis;
      outputs.push(errorOutput(error, { text: state.text, name, analysis, compiled }));
    }
    return { outputs, noted };
  }

  private imports({ imports }: Analysis): Map<string, unknown> {
    const values = new Map<string, unknown>();
    for (const { module, imported, local, line } of imports) {
      const found = this.modules.get(module);
      if (found === undefined)
        throw new CellError(`a cell can import 'secant' and 'secant/figures', not '${module}'`, line);
      if (imported !== '*' && !Object.hasOwn(found, imported))
        throw new CellError(`'${module}' has no ${imported}`, line);
      values.set(local, imported === '*' ? found : found[imported]);
    }
    return values;
  }
}

/** Leaves on a function what Secant looks for: its text, the place of that text, and what it captures. */
function attach(fn: unknown, facts: FunctionFacts | undefined, scope?: () => object): unknown {
  if (typeof fn !== 'function' || facts === undefined) return fn;
  const put = (key: string, value: unknown): unknown =>
    Object.defineProperty(fn, Symbol.for(key), { value, configurable: true });
  put('secant.source', { name: 'cell', ...facts });
  if (scope !== undefined) put('secant.scope', scope);
  return fn;
}
