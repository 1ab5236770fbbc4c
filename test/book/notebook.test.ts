import { describe, expect, test } from 'vitest';
import { type CellOutput, checkExpectations, Notebook, type NotedValue } from 'secant/notebook';

/** Runs cells a, b, c … and gives what each showed, in the order in which they ran. */
async function run(
  notebook: Notebook,
  texts: readonly string[],
  target?: string,
): Promise<{
  ran: string[];
  shown: Record<string, readonly CellOutput[]>;
  noted: Record<string, readonly NotedValue[]>;
}> {
  const ran: string[] = [];
  const shown: Record<string, readonly CellOutput[]> = {};
  const noted: Record<string, readonly NotedValue[]> = {};
  const cells = texts.map((text, index) => ({ id: String.fromCharCode(97 + index), text }));
  let plan: readonly string[] | undefined;
  await notebook.run(cells, target, {
    planned(ids) {
      plan = ids;
    },
    started: (id) => ran.push(id),
    finished(id, outputs, values) {
      shown[id] = outputs;
      noted[id] = values;
    },
  });
  expect(plan).toEqual(ran);
  return { ran, shown, noted };
}

/** What one cell shows. */
async function show(...texts: string[]): Promise<readonly CellOutput[]> {
  const { shown } = await run(new Notebook(), texts);
  return Object.values(shown).at(-1) ?? [];
}

const first =
  "import { derivative, grad, fromFormula } from 'secant'\nimport { tangentAlongCurve } from 'secant/figures'";

describe('what a cell shows', () => {
  test('numbers, texts, tables, lines', async () => {
    expect(await show('1 + 1')).toEqual([{ kind: 'number', text: '2' }]);
    expect(await show("'a' + 'b'")).toEqual([{ kind: 'text', text: 'ab' }]);
    expect(await show('[{ a: 1, b: 2 }, { a: 3 }]')).toEqual([
      {
        kind: 'table',
        columns: ['a', 'b'],
        rows: [
          ['1', '2'],
          ['3', ''],
        ],
      },
    ]);
    expect(await show('console.log(1, [2, "x"]); const q = 1')).toEqual([{ kind: 'log', text: "1 [2, 'x']" }]);
    expect(await show('const q = 1')).toEqual([]);
    expect(await show('await Promise.resolve(3)')).toEqual([{ kind: 'number', text: '3' }]);
  });

  test('types are taken out, and names come from above', async () => {
    expect(await show('interface P { x: number }\nconst p: P = { x: 2 }', 'p.x as number')).toEqual([
      { kind: 'number', text: '2' },
    ]);
  });

  test('closures of a cell are differentiated', async () => {
    expect(await show(first, 'const a = 3', 'const f = (w: number) => a * w ** 2\nderivative(f)(2)')).toEqual([
      { kind: 'number', text: '12' },
    ]);
    expect(await show(first, 'const times = (k: number) => (w: number) => k * w\nderivative(times(7))(2)')).toEqual([
      { kind: 'number', text: '7' },
    ]);
    expect(
      await show(first, 'function h(w: number) { return w ** 3 }', 'derivative((w: number) => h(w) + 1)(2)'),
    ).toEqual([{ kind: 'number', text: '12' }]);
  });

  test('a figure leaves as data, with all that its function captures', async () => {
    const [output] = await show(
      first,
      'const a = 3\nconst h = (x: number) => a * x',
      'tangentAlongCurve((w) => h(w), { value: 1 })',
    );
    expect(output).toEqual({
      kind: 'figure',
      spec: {
        kind: 'tangent-along-curve',
        functions: [{ notation: 'source', text: 'const a = 3;\nconst h = (x) => a * x;\n(w) => h(w)' }],
        options: { value: 1 },
      },
    });
    const [derived] = await show(first, 'tangentAlongCurve(derivative((w: number) => w ** 3))');
    expect(derived).toMatchObject({
      kind: 'figure',
      spec: { functions: [{ text: expect.stringContaining('derivative(f1)') }] },
    });
  });
});

