/**
 * The computation graph against everything else that Secant knows of a function: values are those of the function to
 * the bit, tangents those of forward mode, adjoints those of reverse mode; each node is what its formula says; what
 * flows along the edges adds up.
 */
import fc from 'fast-check';
import {
  computationGraph,
  type ComputationGraph,
  fromFormula,
  fromSource,
  grad,
  type GraphEdge,
  jvp,
  SecantError,
  withDerivative,
} from 'secant';
import { describe, expect, it } from 'vitest';
import type { AnyFunction } from '../src/calculus/functions.ts';
import { copyOf, valueTransform } from '../src/calculus/compile.ts';
import { programsOf } from '../src/calculus/programs.ts';
import { leavesOf, mapLeaves, type Tree } from '../src/calculus/trees.ts';
import type { SmoothName } from '../src/compiler/ir/operations.ts';
import { rules } from '../src/compiler/rules/index.ts';
import { corpus } from './corpus/corpus.ts';
import { functionsOf } from './corpus/functions-of-row.ts';
import type { Row } from './corpus/row.ts';
import { Choices } from './fuzz/choices.ts';
import { formulaOperations, randomFormula } from './fuzz/random-formula.ts';

/** Sums in another order differ by rounding: by so much of the sum of the sizes of what flows. */
const rounding = 1e-13;

/** What is not as it should be inside a graph. */
function faultsInside(graph: ComputationGraph): string[] {
  const faults: string[] = [];
  const { nodes, edges } = graph;
  if (new Set(nodes.map(({ name }) => name)).size !== nodes.length) faults.push('a name is there twice');
  for (const { from, to } of edges) if (from >= to) faults.push(`edge ${from} to ${to} runs backwards`);
  if (new Set(edges.map(({ from, to }) => `${from} ${to}`)).size !== edges.length)
    faults.push('two edges between two nodes');
  const arrivals = nodes.map((): GraphEdge[] => []);
  const departures = nodes.map((): GraphEdge[] => []);
  for (const edge of edges) {
    arrivals[edge.to]!.push(edge);
    departures[edge.from]!.push(edge);
  }
  for (const { index, kind, tangent, adjoint } of nodes) {
    const into = arrivals[index]!;
    const out = departures[index]!;
    if (kind === 'operation' && into.length === 0) faults.push(`nothing goes into ${index}`);
    if (kind !== 'input' && index !== graph.result && out.length === 0) faults.push(`nothing uses ${index}`);
    const forward = into.reduce((sum, edge) => sum + edge.forward, 0);
    const backward = out.reduceRight((sum, edge) => sum + edge.backward, index === graph.result ? 1 : 0);
    if (kind === 'operation' && !same(tangent, forward))
      faults.push(`tangent of ${index}: ${tangent}, parts ${forward}`);
    if (!same(adjoint, backward)) faults.push(`adjoint of ${index}: ${adjoint}, parts ${backward}`);
  }
  return faults;
}

function same(a: number, b: number): boolean {
  return Object.is(a, b) || a === b;
}

/** Whether two numbers agree up to the rounding of a sum of numbers of this size. */
function agree(a: number, b: number, size: number): boolean {
  return same(a, b) || Math.abs(a - b) <= rounding * Math.max(size, Math.abs(a), Math.abs(b));
}

/** Compares a graph with the function, forward mode and reverse mode; gives what differs. */
function faultsOf(f: AnyFunction, at: Tree, scope?: Readonly<Record<string, unknown>>): string[] {
  const options = scope === undefined ? {} : { scope };
  const direction = mapLeaves(at, (_, k) => [1, -0.5, 2, 0.25][k % 4]!);
  const graph = computationGraph(f, copyOf(at), { ...options, direction, limit: 100_000 });
  const faults = faultsInside(graph);
  const program = programsOf(f, scope).for([at]);
  const value = program.get(valueTransform).run([...program.safe([at]), ...program.captured()])[0];
  if (!Object.is(value, graph.value)) faults.push(`value ${graph.value}, the function gives ${String(value)}`);
  if (graph.nodes.some(({ kink, value: each }) => kink || !Number.isFinite(each))) return faults;
  const [, slope] = jvp(f as never, [at], [direction], options);
  const forwardSize = graph.edges.reduce((most, { forward }) => Math.max(most, Math.abs(forward)), 0);
  if (!agree(graph.tangent, slope as number, forwardSize))
    faults.push(`tangent ${graph.tangent}, jvp gives ${String(slope)}`);
  const gradient = leavesOf(grad(f as (w: Tree) => number, options)(copyOf(at)));
  const backwardSize = graph.edges.reduce((most, { backward }) => Math.max(most, Math.abs(backward)), 0);
  if (gradient.length !== graph.gradient.length) faults.push('the gradient has another length');
  gradient.forEach((entry, k) => {
    if (!agree(graph.gradient[k]!, entry, backwardSize))
      faults.push(`adjoint ${k}: ${graph.gradient[k]!}, grad gives ${entry}`);
  });
  return faults;
}

