/**
 * Pictures as text. An SVG is kept with its numbers rounded to three significant digits and its elements on lines of
 * their own, so that a change can be read. `UPDATE_GOLDEN=1` writes the files anew.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Figure, SvgOptions } from '../../src/pictures/figures/index.ts';
import { svgText } from '../../src/pictures/scene/svg.ts';

const folder = fileURLToPath(new URL('./golden/', import.meta.url));

function readable(svg: string): string {
  const rounded = svg
    .replace(/(?<![\w#.])-?\d+\.\d+(?![\w.])|(?<=[MLHVCQ,])-?\d+\.\d+/g, (number) =>
      String(Number(Number(number).toPrecision(3))),
    )
    .replace(/sc[a-z0-9]{5,8}(?=["td ])/g, 'id');
  return `${rounded.replace(/></g, '>\n<')}\n`;
}

/** Compares the picture of a figure at a value with the one that is kept under a name. */
export function expectGolden(name: string, figure: Figure, value: number, options: SvgOptions = {}): void {
  const svg = svgText(figure.sceneAt(value), {
    ...options,
    title: figure.title,
    description: figure.describeAt(value),
  });
  const file = `${folder}${name}.svg`;
  const text = readable(svg);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
