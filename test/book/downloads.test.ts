/** What a reader takes home: a notebook that the format's rules accept, and a program that compiles and runs. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildFigure, makeFigure } from 'secant/figures';
import * as notebook from '../../book/notebook/index.ts';
import { readChapter } from '../../book/build/markdown.ts';
import { specOfBlock } from '../../book/build/render-page.ts';
import { asNotebook, asTypeScript, type ChapterState } from '../../book/page/downloads.ts';
import { bundle } from '../../scripts/bench.mjs';
import { secantEsbuild } from 'secant/plugin';
import { root, toolPath } from '../../scripts/project.mjs';
import { linkSecant, plant } from '../support/planting.ts';

const folder = join(root, 'book', 'chapters');
const files = readdirSync(folder).filter((file) => file.endsWith('.md'));

function stateOf(file: string): ChapterState {
  const markdown = readFileSync(join(folder, file), 'utf8');
  const { cells, figures } = readChapter(markdown);
  return {
    markdown,
    cells: cells.map(({ text }) => text),
    figures: new Map(figures.map(({ id, block }) => [id, specOfBlock(block, notebook)])),
  };
}

function runNode(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

/** The fields of each kind of cell in version 4.5 of the notebook format; there may be no others. */
const fields: Readonly<Record<string, readonly string[]>> = {
  markdown: ['cell_type', 'id', 'metadata', 'source'],
  code: ['cell_type', 'execution_count', 'id', 'metadata', 'outputs', 'source'],
};

/** What the format's rules have against a notebook. */
function faultsOf(text: string): string[] {
  const faults: string[] = [];
  const notebook = JSON.parse(text) as Record<string, unknown>;
  const keys = Object.keys(notebook).sort().join();
  if (keys !== 'cells,metadata,nbformat,nbformat_minor') faults.push(`fields of the notebook: ${keys}`);
  if (notebook['nbformat'] !== 4 || notebook['nbformat_minor'] !== 5) faults.push('not version 4.5');
  const { kernelspec, language_info: language } = notebook['metadata'] as Record<string, Record<string, unknown>>;
  if (typeof kernelspec?.['name'] !== 'string' || typeof kernelspec['display_name'] !== 'string')
    faults.push('no kernel');
  if (typeof language?.['name'] !== 'string') faults.push('no language');
  const ids = new Set<unknown>();
  for (const cell of notebook['cells'] as Record<string, unknown>[]) {
    const { id, cell_type: type, source } = cell;
    const name = `cell ${String(id)}`;
    if (!/^[a-zA-Z0-9-_]{1,64}$/.test(String(id)) || ids.has(id)) faults.push(`${name}: no name of its own`);
    ids.add(id);
    if (Object.keys(cell).sort().join() !== fields[String(type)]?.join()) faults.push(`${name}: fields`);
    if (!Array.isArray(source) || !source.every((line) => typeof line === 'string')) faults.push(`${name}: source`);
    else if (source.slice(0, -1).some((line) => !line.endsWith('\n'))) faults.push(`${name}: lines`);
    if (type === 'code' && (cell['execution_count'] !== null || !Array.isArray(cell['outputs'])))
      faults.push(`${name}: run`);
  }
  return faults;
}

describe.each(files)('%s', (file) => {
  test('as a notebook it keeps the rules of the format, and all text and code', () => {
    const state = stateOf(file);
    const text = asNotebook(state);
    expect(faultsOf(text)).toEqual([]);
    const { cells } = JSON.parse(text) as { cells: { cell_type: string; source: string[] }[] };
    const codes = cells.filter(({ cell_type: type }) => type === 'code').map(({ source }) => source.join(''));
    const plain = codes.map((code) => code.replace(/npm:secant/g, 'secant'));
    const calls = plain.map(
      (code) => /^import \{ makeFigure \} from 'secant\/figures'\nmakeFigure\((.+)\)$/.exec(code)?.[1],
    );
    expect(plain.filter((_code, index) => calls[index] === undefined)).toEqual(state.cells);
    const shown = calls.flatMap((call) => {
      if (call === undefined) return [];
      const [kind, functions, options] = JSON.parse(`[${call}]`) as [string, string[], Record<string, unknown>];
      return [makeFigure(kind, functions, options).html()];
    });
    expect(shown).toEqual([...state.figures.values()].map((spec) => buildFigure(spec).html()));
    const prose = cells.filter(({ cell_type: type }) => type === 'markdown').map(({ source }) => source.join(''));
    // No fence and no mark of ours is left, which other programs would show as they are.
    expect(prose.join('\n')).not.toMatch(/^```(?:note|figure|ts cell)|\]\{[a-z-]+\}/m);
  });

  test('as TypeScript it passes a strict compiler and runs in Node', async () => {
    const tree = plant({ 'package.json': '{ "type": "module" }\n', 'chapter.ts': asTypeScript(stateOf(file)) });
    linkSecant(tree);
    const options = ['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--target', 'es2023', '--module', 'esnext'];
    const resolution = [
      '--moduleResolution',
      'bundler',
      '--customConditions',
      'source',
      '--allowImportingTsExtensions',
    ];
    const types = ['--ignoreConfig', '--skipLibCheck', '--types', '', 'chapter.ts'];
    expect(runNode([toolPath('tsc'), ...options, ...resolution, ...types], tree)).toEqual({ status: 0, output: '' });
    const outfile = join(tree, 'chapter.mjs');
    await bundle(join(tree, 'chapter.ts'), outfile, [secantEsbuild()]);
    const { status, output } = runNode([outfile], tree);
    expect(status, output).toBe(0);
  }, 60_000);
});

test('the rules notice what is wrong', () => {
  const good = asNotebook({ markdown: 'a\n\n```ts cell b\n1\n```\n', cells: ['1'], figures: new Map() });
  expect(faultsOf(good)).toEqual([]);
  expect(faultsOf(good.replace('"part-0"', '"part 0"'))).toEqual(['cell part 0: no name of its own']);
  expect(faultsOf(good.replace('"execution_count": null,', ''))).toEqual(['cell part-1: fields', 'cell part-1: run']);
  expect(faultsOf(good.replace('"nbformat_minor": 5', '"nbformat_minor": 2'))).toEqual(['not version 4.5']);
});
