/**
 * Random expressions, printed as people might write them (random spaces, products with and without a sign,
 * superscripts, bars, redundant parentheses), must read back to the function they came from. The tree, its printer
 * and its evaluator are this file's own.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { formulaToSource } from './index.ts';

type Tree =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: 'w' | 'pi' | 'e' }
  | { readonly kind: 'negate'; readonly operand: Tree }
  | { readonly kind: '+' | '-' | '*' | '/' | '^'; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'call'; readonly name: 'sin' | 'exp' | 'tanh' | 'abs'; readonly argument: Tree }
  | { readonly kind: 'max'; readonly left: Tree; readonly right: Tree };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.record({ kind: fc.constant('name' as const), name: fc.constantFrom('w', 'w', 'w', 'pi', 'e') }),
    fc.record({ kind: fc.constant('number' as const), value: fc.constantFrom(0, 1, 2, 3, 10, 0.5, 4.25) }),
    fc.record({ kind: fc.constant('negate' as const), operand: tie('tree') }),
    fc.record({ kind: fc.constantFrom('+', '-', '*', '*', '*', '/', '^'), left: tie('tree'), right: tie('tree') }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('sin', 'exp', 'tanh', 'abs', 'abs'),
      argument: tie('tree'),
    }),
    fc.record({ kind: fc.constant('max' as const), left: tie('tree'), right: tie('tree') }),
  ),
}));

function evaluate(node: Tree, w: number): number {
  switch (node.kind) {
    case 'number':
      return node.value;
    case 'name':
      return { w, pi: Math.PI, e: Math.E }[node.name];
    case 'negate':
      return -evaluate(node.operand, w);
    case 'call':
      return Math[node.name](evaluate(node.argument, w));
    case '^':
      if (node.left.kind === 'name' && node.left.name === 'e') return Math.exp(evaluate(node.right, w));
      return Math.pow(evaluate(node.left, w), evaluate(node.right, w));
    default: {
      const [left, right] = [evaluate(node.left, w), evaluate(node.right, w)];
      if (node.kind === '+') return left + right;
      if (node.kind === '-') return left - right;
      if (node.kind === '*') return left * right;
      return node.kind === '/' ? left / right : Math.max(left, right);
    }
  }
}

/** Strengths of the notation: sum 1, product 2, sign 3, power 4, primary 5. */
function print(node: Tree, least: number, chance: () => number): string {
  const space = (): string => (chance() < 0.3 ? ' ' : '');
  const pick = (...choices: readonly string[]): string => choices[Math.floor(chance() * choices.length)] ?? '';
  const inside = (strength: number, text: string): string =>
    strength < least || chance() < 0.05 ? `(${space()}${text}${space()})` : text;
  switch (node.kind) {
    case 'number':
      return inside(5, String(node.value));
    case 'name':
      return inside(5, node.name === 'pi' ? pick('pi', 'π') : node.name);
    case 'negate':
      return inside(3, `${pick('-', '−')}${space()}${print(node.operand, 4, chance)}`);
    case '+':
      return inside(1, `${print(node.left, 1, chance)}${space()}+${space()}${print(node.right, 2, chance)}`);
    case '-':
      return inside(
        1,
        `${print(node.left, 1, chance)}${space()}${pick('-', '−')}${space()}${print(node.right, 2, chance)}`,
      );
    case '/':
      return inside(
        2,
        `${print(node.left, 2, chance)}${space()}${pick('/', '÷')}${space()}${print(node.right, 3, chance)}`,
      );
    case '*': {
      const left = print(node.left, 2, chance);
      const factor = print(node.right, 4, chance);
      if (chance() < 0.7 && !/^\d/.test(factor)) {
        const touches =
          /[\w.]$/.test(left) && /^[a-z]/.test(factor) && !(/(^|[^a-z])\d$/.test(left) && !factor.startsWith('e'));
        return inside(2, `${left}${touches ? ' ' : space()}${factor}`);
      }
      return inside(2, `${left}${space()}${pick('*', '·', '×')}${space()}${print(node.right, 3, chance)}`);
    }
    case '^': {
      const base = print(node.left, 5, chance);
      if (node.right.kind === 'number' && node.right.value === 2 && chance() < 0.5) return inside(4, `${base}²`);
      return inside(4, `${base}${space()}${pick('^', '**')}${space()}${print(node.right, 3, chance)}`);
    }
    case 'max':
      return inside(
        5,
        `max${space()}(${print(node.left, 1, chance)}${space()},${space()}${print(node.right, 1, chance)})`,
      );
    case 'call': {
      const argument = print(node.argument, 1, chance);
      // Bars directly within bars can be read in two ways; parentheses between them leave one.
      if (node.name === 'abs' && chance() < 0.7)
        return inside(5, argument.includes('|') ? `|(${argument})|` : `|${argument}|`);
      return inside(5, `${node.name}${space()}(${argument})`);
    }
  }
}

/** Numbers in [0, 1) from a seed (Park and Miller). */
function chances(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

it('reads back what was written', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (expression, seed) => {
      const text = print(expression, 1, chances(seed));
      fc.pre(text.length <= 1000);
      const { source } = formulaToSource(text, { variables: ['w'] });
      const value: (w: number) => number = new Function(`return ${source}`)();
      for (const w of [-1.75, -0.5, 0, 0.3, 1, 2.5]) {
        const [got, wanted] = [value(w), evaluate(expression, w)];
        const close = Object.is(got, wanted) || got === wanted || Math.abs(got - wanted) <= 1e-12 * Math.abs(wanted);
        expect(close, `${text}\n${source}\n${got} is not ${wanted} at ${w}`).toBe(true);
      }
    }),
    { seed: 20261123, numRuns: 3000 },
  );
});

it('answers any text with a function or a located error', () => {
  const scraps = fc.constantFrom(
    ...'w 2 . , | ( ) { } : < = + - * / ^ ² ₁ √ sin max log_ e pi _ ! f y'.split(' '),
    ' ',
  );
  fc.assert(
    fc.property(fc.array(scraps, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      try {
        const { source } = formulaToSource(text);
        expect(new Function(`return ${source}`)).toBeTypeOf('function');
      } catch (error) {
        expect(error).toMatchObject({ code: 'S002', span: { source: { text } } });
        expect(error).toHaveProperty('hint', expect.any(String));
      }
    }),
    { seed: 20261123, numRuns: 5000 },
  );
});
