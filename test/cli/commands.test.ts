/** Every command: what it prints for people and for programs, its exit code, and what it says when it cannot do it. */
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/tools/cli/commands/index.ts';
import { runCommand } from './run-command.ts';

async function json(...words: string[]): Promise<Record<string, unknown>> {
  const { out, code, err } = await runCommand([...words, '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Record<string, unknown>;
}

describe('derivative', () => {
  test('one point, for people', async () => {
    expect(await runCommand(['derivative', 'sin(4w) + 0.1w^2', '--at', '1'])).toEqual({
      code: 0,
      out: '-2.4145744834544476\n',
      err: '',
    });
  });
  test('one point, for programs', async () => {
    expect(await json('derivative', 'sin(4w) + 0.1w^2', '--at', '1')).toEqual({
      function: 'sin(4w) + 0.1w^2',
      order: 1,
      at: 1,
      value: Math.sin(4) + 0.1,
      derivative: 4 * Math.cos(4) + 0.2,
    });
  });
  test('several points, of which one has none', async () => {
    const { out } = await runCommand(['derivative', 'max(0, w)', '--at', '-1,0,1']);
    expect(out).toBe(`at 0: corner: slopes from the left settle at 0, from the right at 1

at  value  derivative
-1      0           0
 0      0         NaN
 1      1           1
`);
  });
  test('an interval as CSV', async () => {
    const { out } = await runCommand([
      'derivative',
      'w => w ** 3',
      '--order',
      '2',
      '--from=-1',
      '--to',
      '1',
      '--points',
      '3',
      '--csv',
    ]);
    expect(out).toBe('at,value,derivative 2\n-1,-1,-6\n0,0,0\n1,1,6\n');
  });
  test('a formula that begins with a minus sign is no option', async () => {
    expect((await json('derivative', '-w^2', '--at', '-1'))['derivative']).toBe(2);
  });
  test('a number may be a formula', async () => {
    expect((await json('derivative', 'w^2', '--at', 'pi/2'))['derivative']).toBe(Math.PI);
  });
  test('text on standard input', async () => {
    expect((await runCommand(['derivative', '-', '--at', '2'], { input: 'w^3\n' })).out).toBe('12\n');
  });
  test('NaN is null and infinity a word in JSON', async () => {
    expect((await json('derivative', 'log(w)', '--at', '-1'))['derivative']).toBeNull();
  });
  test('a plot is made of Braille and fits a narrow terminal', async () => {
    const { out } = await runCommand(['derivative', 'sin(w)', '--at', '0', '--plot'], { columns: 40 });
    expect(out).toMatch(/[\u2801-\u28ff]/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  });
});

test('gradient has the shape of its point', async () => {
  expect((await json('gradient', '5 + (w1 + 0.5)^2 + (w2 + 0.5)^2', '--at', '0,0'))['gradient']).toEqual([1, 1]);
  expect((await json('gradient', 'x^2 y', '--at', '2,3'))['gradient']).toEqual([12, 4]);
  expect((await json('gradient', '(x: number, y: number) => x * y', '--at', '2,3'))['gradient']).toEqual([3, 2]);
  expect((await json('gradient', 'p => p.a * p.b[0]', '--at', '{"a": 2, "b": [5]}'))['gradient']).toEqual({
    a: 5,
    b: [2],
  });
  expect((await json('gradient', 'x + y^2 + z^3', '--variables', 'x,y,z', '--at', '1,1,1'))['gradient']).toEqual([
    1, 2, 3,
  ]);
});

test('hessian', async () => {
  expect((await json('hessian', 'x^2 y', '--at', '1,2'))['hessian']).toEqual([
    [4, 2],
    [2, 0],
  ]);
  expect((await runCommand(['hessian', 'x^2 y', '--at', '1,2'])).out).toBe('w1  w2\n 4   2\n 2   0\n');
});

test('taylor', async () => {
  const found = await json('taylor', 'exp(w)', '--order', '3');
  expect(found['coefficients']).toEqual([1, 1, 0.5, 1 / 6]);
  expect(found['equation']).toBe('h(w) = 1 + w + 0.5 w² + 0.166667 w³');
});

describe('differentiable', () => {
  test('answers with its exit code', async () => {
    expect((await runCommand(['differentiable', 'w^2', '--at', '0'])).code).toBe(0);
    const no = await runCommand(['differentiable', 'max(0,w)', '--at', '0', '--json']);
    expect(no.code).toBe(3);
    expect(JSON.parse(no.out)).toMatchObject({ verdict: 'corner', differentiable: false, left: 0, right: 1 });
  });
  test('finds every place in an interval', async () => {
    const { code, out } = await runCommand([
      'differentiable',
      '|sin(w)| + floor(w)/9',
      '--from',
      '-1.5',
      '--to',
      '3.5',
      '--json',
    ]);
    expect(code).toBe(3);
    const { places } = JSON.parse(out) as { places: { at: number; verdict: string }[] };
    expect(places.map(({ at }) => Number(at.toFixed(6)))).toEqual([-1, 0, 1, 2, 3, 3.141593]);
    expect(places.map(({ verdict }) => verdict)).toEqual(['jump', 'jump', 'jump', 'jump', 'jump', 'corner']);
    expect((await runCommand(['differentiable', 'w^2', '--from', '-1', '--to', '1'])).code).toBe(0);
  });
});

test('numeric has a bound that holds', async () => {
  const { value, error } = (await json('numeric', 'sin(w)', '--at', '1')) as { value: number; error: number };
  expect(Math.abs(value - Math.cos(1))).toBeLessThanOrEqual(error);
});

test('check agrees with a right gradient', async () => {
  expect(await json('check', 'x^2 y + sin(x)', '--at', '1,2')).toMatchObject({ agrees: true });
});

test('code prints the emitted derivative', async () => {
  const { out } = await runCommand(['code', 'sin(4w)', '--mode', 'forward']);
  expect(out).toContain('4 * Math.cos(4 * w)');
  expect((await runCommand(['code', 'w1^2 + w2^2', '--at', '0,0'])).out).toContain('w_bar');
});

test('code of a function that takes no single number says what to add', async () => {
  for (const text of ['(w) => w[0] + w[1] ** 2', '(w) => { let s = 0; for (const x of w) s += x * x; return s; }']) {
    const { code, out, err } = await runCommand(['code', text]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/of one number there is no code: .*\n {2}.*--at 0,0/);
    expect((await runCommand(['code', text, '--at', '0,0'])).out).toContain('w_bar');
  }
});

test('code --module is a module that runs by itself', async () => {
  const { out, err } = await runCommand(['code', 'w1^2 w2', '--at', '0,0', '--module']);
  expect(err).toBe('');
  expect(out).not.toContain('import');
  const made = (await import(`data:text/javascript,${encodeURIComponent(out)}`)) as {
    value(w: number[]): number;
    grad(w: number[]): number[];
    hvp(w: number[], v: number[]): number[];
  };
  expect([made.value([2, 3]), made.grad([2, 3]), made.hvp([2, 3], [1, 0])]).toEqual([12, [12, 4], [6, 4]]);
});

test('code --udf is a statement', async () => {
  const { out } = await runCommand(['code', '(x: number, y: number) => x * y', '--at', '1,1', '--udf', 'bigquery']);
  expect(out).toMatch(/create (or replace )?(temp )?function/i);
});

describe('sql', () => {
  const loss = '(p: { a: number; b: number }, row: { x: number; y: number }) => (p.a * row.x + p.b - row.y) ** 2';
  test('prints the one query of a sum and its gradient', async () => {
    const { out, code } = await runCommand(['sql', loss, '--table', 'points']);
    expect(code).toBe(0);
    expect(out).toMatch(/select[\s\S]*from "points"/i);
  });
  test.each(['duckdb', 'postgres', 'clickhouse', 'spark', 'bigquery', 'snowflake', 'mysql', 'sqlite'])(
    'in %s, grouped',
    async (dialect) => {
      const { out, code } = await runCommand([
        'sql',
        loss,
        '--table',
        'main.points',
        '--dialect',
        dialect,
        '--group-by',
        'k',
        '--json',
      ]);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ dialect, query: expect.stringMatching(/group by/i) as string });
    },
  );
});

describe('what cannot be done ends with 2 and says what to do', () => {
  test.each([
    [
      ['derivative', 'sin(4w', '--at', '1'],
      ['formula:1:4 S002', '^', 'add `)`'],
    ],
    [['derivative', 'w'], ['add --at 1, or --from -3 --to 3']],
    [
      ['derivative', 'w', '--at', 'x'],
      ['--at is "x"', '--at 0.5'],
    ],
    [['derivative', 'w', '--at', '1', '--from', '2'], ['keep one of them']],
    [['derivative', 'w', '--from', '2', '--to', '1'], ['is no interval']],
    [['derivative', 'w', '--at', '1', '--json', '--csv'], ['keep one']],
    [['derivative', 'w', '--at', '1', '--at-kink', 'maybe'], ['atKink is `maybe`']],
    [['derivative', './nowhere.ts#f', '--at', '1'], ['there is no file ./nowhere.ts']],
    [['derivative', '--at', '1'], ["missing required argument 'function'"]],
    [['gradient', '(x, y) => x * y', '--at', '1'], ['takes 2 arguments']],
    [['gradient', 'w', '--at', '[1,'], ['is no JSON']],
    [
      ['derivativ', 'w'],
      ["unknown command 'derivativ'", 'derivative'],
    ],
    [
      ['derivative', 'w', '--att', '1'],
      ["unknown option '--att'", '--at'],
    ],
    [['sql', '(p, r) => p.a * r.x'], ['add --table']],
    [['sql', '(p, r) => p.a * r.x', '--table', 't', '--dialect', 'oracle'], ['the dialects are duckdb']],
    [['completion', 'tcsh'], ['the shells are bash, zsh, fish']],
  ])('%j', async (words, said) => {
    const { code, out, err } = await runCommand(words);
    expect([code, out]).toEqual([2, '']);
    for (const part of said) expect(err).toContain(part);
    expect(err).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });
});

describe('help', () => {
  test('of all, and the version', async () => {
    expect((await runCommand(['--help'])).out).toContain('secant <command> --help');
    expect(await runCommand(['--version'])).toEqual({ code: 0, out: '0.1.0\n', err: '' });
  });
  test.each(commands.map((command) => [command.name, command] as const))(
    'of %s, with examples',
    async (name, command) => {
      const { code, out } = await runCommand([...name.split(' '), '--help']);
      expect(code).toBe(0);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const [typed] of command.examples) expect(out).toContain(typed);
    },
  );
});

test.each(['bash', 'zsh', 'fish'])('completions of %s know every command', async (shell) => {
  const { out } = await runCommand(['completion', shell]);
  for (const { name } of commands) expect(out).toContain(name.split(' ')[0]);
});
