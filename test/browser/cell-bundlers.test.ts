/**
 * `<secant-cell>` as a project has it: installed from the built package, bundled without a plugin by Vite, esbuild and
 * webpack, and run. Nothing but the package's own dependencies is installed beside it. And the example in plain HTML.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build as bundle } from 'esbuild';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import webpack from 'webpack';
import { buildScripts } from '../../scripts/build.mjs';
import { makePackage } from '../../scripts/package.mjs';
import { root } from '../../scripts/project.mjs';
import { useBrowser } from '../support/browser.ts';
import { restOf, runCell, writeCell } from '../support/cell-page.ts';
import { handleAt } from '../support/element-page.ts';
import { serveFolder } from '../support/static-server.ts';

const browser = useBrowser();
let folder = '';
let server: Awaited<ReturnType<typeof serveFolder>>;

const code =
  "import { secantToTangent } from 'secant/figures'\nsecantToTangent((w: number) => Math.sin(w), { at: 0, value: -2 })";
const html = (script: string): string =>
  '<!doctype html><html lang="en"><title>bundled</title><link rel="icon" href="data:,">' +
  `<script type="module" src="${script}"></script><secant-cell><pre>${code}</pre></secant-cell></html>`;

/** The package as it is installed, in a project with one page. */
async function install(project: string): Promise<void> {
  const modules = join(project, 'node_modules');
  const secant = join(modules, 'secant');
  await makePackage(secant);
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(project, 'main.js'), "import 'secant/elements/cell';\n");
  writeFileSync(join(project, 'index.html'), html('./main.js'));
}

const bundlers: readonly (readonly [name: string, run: (project: string, out: string) => Promise<void>])[] = [
  [
    'vite',
    async (project, out) => {
      await build({
        configFile: false,
        root: project,
        base: './',
        logLevel: 'error',
        build: { outDir: out, chunkSizeWarningLimit: 2000 },
      });
    },
  ],
  [
    'esbuild',
    async (project, out) => {
      const entryPoints = [join(project, 'main.js')];
      await bundle({ entryPoints, bundle: true, splitting: true, format: 'esm', minify: true, outdir: out });
      writeFileSync(join(out, 'index.html'), html('main.js'));
    },
  ],
  [
    'webpack',
    async (project, out) => {
      await new Promise<void>((settle, fail) => {
        webpack(
          {
            mode: 'production',
            optimization: { minimize: false },
            context: project,
            entry: './main.js',
            output: { path: out },
          },
          (error, stats) =>
            error === null && stats?.hasErrors() === false
              ? settle()
              : fail(error ?? new Error(stats?.toString('errors-only'))),
        );
      });
      writeFileSync(join(out, 'index.html'), html('main.js'));
    },
  ],
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'secant-bundled-'));
  await install(join(folder, 'project'));
  const plain = join('examples', 'elements', 'plain');
  cpSync(join(root, plain), join(folder, plain), { recursive: true });
  await buildScripts(join(folder, 'dist', 'browser'));
  server = await serveFolder(folder);
}, 120_000);
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Drags the point of the figure to the right, and gives where the slider stands. */
async function drag(page: Page): Promise<number> {
  const { x, y } = await handleAt(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y, { steps: 4 });
  await page.mouse.up();
  return Number(await page.locator('.secant-slider').inputValue());
}

describe.each(bundlers)('%s', (name, run) => {
  test('a cell runs, and its figure is dragged', async () => {
    await run(join(folder, 'project'), join(folder, name));
    const page = await browser.open({ viewport: { width: 800, height: 900 } });
    await page.goto(`${server.url}${name}/index.html`);
    const cell = page.locator('secant-cell');
    await runCell(cell);
    await page.locator('.secant-slider').waitFor();
    expect(await drag(page)).toBeGreaterThan(-1.9);
    await writeCell(cell, 'const a: number = 6\na * 7');
    expect(await runCell(cell)).toBe('42');
  }, 60_000);
});

test('in React the code is state that the reader changes', async () => {
  const project = join(folder, 'project');
  for (const name of ['react', 'react-dom'])
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name), 'junction');
  cpSync(join(root, 'test', 'support', 'react-cell.tsx'), join(project, 'react.tsx'));
  const page = html('./react.tsx').replace(/<secant-cell>.*<\/secant-cell>/s, '<div id="app"></div>');
  writeFileSync(join(project, 'react.html'), page);
  await build({
    configFile: false,
    root: project,
    base: './',
    logLevel: 'error',
    build: {
      outDir: join(folder, 'react'),
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { input: join(project, 'react.html') },
    },
  });
  const opened = await browser.open({ viewport: { width: 800, height: 900 } });
  await opened.goto(`${server.url}react/react.html`);
  const cell = opened.locator('secant-cell');
  expect(await restOf(cell)).toBe('42');
  await cell.locator('.cell-text').press('End');
  await opened.keyboard.type(' + 1');
  expect(await opened.locator('output').innerText()).toBe('9');
  expect(await runCell(cell)).toBe('43');
}, 60_000);

test('the example in plain HTML: cells run by themselves, and one follows the other', async () => {
  const page = await browser.open({ viewport: { width: 800, height: 1400 } });
  await page.goto(`${server.url}examples/elements/plain/cells.html`);
  const [first, second] = [page.locator('secant-cell').first(), page.locator('secant-cell').nth(1)];
  await page.locator('.secant-slider').waitFor();
  expect(await restOf(first)).toContain('0.5800');
  const runs = async (): Promise<number> => Number(await page.locator('#runs').innerText());
  const before = await runs();
  expect(before).toBe(2);
  expect(await drag(page)).toBeGreaterThan(-1.9);
  await writeCell(first, "import { derivative } from 'secant'\nconst g = (w: number) => w * 3\nderivative(g)(1)");
  expect(await runCell(first)).toBe('3');
  await restOf(second);
  await expect.poll(() => page.locator('.secant-read-out').innerText()).toMatch(/slope\s+3\.00/);
  expect(await runs()).toBe(before + 2);
});
