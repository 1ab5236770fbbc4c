/** The build plugin, `secant/plugin`: captured values for Vite, Rollup, esbuild and webpack, and its core. */
export { type EsbuildPlugin, secantEsbuild } from './esbuild.ts';
export { type RollupPlugin, secantRollup, secantVite } from './rollup.ts';
export {
  type SecantPluginOptions,
  type TransformedModule,
  transformModule,
  type TransformOptions,
} from './transform.ts';
export { secantWebpack, type WebpackPlugin } from './webpack.ts';
