/**
 * The plugin on programs that were not written for it: every third file of Secant itself, whose hundreds of functions
 * take all forms. What comes out can be read again, has every line in its place, and attaches only texts that
 * are JavaScript.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as acorn from 'acorn';
import { expect, test } from 'vitest';
import { root } from '../../scripts/project.mjs';
import { parseModule } from '../../src/compiler/frontend/syntax/parse-module.ts';
import { transformModule } from '../../src/tools/plugin/transform.ts';

const folder = join(root, 'src');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name, k) => name.endsWith('.ts') && !name.startsWith(join('tools', 'plugin')) && k % 3 === 0,
);

test('files of the library', () => {
  let attached = 0;
  const unreadable: string[] = [];
  for (const name of files) {
    const text = readFileSync(join(folder, name), 'utf8');
    if (text.includes('__secantScope')) continue;
    const result = transformModule(text, name, { include: /./ });
    if (result === null) continue;
    expect([name, parseModule(result.code, true)]).not.toEqual([name, undefined]);
    expect(result.code.split('\n').length - text.split('\n').length).toBeLessThanOrEqual(3);
    for (const { 1: literal, 2: line, 3: column } of result.code.matchAll(
      /, ("(?:[^"\\]|\\.)*"), (\d+), (\d+), (?:undefined|\(\) =>)/g,
    )) {
      const plain = JSON.parse(literal!) as string;
      const start = text.split('\n')[Number(line) - 1]!.slice(Number(column) - 1);
      if (!start.startsWith(plain.slice(0, 3).trimEnd()) && !plain.startsWith(' '))
        unreadable.push(`${name}:${line}:${column}`);
      if (!['(X)', '({X})'].some((frame) => isJavaScript(frame.replace('X', () => plain))))
        unreadable.push(`${name}:${line}`);
      attached++;
    }
  }
  expect(unreadable).toEqual([]);
  expect(attached).toBeGreaterThan(60);
});

function isJavaScript(text: string): boolean {
  try {
    acorn.parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
    return true;
  } catch {
    return false;
  }
}
