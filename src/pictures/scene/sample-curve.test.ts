import { describe, expect, test } from 'vitest';
import { sampleCurve, type SampledCurve } from './sample-curve.ts';

/**
 * The trial functions. Each row says how many pieces the curve must fall into, which events lie between
 * them, and a value the curve must reach (a peak that must not be lost).
 */
interface Trial {
  readonly name: string;
  readonly g: (w: number) => number;
  readonly domain?: readonly [number, number];
  readonly pieces: number | 'any';
  readonly events: readonly string[];
  /** The curve's highest drawn value, within a pixel. */
  readonly peak?: number;
}

const smooth = (name: string, g: (w: number) => number, peak?: number): Trial => ({
  name,
  g,
  pieces: 1,
  events: [],
  ...(peak === undefined ? {} : { peak }),
});

const trials: readonly Trial[] = [
  smooth('sin(w)', Math.sin, 1),
  smooth('sin(4w) + 0.1w²', (w) => Math.sin(4 * w) + 0.1 * w * w),
  smooth('tanh(w)²', (w) => Math.tanh(w) ** 2),
  smooth('max(0, w)', (w) => Math.max(0, w), 3),
  smooth('|w|', Math.abs, 3),
  smooth('cos(40w)^100/(w²+1)', (w) => Math.cos(40 * w) ** 100 / (w * w + 1), 1),
  smooth('exp(−10⁴w²)', (w) => Math.exp(-1e4 * (w - 0.123) ** 2), 1),
  smooth('atan(1e9 w)', (w) => Math.atan(1e9 * w)),
  smooth('atan(1e9 (w − 1/3))', (w) => Math.atan(1e9 * (w - 1 / 3))),
  smooth('tanh(1e6 (w − 1))', (w) => Math.tanh(1e6 * (w - 1))),
  smooth('cbrt', Math.cbrt),
  smooth('sqrt|w|', (w) => Math.sqrt(Math.abs(w))),
  smooth('exp', Math.exp, Math.exp(3)),
  smooth('constant', () => 5),
  smooth('sin(1/w) away from 0', (w) => Math.sin(1 / (w + 3.05))),
  smooth('w sin(1/w), 0 at 0', (w) => (w === 0 ? 0 : w * Math.sin(1 / w))),
  { name: 'floor', g: Math.floor, pieces: 6, events: Array<string>(6).fill('jump') },
  { name: 'ceil', g: Math.ceil, pieces: 6, events: Array<string>(6).fill('jump') },
  { name: 'sign', g: Math.sign, pieces: 2, events: ['jump 0'] },
  { name: 'step at 1/3', g: (w) => (w > 1 / 3 ? 1 : 0), pieces: 2, events: [`jump ${1 / 3}`] },
  { name: 'step of height 1e-9', g: (w) => (w >= 1 ? 1e-9 : 0), pieces: 2, events: ['jump 1'] },
  { name: 'step on a steep curve', g: (w) => 50 * w + (w >= 0.7 ? 40 : 0), pieces: 2, events: ['jump 0.7'] },
  { name: 'saw w − floor(w)', g: (w) => w - Math.floor(w), pieces: 6, events: Array<string>(6).fill('jump') },
  { name: 'tan', g: Math.tan, pieces: 3, events: ['pole', 'pole'] },
  { name: '1/w', g: (w) => 1 / w, pieces: 2, events: ['pole 0'] },
  { name: '1/w²', g: (w) => 1 / w ** 2, pieces: 2, events: ['pole 0'] },
  { name: '1/(w − 0.1234567)²', g: (w) => 1 / (w - 0.1234567) ** 2, pieces: 2, events: ['pole'] },
  { name: '1/(w − 0.7)', g: (w) => 1 / (w - 0.7), pieces: 2, events: ['pole 0.7'] },
  { name: 'sqrt', g: Math.sqrt, pieces: 1, events: ['gap'], peak: Math.sqrt(3) },
  { name: 'log', g: Math.log, pieces: 1, events: ['gap'], peak: Math.log(3) },
  { name: 'sqrt(w² − 1)', g: (w) => Math.sqrt(w * w - 1), pieces: 2, events: ['gap'] },
  { name: 'asin', g: Math.asin, pieces: 1, events: ['gap', 'gap'], peak: Math.PI / 2 },
  { name: 'sin(w)/w', g: (w) => Math.sin(w) / w, pieces: 2, events: ['hole 0'], peak: 1 },
  { name: 'one point off', g: (w) => (w === 1 ? 5 : w), pieces: 2, events: ['hole 1'] },
  { name: 'sin(1/w)', g: (w) => Math.sin(1 / w), pieces: 'any', events: ['gap'], peak: 1 },
  { name: 'undefined everywhere', g: () => NaN, pieces: 0, events: ['gap'] },
  {
    name: 'throws left of 0',
    g: (w) => {
      if (w < 0) throw new Error('no');
      return w;
    },
    pieces: 1,
    events: ['gap'],
  },
  { name: 'log|w|', g: (w) => Math.log(Math.abs(w)), pieces: 2, events: ['pole 0'] },
];

