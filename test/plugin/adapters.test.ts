/** The adapters: what each hands to the core, and what it leaves to others. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import { expect, test } from 'vitest';
import { secantRollup, secantVite, secantWebpack, transformModule } from 'secant/plugin';
import { load, loadNow, type LoadResult } from '../../src/tools/plugin/node-hooks.ts';

const code = "import { derivative } from 'secant';\nlet a = 1;\nexport const d = derivative((w) => a * w);\n";
const typed = "import { derivative } from 'secant';\nlet a = 1;\nexport const d = derivative((w: number) => a * w);\n";

test('Rollup and Vite: as written first, and compiled at the end where the first could not read it', () => {
  for (const [pre, post] of [secantRollup(), secantVite()]) {
    const before = (text: string, id: string): string | undefined => pre?.transform.handler(text, id)?.code;
    const after = (text: string, id: string): string | undefined => post?.transform.handler(text, id)?.code;
    expect([pre?.enforce, post?.enforce]).toEqual(['pre', 'post']);

    expect(before(typed, '/src/a.ts')).toContain('"a.ts"');
    expect(before(typed, '/src/a.ts?v=1')).toContain('"a.ts"');
    expect(after(before(typed, '/src/a.ts')!, '/src/a.ts')).toBeUndefined();

    const component = `<script setup>\n${code}</script>`;
    expect(before(component, '/src/A.vue')).toBeUndefined();
    expect(after(component, '/src/A.vue')).toBeUndefined();
    expect(after(code, '/src/A.vue')).toContain('"A.vue (compiled)"');
    expect(after(code, '\0virtual')).toBeUndefined();
    expect(after(code, '/src/a.css')).toBeUndefined();
  }
});

test('Rollup and Vite: the bundler itself passes over modules that do not name Secant', () => {
  const [pre, post] = secantRollup();
  expect(pre?.transform.filter.code?.test(code)).toBe(true);
  expect(post?.transform.filter.code?.test('const a = 1')).toBe(false);
  expect(secantRollup({ include: /helpers/ })[0]?.transform.filter.code).toBeUndefined();
});

test('webpack: one rule before all others', () => {
  const rules: unknown[] = [{ test: /\.ts$/ }];
  secantWebpack({ include: /helpers/ }).apply({ options: { module: { rules } } });
  expect(rules).toHaveLength(2);
  expect(rules[0]).toMatchObject({ enforce: 'pre', use: [{ options: { include: /helpers/ } }] });
});

test('Node: sources of programs pass through, everything else stays', async () => {
  const at = (result: LoadResult, url = 'file:///src/a.js') => loadNow(url, {}, () => result).source;
  expect(at({ format: 'module', source: code })).toContain('get a()');
  expect(at({ format: 'module', source: new TextEncoder().encode(code) })).toContain('get a()');
  expect(
    at({ format: 'commonjs', source: "const { derivative } = require('secant'); let a; derivative((w) => a);" }),
  ).toContain('get a()');
  expect(at({ format: 'module-typescript', source: typed }, 'file:///src/a.ts')).toContain('get a(): any');
  expect(at({ format: 'commonjs', source: null })).toBeNull();
  expect(at({ format: 'json', source: code })).toBe(code);
  expect(at({ format: 'module', source: code }, 'node:fs')).toBe(code);
  expect(at({ format: 'module', source: 'const a = 1' })).toBe('const a = 1');
  const waited = await load('file:///src/a.js', {}, () => Promise.resolve({ format: 'module', source: code }));
  expect(waited.source).toMatch(/\/\/# sourceMappingURL=data:application\/json/);
  const compiled = `${code}//# sourceMappingURL=a.js.map\n`;
  expect(String(at({ format: 'module', source: compiled })).match(/sourceMappingURL/g)).toHaveLength(1);
});

test('the map leads every word back to where it stood', () => {
  const text =
    "import { derivative } from 'secant';\nlet one = 1; const two = (w) => one * w; function three(w) { return two(w); }\n" +
    'const object = { four(w) { return one + w; } };\nexport default function (w) { return derivative(three)(w) + object.four(w); }\n';
  const { code: changed, map } = transformModule(text, 'app.js')!;
  const consumer = new SourceMap(map as unknown as SourceMapPayload);
  const linesBefore = text.split('\n');
  const linesAfter = changed.split('\n');
  expect(linesAfter.slice(0, linesBefore.length - 1).length).toBe(linesBefore.length - 1);
  let checked = 0;
  for (const [line, before] of linesBefore.entries()) {
    const after = linesAfter[line]!;
    // Words that occur once in both lines, so that nothing the plugin added is mistaken for them.
    for (const { 0: word } of before.matchAll(/\w+/g)) {
      const places = [before, after].map((within) =>
        [...within.matchAll(new RegExp(`\\b${word}\\b`, 'g'))].map(({ index }) => index),
      );
      if (places[0]!.length !== 1 || places[1]!.length !== 1) continue;
      const entry = consumer.findEntry(line, places[1]![0]!) as { originalLine: number; originalColumn: number };
      expect([word, entry.originalLine, entry.originalColumn]).toEqual([word, line, places[0]![0]]);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(8);
});