describe.each(Object.entries(corpus))('the corpus: %s', (_, rows) => {
  const suited = rows.flatMap((row): (readonly [string, Row, readonly Tree[]])[] => {
    if (row.kind === 'scalar') return [[row.name, row, row.at]];
    const [at, ...others] = row.kind === 'gradient' ? row.args() : [];
    return at === undefined || others.length > 0 || leavesOf(at).length === 0 ? [] : [[row.name, row, [at]]];
  });
  it.each(suited)('%s', (_name, row, points) => {
    const { f } = functionsOf(row);
    for (const point of points) expect(faultsOf(f, point, row.scope)).toEqual([]);
  });
});

describe('random formulas over every smooth operation', () => {
  it.each(formulaOperations.map((name) => [name]))('%s', (name: SmoothName) => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(999), { minLength: 4, maxLength: 40 }),
        fc.integer({ min: -12, max: 12 }),
        (choices, k) => {
          expect(faultsOf(fromSource(randomFormula(new Choices(choices), name)), k / 8 + 0.01)).toEqual([]);
        },
      ),
      { seed: 20261, numRuns: 20 },
    );
  });
});

/** A graph as text, a line for each node. */
function show({ nodes, edges }: ComputationGraph): string[] {
  return nodes.map(({ name, formula, index }) => {
    const into = edges.filter(({ to }) => to === index).map(({ from, text }) => `∂${nodes[from]!.name}: ${text}`);
    return formula === '' ? name : `${name} = ${formula}${into.length === 0 ? '' : `; ${into.join('; ')}`}`;
  });
}