function told(curve: SampledCurve): string[] {
  return curve.events.map((event) => ('w' in event ? `${event.kind} ${event.w}` : event.kind));
}

describe('a curve joins what belongs together and nothing else', () => {
  test.each(trials)('$name', ({ g, domain = [-3, 3], pieces, events, peak }) => {
    const curve = sampleCurve(g, domain);
    expect(
      told(curve).map((text, index) => (events[index]?.includes(' ') === true ? text : text.split(' ')[0])),
    ).toEqual(events);
    if (pieces !== 'any') expect(curve.pieces).toHaveLength(pieces);
    const pixel = (curve.y[1] - curve.y[0]) / 400;
    if (peak !== undefined) {
      const highest = Math.max(...curve.pieces.flat().map(([, y]) => y));
      expect(Math.abs(highest - peak)).toBeLessThan(pixel);
    }
    for (const piece of curve.pieces) {
      expect(piece.length).toBeGreaterThan(1);
      for (let index = 1; index < piece.length; index++)
        expect(piece[index]?.[0]).toBeGreaterThan(piece[index - 1]?.[0] ?? NaN);
    }
  });

  test('every drawn segment lies within half a pixel of the curve', () => {
    for (const g of [Math.sin, Math.exp, (w: number) => Math.tanh(w) ** 2, (w: number) => Math.max(0, w)]) {
      const { pieces, y } = sampleCurve(g, [-3, 3]);
      const pixel = (y[1] - y[0]) / 400;
      for (const piece of pieces)
        for (let index = 1; index < piece.length; index++) {
          const [a, b] = [piece[index - 1], piece[index]];
          if (a === undefined || b === undefined) continue;
          for (const t of [0.25, 0.5, 0.75]) {
            const w = a[0] + t * (b[0] - a[0]);
            expect(Math.abs(a[1] + t * (b[1] - a[1]) - g(w))).toBeLessThan(0.5 * pixel);
          }
        }
    }
  });

  test('the window keeps peaks, and a pole does not flatten the rest', () => {
    const windowOf = (g: (w: number) => number): readonly [number, number] => sampleCurve(g, [-3, 3]).y;
    expect(windowOf((w) => Math.exp(-1e4 * (w - 0.123) ** 2))[1]).toBeGreaterThan(1);
    expect(windowOf((w) => 1 / w)[1]).toBeGreaterThan(1.5);
    expect(windowOf((w) => 1 / w)[1]).toBeLessThan(6);
    expect(windowOf((w) => 1 / w ** 2)[1]).toBeLessThan(8);
    expect(windowOf(Math.tan)[1]).toBeLessThan(8);
    expect(windowOf(() => 5)).toEqual([4, 6]);
    expect(windowOf(() => 0)).toEqual([-1, 1]);
    expect(windowOf((w) => w * w + 0.5)[0]).toBeLessThan(0);
  });

  test('none of 76 narrow peaks is lost', () => {
    const envelope = (w: number): number => 1 / (w * w + 1);
    const points = sampleCurve((w) => Math.cos(40 * w) ** 100 * envelope(w), [-3, 3]).pieces.flat();
    for (let k = -38; k <= 38; k++) {
      const peak = (k * Math.PI) / 40;
      const near = points.filter(([w]) => Math.abs(w - peak) < 0.01).map(([, y]) => y);
      expect(Math.max(...near)).toBeGreaterThan(envelope(peak) - 0.005);
    }
  });

  test('authors may cut where they want', () => {
    const { pieces } = sampleCurve(Math.sin, [-3, 3], { exclusions: [1] });
    expect(pieces).toHaveLength(2);
  });

  test('a smooth curve needs few points', () => {
    expect(sampleCurve(Math.sin, [-3, 3]).pieces.flat().length).toBeLessThan(120);
  });
});
