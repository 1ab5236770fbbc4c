/**
 * The modules a cell can import: 'secant' and 'secant/figures', as they are, except that figures and functions from
 * text remember what they were made from. This is what lets a figure leave the cell as plain data.
 */
import { type FigureSpec, isSpecValue, type SpecValue } from '../../pictures/figures/figure-spec.ts';
import * as figures from '../../pictures/figures/index.ts';
import * as secant from '../../index.ts';
import { type Origins, portableText } from './portable-function.ts';

/** What a figure was made from. */
interface FigureOrigin {
  readonly kind: string;
  readonly functions: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** The modules, and the way from a figure back to its description. */
export interface CellModules {
  get(module: string): Readonly<Record<string, unknown>> | undefined;
  /** The description of a value that is a figure made by these modules; undefined for anything else. */
  specOf(value: unknown): FigureSpec | undefined;
}

type Plain = (...values: unknown[]) => unknown;

/** Makes the modules for one notebook. */
export function cellModules(): CellModules {
  const origins: Origins = new WeakMap();
  const figureOrigins = new WeakMap<object, FigureOrigin>();
  const plain: Record<string, unknown> = { ...secant };
  const drawn: Record<string, unknown> = { ...figures };

  const replace = (name: string, remember: (result: object, values: readonly unknown[]) => void): void => {
    const original = plain[name] as Plain;
    plain[name] = (...values: unknown[]): unknown => {
      const result = original(...values);
      if (typeof result === 'function') remember(result, values);
      return result;
    };
  };
  replace('derivative', (result, [of, options]) => {
    const order: unknown = typeof options === 'object' && options !== null ? Reflect.get(options, 'order') : undefined;
    origins.set(result, { kind: 'derivative', of, order: typeof order === 'number' ? order : 1 });
  });
  replace('fromSource', (result, [text]) =>
    origins.set(result, { kind: 'text', value: { notation: 'source', text: String(text) } }),
  );
  replace('fromFormula', (result, [text]) =>
    origins.set(result, { kind: 'text', value: { notation: 'formula', text: String(text) } }),
  );
  for (const [kind, row] of Object.entries(figures.figureKinds)) {
    const original: unknown = Reflect.get(figures, row.name);
    if (typeof original !== 'function') throw new Error(`there is no figure ${row.name}`);
    drawn[row.name] = (...values: unknown[]): unknown => {
      const result: unknown = Reflect.apply(original, undefined, values);
      const options: unknown = values[row.functions.length];
      figureOrigins.set(result as object, {
        kind,
        functions: values.slice(0, row.functions.length),
        options: (typeof options === 'object' && options !== null ? options : {}) as Record<string, unknown>,
      });
      return result;
    };
  }

  return {
    get: (module) => (module === 'secant' ? plain : module === 'secant/figures' ? drawn : undefined),
    specOf(value) {
      const origin = typeof value === 'object' && value !== null ? figureOrigins.get(value) : undefined;
      if (origin === undefined) return undefined;
      const options: Record<string, SpecValue> = {};
      for (const [name, option] of Object.entries(origin.options)) {
        if (option === undefined) continue;
        if (!isSpecValue(option)) throw new Error(`the option ${name} is no number, word or list of them`);
        options[name] = option;
      }
      return { kind: origin.kind, functions: origin.functions.map((fn) => portableText(fn, origins)), options };
    },
  };
}
