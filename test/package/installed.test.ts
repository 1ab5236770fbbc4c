/**
 * The package as people have it: built, packed, installed from the packed file into an empty project, and used there by
 * every version of Node that is promised, Deno and Bun, the compiler at its strictest, and bundlers. A runtime that is not on this
 * machine and cannot be fetched is named as a test that did not run.
 */
import { execFile, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import webpack from 'webpack';
import { root, toolPath } from '../../scripts/project.mjs';
import { runtime } from '../../scripts/runtimes.mjs';
import { installPackage } from '../support/installed-package.ts';
import { Kernel } from '../support/jupyter-kernel.ts';

const execute = promisify(execFile);
let folder = '';
let project = '';

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'secant-installed-')));
  project = join(folder, 'project');
  cpSync(join(root, 'test', 'package', 'project'), project, { recursive: true });
  await installPackage(folder, project);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const answers = {
  slope: 12,
  gradient: { m: 3, v: [2, 8] },
  verdict: 'corner',
  picture: true,
  element: true,
  others: ['function', 'function', 'function', 'function', 'function'],
};

describe('a program without a build', () => {
  const ways: readonly (readonly [name: string, args: readonly string[]])[] = [
    ['Node 20', []],
    ['Node 22', []],
    ['Node 24', []],
    ['Deno', ['run', '--quiet', '--allow-all', '--node-modules-dir=manual']],
    ['Bun', ['run']],
  ];
  for (const [name, args] of ways) {
    const { path, missing } = runtime(name);
    const why = missing === undefined ? '' : `: ${missing}`;
    test.skipIf(path === undefined)(`${name}${why}`, async () => {
      const env = { ...process.env, DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1' };
      const { stdout, stderr } = await execute(path ?? '', [...args, 'run.mjs'], { cwd: project, env });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual(answers);
    });
  }
});

describe("Deno's kernel, as a notebook speaks to it", () => {
  const { path, missing } = runtime('Deno');
  const why = missing === undefined ? '' : `: ${missing}`;
  test.skipIf(path === undefined)(
    `each cell of the notebook shows what it says${why}`,
    async () => {
      const file = join(root, 'examples', 'notebooks', 'deno.ipynb');
      const { cells } = JSON.parse(readFileSync(file, 'utf8')) as {
        readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] }[];
      };
      const env = { ...process.env, DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1' };
      const kernel = await Kernel.start(path ?? '', project, env);
      const shown: Readonly<Record<string, string>>[] = [];
      try {
        for (const { cell_type: kind, source } of cells) {
          if (kind !== 'code') continue;
          // What is installed here stands in the place of what the registry has.
          const { bundles } = await kernel.run(source.join('').replaceAll("'npm:secant", "'secant"));
          shown.push(...bundles);
        }
      } finally {
        kernel.close();
      }
      expect(shown.map((bundle) => Object.keys(bundle).sort().join(' '))).toEqual([
        'text/plain',
        'text/html text/latex text/plain',
        'text/html text/latex text/plain',
        'text/html text/latex text/plain',
        'image/svg+xml text/plain',
        'image/svg+xml text/html text/plain',
      ]);
      const [slope, line, verdict, matrix, picture, live] = shown;
      expect(slope?.['text/plain']).toContain('-2.41457448');
      expect(line?.['text/latex']).toContain('h(w) = 0.8415');
      expect(verdict?.['text/plain']).toMatch(/^corner/);
      expect(matrix?.['text/latex']).toContain('pmatrix');
      expect(picture?.['image/svg+xml']).toMatch(/^<svg/);
      expect(live?.['text/html']).toMatch(/^<iframe sandbox="allow-scripts"/);
    },
    120_000,
  );
});

test('the command is there', async () => {
  const { bin } = JSON.parse(readFileSync(join(project, 'node_modules', 'secant', 'package.json'), 'utf8')) as {
    readonly bin: { readonly secant: string };
  };
  const command = join(project, 'node_modules', 'secant', bin.secant);
  const { stdout } = await execute(process.execPath, [command, 'derivative', 'w^3', '--at', '2'], { cwd: project });
  expect(stdout).toBe('12\n');
  expect(readdirSync(join(project, 'node_modules', '.bin')).some((name) => name.startsWith('secant'))).toBe(true);
});

