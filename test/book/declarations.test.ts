/** What the editor knows about names: read from the sources, and found again in cells. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { typescriptLanguage } from '@codemirror/lang-javascript';
import * as secant from 'secant';
import * as figures from 'secant/figures';
import { describe, expect, test } from 'vitest';
import { readDeclarations } from '../../book/build/declarations.ts';
import { type Fact, Knowledge, type Outlook } from '../../book/page/knowledge.ts';
import { mathNames } from '../../book/page/math-names.ts';
import { root } from '../../scripts/project.mjs';
import { plant } from '../support/planting.ts';

const table = readDeclarations({
  secant: join(root, 'src', 'index.ts'),
  'secant/figures': join(root, 'src', 'pictures', 'figures', 'index.ts'),
});

describe('the table', () => {
  test.each([
    ['secant', secant],
    ['secant/figures', figures],
  ])('every name of %s has its signature, and every function a sentence', (module, names) => {
    expect(Object.keys(names).length).toBeGreaterThan(8);
    for (const name of Object.keys(names)) {
      const found = table.find((declaration) => declaration.name === name);
      expect(found?.module, name).toBe(module);
      expect(found?.signature, name).toMatch(found?.kind === 'class' ? /^class / : new RegExp(`^${name}(?:<.*>)?[(:]`));
      expect(found?.sentence, name).toMatch(/^.{10,}[.:]$/);
    }
  });

  test('signatures are short and whole, options are known', () => {
    const of = (name: string): object | undefined => table.find((declaration) => declaration.name === name);
    expect(of('derivative')).toEqual({
      name: 'derivative',
      kind: 'function',
      module: 'secant',
      signature: 'derivative(g: ScalarFunction, options?: DerivativeOptions): DerivativeFunction',
      sentence: 'The derivative of a function of one number.',
      returns: 'DerivativeFunction',
      options: 'DerivativeOptions',
    });
    expect(of('AtKink')).toMatchObject({ signature: "type AtKink = 'midpoint' | 'left' | 'right' | 'nan' | 'throw'" });
    expect(of('Line')).toMatchObject({
      members: expect.arrayContaining([{ name: 'slope', signature: 'slope: number', sentence: '', type: 'number' }]),
    });
  });

  test('overloads, renamed exports, defaults and types on the way', () => {
    const tree = plant({
      'index.ts': "export { inner as outer, type Shape } from './inner.ts';\nexport * from './more.ts';\n",
      'inner.ts':
        "import type { Deep } from './more.ts';\n/** First. Second. */\nexport function inner(a: number): Deep;\n" +
        'export function inner(a: string): string;\nexport function inner(a: unknown): unknown {\n  return a;\n}\n' +
        'export interface Shape {\n  /** How wide. */\n  readonly width?: number;\n  at(w: number): Deep;\n}\n',
      'more.ts':
        'interface Hidden { readonly x: 1 }\nexport interface Deep extends Hidden { readonly y: 2 }\n' +
        '/** Constant. */\nexport const two: number = 2;\nexport function more({ a = 1 }: Deep = {}): void {}\n',
    });
    const found = readDeclarations({ planted: join(tree, 'index.ts') });
    expect(found.map(({ name, module }) => [name, module])).toEqual([
      ['Deep', 'planted'],
      ['Hidden', undefined],
      ['Shape', 'planted'],
      ['more', 'planted'],
      ['outer', 'planted'],
      ['two', 'planted'],
    ]);
    expect(found[4]).toMatchObject({
      signature: 'outer(a: number): Deep\nouter(a: string): string',
      sentence: 'First.',
    });
    expect(found[2]?.members).toEqual([
      { name: 'width', signature: 'width?: number', sentence: 'How wide.', type: 'number' },
      { name: 'at', signature: 'at(w: number): Deep', sentence: '', type: 'Deep' },
    ]);
    writeFileSync(join(tree, 'index.ts'), "export { gone } from './inner.ts';\n");
    expect(() => readDeclarations({ planted: join(tree, 'index.ts') })).toThrow('no declaration of gone was found');
  });

  test('every name of Math that this Node has is there', () => {
    const known = new Set(Object.keys(mathNames));
    expect(Object.getOwnPropertyNames(Math).filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('in a cell', () => {
  const knowledge = new Knowledge(table);
  const outlook = (text: string, ...above: string[]): Outlook => ({
    text,
    tree: typescriptLanguage.parser.parse(text),
    above: above.map((cell, index) => ({ id: `cell-${index}`, text: cell })),
  });
  /** What is known at the | in a text. */
  const at = (marked: string, ...above: string[]): Fact | undefined => {
    const place = marked.indexOf('|');
    const look = outlook(marked.replace('|', ''), ...above);
    return knowledge.at(look.tree.resolveInner(place, -1), look);
  };
  const members = (marked: string, ...above: string[]): string[] => {
    const place = marked.indexOf('|');
    const look = outlook(marked.replace('|', ''), ...above);
    const node = look.tree.resolveInner(place, -1);
    const object = node.name === 'MemberExpression' ? node.firstChild : node.prevSibling;
    return object === null ? [] : knowledge.membersOf(object, look).map(({ name }) => name);
  };

  test('names of Secant, of the cell, of cells above', () => {
    expect(at('derivative|(f)')?.signature).toMatch(/^derivative\(g: ScalarFunction/);
    expect(at('const a = 1 + 2\na|')?.signature).toBe('const a = 1 + 2');
    expect(at('(w: number) => w|')?.signature).toBe('parameter w: number');
    expect(at('g|(1)', 'const g = 1', 'const g = (w: number) => {\n  return w\n}')).toMatchObject({
      signature: 'const g = (w: number) => { …',
      origin: 'from the cell “cell-1”',
    });
    // A name of the reader's own hides Secant's.
    expect(at('derivative|(f)', 'const derivative = 3')?.signature).toBe('const derivative = 3');
    expect(at("import { derivative| } from 'secant'")?.kind).toBe('function');
    expect(at('nothing|')).toBe(undefined);
    expect(at('"derivative|"')).toBe(undefined);
  });

  test('members of what a function gives, also through cells above', () => {
    expect(members('const v = differentiability(g, 0)\nv.|')).toContain('verdict');
    expect(members('v.|', 'const v = differentiability(g, 0)')).toContain('reason');
    expect(members('numericalDerivative(g).estimate(1).|')).toContain('error');
    expect(members('tangentLine(g, 0).|')).toEqual(['point', 'slope', 'at', 'equation']);
    expect(members('const f = secantToTangent(g)\nf.|')).toEqual(expect.arrayContaining(['svg', 'parameter']));
    expect(members('Math.|')).toContain('hypot');
    expect(members('const v = 1\nv.|')).toEqual([]);
    expect(members('differentiability(g, 0).secants.|')).toEqual([]);
  });

  test('options of the function around', () => {
    const text = 'derivative(g, { or })';
    const look = outlook(text);
    const names = knowledge.optionsAt(look.tree.resolveInner(text.indexOf(' }'), -1), look).map(({ name }) => name);
    expect(names).toEqual(['order', 'scope', 'atKink', 'steps', 'road']);
    const unfinished = outlook('derivative(g, { or');
    expect(knowledge.optionsAt(unfinished.tree.resolveInner(18, -1), unfinished).length).toBe(names.length);
    const call = outlook('derivative(g, 1)');
    expect(knowledge.callAround(call.tree.resolveInner(14, 1), call)?.name).toBe('derivative');
  });

  test('what can be written: the scope is kept, imports are missed', () => {
    const text = 'const one = 1\nconst f = (inside: number) => {\n  const deep = 2\n  \n}\n';
    const names = (place: number, ...above: string[]): Map<string, Fact> =>
      new Map(knowledge.names(place, outlook(text, ...above)).map((fact) => [fact.name, fact]));
    const within = names(text.indexOf('\n}') - 1, 'const above = 1; { const hidden = 2 }');
    expect([...within.keys()]).toEqual(expect.arrayContaining(['one', 'inside', 'deep', 'above', 'grad', 'Math']));
    expect(within.has('hidden')).toBe(false);
    expect(names(text.length).has('deep')).toBe(false);
    expect(within.get('grad')?.missingImport).toBe('secant');
    expect(names(0, "import { grad } from 'secant'").get('grad')).not.toHaveProperty('missingImport');
  });
});
