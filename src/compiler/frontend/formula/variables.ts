/**
 * Which free names are the function's variables, in which order, and how each is written in JavaScript. One letter
 * is one number, `(x) => …`. Names with an index are the components of an array, `w1` being `w[0]` (or `w0`, where
 * an index 0 occurs). Two or more letters are an array in alphabetical order. Names given by the caller, or by a
 * left side such as `f(y, x) =`, are taken in the order given. A formula without a variable is a function of w.
 *
 * In: the free names of a formula, and the names declared, if any. Out: a `Parameter`. Guaranteed: every free name
 * has its text, or an error says which has none.
 */
import { reservedWords } from '../../../base/reserved-words.ts';
import { SecantError, type SourceText, type Span } from '../../../base/diagnostics.ts';
import { tokenize } from './tokens.ts';
import { formulaError } from './tree.ts';
import { functionNamed, hintForName } from './vocabulary.ts';

/** The one parameter of the function that a formula becomes. */
export interface Parameter {
  /** Its name in JavaScript. */
  readonly name: string;
  /** The formula's variables in order. */
  readonly variables: readonly string[];
  /** True where the parameter is an array with one component a variable. */
  readonly vector: boolean;
  /** A variable as JavaScript writes it. */
  textOf(variable: string): string;
}

/** An index beyond this is a slip of the finger, not a vector. */
const greatestIndex = 1000;

/** Settles the parameter of a formula. */
export function settleParameter(
  source: SourceText,
  names: ReadonlyMap<string, Span>,
  declared: readonly string[] | undefined,
): Parameter {
  if (declared !== undefined && !isVectorName(declared, names)) return declaredParameter(source, names, declared);
  const used = [...names.keys()];
  const parts = used.map((name) => ({ name, base: name.slice(0, 1), index: name.slice(1) }));
  const first = parts[0];
  if (first === undefined) return numberParameter('w');
  if (parts.every(({ index }) => index === '')) {
    return used.length === 1 ? numberParameter(first.name) : arrayParameter('w', used.toSorted());
  }
  const odd = parts.find(({ base, index }) => base !== first.base || (index === '') !== (first.index === ''));
  if (odd !== undefined) {
    const list = used.toSorted().map((name) => `'${name}'`);
    throw formulaError(
      source,
      names.get(odd.name)?.start ?? 0,
      names.get(odd.name)?.end ?? 0,
      `\`${first.name}\` and \`${odd.name}\` together leave the order of the variables open`,
      `name them in order: { variables: [${list.join(', ')}] }`,
    );
  }
  const indices = parts.map(({ index }) => Number(index));
  const last = Math.max(...indices);
  const far = parts.find(({ index }) => Number(index) > greatestIndex);
  if (far !== undefined) {
    const { start, end } = names.get(far.name) ?? { start: 0, end: 0 };
    throw formulaError(source, start, end, `the index of \`${far.name}\` is too large`, `count up to ${greatestIndex}`);
  }
  const origin = indices.includes(0) ? 0 : 1;
  const components = Array.from({ length: last - origin + 1 }, (_, place) => `${first.base}${place + origin}`);
  return arrayParameter(jsName(first.base), components);
}

/** Names the caller gave, in normal form (`w_1` is w1). */
export function checkVariables(variables: readonly string[]): readonly string[] {
  if (variables.length === 0) {
    throw new SecantError('S203', 'the option variables is empty', { hint: "name one at least: { variables: ['w'] }" });
  }
  const found: string[] = [];
  for (const name of variables) {
    const normal = variableName(name);
    if (normal === undefined || functionNamed(normal) !== undefined) {
      const sentence = `the option variables holds ${JSON.stringify(name)}, which cannot be a variable`;
      throw new SecantError('S203', sentence, { hint: "use names such as 'w', 'x', 'w1', 'theta'" });
    }
    if (found.includes(normal)) {
      throw new SecantError('S203', `the option variables holds ${JSON.stringify(name)} twice`, {
        hint: 'name each variable once',
      });
    }
    found.push(normal);
  }
  return found;
}

function variableName(text: string): string | undefined {
  try {
    const [name, end] = tokenize({ name: 'variables', text });
    return name?.kind === 'name' && end?.kind === 'end' ? name.text : undefined;
  } catch (error) {
    if (error instanceof SecantError) return undefined;
    throw error;
  }
}

/** `f(w) = w1 + w2`: the one name declared is the vector whose components are used. */
function isVectorName(declared: readonly string[], names: ReadonlyMap<string, Span>): boolean {
  const [base] = declared;
  if (declared.length !== 1 || base === undefined || names.size === 0) return false;
  return [...names.keys()].every(
    (name) => name !== base && name.startsWith(base) && /^\d+$/.test(name.slice(base.length)),
  );
}

function declaredParameter(
  source: SourceText,
  names: ReadonlyMap<string, Span>,
  declared: readonly string[],
): Parameter {
  for (const [name, span] of names) {
    if (declared.includes(name)) continue;
    const spelled = hintForName(name, declared);
    const hint = spelled.startsWith('did you mean')
      ? spelled
      : 'add it to the variables, or write a number in its place';
    const list = declared.join(', ');
    const sentence = `\`${name}\` is not among the variables (${list})`;
    throw formulaError(source, span.start, span.end, sentence, hint);
  }
  const [only] = declared;
  if (declared.length === 1 && only !== undefined) return numberParameter(only);
  return arrayParameter('w', declared);
}

function numberParameter(variable: string): Parameter {
  const name = jsName(variable);
  return { name, variables: [variable], vector: false, textOf: () => name };
}

function arrayParameter(name: string, variables: readonly string[]): Parameter {
  return { name, variables, vector: true, textOf: (variable) => `${name}[${variables.indexOf(variable)}]` };
}

/** A variable's name where JavaScript allows it, otherwise with `_` after it. */
function jsName(variable: string): string {
  return reservedWords.includes(variable) ? `${variable}_` : variable;
}
