/** `secant/show` without a page: the bundles that kernels are given. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differentiability, hessian, tangentLine } from 'secant';
import { secantToTangent } from 'secant/figures';
import { show, showIn } from 'secant/show';
import { describe, expect, test } from 'vitest';
import { root } from '../scripts/project.mjs';

const display = Symbol.for('Jupyter.display');

test('a gradient is a row, a Hessian a matrix', async () => {
  expect(await show(Float64Array.of(1, -2e-7)).bundle()).toEqual({
    'text/plain': '[1, -2e-7]',
    'text/html': '<table><tr><td>1</td><td>-2e-7</td></tr></table>',
    'text/latex': String.raw`$$\begin{pmatrix}1 & -2 \cdot 10^{-7}\end{pmatrix}$$`,
  });
  const matrix = await show(hessian((w: number[]) => w[0]! ** 2 * w[1]!)([1, 2])).bundle();
  expect(matrix['text/plain']).toBe('[[4, 2],\n [2, 0]]');
  expect(matrix['text/latex']).toBe(String.raw`$$\begin{pmatrix}4 & 2\\2 & 0\end{pmatrix}$$`);
});

test('lines and verdicts say what they say of themselves', async () => {
  const line = tangentLine((w: number) => w ** 2, 1);
  expect((await show(line).bundle())['text/latex']).toBe(`$$${line.equation({ format: 'tex' })}$$`);
  const verdict = await show(differentiability((w: number) => Math.abs(w), 0)).bundle();
  expect(verdict['text/html']).toContain('<table>');
  expect(verdict['text/plain']).toContain('corner');
});

test('a figure is SVG and PNG, and a kernel asks for the same', async () => {
  const shown = show(secantToTangent((w) => Math.sin(w), { at: 1 }));
  const bundle = await shown.bundle();
  expect(Object.keys(bundle)).toEqual(['text/plain', 'image/svg+xml', 'image/png']);
  expect(bundle['image/svg+xml']).toMatch(/^<svg/);
  expect(
    Buffer.from(bundle['image/png'] ?? '', 'base64')
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  const asked = (await (Reflect.get(shown, display) as () => Promise<object>)()) as Readonly<Record<string, string>>;
  expect(asked['image/svg+xml']).toBe(bundle['image/svg+xml']);
});

test('what cannot be set is text', async () => {
  expect(await show('a word').bundle()).toEqual({ 'text/plain': 'a word' });
  expect(await show([[1, 2], 3]).bundle()).toEqual({ 'text/plain': '1,2,3' });
});

test('tslab is given the best of it', async () => {
  const said: string[] = [];
  const tslab = {
    html: (text: string) => said.push(`html ${text.slice(0, 7)}`),
    svg: (text: string) => said.push(`svg ${text.slice(0, 4)}`),
    text: (text: string) => said.push(`text ${text}`),
  };
  await showIn(tslab, show([1]));
  await showIn(tslab, show(secantToTangent((w) => w, { at: 1 })));
  await showIn(tslab, show('a word'));
  expect(said).toEqual(['html <table>', 'svg <svg', 'text a word']);
});

/** Held to the format, version 4.5. Deno's own kernel runs one of them in test/package/; the others are run by no test. */
describe('notebooks of the examples', () => {
  const folder = join(root, 'examples', 'notebooks');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));
  test('there is one for each kernel', () => {
    expect(files).toEqual(['deno.ipynb', 'tslab.ipynb', 'vscode.ipynb']);
    expect(existsSync(join(folder, 'observable.js'))).toBe(true);
  });
  test.each(files)('%s is of the format', (name) => {
    const notebook = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      readonly nbformat: number;
      readonly nbformat_minor: number;
      readonly metadata: { readonly kernelspec: { readonly name: string; readonly display_name: string } };
      readonly cells: readonly Readonly<Record<string, unknown>>[];
    };
    expect([notebook.nbformat, notebook.nbformat_minor]).toEqual([4, 5]);
    expect(typeof notebook.metadata.kernelspec.display_name).toBe('string');
    const ids = notebook.cells.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const cell of notebook.cells) {
      expect(cell['id']).toMatch(/^[\w-]{1,64}$/);
      expect(typeof cell['metadata']).toBe('object');
      const source = cell['source'] as readonly string[];
      expect(source.every((line, at) => line.endsWith('\n') === at < source.length - 1)).toBe(true);
      const keys = ['cell_type', 'id', 'metadata', 'source'];
      if (cell['cell_type'] === 'code') keys.push('execution_count', 'outputs');
      else expect(cell['cell_type']).toBe('markdown');
      expect(Object.keys(cell).sort()).toEqual(keys.sort());
    }
  });
});