describe('TypeScript, strict, with the types of the package looked at too', () => {
  const strict = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', 'false', '--exactOptionalPropertyTypes'];
  const more = ['--noUncheckedIndexedAccess', '--target', 'es2022', '--types', ''];
  const check = (files: readonly string[], ways: readonly string[]): { status: number | null; said: string } => {
    const { status, stdout } = spawnSync(process.execPath, [toolPath('tsc'), ...strict, ...more, ...ways, ...files], {
      cwd: project,
      encoding: 'utf8',
    });
    return { status, said: stdout };
  };
  test.each([
    ['nodenext', ['--module', 'nodenext']],
    ['a bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ])('shapes and mistakes, for %s', (_name, ways) => {
    expect(check(['types.ts'], ways)).toEqual({ status: 0, said: '' });
  });
  test('every entry, with the types of Node and React beside it', () => {
    for (const name of ['@types/node', '@types/react', 'undici-types', 'csstype', 'vite'])
      if (existsSync(join(root, 'node_modules', name)))
        cpSync(join(root, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
    const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly exports: object };
    const entries = Object.keys(exports).map((name, k) => `export * as e${k} from 'secant${name.slice(1)}';`);
    expect(entries.length).toBeGreaterThan(10);
    writeFileSync(join(project, 'entries.ts'), `${entries.join('\n')}\n`);
    expect(check(['entries.ts'], ['--module', 'nodenext', '--jsx', 'react-jsx'])).toEqual({ status: 0, said: '' });
  });
  test('a mistake that compiles turns it red', () => {
    const wrong =
      "import { grad } from 'secant';\n// @ts-expect-error nothing is wrong here\ngrad((w: number) => w)(1);\n";
    writeFileSync(join(project, 'wrong.ts'), wrong);
    expect(check(['wrong.ts'], ['--module', 'nodenext']).said).toContain('TS2578');
  });
});

/** Builds one module of the project into one file, and gives its place. */
type Bundler = (entry: string, name: string) => Promise<string>;

const bundlers: readonly (readonly [name: string, build: Bundler])[] = [
  [
    'Vite',
    async (entry, name) => {
      await vite({
        configFile: false,
        root: project,
        logLevel: 'error',
        build: {
          outDir: join(folder, 'vite'),
          emptyOutDir: false,
          minify: false,
          lib: { entry, formats: ['es'], fileName: name },
          rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
        },
      });
      return join(folder, 'vite', `${name}.mjs`);
    },
  ],
  [
    'esbuild',
    async (entry, name) => {
      const outfile = join(folder, 'esbuild', `${name}.mjs`);
      await esbuild({ entryPoints: [entry], outfile, bundle: true, format: 'esm', logLevel: 'warning' });
      return outfile;
    },
  ],
  [
    'webpack',
    async (entry, name) => {
      await new Promise<void>((settle, fail) => {
        webpack(
          {
            mode: 'production',
            optimization: { minimize: false },
            context: project,
            entry,
            target: 'es2022',
            experiments: { outputModule: true },
            output: { path: join(folder, 'webpack'), filename: `${name}.mjs`, module: true },
          },
          (error, stats) =>
            error === null && stats?.hasErrors() === false
              ? settle()
              : fail(error ?? new Error(stats?.toString('errors-only'))),
        );
      });
      return join(folder, 'webpack', `${name}.mjs`);
    },
  ],
];

/** Words that stand in the code of figures and of what paints them, and nowhere else. */
const ofFigures = ['secantToTangent', 'tangentAlongCurve', '<svg', 'secant-handle'];

describe.each(bundlers)('%s', (_name, build) => {
  test('a bundle of derivative alone runs, and holds no figures', async () => {
    const entry = join(project, 'small.js');
    writeFileSync(entry, "import { derivative } from 'secant';\nconsole.log(derivative((w) => w ** 3)(2));\n");
    const file = await build(entry, 'small');
    expect((await execute(process.execPath, [file])).stdout).toBe('12\n');
    const text = readFileSync(file, 'utf8');
    expect(ofFigures.filter((word) => text.includes(word))).toEqual([]);
  }, 60_000);
  test('a bundle with a figure runs, and does', async () => {
    const entry = join(project, 'figure.js');
    writeFileSync(
      entry,
      "import { secantToTangent } from 'secant/figures';\n" +
        'console.log(secantToTangent((w) => Math.sin(w), { at: 1 }).svg(0).slice(0, 4));\n',
    );
    const file = await build(entry, 'figure');
    expect((await execute(process.execPath, [file])).stdout).toBe('<svg\n');
    expect(readFileSync(file, 'utf8')).toContain('<svg');
  }, 60_000);
});
