/**
 * Texts as nobody would write them, for fields and links: programs from a grammar with loops and recursion that may have no
 * end, formulas with letters changed, fragments of links that are broken. In: a seed. Out: a text, the same everywhere.
 */
import { deflateRawSync } from 'node:zlib';
import { Choices, choicesFromSeed } from '../fuzz/choices.ts';
import { writeProgram } from '../fuzz/random-program.ts';

/** Where a text is put, and the text. */
export interface RandomText {
  readonly place: 'field' | 'explorer' | 'chapter';
  readonly text: string;
}

/** The text of a seed. One in 8 is a link of the explorer, one in 200 a link of the chapter. */
export function randomText(seed: number): RandomText {
  const choices = new Choices(choicesFromSeed(seed, 400));
  if (choices.below(200) === 199) return { place: 'chapter', text: chapterLink(choices) };
  const text = choices.weighted<(choices: Choices) => string>([
    [6, program],
    [3, (left) => broken(left, left.of(formulas))],
    [1, (left) => broken(left, program(left))],
    [1, () => writeProgram(choicesFromSeed(seed, 200)).source],
    [1, deep],
  ])(choices);
  return choices.below(8) === 7 ? { place: 'explorer', text: explorerLink(choices, text) } : { place: 'field', text };
}

const formulas = [
  'sin(4w) + 0.1w^2',
  'cos(40w)^100/(w^2+1)',
  '|w| + max(0, w)^2',
  '√(1 + w²) − π/2',
  'e^(-w^2/2)/(1 + e^w)',
  'tanh(w)^2 ln(2 + cos w)',
  '(w - 1)^3 (w + 2) / 7',
  '',
];

/** Pieces that mean something to a reader of formulas or of programs, and some that mean nothing to either. */
const pieces = [
  '(', ')', '^', '^^', '**', '*', '/', '//', '/*', '|', ',', ';', '{', '}', '[', ']', '=>', '=', 'w', 'ww', 'x', 'e', 'π',
  '√', '²', '−', '1e400', '0x10', '1_0', '.', '..', '...', '`', '"', "'", '\\', '\n', '\u0000', '\u202e', '\ud800', '😀', ' ',
  'while (true) ', 'for (;;) ', 'return ', 'function g(w) ', 'w => ', 'async ', 'yield ', 'import("x")', 'this', 'eval', 'new ',
  '__proto__', 'constructor', 'sin', 'sin(', 'max(', 'NaN', 'Infinity', '-', '- '.repeat(40), '('.repeat(60), '9'.repeat(400),
]; // prettier-ignore

/** A text with some pieces put in, taken out, doubled or swapped. */
function broken(choices: Choices, text: string): string {
  let letters = text;
  for (let k = choices.below(5); k >= 0; k--) {
    const [at, length] = [choices.below(letters.length + 1), choices.below(6)];
    const [before, part, after] = [letters.slice(0, at), letters.slice(at, at + length), letters.slice(at + length)];
    letters = choices.of([
      () => before + choices.of(pieces) + part + after,
      () => before + after,
      () => before + part + part + after,
      () => before + part.split('').reverse().join('') + after,
      () => after + part + before,
    ])();
  }
  return letters;
}

/** Much of one thing. */
function deep(choices: Choices): string {
  const count = choices.of([10, 60, 300, 2000, 9000]);
  return choices.of([
    () => `${'('.repeat(count)}w${')'.repeat(count)}`,
    () => `${'sin('.repeat(count)}w${')'.repeat(count)}`,
    () => `w${'^w'.repeat(count)}`,
    () => `w${' + w'.repeat(count)}`,
    () => `w${' w'.repeat(count)}`,
    () => `w => ${'- '.repeat(count)}w`,
    () => `w => ${'w < 1 ? 2 : '.repeat(count)}w`,
    () => `w => { ${'if (w > 1) { '.repeat(count)}return w ${'}'.repeat(count)} return 0 }`,
    () => `w => { let s = w; ${'s = Math.sin(s) + s * w; '.repeat(count)} return s }`,
    () => `w => { ${'for (let k = 0; k < 3; k++) '.repeat(Math.min(count, 300))} { } return w }`,
    () =>
      `w => { const f0 = (x) => x * x + w; ${Array.from({ length: Math.min(count, 60) }, (_, k) => `const f${k + 1} = (x) => f${k}(f${k}(x));`).join(' ')} return f${Math.min(count, 60)}(w) }`,
  ])();
}

/** A function of one number from a grammar: nothing keeps its loops and its recursion from having no end. */
function program(choices: Choices): string {
  return new Writer(choices).program();
}

class Writer {
  private readonly choices: Choices;
  /** Names of numbers, of functions of one number, and of lists. */
  private readonly numbers = ['w'];
  private readonly functions: string[] = [];
  private readonly lists: string[] = [];
  private fresh = 0;

  constructor(choices: Choices) {
    this.choices = choices;
  }

  program(): string {
    const before = this.choices.below(3) === 2 ? `${this.recursive()} ` : '';
    const body = Array.from({ length: 1 + this.choices.below(5) }, () => this.statement(3)).join(' ');
    return `${before}w => { ${body} return ${this.number(3)} }`;
  }

