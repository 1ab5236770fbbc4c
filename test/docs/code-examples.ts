/**
 * Examples in documentation, found and run. An example is an `@example` block of TSDoc or a block ```ts of a Markdown
 * file; a line of it that ends in `// → value` claims what its expression gives, or what the constant it declares is.
 *
 * How a claim is compared: structurally, types of arrays included. A number is the same double, or, if it is written
 * with a fraction of at least four digits, what rounds to it; `0.19827…` with an ellipsis may be cut instead of
 * rounded. `{ slope: 2, … }` leaves other fields open. `// → throws S102` and `// → throws some words` claim an
 * error whose message contains that text.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { type Expression, parseExpressionAt } from 'acorn';
import { parseSync, transformWithOxc } from 'vite';

export interface CodeExample {
  /** File from the root of the project, and line from 1: how messages call it. */
  readonly place: string;
  readonly file: string;
  readonly code: string;
}

/** What an example claimed and what came. */
export interface Outcome {
  readonly claims: number;
  /** One sentence for each claim that does not hold. */
  readonly wrong: readonly string[];
}

const root = process.cwd();

/** The files of a folder and below with one of these endings, tests left out. */
export function filesOf(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('.test.'))
    .map((name) => join(root, folder, name))
    .sort();
}

/** The examples of a TypeScript file: every ```ts block inside a comment. */
export function examplesOfSource(file: string, text = readFileSync(file, 'utf8')): CodeExample[] {
  return blocksOf(file, text, /^[ \t]*\* ```ts\n([^]*?)^[ \t]*\* ```$/gm, (code) => code.replace(/^[ \t]*\* ?/gm, ''));
}

/** The ```ts blocks of a Markdown file. */
export function examplesOfMarkdown(file: string, text = readFileSync(file, 'utf8')): CodeExample[] {
  return blocksOf(file, text, /^```ts\n([^]*?)^```$/gm, (code) => code);
}

function blocksOf(file: string, text: string, pattern: RegExp, clean: (code: string) => string): CodeExample[] {
  return [...text.matchAll(pattern)].map((match) => ({
    place: `${relative(root, file).replaceAll('\\', '/')}:${text.slice(0, match.index).split('\n').length + 1}`,
    file,
    code: clean(match[1] ?? ''),
  }));
}

/** True if the example claims something. */
export function claims(example: CodeExample): boolean {
  return example.code.includes('// →');
}

/** Modules by the names under which readers import them. */
export type Modules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Runs an example. In scope are the public names and `own`, those of the module it documents; imports work too.
 * A claim that nothing was said about (a comment in the wrong place) is wrong as well.
 */
