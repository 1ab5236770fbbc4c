/**
 * What is said about a formula that cannot be read: each row is the text, the sentence, the way out, and the place
 * `[start, end)`. Every one of them is a SecantError S002.
 */
import { describe, expect, it } from 'vitest';
import { SecantError } from '../../../base/diagnostics.ts';
import { formulaToSource } from './index.ts';

const failures: readonly (readonly [text: string, sentence: string, hint: string, start: number, end: number])[] = [
  ['(w+1', '`(` is never closed', 'add `)`', 0, 1],
  ['w+1)', '`)` closes nothing', 'add `(` before it, or remove it', 3, 4],
  ['((w)', '`(` is never closed', 'add `)`', 0, 1],
  ['(w}', '`(` is closed by `}`', 'close it with `)`', 2, 3],
  [' ', 'the formula is empty', 'write for example sin(w)', 0, 0],
  ['2 + * w', 'two operators in a row: `+` and `*`', 'remove one, or write a value between them', 2, 5],
  ['* w', 'nothing stands before `*`', 'write a value before it', 0, 1],
  ['w *', 'nothing stands after `*`', 'write a value after it', 2, 3],
  ['w^', 'the exponent after `^` is missing', 'write w^2', 1, 2],
  ['w + ', 'nothing stands after `+`', 'write a value after it', 2, 3],
  ['w // 2', 'two operators in a row: `/` and `/`', 'remove one, or write a value between them', 2, 4],
  ['2|w', 'a bar `|` has no partner', 'write |w| for the absolute value, or abs(w)', 1, 2],
  ['|w', 'a bar `|` has no partner', 'write |w| for the absolute value, or abs(w)', 0, 1],
  ['w|', 'a bar `|` has no partner', 'write |w| for the absolute value, or abs(w)', 1, 2],
  ['||', 'nothing stands between the bars', 'write |w|', 1, 2],
  ['|w+|', 'nothing stands after `+`', 'write a value after it', 2, 3],
  ['|(w|)', 'a bar `|` has no partner', 'write |w| for the absolute value, or abs(w)', 3, 4],
  ['()', 'nothing stands between `(` and `)`', 'write a value between them', 1, 2],
  ['sin()', '`sin` has no argument', 'write sin(w)', 0, 5],
  ['sin', '`sin` has no argument', 'write sin(w)', 0, 3],
  ['sin^2', '`sin` has no argument', 'write sin(w)', 0, 3],
  ['sin + 1', '`sin` has no argument', 'write sin(w)', 0, 3],
  ['sin -w', '`sin` has no argument', 'write sin(-w)', 0, 3],
  ['sin^-1(w)', '`sin^-1` has two meanings', 'write asin(w) or 1/sin(w)', 0, 6],
  ['sin⁻¹ w', '`sin⁻¹` has two meanings', 'write asin(w) or 1/sin(w)', 0, 5],
  ['sin 2(w+1)', 'it is not clear where the argument of `sin` ends', 'put it in parentheses: sin(…)', 0, 6],
  ['sin w 2', 'a number follows a value without an operator', 'write 2w or w^2', 4, 7],
  ['max(0,)', 'nothing stands after the comma', 'write for example max(0, w)', 6, 7],
  ['max(,w)', 'nothing stands before the comma', 'write for example max(0, w)', 4, 5],
  ['max(0, w', '`(` is never closed', 'add `)`', 3, 4],
  ['atan2(w)', '`atan2` takes 2 arguments, not 1', 'write atan2(y, x)', 0, 8],
  ['sin(w, 2)', '`sin` takes 1 argument, not 2', 'write sin(w)', 0, 9],
  ['log2(w, 2)', '`log2` takes 1 argument, not 2', 'the base is part of the name: log_3(w)', 0, 10],
  ['max(w)', '`max` takes at least 2 arguments, not 1', 'write max(0, w)', 0, 6],
  ['sin(0,5)', '`sin` takes 1 argument, not 2', 'decimals are written with a point: 0.5', 0, 8],
  ['0,1w', 'decimals are written with a point', 'write 0.1', 0, 3],
  ['(0,5 + w)', 'decimals are written with a point', 'write 0.5', 1, 4],
  ['w, 2', 'a comma stands outside the arguments of a function', 'write one expression', 1, 2],
  ['5 6', 'two numbers side by side', 'write 5*6 for the product, 56 for the number', 0, 3],
  ['w 2', 'a number follows a value without an operator', 'write 2w or w^2', 0, 3],
  ['(w+1)2', 'a number follows a value without an operator', 'write 2 first, or * before it', 4, 6],
  ['w!', '`w!` is defined on whole numbers only', 'write a number, as in 5!', 0, 2],
  [
    'w[0]',
    'square brackets are not part of a formula',
    'group with ( ), and write w1 for the first component of w',
    1,
    2,
  ],
  ['sni(w)', '`sni` is not a known name', 'did you mean sin?', 0, 3],
  ['cosine(w)', '`cosine` is not a known name', 'did you mean cos?', 0, 6],
  ['Sin(w)', '`Sin` is not a known name', 'did you mean sin?', 0, 3],
  ['tg(w)', '`tg` is not a known name', 'did you mean tan?', 0, 2],
  ['xsin(x)', '`xsin` is not a known name', 'a product needs a space or *: did you mean x sin?', 0, 4],
  ['sinx', '`sinx` is not a known name', 'a product needs a space or *: did you mean sin x?', 0, 4],
  [
    'theta^2',
    '`theta` is not a known name',
    "variables are single letters such as w, or are named with { variables: ['theta'] }",
    0,
    5,
  ],
  [
    'foo(w)',
    '`foo` is not a known name',
    'functions are sin, cos, tan, exp, ln, sqrt, abs, min, max and the others of Math',
    0,
    3,
  ],
  ['f(w) + 1', '`f` is not a known function', 'a product needs *: f*(…)', 0, 1],
  ["g'(w)", 'a prime is not part of a formula', 'write the function itself; Secant finds its derivative', 1, 2],
  ['w°', 'angles are in radians', 'write w*pi/180 for w degrees', 1, 2],
  ['50% w', '`%` is not part of a formula', 'write w/100 for a percentage, w - 2 floor(w/2) for a remainder', 2, 3],
  ['\\sin(w)', 'TeX commands are not read', 'write sin(w), sqrt(w), pi', 0, 1],
  ['w; 2', 'a formula is one expression', 'statements are TypeScript: read them with fromSource', 1, 2],
  ['w => w^2', '`=>` belongs to a TypeScript function, not to a formula', 'read it with fromSource', 2, 4],
  [
    'function(w){return w}',
    '`function` is not a known name',
    'this looks like TypeScript: read it with fromSource',
    0,
    8,
  ],
  ['1.2.3', 'a number has two decimal points', 'keep one of them', 0, 4],
  ['1e999', 'the number 1e999 is too large', 'write inf for infinity', 0, 5],
  ['w = ', 'nothing stands after the sign =', 'write for example y = sin(w)', 4, 4],
  ['= w', 'an equation is not a function', 'on the left of = write a name alone: y = … or g(w) = …', 0, 1],
  ['x^2 + y^2 = 1', 'an equation is not a function', 'on the left of = write a name alone: y = … or g(w) = …', 10, 11],
  ['w == 1', 'an equation is not a function', 'write g(w) = … or one side', 2, 4],
  ['w > 0', 'a comparison is not a value', 'write pieces as {w > 0: w, 0}', 2, 3],
  ['w ? 1', '`?` is not part of a formula', 'write pieces as {w > 0: w, 0}', 2, 3],
  ['w > 0 ? 1 : 0', '`?` is not part of a formula', 'write pieces as {w > 0: w, 0}', 6, 7],
  ['{w}', 'braces without a condition', 'write {w > 0: w, 0}, or group with ( )', 0, 3],
  ['{w > 0}', 'a condition has no value', 'write {w > 0: w, 0}', 6, 7],
  ['{w > 0: , 0}', 'a condition has no value', 'write {w > 0: w, 0}', 8, 9],
  ['{w > 0: w 0}', 'a number follows a value without an operator', 'write 0w or w^0', 8, 11],
  ['w : 2', 'a colon stands outside pieces', 'write pieces as {w > 0: w, 0}, and division as /', 2, 3],
  ['y = y + 1', '`y` stands on both sides of =', 'write the right side without it', 4, 5],
  ['f(w) = f(w-1) + 1', '`f` stands on both sides of =', 'write the right side without it', 7, 8],
  ['f(x, x) = x', '`x` is named twice', 'name it once', 5, 6],
  [
    'f(x) = x + y',
    '`y` is not among the variables (x)',
    'add it to the variables, or write a number in its place',
    11,
    12,
  ],
  [
    'w + w1',
    '`w` and `w1` together leave the order of the variables open',
    "name them in order: { variables: ['w', 'w1'] }",
    4,
    6,
  ],
  [
    'x1 + y1',
    '`x1` and `y1` together leave the order of the variables open',
    "name them in order: { variables: ['x1', 'y1'] }",
    5,
    7,
  ],
  ['w5000', 'the index of `w5000` is too large', 'count up to 1000', 0, 5],
  ['#w', 'the character `#` means nothing in a formula', 'use letters, numbers, + - * / ^ ( ) and | |', 0, 1],
  ['w & 1', 'the character `&` means nothing in a formula', 'use letters, numbers, + - * / ^ ( ) and | |', 2, 3],
  ['"w"', 'the character `"` means nothing in a formula', 'use letters, numbers, + - * / ^ ( ) and | |', 0, 1],
  ['w_', 'a subscript that belongs to no name', 'write w_1 or w1', 1, 2],
  [
    'constructor(w)',
    '`constructor` is not a known name',
    'functions are sin, cos, tan, exp, ln, sqrt, abs, min, max and the others of Math',
    0,
    11,
  ],
  ['sin(w)) + 1', '`)` closes nothing', 'add `(` before it, or remove it', 6, 7],
  ['2 + , w', 'nothing stands after `+`', 'write a value after it', 2, 3],
  ['^2', 'nothing stands before `^`', 'write a value before it', 0, 1],
  ['w**', 'the exponent after `**` is missing', 'write w^2', 1, 3],
  ['w^2^', 'the exponent after `^` is missing', 'write w^2', 3, 4],
  ['w+-*2', 'two operators in a row: `-` and `*`', 'remove one, or write a value between them', 2, 4],
  ['+', 'nothing stands after `+`', 'write a value after it', 0, 1],
  ['-', 'nothing stands after `-`', 'write a value after it', 0, 1],
  ['.', 'a point that belongs to no number', 'write products with *, and decimals as 0.5', 0, 1],
  ['√', 'nothing stands after `√`', 'write a value after it', 0, 1],
  ['√)', '`)` closes nothing', 'add `(` before it, or remove it', 1, 2],
  ['w $', 'the character `$` means nothing in a formula', 'use letters, numbers, + - * / ^ ( ) and | |', 2, 3],
  ['log_1(w)', '`log_1` is not a known name', 'did you mean log?', 0, 5],
  ['…', 'the character `…` means nothing in a formula', 'use letters, numbers, + - * / ^ ( ) and | |', 0, 1],
  ['max', '`max` has no argument', 'write max(0, w)', 0, 3],
  ['e(', '`(` is never closed', 'add `)`', 1, 2],
  ['2+{w}', 'braces without a condition', 'write {w > 0: w, 0}, or group with ( )', 2, 5],
  ['sin(w))', '`)` closes nothing', 'add `(` before it, or remove it', 6, 7],
  ['log_0(w)', '`log_0` is not a known name', 'did you mean log?', 0, 5],
  ['expw', '`expw` is not a known name', 'a product needs a space or *: did you mean exp w?', 0, 4],
  ['wsin', '`wsin` is not a known name', 'a product needs a space or *: did you mean w sin?', 0, 4],
  ['sqr(w)', '`sqr` is not a known name', 'did you mean sqrt?', 0, 3],
  ['abss(w)', '`abss` is not a known name', 'did you mean abs?', 0, 4],
  ['1..2', 'a number has two decimal points', 'keep one of them', 0, 3],
  ['2 ± w', 'the character `±` means nothing in a formula', 'use letters, numbers, + - * / ^ ( ) and | |', 2, 3],
  ['max 2, w', '`max` takes at least 2 arguments, not 1', 'write max(0, w)', 0, 5],
  ['|w|+|', 'a bar `|` has no partner', 'write |w| for the absolute value, or abs(w)', 4, 5],
  ['{w > 0: w, 0', '`{` is never closed', 'add `}`', 0, 1],
  ['xy', '`xy` is not a known name', 'a product needs a space or *: did you mean x y?', 0, 2],
  ['if w', '`if` is not a known name', 'this looks like TypeScript: read it with fromSource', 0, 2],
];

