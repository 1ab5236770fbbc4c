/**
 * The plugin for Rollup and Vite, which share their hooks (Rolldown too). It comes in two parts. The first
 * looks at modules as written, so that error messages give the author's own lines; the second, at the end,
 * takes those that are JavaScript only after other plugins had them (single-file components). A module that
 * the first part treated is passed over by the second. Bundlers that know hook filters test for the name of
 * Secant themselves, and call nothing for all other modules.
 */
import { fileNameOf, type SecantPluginOptions, type TransformedModule, transformModule } from './transform.ts';

/** A plugin as Rollup, Rolldown and Vite accept it. */
export interface RollupPlugin {
  readonly name: string;
  /** Vite's order among plugins. */
  readonly enforce: 'pre' | 'post';
  readonly transform: {
    readonly order: 'pre' | 'post';
    readonly filter: { readonly id: RegExp; readonly code?: RegExp };
    handler(code: string, id: string): TransformedModule | null;
  };
}

const scripts = /\.[cm]?[jt]sx?(?:\?|$)/;
/** All but what bundlers make up themselves, styles and data. */
const anyCode = /^(?!\0)(?!.*\.(?:css|scss|sass|less|styl|json|html|svg|wasm)(?:\?|$))/;

/**
 * Captured values for builds with Rollup.
 *
 * @example
 * ```ts
 * // rollup.config.js
 * import { secantRollup } from 'secant/plugin'
 * export default { input: 'app.js', plugins: [secantRollup()] }
 * ```
 */
export function secantRollup(options: SecantPluginOptions = {}): RollupPlugin[] {
  const part = (order: 'pre' | 'post', id: RegExp, fileOf: (id: string) => string): RollupPlugin => ({
    name: order === 'pre' ? 'secant' : 'secant:compiled',
    enforce: order,
    transform: {
      order,
      filter: options.include === undefined ? { id, code: /secant/ } : { id },
      handler: (code, module) =>
        id.test(module) ? transformModule(code, module, { ...options, file: fileOf(module) }) : null,
    },
  });
  return [part('pre', scripts, fileNameOf), part('post', anyCode, (id) => `${fileNameOf(id)} (compiled)`)];
}

/**
 * Captured values for builds with Vite, its development server and Vitest.
 *
 * @example
 * ```ts
 * // vite.config.ts
 * import { secantVite } from 'secant/plugin'
 * export default { plugins: [secantVite()] }
 * ```
 */
export function secantVite(options: SecantPluginOptions = {}): RollupPlugin[] {
  return secantRollup(options);
}