export async function run(example: CodeExample, modules: Modules, own: Modules[string] = {}): Promise<Outcome> {
  const written = example.code.match(/\/\/ →/g)?.length ?? 0;
  const { code, expected } = instrument(example.code);
  const javascript = await transformWithOxc(code, 'example.ts', { target: 'esnext', sourcemap: false });
  const scope: Record<string, unknown> = { ...modules['secant/figures'], ...modules['secant'], ...own };
  const wrong: string[] = [];
  const claim = (k: number, value: unknown): unknown => {
    const text = expected[k] ?? '';
    const fault = text.startsWith('throws ') ? `got ${show(value)}, no error` : mismatch(value, text, scope);
    if (fault !== undefined) wrong.push(`${example.place}: → ${text}: ${fault}`);
    return value;
  };
  const thrown = (k: number, error: unknown): void => {
    const text = expected[k] ?? '';
    const message = error instanceof Error ? error.message : String(error);
    if (!text.startsWith('throws ')) throw error;
    if (!message.includes(text.slice('throws '.length)))
      wrong.push(`${example.place}: → ${text}: the error says ${message}`);
  };
  const imported = (name: string): unknown => {
    const found = modules[name];
    if (found === undefined) throw new Error(`the example imports ${name}, which the tests do not know`);
    return found;
  };
  const names = Object.keys(scope);
  const body = `return (async () => {\n${javascript.code}\n})()`;
  try {
    const make = new Function(...names, '$claim', '$thrown', '$imported', body);
    await make(...names.map((name) => scope[name]), claim, thrown, imported);
  } catch (error) {
    wrong.push(`${example.place}: the example fails: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (expected.length !== written)
    wrong.push(`${example.place}: ${written - expected.length} of its arrows stand after no expression or constant`);
  return { claims: written, wrong };
}

/** Puts every claimed expression into a call of `$claim`, and turns imports into constants. */
export function instrument(code: string): { code: string; expected: string[] } {
  const { program, errors } = parseSync('example.ts', code);
  if (errors.length > 0) throw new Error(`an example cannot be parsed: ${errors[0]?.message}\n${code}`);
  const expected: string[] = [];
  let result = '';
  let done = 0;
  program.body.forEach((statement) => {
    const after = /^;?[ \t]*\/\/ → (.*)/.exec(code.slice(statement.end)) ?? undefined;
    const text = code.slice(statement.start, statement.end);
    result += code.slice(done, statement.start);
    done = statement.end;
    if (statement.type === 'ImportDeclaration') {
      if (statement.importKind === 'type') return;
      const names = statement.specifiers.map((one) =>
        one.type === 'ImportSpecifier'
          ? code.slice(one.imported.start, one.imported.end) +
            alias(one.local.name, code.slice(one.imported.start, one.imported.end))
          : one.local.name,
      );
      result += `const { ${names.join(', ')} } = $imported(${JSON.stringify(statement.source.value)});`;
      return;
    }
    const claim = after?.[1]?.trim();
    if (claim === undefined) {
      result += text.replace(/^export /, '');
      return;
    }
    const k = expected.push(claim) - 1;
    if (statement.type === 'ExpressionStatement') {
      // console.log(x) claims what it prints.
      const { start, end } = printedBy(statement.expression) ?? statement.expression;
      const source = code.slice(start, end);
      result += `try { $claim(${k}, await (${source})) } catch (error) { $thrown(${k}, error) };`;
      return;
    }
    const declared = statement.type === 'VariableDeclaration' ? statement.declarations[0]?.id : undefined;
    result += `${text.replace(/;$/, '')};`;
    if (declared === undefined) return void expected.pop();
    result += ` $claim(${k}, ${code.slice(declared.start, declared.typeAnnotation?.start ?? declared.end)});`;
  });
  return { code: result + code.slice(done), expected };
}

function alias(local: string, imported: string): string {
  return local === imported ? '' : `: ${local}`;
}

/** The argument of console.log. */
function printedBy(node: { type: string }): { type: string; start: number; end: number } | undefined {
  const call = node as {
    type: string;
    callee?: { type: string; object?: { name?: string }; property?: { name?: string } };
    arguments?: { type: string; start: number; end: number }[];
  };
  if (call.type !== 'CallExpression' || call.callee?.object?.name !== 'console' || call.callee.property?.name !== 'log')
    return undefined;
  return call.arguments?.length === 1 ? call.arguments[0] : undefined;
}

/** Why a value is not the one written, or undefined if it is. */
export function mismatch(
  value: unknown,
  written: string,
  scope: Readonly<Record<string, unknown>>,
): string | undefined {
  // An ellipsis after a digit belongs to the number, elsewhere it leaves fields open.
  const text = written.replace(/(\d)…/g, '$1_0e0').replaceAll('…', '...$rest');
  let tree: Expression;
  try {
    tree = parseExpressionAt(`(${text})`, 0, { ecmaVersion: 'latest' });
  } catch {
    return `cannot be read as a value; got ${show(value)}`;
  }
  return compare(value, tree, `(${text})`, scope) ? undefined : `got ${show(value)}`;
}

function compare(value: unknown, tree: Expression, text: string, scope: Readonly<Record<string, unknown>>): boolean {
  const inner = (one: Expression, part: unknown): boolean => compare(part, one, text, scope);
  switch (tree.type) {
    case 'ParenthesizedExpression':
      return inner(tree.expression, value);
    case 'Literal':
      return typeof tree.value === 'number' ? sameNumber(value, tree.raw ?? '', 1) : Object.is(value, tree.value);
    case 'UnaryExpression':
      if (tree.operator === '-' && tree.argument.type === 'Literal')
        return sameNumber(value, tree.argument.raw ?? '', -1);
      break;
    case 'ArrayExpression':
      return (
        Array.isArray(value) &&
        value.length === tree.elements.length &&
        tree.elements.every((one, k) => one !== null && one.type !== 'SpreadElement' && inner(one, value[k]))
      );
    case 'ObjectExpression': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const open = tree.properties.some((one) => one.type === 'SpreadElement');
      const fields = tree.properties.filter((one) => one.type === 'Property');
      const record = value as Readonly<Record<string, unknown>>;
      const nameOf = (key: Expression): string =>
        key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
      return (
        (open || Object.keys(record).length === fields.length) &&
        fields.every((one) => Object.hasOwn(record, nameOf(one.key)) && inner(one.value, record[nameOf(one.key)]))
      );
    }
    case 'CallExpression': {
      // Float64Array.of(…) and the like: the kind of array, then its numbers.
      const callee = text.slice(tree.callee.start, tree.callee.end);
      const kind = /^(\w+Array)\.(of|from)$/.exec(callee)?.[1];
      if (kind === undefined) break;
      if (!ArrayBuffer.isView(value) || value.constructor.name !== kind) return false;
      const numbers = Array.from(value as Float64Array);
      const elements = tree.arguments.filter((one) => one.type !== 'SpreadElement');
      return callee.endsWith('.of')
        ? numbers.length === elements.length && elements.every((one, k) => inner(one, numbers[k]))
        : elements[0] !== undefined && inner(elements[0], numbers);
    }
    default:
  }
  const names = Object.keys(scope);
  const expected: unknown = new Function(...names, `return (${text.slice(tree.start, tree.end)})`)(
    ...names.map((name) => scope[name]),
  );
  return isDeepStrictEqual(value, expected);
}

/** The same double; or the same to the digits written, if these are four or more behind the point. */
function sameNumber(value: unknown, raw: string, sign: 1 | -1): boolean {
  if (typeof value !== 'number') return false;
  const cut = raw.endsWith('_0e0');
  const digits = cut ? raw.slice(0, -'_0e0'.length) : raw;
  const expected = sign * Number(digits.replaceAll('_', ''));
  if (Object.is(value, expected)) return true;
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  if (!cut && decimals < 4) return false;
  const unit = 10 ** (Number(exponent) - decimals);
  const beyond = sign * (value - expected);
  const slack = unit * 1e-9;
  return Math.abs(beyond) <= unit / 2 + slack || (cut && beyond >= -slack && beyond < unit + slack);
}

function show(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}.of(${Array.from(value as Float64Array).join(', ')})`;
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'number' || value === undefined) return String(value);
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' && (!Number.isFinite(inner) || Object.is(inner, -0)) ? show(inner) : inner,
  );
}

/**
 * What the examples of a source file may use besides the public names: the exports of the file itself, and those of
 * its neighbours in the folder, and of what it imports, that an example mentions.
 */
export async function namesFor(file: string, examples: readonly CodeExample[]): Promise<Modules[string]> {
  const code = examples.map((example) => example.code).join('\n');
  const mentioned = (text: string): boolean =>
    [...text.matchAll(/^export (?:async )?(?:function|class|const) (\w+)/gm)].some(([, name]) =>
      new RegExp(String.raw`\b${name}\b`).test(code),
    );
  const neighbours = filesOf(relative(root, dirname(file)), '.ts').filter(
    (other) => dirname(other) === dirname(file) && (other === file || mentioned(readFileSync(other, 'utf8'))),
  );
  const imported = [...readFileSync(file, 'utf8').matchAll(/from '(\.[^']+\.ts)'/g)]
    .map(([, path]) => join(dirname(file), path!))
    .filter((other) => !neighbours.includes(other) && mentioned(readFileSync(other, 'utf8')));
  const modules = await Promise.all(
    [...neighbours, ...imported].map(async (other) => (await import(/* @vite-ignore */ pathToFileURL(other).href)) as Modules[string]),
  );
  return Object.assign({}, ...modules) as Modules[string];
}