function errorOf(text: string, variables?: readonly string[]): SecantError {
  try {
    formulaToSource(text, { variables });
  } catch (error) {
    if (error instanceof SecantError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

describe('formulas that cannot be read', () => {
  it.each(failures)('%s', (text, sentence, hint, start, end) => {
    const error = errorOf(text);
    expect([error.code, error.sentence, error.hint]).toEqual(['S002', sentence, hint]);
    expect(error.span).toEqual({ source: { name: 'formula', text }, start, end });
  });

  it('shows the place under the text', () => {
    expect(errorOf('2w + sni(4w)').message.split('\n')).toEqual([
      'formula:1:6 S002: `sni` is not a known name',
      '  1 | 2w + sni(4w)',
      '    |      ^^^  did you mean sin?',
    ]);
  });

  it('names the character that cannot be seen', () => {
    expect(errorOf('w\u200b').sentence).toBe('the character U+200B means nothing in a formula');
  });

  it('refuses what is too long or nested too deep', () => {
    expect(errorOf('w+'.repeat(2000) + 'w').sentence).toBe('a formula has at most 4000 characters');
    expect(errorOf('('.repeat(300) + 'w' + ')'.repeat(300)).sentence).toBe('more than 200 levels of nesting');
    expect(errorOf('|'.repeat(60) + 'w' + '|'.repeat(60)).sentence).toBe('more than 50 bars inside one another');
    expect(errorOf('|w'.repeat(1998) + '+').sentence).toBe('more than 50 bars inside one another');
    expect(errorOf('2^'.repeat(300) + 'w').sentence).toBe('more than 200 levels of nesting');
    expect(errorOf('sin '.repeat(300) + 'w').sentence).toBe('more than 200 levels of nesting');
    expect(errorOf('√'.repeat(300) + 'w').sentence).toBe('more than 200 levels of nesting');
  });
});

describe('names of variables that cannot be', () => {
  it('says which name of the formula is not among them', () => {
    const error = errorOf('thta^2', ['theta']);
    expect([error.sentence, error.hint]).toEqual(['`thta` is not a known name', 'did you mean theta?']);
    const other = errorOf('x + y', ['x', 'z']);
    expect([other.sentence, other.hint]).toEqual([
      '`y` is not among the variables (x, z)',
      'add it to the variables, or write a number in its place',
    ]);
  });

  it.each([
    [[], 'the option variables is empty'],
    [['sin'], 'the option variables holds "sin", which cannot be a variable'],
    [['a b'], 'the option variables holds "a b", which cannot be a variable'],
    [['2'], 'the option variables holds "2", which cannot be a variable'],
    [['#'], 'the option variables holds "#", which cannot be a variable'],
    [['w1', 'w_1'], 'the option variables holds "w_1" twice'],
  ])('%j', (variables, sentence) => {
    const error = errorOf('3', variables);
    expect([error.code, error.sentence]).toEqual(['S203', sentence]);
  });
});
