/** Exercises of chapters: what is said of right, wrong and unreadable answers, and what an author is told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readChapter } from '../../book/build/markdown.ts';
import { asNotebook } from '../../book/page/downloads.ts';
import { root } from '../../scripts/project.mjs';
import { checkAnswer, type Exercise } from '../../src/tools/chapter/check-answer.ts';

const cube: Exercise = { kind: 'derivative', formula: 'w^3' };
const wave: Exercise = { kind: 'derivative', formula: 'sin(4w)' };
const slope: Exercise = { kind: 'derivative', formula: 'w^2', at: [5] };
const root2: Exercise = { kind: 'number', formula: '1/sqrt(2)' };
const gradient: Exercise = { kind: 'gradient', formula: 'w1 w2 + w2^2', at: [3, 1] };
const line: Exercise = { kind: 'function', formula: '2 + 3(w - 1)' };

test.each<[Exercise, string]>([
  [cube, '3w^2'],
  [cube, '3 w w'],
  [cube, "g'(w) = 3w^2"],
  [cube, '3x^2'],
  [wave, '4cos(4w)'],
  [wave, '4(cos(2w)^2 - sin(2w)^2)'],
  [{ kind: 'derivative', formula: '|w|' }, 'w/|w|'],
  [{ kind: 'derivative', formula: 'log(w)' }, '1/w'],
  [{ kind: 'derivative', formula: 'e^w' }, 'e^w'],
  [slope, '10'],
  [root2, 'sqrt(1/2)'],
  [root2, 'w = sqrt(2)/2'],
  [{ kind: 'number', formula: '8/5' }, '1,6'],
  [gradient, '(1, 5)'],
  [gradient, '1, 5'],
  [gradient, '[2/2, max(5, 1)]'],
  [line, '3w - 1'],
])('%o: %s is right', (exercise, answer) => {
  expect(checkAnswer(exercise, answer)).toEqual({ right: true, sentence: 'Right.' });
});

test.each<[Exercise, string, string]>([
  [cube, '-3w^2', 'The sign is wrong. At w = 2 your function gives −12, the derivative is 12.'],
  [cube, 'w^2', 'A factor of 3 is missing. At w = 2 your function gives 4, the derivative is 12.'],
  [cube, '6w^2', 'There is a factor of 2 too many. At w = 2 your function gives 24, the derivative is 12.'],
  [
    cube,
    'w^3',
    'That is the function itself. Its derivative is asked for. At w = 2 your function gives 8, the derivative is 12.',
  ],
  [
    cube,
    '6w',
    'That is the second derivative. The first is asked for. At w = 1 your function gives 6, the derivative is 3.',
  ],
  [
    cube,
    'w^4/4',
    'You went the other way: that is a function whose derivative is the given one. At w = 2 your function gives 4, the derivative is 12.',
  ],
  [
    cube,
    '3w^2 + 1',
    'It differs from the derivative by the constant 1: the derivative of a constant is 0. At w = 2 your function gives 13, the derivative is 12.',
  ],
  [cube, '3w', 'At w = 2 your function gives 6, the derivative is 12.'],
  [cube, '3 sqrt(w)^4', 'At w = −1 your function has no value, the derivative is 3.'],
  [
    { kind: 'derivative', formula: 'sin(4x)' },
    '-cos(4x)',
    'The sign is wrong, and a factor of 4 is missing. At x = 2 your function gives 0.1455, the derivative is −0.582.',
  ],
  [
    { ...wave, mistakes: [{ answer: 'cos(4w)', sentence: 'The inner derivative is missing.' }] },
    'cos(4w)',
    'The inner derivative is missing. At w = 2 your function gives −0.1455, the derivative is −0.582.',
  ],
  [slope, '25', 'That is the value of the function at 5. Its slope there is asked for.'],
  [slope, '-10', 'The sign is wrong.'],
  [slope, '5', 'A factor of 2 is missing.'],
  [slope, '1/10', 'It is upside down: one divided by it is right.'],
  [slope, '11', 'Your number is too large.'],
  [slope, '10.001', 'Your number is too large.'],
  [slope, '1/0', 'That is no number.'],
  [root2, '-0.7071', 'The sign is wrong.'],
  [root2, '0.7', 'That is rounded too far: give three digits or more, or the exact answer.'],
  [gradient, '5, 1', 'The numbers are right, in another order.'],
  [gradient, '(-1, -5)', 'The sign is wrong.'],
  [gradient, '(1, 4)', 'Not right: the second number. The others are.'],
  [gradient, '(7, 4)', 'None of the numbers is right.'],
  [gradient, '1', 'Two numbers are asked for, and your answer has 1.'],
  [line, '3w', 'It differs from the answer by the constant 1. At w = 2 your function gives 6, the answer is 5.'],
])('%o: %s is wrong', (exercise, answer, sentence) => {
  expect(checkAnswer(exercise, answer)).toEqual({ right: false, sentence });
});

test('a number that is rounded is right, and has more digits', () => {
  expect(checkAnswer(root2, '0.7071')).toEqual({ right: true, sentence: 'Right, rounded. More digits: 0.7071067812.' });
});

test.each<[Exercise, string, string]>([
  [cube, '', 'there is no answer yet'],
  [cube, '3w^', 'the exponent after `^` is missing'],
  [cube, 'w => 3 * w ** 2', 'an answer is a formula'],
  [cube, 'w => { for (;;); }', 'an answer is a formula'],
  [cube, 'alert(1)', 'S002'],
  [cube, 'constructor', 'S002'],
  [cube, 'w'.repeat(500), 'more than 400 letters'],
  [slope, '2w', 'a number is asked for, and this is a function'],
])('%o: %s cannot be read', (exercise, answer, words) => {
  expect(() => checkAnswer(exercise, answer)).toThrow(words);
});

describe('what an author writes', () => {
  const block = (...lines: string[]): string => ['```exercise one', ...lines, '```', ''].join('\n');

  test('becomes a question with a field', () => {
    const chapter = readChapter(block('ask: What is $2 + *2$*?', 'number: 4', 'mistake: |-5| | No, that is *five*.'));
    expect(chapter.exercises.map(({ id, exercise }) => ({ id, exercise }))).toEqual([
      {
        id: 'one',
        exercise: { kind: 'number', formula: '4', mistakes: [{ answer: '|-5|', sentence: 'No, that is *five*.' }] },
      },
    ]);
    const html = chapter.body({ cell: () => '', figure: () => '' });
    expect(html).toContain('<div class="exercise" id="one"');
    expect(html).toContain('<label for="one-answer">Your answer</label><input id="one-answer"');
    expect(html).toContain('<math');
  });

  test.each([
    [['number: 4'], 'chapter.md:1:1 S503: an exercise needs its question'],
    [['ask: x'], 'chapter.md:1:1 S503: an exercise needs one answer'],
    [['ask: x', 'number: 1', 'function: w'], 'chapter.md:1:1 S503: an exercise needs one answer'],
    [['ask: x', 'numbr: 1'], 'chapter.md:3:1 S503: an exercise has no `numbr`'],
    [['ask: x', 'number: 1 +'], 'chapter.md:3:1 S503: nothing stands after `+`'],
    [['ask: x', 'gradient: w1 w2'], 'chapter.md:1:1 S503: a gradient needs its point'],
    [['ask: x', 'derivative: w', 'at: here'], 'chapter.md:4:5 S503: `at` is made of numbers'],
    [['ask: x', 'derivative: w', 'domain: [2, 1]'], 'chapter.md:4:1 S503: a domain is two numbers'],
    [['ask: x', 'derivative: sqrt(-1 - w^2)'], 'chapter.md:3:1 S503: the function has values at too few points'],
    [['ask: x', 'number: 4', 'mistake: 5'], 'chapter.md:4:1 S503: `5` is not `answer | sentence`'],
    [['ask: x', 'number: 4', 'mistake: 2 + 2 | no'], 'S503: a mistake is no mistake, but right: no'],
  ])('%o is refused with its line', (lines, message) => {
    expect(() => readChapter(block(...lines))).toThrow(message);
  });

  test('an exercise without a name, and one with a name twice, are refused', () => {
    expect(() => readChapter('```exercise\nask: x\nnumber: 1\n```\n')).toThrow('an exercise needs its name');
    const twice = block('ask: x', 'number: 1');
    expect(() => readChapter(`${twice}\n${twice}`)).toThrow('the name one is there twice');
  });

  test('a notebook has the question, and not the answer', () => {
    const markdown = block('number: 41', 'ask: How many?', 'mistake: 40 | one is missing');
    const notebook = asNotebook({ markdown, cells: [], figures: new Map() });
    expect(notebook).toContain('*Exercise.* How many?');
    expect(notebook).not.toMatch(/41|missing|```/);
  });
});

const folder = join(root, 'book', 'chapters');

test.each(readdirSync(folder).filter((file) => file.endsWith('.md')))(
  '%s: what its exercises call a mistake is answered with its sentence',
  (file) => {
    const { exercises } = readChapter(readFileSync(join(folder, file), 'utf8'));
    expect(exercises.length).toBeGreaterThanOrEqual(3);
    for (const { exercise } of exercises)
      for (const { answer, sentence } of exercise.mistakes ?? []) {
        const verdict = checkAnswer(exercise, answer);
        expect(verdict.right).toBe(false);
        expect(verdict.sentence.startsWith(sentence)).toBe(true);
      }
  },
);
