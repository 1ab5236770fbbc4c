/**
 * The small app of test/plugin/app/, built by each bundler with the plugin, plain and minified, and run by
 * Node; and run by Node alone with `--import secant/register`. Secant itself is built once, and installed
 * beside the app as a user has it.
 */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';
import { rollup } from 'rollup';
import { build as viteBuild } from 'vite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import webpack from 'webpack';
import { makePackage } from '../../scripts/package.mjs';
import { root } from '../../scripts/project.mjs';
import type * as pluginModule from '../../src/tools/plugin/index.ts';

type Plugin = typeof pluginModule;

const expected = {
  atFirst: 2,
  later: 7,
  hoisted: [1, 2],
  slopes: [2, 4, 6],
  before: 2,
  imported: 10,
  curve: 18,
  line: 4,
  default: 18,
  marked: 0.5,
  nested: 42,
  namespace: 14,
  stopped: 3,
  second: -7,
  method: 14,
  record: { top: 0.5, bottom: -0.25 },
  field: 21,
  matrix: [
    [7, 0, 0],
    [0, 14, 0],
    [0, 0, 21],
  ],
  names: [true, true, true, true],
};

let tree = '';
let app = '';
let plugin: Plugin;

beforeAll(async () => {
  tree = realpathSync(mkdtempSync(join(tmpdir(), 'secant-builds-')));
  app = join(tree, 'app');
  cpSync(join(root, 'test/plugin/app'), app, { recursive: true });
  writeFileSync(join(tree, 'package.json'), '{ "name": "app", "type": "module" }\n');
  const installed = join(tree, 'node_modules', 'secant');
  await makePackage(installed);
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'), 'junction');
  plugin = (await import(pathToFileURL(join(installed, 'dist/tools/plugin/index.js')).href)) as Plugin;
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

const execute = promisify(execFile);

async function runNode(...args: readonly string[]): Promise<string[]> {
  const { stdout } = await execute(process.execPath, args, { cwd: tree });
  return stdout.trimEnd().split('\n');
}

/** The line and column of `Math.random()` in the app. */
function placeOfChance(): string {
  const lines = readFileSync(join(app, 'main.ts'), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('Math.random()'));
  return `main.ts:${line + 1}:${lines[line]!.indexOf('Math.random()') + 1}`;
}

async function expectApp(args: readonly string[], place: RegExp | string = placeOfChance()): Promise<void> {
  const [results, error] = await runNode(...args);
  expect(JSON.parse(results!)).toEqual(expected);
  expect(error).toMatch(typeof place === 'string' ? `S104 ${place}` : place);
}

// Bundlers and fresh processes take their time where other tests run beside them.
vi.setConfig({ testTimeout: 60_000 });

const styles = ['plain', 'minified'] as const;

test.each(styles)('Vite, %s', async (style) => {
  const outDir = join(tree, `vite-${style}`);
  await viteBuild({
    root: app,
    configFile: false,
    logLevel: 'silent',
    plugins: [plugin.secantVite()],
    build: { ssr: join(app, 'main.ts'), outDir, minify: style === 'minified', target: 'es2022' },
    ssr: { noExternal: true },
  });
  await expectApp([join(outDir, 'main.js')]);
});

test.each(styles)('Rollup, %s', async (style) => {
  const file = join(tree, `rollup-${style}.js`);
  const bundle = await rollup({
    input: join(app, 'main.ts'),
    external: ['secant'],
    plugins: [
      plugin.secantRollup(),
      {
        name: 'typescript',
        resolveId: (source, importer) =>
          source.startsWith('.') && importer ? join(importer, '..', `${source}.ts`) : null,
        transform: (code) =>
          esbuild.transform(code, { loader: 'ts', sourcemap: true }).then(({ code: js, map }) => ({ code: js, map })),
        renderChunk: (code) =>
          style === 'minified' ? esbuild.transform(code, { minify: true }).then((result) => result.code) : null,
      },
    ],
  });
  await bundle.write({ file, format: 'es' });
  await expectApp([file]);
});

test.each(styles)('esbuild, %s', async (style) => {
  const outfile = join(tree, `esbuild-${style}.js`);
  await esbuild.build({
    entryPoints: [join(app, 'main.ts')],
    bundle: true,
    format: 'esm',
    outfile,
    minify: style === 'minified',
    logLevel: 'error',
    plugins: [plugin.secantEsbuild()],
  });
  await expectApp([outfile]);
});

test.each(styles)('webpack, %s', async (style) => {
  const path = join(tree, `webpack-${style}`);
  const compiler = webpack({
    mode: style === 'minified' ? 'production' : 'development',
    devtool: false,
    target: 'node',
    context: app,
    entry: './main.ts',
    output: { path, filename: 'main.js', module: true },
    experiments: { outputModule: true },
    externalsType: 'module',
    externals: ['secant'],
    resolve: { extensions: ['.ts', '.js'] },
    module: { rules: [{ test: /\.ts$/, use: join(root, 'test/plugin/app/typescript-loader.cjs') }] },
    resolveLoader: { modules: [join(root, 'node_modules')] },
    plugins: [plugin.secantWebpack()],
  });
  await new Promise<void>((settle, fail) => {
    compiler.run((error, stats) => {
      if (error) fail(error);
      else if (stats?.hasErrors()) fail(new Error(stats.toString({ colors: false })));
      else compiler.close(() => settle());
    });
  });
  await expectApp([join(path, 'main.js')]);
});

test('Node alone, with secant/register', async () => {
  const out = join(tree, 'node');
  const files = readdirSync(app).filter((name) => name.endsWith('.ts'));
  mkdirSync(out);
  for (const name of files) {
    const { code } = await esbuild.transform(readFileSync(join(app, name), 'utf8'), { loader: 'ts', target: 'es2022' });
    writeFileSync(join(out, name.replace(/ts$/, 'js')), code.replaceAll(/from "\.\/(\w+)"/g, 'from "./$1.js"'));
  }
  await expectApp(['--import', 'secant/register', join(out, 'main.js')], /^S104 main\.js:\d+:\d+$/);
  // Without it, the first captured name is told.
  await expect(runNode(join(out, 'main.js'))).rejects.toThrow(/S102/);
});

/** Puts a package where the app finds it. */
function install(name: string, text: string, type: 'module' | 'commonjs'): void {
  const folder = join(tree, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, type, main: 'index.js' }));
  writeFileSync(join(folder, 'index.js'), text);
}