  /** A function that calls itself once, twice or three times, and may never stop. */
  private recursive(): string {
    const name = `r${this.fresh++}`;
    const { choices } = this;
    const call = (): string =>
      `${name}${choices.of(['', '/**/', ' '])}(${choices.of(['n - 1', 'n - 2', 'n / 2', 'n', 'n + 1', '-n'])})`;
    const calls = Array.from({ length: 1 + choices.below(3) }, call).join(choices.of([' + ', ' * ', ' - ']));
    const end = choices.of(['n < 1', 'n <= 0.5', 'n === 0', 'n > 1e9', 'n !== n']);
    this.functions.push(name);
    return `const ${name} = (n) => ${end} ? ${choices.of(['1', 'n', 'n * n'])} : ${calls};`;
  }

  private statement(depth: number): string {
    const { choices } = this;
    const name = `v${this.fresh++}`;
    const target = (): string => {
      const own = this.numbers.filter((each) => each !== 'w' && !each.startsWith('i'));
      return own.length === 0 ? '' : choices.of(own);
    };
    const declared = (): string => {
      const text = `let ${name} = ${this.number(2)};`;
      this.numbers.push(name);
      return text;
    };
    if (depth === 0) return declared();
    /** Statements whose names end with their block. */
    const block = (also: readonly string[] = []): string => {
      const kept = [this.numbers.length, this.functions.length, this.lists.length] as const;
      this.numbers.push(...also);
      const text = Array.from({ length: 1 + choices.below(3) }, () => this.statement(depth - 1)).join(' ');
      [this.numbers.length, this.functions.length, this.lists.length] = kept;
      return `{ ${text} }`;
    };
    return choices.of([
      declared,
      () => {
        const to = target();
        return to === '' ? declared() : `${to} ${choices.of(['=', '+=', '-=', '*=', '/='])} ${this.number(2)};`;
      },
      () => {
        const index = `i${this.fresh++}`;
        const end = choices.of(['3', '10', '100', '1e4', '1e9', 'w', '1 / w', 'w * w']);
        const step = choices.of([`${index}++`, `${index}++`, `${index} += 0.1`, `${index} *= 2`, `${index}--`, '']);
        return `for (let ${index} = 0; ${index} < ${end}; ${step}) ${block([index])}`;
      },
      () => {
        const to = target();
        const moved = to === '' ? '' : `${to} ${choices.of(['+= 1', '*= 0.5', '+= 0 * w', '-= w'])};`;
        const left = to === '' ? 'w' : to;
        return `while (${left} ${choices.of(['<', '>', '!==', '==='])} ${choices.of(['1', 'w', '100', '-1'])}) { ${moved} ${this.statement(depth - 1)} }`;
      },
      () => `if (${this.number(1)} ${choices.of(['<', '>', '===', '>='])} ${this.number(1)}) ${block()}${choices.once(2) ? ` else ${block()}` : ''}`,
      () => {
        const text = `const ${name} = (x) => ${this.number(2).replaceAll('w', choices.of(['x', 'w']))};`;
        this.functions.push(name);
        return text;
      },
      () => {
        const text = `const ${name} = ${choices.of(['[w, 2, w * w]', 'new Array(3).fill(w)', 'new Array(1e8).fill(w)', 'Array.from({ length: 100 }, (_, k) => k * w)'])};`;
        this.lists.push(name);
        return text;
      },
      () => (this.lists.length === 0 ? declared() : `${choices.of(this.lists)}${choices.of(['.push(w);', '[1] = w;', '.sort((a, b) => a - b);', '.length = 1;'])}`),
    ])(); // prettier-ignore
  }

  private number(depth: number): string {
    const { choices } = this;
    if (depth === 0) return choices.of([...this.numbers, '2', '0.5', 'Math.PI', '1e3', '-1']);
    const inner = (): string => this.number(depth - 1);
    return choices.of([
      () => inner(),
      () => `(${inner()} ${choices.of(['+', '-', '*', '/', '%', '**'])} (${inner()}))`,
      () => `Math.${choices.of(['sin', 'exp', 'log', 'sqrt', 'abs', 'floor', 'tanh', 'cbrt', 'sign'])}(${inner()})`,
      () => `(${inner()} < ${inner()} ? ${inner()} : ${inner()})`,
      () => (this.functions.length === 0 ? inner() : `${choices.of(this.functions)}(${inner()})`),
      () =>
        this.lists.length === 0 ? inner() : `${choices.of(this.lists)}[${choices.of(['0', '1', '5', 'w', '-1'])}]`,
      () => (this.lists.length === 0 ? inner() : `${choices.of(this.lists)}.reduce((a, b) => a + b, 0)`),
      () => `derivative((x) => x * ${inner()}, { order: ${choices.of([1, 2, 5, 20])} })(${inner()})`,
    ])();
  }
}

const ends = ['-3', '3', '0', '1e9', '-1e300', 'NaN', '', '1e-300', 'x'];

function explorerLink(choices: Choices, text: string): string {
  const fragment = `#${new URLSearchParams({ g: text, from: choices.of(ends), to: choices.of(ends), at: choices.of([...ends, '1,2', '1,,2', '1,2,3']) }).toString()}`;
  return choices.once(3) ? broken(choices, fragment) : fragment;
}

function chapterLink(choices: Choices): string {
  const figure = {
    value: choices.of([1, 1e300, 'x', null]),
    others: [1, 2],
    text: choices.of([program, deep])(choices),
  };
  const state = {
    cells: { 'example-4': program(choices) },
    figures: { 'tangent-on-sine': figure },
    codeHidden: choices.once(2),
  };
  const json = JSON.stringify(state);
  const packed = deflateRawSync(choices.once(2) ? broken(choices, json) : json).toString('base64url');
  return `#s=${choices.once(3) ? broken(choices, packed) : packed}`.replace(/[\s\0]/g, '');
}