describe('errors', () => {
  test('carry the line', async () => {
    expect(await show('const a = 1\nconst b = a.x.y')).toMatchObject([{ kind: 'error', line: 2 }]);
    expect(await show('const a = 1\n\nconst b = = 2')).toMatchObject([{ kind: 'error', line: 3 }]);
    expect(await show("import { nothing } from 'secant'")).toEqual([
      { kind: 'error', message: "'secant' has no nothing", line: 1 },
    ]);
    expect(await show("\nimport x from 'lodash'")).toMatchObject([{ kind: 'error', line: 2 }]);
    expect(await show('let a = 1', 'const b = 2\na = b')).toMatchObject([{ kind: 'error', line: 2 }]);
    expect(
      await show(
        first,
        'const f = (w: number) => {\n  let s = w\n  s += Math.random()\n  return s\n}\nderivative(f)(1)',
      ),
    ).toMatchObject([{ kind: 'error', line: 3 }]);
  });

  test('a name nobody defines', async () => {
    expect(await show('q + 1')).toEqual([
      {
        kind: 'error',
        message: 'ReferenceError: q is not defined',
        line: 1,
        column: 1,
        excerpt: ['q + 1', '^'],
      },
    ]);
  });

  // The mark ^ stands before the part that is meant, in the text as the reader wrote it.
  test.each([
    ['a syntax error behind a type', 'const a: number = 1, b: = 2', '=', 2],
    ['a syntax error that only shows without types', 'const a = (w: number) => w\nconst a = 2', 'a', 2],
    [
      'a call on the first line, behind types',
      'const g = (w: number, v?: number[]): number => nothing(w)\ng(1)',
      'nothing',
      1,
    ],
    ['a call inside wrapped functions', 'const f = [1].map((w: number) => ((v: number) => v * lost)(w))', 'lost', 1],
    ['an unknown name before an operator', 'const f = (w: number): number => lost(w) + 1\nf(2)', 'lost', 1],
    [
      'a property of nothing',
      'const a: { x?: { y: number } } = {}\nconst b = 1\nconst c = (a as { x: { y: number } }).x.y',
      '.y',
      1,
    ],
    [
      'what has no derivative',
      'const f = (w: number) => {\n  let s: number = w\n  s += Math.random()\n  return s\n}\nderivative(f)(1)',
      'Math.random()',
      1,
    ],
  ] as const)('%s', async (_, text, part, nth) => {
    const [output] = await show(first, text);
    let offset = -1;
    for (let k = 0; k < nth; k++) offset = text.indexOf(part, offset + 1);
    if (part === '.y') offset = text.lastIndexOf(part) + 1;
    const before = text.slice(0, offset).split('\n');
    expect(output).toMatchObject({ kind: 'error', line: before.length, column: (before.at(-1) ?? '').length + 1 });
    if (output?.kind !== 'error' || output.excerpt === undefined) throw new Error('there is no excerpt');
    const [line, caret] = output.excerpt;
    expect(line.slice(caret.indexOf('^')).startsWith(text[offset] ?? '')).toBe(true);
  });
});

describe('what runs again', () => {
  test('what depends on a changed cell, and nothing else', async () => {
    const notebook = new Notebook();
    const cells = ['const a = 1', 'const b = 5', 'const c = a + 1', 'c * 2', 'b'];
    expect((await run(notebook, cells)).ran).toEqual(['a', 'b', 'c', 'd', 'e']);
    const { ran, shown } = await run(notebook, ['const a = 10', ...cells.slice(1)], 'a');
    expect(ran).toEqual(['a', 'c', 'd']);
    expect(shown['d']).toEqual([{ kind: 'number', text: '22' }]);
  });

  test('what is needed above and has not run', async () => {
    const notebook = new Notebook();
    const cells = ['const a = 1', 'const b = 5', 'a + 1'];
    expect((await run(notebook, cells, 'c')).ran).toEqual(['a', 'c']);
    expect((await run(notebook, cells, 'c')).ran).toEqual(['c']);
  });

  test('a name defined twice is the nearest one above', async () => {
    expect(await show('const a = 1', 'const a = 2', 'a')).toEqual([{ kind: 'number', text: '2' }]);
  });
});

test('a cell under which nothing is seen runs when it is asked for or needed, not because it depends', async () => {
  const ran: string[] = [];
  const cells = ['const a = 1', 'const b = a + 1', 'a + b', 'a - b'].map((text, index) => ({
    id: String.fromCharCode(97 + index),
    text,
    dormant: index !== 3,
  }));
  await new Notebook().run(cells, 'a', { started: (id) => ran.push(id) });
  // d has been seen, depends on a, and needs b.
  expect(ran).toEqual(['a', 'b', 'd']);
});

test('lines with an arrow are checked', async () => {
  const text = 'const a = 1 + 1 // → 2\na * 2 // → 5\nconsole.log("x") // → x';
  const { noted } = await run(new Notebook(), [text]);
  expect(checkExpectations(text, noted['a'] ?? [])).toEqual([{ line: 2, expected: '5', actual: '4' }]);
});

test('cells that only come back to life do not set off what depends on them', async () => {
  const cells = ['const a = 1', 'a + 1', 'a + 2'];
  expect((await run(new Notebook(), cells, 'c')).ran).toEqual(['a', 'c']);
  const stale = cells.map((text, index) => ({ id: String.fromCharCode(97 + index), text, stale: index === 0 }));
  const ran: string[] = [];
  await new Notebook().run(stale, 'c', { started: (id) => ran.push(id) });
  expect(ran).toEqual(['a', 'b', 'c']);
});

test('what depends on the target finds all that it needs', async () => {
  const { ran, shown } = await run(new Notebook(), ['const a = 1', 'const b = 2', 'a + b'], 'b');
  expect(ran).toEqual(['a', 'b', 'c']);
  expect(shown['c']).toEqual([{ kind: 'number', text: '3' }]);
});
