/**
 * The JavaScript that Secant makes for the function of a figure, as text to be read. In: the description of a figure,
 * and which code is wanted. Out: the code, with what it is called. Made from the same text as the picture, by the same
 * compiler, so picture and code belong to one function.
 */
import { derivative, fromSource, grad, type ScalarFunction } from '../../index.ts';
import { type FigureSpec, readFunction } from '../../pictures/figures/index.ts';

/** What can be shown beside a figure. */
export type CodeKind = 'derivative' | 'gradient';

/** What each is called on the page. */
export const codeTitles: Readonly<Record<CodeKind, string>> = {
  derivative: 'What derivative(g) runs',
  gradient: 'What grad(g) runs',
};

/** Whether a word of a chapter names a kind of code. */
export function isCodeKind(word: string | undefined): word is CodeKind {
  return word !== undefined && Object.hasOwn(codeTitles, word);
}

/**
 * The code for the first function of a figure.
 *
 * @throws what reading or differentiating the function throws
 */
export function emittedCode({ functions, options }: FigureSpec, kind: CodeKind): string {
  const [first] = functions;
  if (first === undefined) throw new Error('a figure without a function has no code');
  const g = first.notation === 'source' ? fromSource(first.text) : readFunction(first.text, 'any');
  if (kind === 'derivative') return derivative(g as ScalarFunction).code.trimEnd();
  const gradient = grad(g as (w: unknown) => number);
  // The code is made for the kind of argument it is called with: a list for a function that reads one, or a number.
  const { at = 1 } = options;
  const points: readonly unknown[] = Array.isArray(at) ? [at, at[0]] : [at];
  for (const [k, point] of points.entries()) {
    try {
      gradient(point);
      break;
    } catch (error) {
      if (k === points.length - 1) throw error;
    }
  }
  return gradient.code.trimEnd();
}
