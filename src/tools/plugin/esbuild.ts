/**
 * The plugin for esbuild. esbuild asks it for the text of each script; it answers only for those that it
 * changes, and esbuild reads all others itself. The map goes along inside the text.
 */
import { readFile } from 'node:fs/promises';
import { withInlineMap } from './inline-map.ts';
import { type SecantPluginOptions, transformModule } from './transform.ts';

type Loader = 'js' | 'jsx' | 'ts' | 'tsx';

/** What is used of esbuild's own interface. */
interface Build {
  readonly initialOptions: { readonly loader?: Readonly<Record<string, string>> };
  onLoad(
    options: { filter: RegExp; namespace?: string },
    callback: (args: { path: string }) => Promise<{ contents: string; loader: Loader } | undefined>,
  ): void;
}

/** A plugin as esbuild accepts it. */
export interface EsbuildPlugin {
  readonly name: string;
  readonly setup: (build: Build) => void;
}

const loaders: readonly string[] = ['js', 'jsx', 'ts', 'tsx'] satisfies Loader[];

function isLoader(name: string): name is Loader {
  return loaders.includes(name);
}

/**
 * Captured values for builds with esbuild.
 *
 * @example
 * ```ts
 * import { build } from 'esbuild'
 * import { secantEsbuild } from 'secant/plugin'
 * await build({ entryPoints: ['app.ts'], bundle: true, outfile: 'app.js', plugins: [secantEsbuild()] })
 * ```
 */
export function secantEsbuild(options: SecantPluginOptions = {}): EsbuildPlugin {
  return {
    name: 'secant',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
        const extension = /\.[^.]+$/.exec(path)![0];
        const loader = build.initialOptions.loader?.[extension] ?? extension.replace(/^\.[cm]?/, '');
        if (!isLoader(loader)) return undefined;
        const transformed = transformModule(await readFile(path, 'utf8'), path, options);
        return transformed ? { contents: withInlineMap(transformed), loader } : undefined;
      });
    },
  };
}
