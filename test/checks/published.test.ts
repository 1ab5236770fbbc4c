/** What is published, on planted trees: what a manifest loses, whose licences are kept, what must not be in it, and its names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiReport, firstChange } from '../../scripts/api-report.mjs';
import { strangers } from '../../scripts/check-package.mjs';
import { filesWithEffects, licencesOf, publishedManifest } from '../../scripts/package.mjs';
import { root } from '../../scripts/project.mjs';
import { keepUsedTypes } from '../../scripts/used-types.mjs';
import { plant } from '../support/planting.ts';

test('the manifest leads to nothing that is not in the package', () => {
  const own = {
    name: 'planted',
    license: 'MIT',
    sideEffects: ['./src/index.ts'],
    files: ['dist'],
    exports: { '.': { source: './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' } },
    imports: { '#files': { node: { source: './src/node.ts', default: './dist/node.js' }, default: './dist/page.js' } },
    scripts: { test: 'vitest' },
    devDependencies: { vitest: '4' },
  };
  expect(publishedManifest(own, ['./dist/index.js'])).toEqual({
    name: 'planted',
    license: 'MIT',
    sideEffects: ['./dist/index.js'],
    files: ['dist'],
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    imports: { '#files': { node: { default: './dist/node.js' }, default: './dist/page.js' } },
  });
});

test('the licence of every package that is bundled is there, once, or the build stops', () => {
  const tree = plant({
    'node_modules/one/package.json': '{ "name": "one", "version": "1.2.3", "license": "MIT" }',
    'node_modules/one/LICENSE': 'Do as you like.\n',
    'node_modules/@its/two/package.json': '{ "name": "@its/two", "version": "2.0.0", "license": "ISC" }',
    'node_modules/@its/two/license.md': 'So do we.\n',
    'node_modules/bare/package.json': '{ "name": "bare", "version": "1.0.0" }',
  });
  const file = (name: string): string => join(tree, 'node_modules', name);
  const text = licencesOf([file('one/a.js'), file('one/lib/b.js'), file('@its/two/c.js'), join(tree, 'own.ts')]);
  expect(text.match(/^one 1\.2\.3 \(MIT\)\n\nDo as you like\.$/gm)).toHaveLength(1);
  expect(text).toContain('@its/two 2.0.0 (ISC)\n\nSo do we.');
  expect(() => licencesOf([file('bare/index.js')])).toThrow(
    'bare is bundled and comes without the text of its licence',
  );
});

test('what is for tests is found in a package, by its name and by its text', () => {
  const tree = plant({
    'dist/index.js': 'export const a = 1;\n',
    'dist/a.test.js': '',
    'dist/random-program.js': '',
    'dist/chunks/b.js': "import fc from 'fast-check';\n",
  });
  expect(strangers(tree).sort()).toEqual([
    'dist/a.test.js is for tests',
    'dist/chunks/b.js says fast-check, which is for tests',
    'dist/random-program.js is for tests',
  ]);
});

const types = {
  'index.d.ts':
    "export { twice, type Options as TwiceOptions } from './twice.js';\nexport * from './more.js';\nexport declare const limit: number;\n",
  'twice.d.ts':
    "import type { Inside } from './inside.js';\n/** Says much. */\nexport interface Options {\n  /** The order. */\n  order?: Inside;\n}\n" +
    'export declare function twice(g: string): string;\nexport declare function twice(g: number, options?: Options): number;\n',
  'more.d.ts': 'declare class Kept {\n  private hidden;\n  shown(): void;\n}\nexport { Kept };\n',
  'inside.d.ts': 'export type Inside = 1 | Deeper;\ntype Deeper = 2;\ntype Unnamed = 3;\nexport {};\n',
};

test('the report has each public name with its overloads, and what it names', () => {
  const report = apiReport(plant(types), { '.': { types: './index.d.ts' } });
  expect(report).toBe(`== secant

class Kept {
  shown(): void;
}

interface Options {
  order?: Inside;
}
Options as TwiceOptions

const limit: number;

function twice(g: string): string;
function twice(g: number, options?: Options): number;

== named by these, and exported by no entry

type Deeper = 2;

type Inside = 1 | Deeper;
`);
  const other = plant({ ...types, 'inside.d.ts': types['inside.d.ts'].replace('2', '2 | 4') });
  const changed = apiReport(other, { '.': { types: './index.d.ts' } });
  expect(firstChange(report, changed)).toBe('line 19:\n- type Deeper = 2;\n+ type Deeper = 2 | 4;');
});

