import { describe, expect, test } from 'vitest';
import {
  colourOf,
  grounds,
  heightShades,
  roles,
  shadeOf,
  shadeOfHeight,
  textColourOf,
  theme,
  themeCss,
  type ColourScheme,
} from './theme.ts';

type Rgb = readonly [number, number, number];

function linearRgb(hex: string): Rgb {
  const part = (from: number): number => {
    const c = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

function luminance(hex: string): number {
  const [r, g, b] = linearRgb(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG 2 contrast ratio. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), severity 1, applied in linear RGB. */
const machado = {
  'ordinary sight': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

/** CIE L*a*b* under D65 of a colour as seen through a matrix. */
function lab(hex: string, sight: keyof typeof machado): Rgb {
  const rgb = linearRgb(hex);
  const [r, g, b] = machado[sight].map((row) =>
    Math.min(1, Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])),
  );
  const [R, G, B] = [r ?? 0, g ?? 0, b ?? 0];
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 / 116) * t + 16 / 116);
  const x = f((0.4124564 * R + 0.3575761 * G + 0.1804375 * B) / 0.95047);
  const y = f(0.2126729 * R + 0.7151522 * G + 0.072175 * B);
  const z = f((0.0193339 * R + 0.119192 * G + 0.9503041 * B) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE76: the Euclidean distance in L*a*b*. */
function deltaE76(a: Rgb, b: Rgb): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** The distinct mark colours: roles that share a colour (point and secant) are one. */
const families = ['function', 'moving-point', 'fixed-point', 'second-point', 'second-order'] as const;
const columns: readonly ColourScheme[] = ['light', 'dark'];

describe('the theme', () => {
  test.each(columns)('marks stand out from %s ground', (scheme) => {
    const least = scheme === 'light' ? 3.1 : 7;
    for (const family of families) {
      expect(contrast(colourOf(family, scheme), grounds[scheme]), `${family} on ${scheme}`).toBeGreaterThanOrEqual(
        least,
      );
    }
  });

  test.each(columns)('words read on %s scheme (4.5:1)', (scheme) => {
    for (const role of roles) {
      expect(contrast(textColourOf(role, scheme), grounds[scheme]), `${role} on ${scheme}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(columns)('marks on %s scheme stay ΔE (CIE76) ≥ 20 apart for every sight', (scheme) => {
    for (const sight of ['ordinary sight', 'deuteranopia', 'protanopia'] as const)
      for (const [index, a] of families.entries())
        for (const b of families.slice(index + 1)) {
          const distance = deltaE76(lab(colourOf(a, scheme), sight), lab(colourOf(b, scheme), sight));
          expect(distance, `${a} and ${b}, ${scheme}, ${sight}`).toBeGreaterThanOrEqual(20);
        }
  });

  test('colour is never the only sign: roles that meet in one figure differ in width, dash or shape too', () => {
    const sign = (role: keyof typeof theme): string => [theme[role].width, theme[role].dash, theme[role].marker].join();
    for (const group of [
      ['function', 'secant', 'tangent', 'second-order', 'true-derivative'],
      ['moving-point', 'fixed-point', 'second-point'],
    ] as const)
      expect(new Set(group.map(sign)).size).toBe(group.length);
  });

  test('the exact colours of the design', () => {
    expect(columns.map((scheme) => families.map((family) => colourOf(family, scheme)))).toEqual([
      ['#1d2026', '#d1381b', '#008f68', '#1f6fd6', '#1f9bd1'],
      ['#e8eaed', '#ff7a5c', '#35c79a', '#6aa8ff', '#5cc8f2'],
    ]);
    expect(textColourOf('tangent', 'light')).toBe('#007a58');
  });

  test('the style sheet follows the system and stays inside its picture', () => {
    const css = themeCss('.picture');
    expect(css).toContain('@media (prefers-color-scheme:dark)');
    expect(css).toContain('@media (forced-colors:active)');
    for (const role of roles) expect(css).toContain(`.picture .sc-line.sc-${role}{`);
  });
});

describe('the colours of heights', () => {
  const sights = Object.keys(machado) as (keyof typeof machado)[];
  const heightsOf = (scheme: ColourScheme) => heightShades.map((shade) => shadeOf(shade, scheme));

  test.each(columns)('lightness rises with height on %s scheme, by a step each, for every sight', (scheme) => {
    for (const sight of sights) {
      const lightness = heightsOf(scheme).map((colour) => lab(colour, sight)[0]);
      for (const [k, value] of lightness.slice(1).entries()) expect(value - lightness[k]!, sight).toBeGreaterThan(0.3);
    }
  });

  test.each(columns)(
    'neighbours are told apart on %s scheme, and the ends are far apart, for every sight',
    (scheme) => {
      // A difference of 1 is about what can be seen side by side; a line runs between two areas besides.
      for (const sight of sights) {
        const colours = heightsOf(scheme).map((colour) => lab(colour, sight));
        for (const [k, colour] of colours.slice(1).entries())
          expect(deltaE76(colour, colours[k]!), `${k} for ${sight}`).toBeGreaterThan(1.5);
        expect(deltaE76(colours[0]!, colours.at(-1)!), sight).toBeGreaterThan(30);
      }
    },
  );

  test.each(columns)('lines, dots and words of maps stand out from every height on %s scheme', (scheme) => {
    for (const colour of heightsOf(scheme)) {
      for (const role of ['surface', 'function'] as const)
        expect(contrast(textColourOf(role, scheme), colour), `${role} on ${colour}`).toBeGreaterThanOrEqual(7);
      for (const role of ['plane', 'tangent', 'moving-point', 'secant', 'fixed-point', 'axis'] as const) {
        expect(contrast(colourOf(role, scheme), colour), `${role} on ${colour}`).toBeGreaterThanOrEqual(3);
        expect(contrast(textColourOf(role, scheme), colour), `${role} on ${colour}`).toBeGreaterThanOrEqual(3);
      }
      // The dashes to the next step of a descent, which lead to a dot that stands out itself.
      expect(contrast(colourOf('guide', scheme), colour)).toBeGreaterThanOrEqual(2.3);
    }
  });

  test('heights are spread over all of them', () => {
    expect([0, 0.5, 1].map(shadeOfHeight)).toEqual([heightShades[0], heightShades[8], heightShades.at(-1)]);
    // No map has more areas than there are colours (contour-levels.ts gives thirteen levels at most).
    expect(new Set(Array.from({ length: 14 }, (_, k) => shadeOfHeight(k / 13))).size).toBe(14);
  });
});