describe('how it reads', () => {
  it('the function of the text', () => {
    expect(show(computationGraph(fromFormula('sin(w) w^2'), 2))).toEqual([
      'w',
      'a = sin(w); ∂w: cos(w)',
      'b = w²; ∂w: 2 w',
      'y = a b; ∂a: b; ∂b: a',
    ]);
  });

  it('constants are folded into the operations that use them', () => {
    const graph = computationGraph(fromFormula('sin(4w) + 0.1w^2'), 1);
    expect(show(graph)).toEqual([
      'w',
      'a = 4 w; ∂w: 4',
      'b = sin(a); ∂a: cos(a)',
      'c = w²; ∂w: 2 w',
      'd = 0.1 c; ∂c: 0.1',
      'y = b + d; ∂b: 1; ∂d: 1',
    ]);
    expect(graph.nodes.map(({ label }) => label)).toEqual(['', '4 ×', 'sin', '²', '0.1 ×', '+']);
  });

  it('the slope of tanh in the form people write', () => {
    expect(show(computationGraph(fromFormula('tanh(w)^2'), 1))).toEqual([
      'w',
      'a = tanh(w); ∂w: 1 − a²',
      'y = a²; ∂a: 2 a',
    ]);
  });

  it('several inputs, quotients, powers, roots, signs', () => {
    const f = fromFormula('sqrt(w1) / w2 - w1^2.5 * 2^w2 - |w2| + cos(-w1)', { variables: ['w1', 'w2'] });
    expect(show(computationGraph(f, [4, -2]))).toEqual([
      'w₁',
      'w₂',
      'a = √w₁; ∂w₁: 0.5/a',
      'b = a/w₂; ∂a: 1/w₂; ∂w₂: −b/w₂',
      'c = w₁^2.5; ∂w₁: 2.5 w₁^1.5',
      'd = 2^w₂; ∂w₂: 0.6931 d',
      'm = c d; ∂c: d; ∂d: c',
      'n = b − m; ∂b: 1; ∂m: −1',
      'p = |w₂|; ∂w₂: sign(w₂)',
      'r = n − p; ∂n: 1; ∂p: −1',
      's = −w₁; ∂w₁: −1',
      't = cos(s); ∂s: −sin(s)',
      'y = r + t; ∂r: 1; ∂t: 1',
    ]);
  });

  it('names of the program stay; a loop is written out, a branch not taken is not there', () => {
    const f = fromSource(`(x: number) => {
      const s = Math.sin(x)
      let t = x
      for (let i = 0; i < 2; i++) t = t * s
      return x > 0 ? t : Math.exp(t)
    }`);
    expect(show(computationGraph(f, 1))).toEqual([
      'x',
      's = sin(x); ∂x: cos(x)',
      't₁ = x s; ∂x: s; ∂s: x',
      't₂ = t₁ s; ∂t₁: s; ∂s: t₁',
    ]);
    expect(show(computationGraph(f, -1)).at(-1)).toBe('y = exp(t₂); ∂t₂: y');
  });

  it('shapes: fields and rows give names to inputs', () => {
    const f = (p: { slope: number; rows: number[][] }): number => p.slope * p.rows[1]![0]!;
    expect(show(computationGraph(f, { slope: 2, rows: [[1], [3]] }))).toEqual([
      'slope',
      'rows₁,₁',
      'rows₂,₁',
      'y = slope rows₂,₁; ∂slope: rows₂,₁; ∂rows₂,₁: slope',
    ]);
  });

  it('the piece of text that a node comes from', () => {
    const graph = computationGraph(fromSource('(w) =>\n  Math.sin(w) * w'), 1);
    expect(graph.nodes.map(({ source }) => source)).toEqual([
      undefined,
      { text: 'Math.sin(w)', line: 2, column: 3 },
      { text: 'Math.sin(w) * w', line: 2, column: 3 },
    ]);
  });
});

describe('what the result depends on', () => {
  it('what only a comparison uses is left out', () => {
    const f = (w: number): number => (w * w + 1 > 2 ? Math.sin(w) : w);
    expect(show(computationGraph(f, 2))).toEqual(['w', 'y = sin(w); ∂w: cos(w)']);
  });

  it('a constant, the input itself, an input that nothing uses', () => {
    const constant = computationGraph((_w: number) => 3, 1);
    expect(constant).toMatchObject({ value: 3, tangent: 0, gradient: [0], result: 1, edges: [] });
    expect(constant.nodes[1]).toMatchObject({ kind: 'constant', formula: '3', adjoint: 1 });
    expect(computationGraph((w: number) => w, 2)).toMatchObject({ value: 2, tangent: 1, gradient: [1], result: 0 });
    expect(computationGraph((w: number[]) => w[0]! ** 2, [3, 5]).gradient).toEqual([6, 0]);
  });

  it('a number used many times gathers what comes back', () => {
    const graph = computationGraph((w: number) => w * Math.sin(w) + Math.cos(w) / w, 0.7);
    const parts = graph.edges.filter(({ from }) => from === 0).map(({ backward }) => backward);
    expect(parts).toHaveLength(4);
    expect(parts.reduce((sum, part) => sum + part)).toBeCloseTo(
      grad((w: number) => w * Math.sin(w) + Math.cos(w) / w)(0.7),
      14,
    );
  });
});

describe('kinks', () => {
  it('a tie is marked, and its slopes are the middle', () => {
    const graph = computationGraph((w: number) => Math.max(0, w) + Math.abs(w), 0);
    expect(graph.nodes.map(({ kink }) => kink)).toEqual([false, true, true, false]);
    expect(graph.edges.map(({ partial }) => partial)).toEqual([0.5, 0, 1, 1]);
    expect(computationGraph((w: number) => Math.max(0, w), 1).nodes.some(({ kink }) => kink)).toBe(false);
  });

  it('an infinite slope that nothing reaches spoils nothing', () => {
    expect(computationGraph((w: number[]) => Math.sqrt(w[0]!) + w[1]!, [0, 1], { direction: [0, 1] }).tangent).toBe(1);
  });
});

