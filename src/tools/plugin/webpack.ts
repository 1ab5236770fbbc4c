/** The plugin for webpack: one rule that hands scripts to the loader beside this file, before other loaders. */
import { fileURLToPath } from 'node:url';
import type { SecantPluginOptions } from './transform.ts';

/** What is used of webpack's own interface. */
interface Compiler {
  readonly options: { readonly module: { readonly rules: unknown[] } };
}

/** A plugin as webpack accepts it. */
export interface WebpackPlugin {
  apply(compiler: Compiler): void;
}

/**
 * Captured values for builds with webpack.
 *
 * @example
 * ```ts
 * // webpack.config.js
 * import { secantWebpack } from 'secant/plugin'
 * export default { entry: './app.js', plugins: [secantWebpack()] }
 * ```
 */
export function secantWebpack(options: SecantPluginOptions = {}): WebpackPlugin {
  const loader = fileURLToPath(import.meta.resolve('./webpack-loader.js'));
  return {
    apply(compiler) {
      compiler.options.module.rules.unshift({
        test: /\.[cm]?[jt]sx?$/,
        enforce: 'pre',
        use: [{ loader, options: { ...options } }],
      });
    },
  };
}
