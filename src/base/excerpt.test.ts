import { expect, test } from 'vitest';
import { excerptAround } from './excerpt.ts';

const span = (text: string, part: string) => {
  const start = text.indexOf(part);
  return { source: { name: 'formula', text }, start, end: start + part.length };
};

test('the caret stands under what is meant', () => {
  expect(excerptAround(span('2 + sin w', 'sin'))).toEqual({ line: '2 + sin w', caret: '    ^^^' });
});

test('only the line that is meant is shown', () => {
  expect(excerptAround(span('w => {\n  x |= 1;\n}', 'x |= 1'))).toEqual({ line: '  x |= 1;', caret: '  ^^^^^^' });
});

test('a long line is cut on both sides and keeps its caret', () => {
  const text = `${'1 + '.repeat(30)}bad${' + 1'.repeat(30)}`;
  const { line, caret } = excerptAround(span(text, 'bad'));
  expect(line.length).toBeLessThanOrEqual(40);
  expect(line.slice(caret.indexOf('^'), caret.length)).toBe('bad');
  expect(line.startsWith('…')).toBe(true);
  expect(line.endsWith('…')).toBe(true);
});

test('a place at the end of the text has a caret of one', () => {
  expect(excerptAround({ source: { name: 'formula', text: 'sin(' }, start: 4, end: 4 }).caret).toBe('    ^');
});
