/** The layer check is green on the project and red on every kind of planted violation, naming the edge. */
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkLayers, importsOf, table } from '../../scripts/layers.mjs';
import { root } from '../../scripts/project.mjs';
import { plant } from '../support/planting.ts';

const harmless = {
  'src/base/b.ts': 'export interface B {}\nexport const b = 1;\n',
  'src/compiler/ir/i.ts': "import type { B } from '../../base/b.ts';\nexport type I = B;\n",
  'src/compiler/transform/forward/f.ts': "import type { I } from '../../ir/i.ts';\nexport type F = I;\n",
  'src/compiler/transform/reverse/r.ts': "export * from '../../../base/b.ts';\nexport const r = 1;\n",
};

/** The problems after one file more. */
function problemsWith(file: string, text: string): string[] {
  return checkLayers(plant({ ...harmless, [file]: text })).problems;
}

test('the project keeps its layers', () => {
  const { files, edges, problems } = checkLayers(root);
  expect(problems).toEqual([]);
  expect(files).toBeGreaterThan(3);
  expect(edges).toBeGreaterThan(3);
});

test('a tree without a violation is green', () => {
  expect(checkLayers(plant(harmless))).toEqual({ files: 4, edges: 3, problems: [] });
});

describe('a planted import is found', () => {
  test.each([
    [
      'between siblings',
      'src/compiler/transform/forward/x.ts',
      "import { r } from '../reverse/r.ts';\nr;\n",
      'compiler/transform/forward -> compiler/transform/reverse',
    ],
    ['upwards', 'src/base/x.ts', "\nimport { r } from '../compiler/ir/i.ts';\nr;\n", 'base -> compiler/ir'],
    [
      'of types only',
      'src/calculus/numeric/x.ts',
      "import type { I } from '../../compiler/ir/i.ts';\nexport type X = I;\n",
      'calculus/numeric -> compiler/ir',
    ],
    [
      'in an inline type',
      'src/calculus/geometry/x.ts',
      "export type X = import('../types.ts').X;\n",
      'calculus/geometry -> calculus',
    ],
    [
      'by re-export',
      'src/compiler/rules/x.ts',
      "export { p } from '../frontend/lower/p.ts';\n",
      'compiler/rules -> compiler/frontend/lower',
    ],
    [
      'by export all',
      'src/compiler/rules/x.ts',
      "export * from '../frontend/lower/p.ts';\n",
      'compiler/rules -> compiler/frontend/lower',
    ],
    ['for its effect', 'src/pictures/scene/x.ts', "import '../view/v.ts';\n", 'pictures/scene -> pictures/view'],
    [
      'at run time',
      'src/pictures/figures/x.ts',
      "export const x = () => import('../view/v.ts');\n",
      'pictures/figures -> pictures/view',
    ],
    [
      'by address',
      'src/pictures/scene/x.ts',
      "new URL('../view/worker.ts', import.meta.url);\n",
      'pictures/scene -> pictures/view',
    ],
    [
      'deep in a layer',
      'src/pictures/view/a/b/x.ts',
      "import '../../../../compiler/emit/javascript/e.ts';\n",
      'pictures/view -> compiler/emit/javascript',
    ],
    ['through the face', 'src/calculus/x.ts', "import '../index.ts';\n", 'calculus -> index.ts'],
    [
      'from the face',
      'src/index.ts',
      "export * from './compiler/emit/javascript/e.ts';\n",
      'index.ts -> compiler/emit/javascript',
    ],
    ['of a test', 'src/base/x.ts', "import './x.test.ts';\n", 'base -> src/base/x.test.ts'],
    ['out of src', 'src/base/x.ts', "import '../../test/t.ts';\n", 'base -> test/t.ts'],
    ['of the public name', 'src/pictures/view/x.ts', "import 'secant/figures';\n", 'pictures/view -> secant/figures'],
    [
      'of a package',
      'src/calculus/numeric/x.ts',
      "import { parse } from 'acorn';\nparse;\n",
      'calculus/numeric -> package acorn',
    ],
    [
      'of Node',
      'src/pictures/scene/x.ts',
      "import { join } from 'node:path';\njoin;\n",
      'pictures/scene -> package node:path',
    ],
    [
      'book past the public names',
      'book/x.ts',
      "import '../src/calculus/index.ts';\n",
      'book -> src/calculus/index.ts',
    ],
  ])('%s', (_how, file, text, edge) => {
    const problems = problemsWith(file, text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(edge);
    expect(problems[0]).toContain(`${file}:${text.startsWith('\n') ? 2 : 1}:`);
  });

  test('a name that is computed cannot be checked, so it is refused', () => {
    const problems = problemsWith(
      'src/pictures/view/x.ts',
      'export const load = (name: string) => import(`./${name}.ts`);\n',
    );
    expect(problems.join()).toContain('src/pictures/view/x.ts:1: the name of the imported file is computed');
  });
});

test('a folder without a row is refused, also one that imports nothing', () => {
  const problems = problemsWith('src/helpers/x.ts', 'export const x = 1;\n');
  expect(problems).toEqual(['src/helpers has no row in the table of scripts/layers.mjs: say what it may import']);
  expect(problemsWith('src/constructor/x.ts', '').join()).toContain('src/constructor has no row');
});

test('a test beside the source may import from anywhere', () => {
  expect(problemsWith('src/base/x.test.ts', "import '../view/v.ts';\nimport 'fast-check';\n")).toEqual([]);
});

test('comments and strings are not imports', () => {
  expect(importsOf('x.ts', "// import 'a'\nconst s = \"import 'b'\"; /* from 'c' */ const r = /import 'd'/;")).toEqual(
    [],
  );
});

test('a file that cannot be parsed is an error, not an empty list', () => {
  expect(() => importsOf('x.ts', 'import { from')).toThrow('x.ts cannot be parsed');
});

test('no two layers may import each other', () => {
  const reach = (from: string): readonly string[] => table[from]?.layers ?? [];
  const below = (from: string): Set<string> => new Set(reach(from).flatMap((to) => [to, ...below(to)]));
  for (const layer of Object.keys(table)) expect([...below(layer)], layer).not.toContain(layer);
});

test('the command fails on a planted violation in a copy of the project, and names it', () => {
  const tree = plant({ 'src/compiler/transform/forward/planted.ts': "import '../reverse/reverse.ts';\n" });
  cpSync(join(root, 'src', 'base'), join(tree, 'src', 'base'), { recursive: true });
  const run = (folder: string) =>
    spawnSync(process.execPath, [join(root, 'scripts', 'layers.mjs'), folder], { encoding: 'utf8' });
  const red = run(tree);
  expect(red.status).toBe(1);
  expect(red.stderr).toContain(
    'src/compiler/transform/forward/planted.ts:1: compiler/transform/forward -> compiler/transform/reverse is not allowed',
  );
  const empty = run(plant({}));
  expect(empty.status).toBe(1);
  expect(empty.stderr).toContain('nothing was checked');
});