test('types that no public name leads to are left out, with what they say of themselves', () => {
  const tree = plant({
    'index.d.ts': "export { twice, type Options as TwiceOptions } from './twice.ts';\nexport * from './more.ts';\n",
    'twice.d.ts':
      "import { type Inside, type Unused, table } from './inside.ts';\nimport * as whole from './whole.ts';\n" +
      '/** Says much. */\nexport interface Options {\n  /** The order. */\n  order?: Inside;\n  key?: keyof typeof table;\n}\n' +
      '/** Only inside. */\nexport declare function thrice(g: Unused): typeof whole;\n' +
      "export declare function twice(g: import('./deep/far.ts').Far, options?: Options): number;\n",
    'more.d.ts': "import './marks.ts';\ndeclare class Kept {\n  private hidden;\n}\nexport { Kept };\ntype Gone = 1;\n",
    'marks.d.ts':
      'declare global {\n  interface Window {\n    mark: Mark;\n  }\n}\ntype Mark = 1;\nexport declare const gone: Mark;\n',
    'inside.d.ts':
      '/** Of the inside. */\nexport type Inside = 1 | Deeper;\n/** A second. */\ntype Deeper = 2;\nexport type Unused = 3;\nexport declare const table: { a: 1 };\n',
    'whole.d.ts': 'export type A = 1;\n',
    'deep/far.d.ts': "export { Farther as Far, Nearer } from '../far.ts';\n",
    'far.d.ts': 'export type Farther = 1;\nexport type Nearer = 2;\n',
    'gone/gone.d.ts': 'export type Gone = 1;\n',
  });
  keepUsedTypes(tree, [join(tree, 'index.d.ts')]);
  const left = Object.fromEntries(
    readdirSync(tree, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [name.replaceAll('\\', '/'), readFileSync(join(tree, name), 'utf8')]),
  );
  expect(left).toEqual({
    'index.d.ts': "export { twice, type Options as TwiceOptions } from './twice.js';\nexport * from './more.js';\n",
    'twice.d.ts':
      "import { type Inside, table } from './inside.js';\n" +
      '/** Says much. */\nexport interface Options {\n  /** The order. */\n  order?: Inside;\n  key?: keyof typeof table;\n}\n' +
      "export declare function twice(g: import('./deep/far.js').Far, options?: Options): number;\n",
    'more.d.ts': "import './marks.js';\ndeclare class Kept {\n  private hidden;\n}\nexport { Kept };\n",
    'marks.d.ts': 'declare global {\n  interface Window {\n    mark: Mark;\n  }\n}\ntype Mark = 1;\n',
    'inside.d.ts':
      '/** Of the inside. */\nexport type Inside = 1 | Deeper;\n/** A second. */\ntype Deeper = 2;\nexport declare const table: { a: 1 };\n',
    'deep/far.d.ts': "export { Farther as Far } from '../far.js';\n",
    'far.d.ts': 'export type Farther = 1;\n',
  });
});

test('the files of a build with effects are those that hold a module with some, by its name or by a pattern', () => {
  const chunk = (fileName: string, ...modules: string[]) => ({
    fileName,
    facadeModuleId: null,
    moduleIds: modules.map((module) => join(root, module)),
  });
  const chunks = [
    chunk('b.js', 'src/calculus/index.ts', 'src/pages/cells/worker.ts'),
    chunk('a.js', 'src/index.ts'),
    chunk('c.js', 'src/indexXts', 'src/pages/worker.ts', 'src/pages/cells/deep/worker.ts'),
  ];
  const found = filesWithEffects(chunks as unknown as Parameters<typeof filesWithEffects>[0], [
    './src/index.ts',
    './src/pages/*/*.ts',
  ]);
  expect(found).toEqual(['./dist/a.js', './dist/b.js']);
});