test('Node alone: packages are reached, CommonJS too, where the program comes to Secant, and are left alone elsewhere', async () => {
  install('with-constant', 'const rate = 3;\nexport const decay = (w) => Math.exp(-rate * w);\n', 'module');
  install(
    'common-constant',
    '"use strict";\nvar half = 0.5;\nfunction scale(w) { return half * w * w; }\nexports.scale = scale;\n',
    'commonjs',
  );
  const show = 'console.log(Object.getOwnPropertySymbols(decay).length, Object.getOwnPropertySymbols(scale).length);\n';
  const packages = "import { decay } from 'with-constant';\nimport { scale } from 'common-constant';\n";
  writeFileSync(
    join(tree, 'reaching.mjs'),
    `${packages}import { derivative } from 'secant';\n${show}console.log(derivative(decay)(0), derivative(scale)(4));\n`,
  );
  writeFileSync(join(tree, 'apart.mjs'), packages + show);
  expect(await runNode('--import', 'secant/register', join(tree, 'reaching.mjs'))).toEqual(['2 2', '-3 4']);
  expect(await runNode('--import', 'secant/register', join(tree, 'apart.mjs'))).toEqual(['0 0']);
  // Without the loader neither is found.
  await expect(runNode(join(tree, 'reaching.mjs'))).rejects.toThrow(/S102/);
});

test('stack traces and maps lead to the line as written', async () => {
  const file = join(tree, 'thrower.mjs');
  const text =
    "import { derivative } from 'secant';\nconst a = 2; export const d = derivative((w) => a * w); const where = () => { throw new Error('here ' + a); };\n\n  where();\n";
  writeFileSync(file, text);
  const failure = await runNode('--enable-source-maps', '--import', 'secant/register', file).catch((error: unknown) =>
    String(error),
  );
  const column = text.split('\n')[1]!.indexOf('new Error') + 1;
  expect(failure).toContain(`thrower.mjs:2:${column}`);
  expect(failure).toContain('thrower.mjs:4:3');
});

test.each(styles)('functions that capture nothing keep their text in a bundle, %s', async (style) => {
  const folder = join(tree, `pure-${style}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'one.mjs'), 'export function one(w) { return w * w; }\n');
  writeFileSync(join(folder, 'two.mjs'), 'export const two = (w) => w * w * w;\n');
  writeFileSync(
    join(folder, 'main.mjs'),
    "import { derivative } from 'secant';\nimport { one } from './one.mjs';\nimport { two } from './two.mjs';\n" +
      'for (const f of [one, two]) { const d = derivative(f); console.log(d(2), d.road.name); }\n',
  );
  const outfile = join(folder, 'bundle.mjs');
  await esbuild.build({
    entryPoints: [join(folder, 'main.mjs')],
    bundle: true,
    format: 'esm',
    outfile,
    minify: style === 'minified',
    logLevel: 'error',
    plugins: [plugin.secantEsbuild({ include: /pure-/ })],
  });
  expect(await runNode(outfile)).toEqual(['4 compiled', '12 compiled']);
});

test('a module without Secant passes through untouched', async () => {
  const result = await esbuild.build({
    stdin: { contents: "import './other.mjs'", resolveDir: tree },
    bundle: true,
    write: false,
    plugins: [
      {
        name: 'files',
        setup: () => writeFileSync(join(tree, 'other.mjs'), 'const a = 1;\nconsole.log((w) => a * w);\n'),
      },
      plugin.secantEsbuild(),
    ],
  });
  expect(result.outputFiles[0]!.text).not.toContain('__secantScope');
  expect(existsSync(join(tree, 'other.mjs'))).toBe(true);
});