describe('functions that hold more than operations', () => {
  it('a derivative that its author gives is one operation', () => {
    const softplus = withDerivative(
      (w: number) => Math.log1p(Math.exp(w)),
      (w: number) => 1 / (1 + Math.exp(-w)),
    );
    const graph = computationGraph((w: number) => 2 * softplus(w), 0.5, { scope: { softplus } });
    expect(graph.nodes.map(({ formula }) => formula)).toEqual(['', expect.stringMatching(/^\w+\(w\)$/), '2 a']);
    expect(graph.gradient[0]).toBe(2 / (1 + Math.exp(-0.5)));
  });

  it('a derivative taken inside is unfolded', () => {
    const f = fromSource('(w) => derivative((u) => u ** 3 * w)(2)');
    expect(computationGraph(f, 5)).toMatchObject({ value: 60, gradient: [12] });
  });

  it('arrays changed in place, single precision, whole numbers', () => {
    const f = fromSource(`(w: number[]) => {
      const singles = new Float32Array(2)
      const whole = new Int32Array(1)
      singles[0] = w[0] / 3
      whole[0] = w[1]
      w[1] = singles[0] * w[1]
      return w[1] + whole[0]
    }`);
    const at = [1, 2.5];
    const graph = computationGraph(f, at);
    expect(graph.value).toBe(Math.fround(1 / 3) * 2.5 + 2);
    expect(graph.gradient).toEqual([2.5 * (1 / 3), Math.fround(1 / 3)]);
    expect(at).toEqual([1, 2.5]);
  });
});

describe('what it refuses', () => {
  const errorOf = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof SecantError) return `${error.code}: ${error.sentence}`;
      throw error;
    }
    return 'no error';
  };
  it.each([
    [
      'too many operations',
      () => computationGraph(loop, 1, { limit: 10 }),
      'S304: the function takes more than 10 operations here',
    ],
    [
      'no number',
      () => computationGraph((w: number) => [w], 1),
      'S106: the function returns an array, and only a number can be differentiated here',
    ],
    [
      'a point without numbers',
      () => computationGraph((w: number) => w, []),
      'S202: the point is an array, and holds no number',
    ],
    [
      'a direction of another shape',
      () => computationGraph((w: number) => w, 1, { direction: [1] }),
      'S201: the direction is an array of 1, but the point is a number',
    ],
    ['a wrong limit', () => computationGraph((w: number) => w, 1, { limit: 0 }), 'S203: the limit is 0'],
    [
      'a wrong option',
      () => computationGraph((w: number) => w, 1, { most: 1 } as object),
      'S203: computationGraph has no option `most`',
    ],
    ['bits', () => computationGraph((w: number) => w ^ 2, 1), 'S103: `w ^ 2` has no derivative'],
    [
      'no function',
      () => computationGraph(3 as unknown as AnyFunction, 1),
      'S003: what computationGraph was given is a number, not a function',
    ],
  ])('%s', (_, run, expected) => {
    expect(errorOf(run)).toBe(expected);
  });
  const loop = (w: number): number => {
    let x = w;
    for (let i = 0; i < 100; i++) x = Math.sin(x);
    return x;
  };
});

describe('partial derivatives as people write them', () => {
  const rows = Object.entries(rules).filter(([, rule]) => rule.written !== undefined);
  it.each(rows)('%s: the writing is the same function as the row', (_, rule) => {
    for (const at of [-1.3, 0.2, 0.8]) {
      const y = (rule.value as (w: number) => number)(at);
      const text = rule.written![0]!.replace(/\$y/g, 'w');
      const numbers = { constant: (value: number) => value, apply: evaluateNumber };
      expect(fromFormula(text)(y)).toBeCloseTo(rule.partials![0]!(numbers, [at], y), 14);
    }
  });
  it('there is such a row', () => expect(rows.length).toBeGreaterThan(0));
});

function evaluateNumber(operation: keyof typeof rules, ...args: number[]): number {
  return (rules[operation].value as (...given: number[]) => number)(...args);
}
