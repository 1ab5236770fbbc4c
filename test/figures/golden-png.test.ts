/**
 * A few pictures as pixels: what the text of an SVG does not show, such as one thing covering another, is seen here. The
 * pictures are drawn by resvg with one font that is a file, so that they are the same on every machine but for
 * rounding; a small share of pixels may differ. `UPDATE_GOLDEN=1` writes them anew.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, test } from 'vitest';
import {
  lineAndPlane,
  secantPlanes,
  secantToTangent,
  tangentAlongCurve,
  type Figure,
  type SvgOptions,
} from '../../src/pictures/figures/index.ts';
import { svgText } from '../../src/pictures/scene/svg.ts';

const folder = fileURLToPath(new URL('./golden-png/', import.meta.url));
const resolve = createRequire(import.meta.url).resolve;
const fontFiles = ['SansSerif-Regular', 'Main-Regular', 'Main-Italic'].map((name) =>
  resolve(`katex/dist/fonts/KaTeX_${name}.ttf`),
);

const bowl = (w: number[]): number => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2;
const flat = { width: 400, height: 270 } as const;

/** Name, figure, position of its slider, how it is drawn. */
const rows: readonly (readonly [string, Figure, number, SvgOptions])[] = [
  ['tangent-sin', tangentAlongCurve((w) => Math.sin(w)), 1, flat],
  ['secant-tanh-dark', secantToTangent((w) => Math.tanh(w) ** 2, { at: 1 }), -1, { ...flat, theme: 'dark' }],
  ['tangent-orders', tangentAlongCurve((w) => Math.sin(4 * w) + 0.1 * w ** 2, { orders: [1, 2] }), 0.5, flat],
  ['secant-planes', secantPlanes(bowl), -2.6, { width: 520 }],
  [
    'secant-planes-egg-dark',
    secantPlanes((w) => Math.sin(1.5 * w[0]!) * Math.cos(1.5 * w[1]!), { at: [0.4, 0.2] }),
    -1,
    { width: 540, theme: 'dark', view: [35, 40] },
  ],
  [
    'line-and-plane-shaded',
    lineAndPlane(
      (w) => 2 + Math.sin(w),
      (w) => 2 + Math.sin(w[0]! + w[1]!),
      { surface: 'shaded' },
    ),
    0,
    { width: 600, view: [30, -50] },
  ],
];

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly png: Uint8Array;
}

function draw(svg: string): Pixels {
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'KaTeX_SansSerif' };
  const image = new Resvg(svg, { font }).render();
  return { width: image.width, height: image.height, data: image.pixels, png: image.asPng() };
}

/** A PNG read back: as a picture in an SVG it is drawn pixel by pixel. */
function read(png: Uint8Array, { width, height }: Pixels): Pixels {
  const data = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return draw(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image href="${data}" width="${width}" height="${height}" image-rendering="pixelated"/></svg>`,
  );
}

/** Share of the pixels in which two pictures of one size differ by more than a rounding of an edge. */
function difference(one: Pixels, other: Pixels): number {
  let count = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const channels = [0, 1, 2, 3].map((k) => Math.abs((one.data[at + k] ?? 0) - (other.data[at + k] ?? 0)));
    if (Math.max(...channels) > 24) count++;
  }
  return (4 * count) / one.data.length;
}

/** Largest share of pixels that may differ. */
const allowed = 0.0015;

function svgOf(figure: Figure, value: number, options: SvgOptions): string {
  return svgText(figure.sceneAt(value), { ...options, title: figure.title, description: figure.describeAt(value) });
}

test.each(rows)('%s', (name, figure, value, options) => {
  const picture = draw(svgOf(figure, value, options));
  const file = `${folder}${name}.png`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, picture.png);
  }
  const golden = readFileSync(file);
  expect(golden.length).toBeLessThan(70_000);
  const standing = read(golden, picture);
  expect([standing.width, standing.height]).toEqual([picture.width, picture.height]);
  expect(difference(picture, standing)).toBeLessThanOrEqual(allowed);
});

describe('a change that is planted is seen', () => {
  const [name, figure, value, options] = rows[0]!;
  const svg = svgOf(figure, value, options);
  const golden = (): Pixels => read(readFileSync(`${folder}${name}.png`), draw(svg));

  test('a tangent moved by two pixels', () => {
    const moved = svg.replace(/(data-mark="curve\/tangent" )/, '$1transform="translate(0 2)" ');
    expect(moved).not.toBe(svg);
    expect(difference(draw(moved), golden())).toBeGreaterThan(allowed);
  });

  test('another colour', () => {
    const coloured = svg.replaceAll('#008f68', '#1f8f9c');
    expect(coloured).not.toBe(svg);
    expect(difference(draw(coloured), golden())).toBeGreaterThan(allowed);
  });

  test('words left out', () => {
    const wordless = svg.replaceAll(/<text .*?<\/text>/gs, '');
    expect(difference(draw(wordless), golden())).toBeGreaterThan(allowed);
  });
});
