/** Figures of two inputs whose domain is far from zero, or small: numbers that tell places apart, and none that is lost. */
import { expect, test } from 'vitest';
import {
  descent,
  gradientField,
  lineAndPlane,
  secantPlanes,
  tangentPlanes,
  type Figure,
} from '../../src/pictures/figures/index.ts';

const domains: readonly (readonly [name: string, domain: readonly [number, number]])[] = [
  ['1e9 ± 1', [1e9 - 1, 1e9 + 1]],
  ['−1e9 ± 1', [-1e9 - 1, -1e9 + 1]],
  ['±1e-9', [-1e-9, 1e-9]],
  ['[1, 1 + 1e-9]', [1, 1 + 1e-9]],
  ['1e12 to 2e12', [1e12, 2e12]],
];

type Domain = readonly [number, number];

/** A bowl over the middle of a domain, of height 1 at the middles of its sides. */
function bowlOver([from, to]: Domain) {
  const [middle, half] = [(from + to) / 2, (to - from) / 2];
  return {
    scope: { middle, half },
    middle,
    half,
    line: (w: number): number => ((w - middle) / half) ** 2,
    bowl: (w: number[]): number => ((w[0]! - middle) / half) ** 2 + ((w[1]! - middle) / half) ** 2,
  };
}

const makers: Readonly<Record<string, (domain: Domain) => Figure>> = {
  lineAndPlane(domain) {
    const { scope, middle, half, line, bowl } = bowlOver(domain);
    return lineAndPlane(line, bowl, { scope, domain, at: [middle + half / 2, middle] });
  },
  secantPlanes(domain) {
    const { scope, middle, half, bowl } = bowlOver(domain);
    return secantPlanes(bowl, { scope, domain, at: [middle, middle + half / 4] });
  },
  tangentPlanes(domain) {
    const { scope, middle, half, bowl } = bowlOver(domain);
    return tangentPlanes(bowl, { scope, domain, at: [middle, middle + half / 4] });
  },
  gradientField(domain) {
    const { scope, middle, half, bowl } = bowlOver(domain);
    return gradientField(bowl, { scope, domain, at: [middle, middle + half / 4] });
  },
  descent(domain) {
    const { scope, middle, half, bowl } = bowlOver(domain);
    const from = [middle + 0.8 * half, middle + half / 2] as const;
    return descent(bowl, { scope, domain, from, rate: 0.1 * half ** 2 });
  },
};

/** What is written beside the axes. */
function numbersOf(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*class="[^"]*sc-axis[^"]*"[^>]*>(.*?)<\/text>/gs)].map(([, inner = '']) =>
    inner.replace(/<[^>]*>|\s/g, ''),
  );
}

const cases = Object.keys(makers).flatMap((maker) => domains.map(([name, domain]) => [maker, name, domain] as const));

test.each(cases)('%s on %s: short numbers at the axes, and places told apart', (maker, _name, domain) => {
  const figure = makers[maker]!(domain);
  const { min, max } = figure.parameter;
  const [a, b] = [min + 0.5 * (max - min), min + 0.75 * (max - min)];
  const numbers = numbersOf(figure.svg(3)).filter((text) => /^[−\d]/.test(text));
  expect(numbers.length).toBeGreaterThan(3);
  for (const number of numbers) expect(number.length).toBeLessThan(6);
  expect(figure.valueText(a)).not.toBe(figure.valueText(b));
  expect(figure.describeAt(a)).not.toBe(figure.describeAt(b));
  const read = (value: number): string =>
    figure
      .sceneAt(value)
      .readOut.map(({ value: text }) => text)
      .join(' ');
  expect(read(a)).not.toBe(read(b));
  // Where two inputs are said, they are not one number twice: the point lies beside the diagonal.
  const [, first, second] = /\(([^,()]+), ([^,()]+)\)/.exec(figure.describeAt(b)) ?? [];
  if (maker !== 'descent') expect(first).not.toBe(second);
  expect(figure.describeAt(b)).not.toContain('lost');
});
