/**
 * A derivative that is asked for again while it runs, from a Proxy that its argument is, a black box that it calls, a
 * getter, a comparison, async code or a worker: all answer as if the others were not there. What a run keeps from call to call (tapes, steps) must not be shared by two that run at once.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import {
  checkGradient,
  derivative,
  differentiability,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  numericalDerivative,
  taylor,
  valueAndGrad,
  vjp,
  vmap,
  withDerivative,
} from 'secant';

/** A loop in a loop with costly operations: the gradient remembers on a tape. */
const f = (w: number[]): number => {
  let s = 0.5;
  for (let i = 0; i < w.length; i++) {
    let q = 0;
    for (let j = 0; j < w.length; j++) {
      s = Math.sin(s * w[j]!) + Math.exp(0.1 * s);
      q += s * w[i]!;
    }
    s += 0.01 * q;
  }
  return s;
};

const point = Array.from({ length: 12 }, (_, k) => 0.3 + 0.1 * k);
const other = Array.from({ length: 40 }, (_, k) => 1 - 0.05 * k);

test('a gradient inside the same gradient', () => {
  const df = grad(f);
  expect(df(other)).toHaveLength(40);
  expect(df.code).toContain('tape');
  const alone = df([...point]);
  let [reads, asked] = [0, 0];
  const nosy = new Proxy([...point], {
    get(target, key) {
      if (key === '5' && reads++ % 7 === 3 && asked < 4) {
        asked++;
        df([...other]);
      }
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(df(nosy)).toEqual(alone);
  expect(asked).toBeGreaterThan(0);
  expect(df([...point])).toEqual(alone);
});

test('an exception in the middle leaves nothing behind', () => {
  const both = valueAndGrad(f);
  const alone = both([...point]);
  let reads = 0;
  const failing = new Proxy([...point], {
    get(target, key) {
      if (key === '7' && reads++ === 20) throw new Error('no more');
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(() => both(failing)).toThrow('no more');
  expect(both([...point])).toEqual(alone);
});

test('a Hessian inside the same Hessian', () => {
  const ddf = hessian(f);
  const small = point.slice(0, 5);
  const alone = ddf([...small]);
  let asked = 0;
  const nosy = new Proxy([...small], {
    get(target, key) {
      if (key === '2' && asked < 3) {
        asked++;
        ddf(other.slice(0, 6));
      }
      return Reflect.get(target, key) as unknown;
    },
  });
  expect(ddf(nosy)).toEqual(alone);
});

/** Costly enough that reverse programs keep a tape, with a place where something of the caller's is called. */
const through = (call: (x: number) => number) => ({
  asked: (w: number[]): number => {
    let s = 0.5;
    for (let i = 0; i < w.length; i++) {
      for (let j = 0; j < w.length; j++) s = Math.sin(s * w[j]!) + Math.exp(0.1 * s);
      s += box(w[i]!) * s;
    }
    return s;
  },
  scope: {
    // Native, as a bound function is: its text is never read.
    box: withDerivative(call.bind(undefined), (x: number) => Math.cos(x)),
  },
});
declare const box: (x: number) => number;

/** The same for functions of one number: they begin with a list made of it. */
const ofOneNumber = {
  asked: (x: number): number => {
    const w = [x, 0.4, 0.5];
    let s = 0.5;
    for (let i = 0; i < w.length; i++) {
      for (let j = 0; j < w.length; j++) s = Math.sin(s * w[j]! + x) + Math.exp(0.1 * s);
      s += box(w[i]!) * s;
    }
    return s;
  },
};

type Scope = { readonly scope: Record<string, unknown> };
type Asks = (f: (w: number[]) => number, options: Scope) => (w: number[]) => unknown;
type AsksOne = (f: (x: number) => number, options: Scope) => (x: number) => unknown;

/** Operators of functions of one number; the point is the first of those asked for. */
const everyOfOne: Readonly<Record<string, AsksOne>> = {
  derivative: (g, options) => derivative(g, options),
  'derivative of order 2': (g, options) => derivative(derivative(g, options)),
  differentiability: (g, options) => (x) => differentiability(g, x, options),
  vmap: (g, options) => {
    const mapped = vmap(g, options);
    return (x) => mapped([x, x / 2, 1]);
  },
  'vmap of a derivative': (g, options) => {
    const mapped = vmap(derivative(g, options));
    return (x) => mapped([x, x / 2, 1]);
  },
  taylor: (g, options) => (x) => taylor(g, x, 1, options),
};

const everyOperator: Readonly<Record<string, Asks>> = {
  ...Object.fromEntries(
    Object.entries(everyOfOne).map(([name, make]): [string, Asks] => [
      name,
      (_, options) => {
        const ask = make(ofOneNumber.asked, options);
        return (w) => ask(w[0]!);
      },
    ]),
  ),
  vjp: (f, options) => (w) => vjp.with(options)(f, w)[1](1),
  checkGradient: (f, options) => (w) => checkGradient(f, w, options),
  grad: (f, options) => grad(f, options),
  valueAndGrad: (f, options) => valueAndGrad(f, options),
  jacobian: (f, options) => jacobian(f, options),
  hessian: (f, options) => hessian(f, options),
  hvp: (f, options) => {
    const times = hvp(f, options);
    return (w) => times(w, w);
  },
  jvp: (f, options) => (w) => jvp(f, [w], [w], options),
  'grad.into': (f, options) => {
    const g = grad(f, options);
    return (w) => g.into(new Array<number>(w.length).fill(0), w);
  },
};

/** The secants beside a verdict have no value where the function throws, which is no error; the verdict itself may be one. */
function askQuietly(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    expect(String(error)).toContain('no more');
  }
}

describe.each(Object.entries(everyOperator))('%s', (name, make) => {
  const small = point.slice(0, 6);
  const alone = (() => {
    const { asked, scope } = through(Math.sin);
    return make(asked, { scope })([...small]);
  })();

  test('inside itself, from a black box', () => {
    let [depth, asked] = [0, 0];
    const made = through((x: number): number => {
      if (depth < 2 && asked < 40) {
        depth++;
        asked++;
        try {
          ask(other.slice(0, 9));
        } finally {
          depth--;
        }
      }
      return Math.sin(x);
    });
    const ask = make(made.asked, { scope: made.scope });
    for (let round = 0; round < 2; round++) expect(ask([...small])).toEqual(alone);
    expect(asked).toBeGreaterThan(0);
  });

  test('from the comparison of a sort, and from a getter', () => {
    const made = through(Math.sin);
    const ask = make(made.asked, { scope: made.scope });
    const answers: unknown[] = [];
    [3, 1, 2].sort((a, b) => {
      answers.push(ask([...small]));
      return a - b;
    });
    const nosy = { get answer() { return ask([...small]); } }; // prettier-ignore
    answers.push(nosy.answer);
    for (const answer of answers) expect(answer).toEqual(alone);
  });

  test('after an exception in the middle, at every place it can come', () => {
    let [calls, failAt] = [0, -1];
    const made = through((x: number): number => {
      if (calls++ === failAt) throw new Error('no more');
      return Math.sin(x);
    });
    const ask = make(made.asked, { scope: made.scope });
    ask([...small]);
    const all = calls;
    for (failAt = 0; failAt < all; failAt += 3) {
      calls = 0;
      if (name !== 'differentiability') expect(() => ask([...small])).toThrow('no more');
      else askQuietly(() => ask([...small]));
      calls = all;
      const kept = failAt;
      failAt = -1;
      expect(ask([...small])).toEqual(alone);
      failAt = kept;
    }
  });

  test('interleaved with itself by async code', async () => {
    const made = through(Math.sin);
    const ask = make(made.asked, { scope: made.scope });
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (__, k) => {
        for (let wait = 0; wait < k % 4; wait++) await Promise.resolve();
        const first = ask(k % 2 === 0 ? [...small] : other.slice(0, 4 + k));
        await Promise.resolve();
        return k % 2 === 0 ? first : ask([...small]);
      }),
    );
    for (const answer of answers) expect(answer).toEqual(alone);
  });
});

const ofBlackBoxes: Readonly<Record<string, (g: (x: number) => number) => (x: number) => unknown>> = {
  numericalDerivative: (g) => numericalDerivative(g),
  'an estimate': (g) => numericalDerivative(g).estimate,
  'differentiability of a black box': (g) => (x) => differentiability(g, x, { blackBox: true }),
};

test.each(Object.entries(ofBlackBoxes))('%s, inside itself, and after the function threw', (_, make) => {
  const alone = make(Math.sin)(0.3);
  let asked = 0;
  const ask = make((x) => {
    if (asked < 40) {
      asked++;
      ask(x + 1);
    }
    return Math.sin(x);
  });
  expect(ask(0.3)).toEqual(alone);
  expect(asked).toBe(40);
  let fails = true;
  const failing = make((x) => {
    if (fails && x !== 0.3) throw new Error('no more');
    return Math.sin(x);
  });
  // What a black box throws is a place without a value.
  expect(failing(0.3)).not.toEqual(alone);
  fails = false;
  expect(failing(0.3)).toEqual(alone);
});

test('worker threads answer alike, on memory they share too', async () => {
  const bundle = await build({
    stdin: {
      contents: `
        import { parentPort, workerData } from 'node:worker_threads';
        import { grad } from 'secant';
        const f = (w) => { let s = 0.5; for (let i = 0; i < w.length; i++) for (let j = 0; j < w.length; j++) s = Math.sin(s * w[j]) + 0.1 * w[i] * s; return s };
        const g = grad(f);
        const w = new Float64Array(workerData);
        let answer;
        for (let k = 0; k < 50; k++) answer = g(w);
        parentPort.postMessage(Array.from(answer));`,
      resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
    },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    conditions: ['source'],
  });
  const shared = new Float64Array(new SharedArrayBuffer(8 * 12));
  shared.set(point);
  const answers = await Promise.all(
    [0, 1, 2].map(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(bundle.outputFiles[0]!.text, { eval: true, workerData: shared.buffer });
          worker.once('message', resolve);
          worker.once('error', reject);
        }),
    ),
  );
  const wanted = grad((w: Float64Array) => {
    let s = 0.5;
    for (let i = 0; i < w.length; i++) for (let j = 0; j < w.length; j++) s = Math.sin(s * w[j]!) + 0.1 * w[i]! * s;
    return s;
  })(shared);
  for (const answer of answers) expect(answer).toEqual(Array.from(wanted));
  expect(Array.from(shared)).toEqual(point);
});
