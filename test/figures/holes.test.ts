/**
 * Holes in formulas put together from several parts, and formulas that have none although a part of them has: one open dot at
 * each limit, no filled one, and a curve that follows closed forms that do not cancel. Among them are those whose squares leave
 * the range of doubles near 0.
 */
import { expect, test } from 'vitest';
import { makeFigure } from '../../src/pictures/figures/index.ts';
import { panelOf } from '../support/marks.ts';

type Domain = readonly [number, number];

const sinc = (w: number): number => (w === 0 ? 1 : Math.sin(w) / w);
const expm1Over = (w: number): number => (w === 0 ? 1 : Math.expm1(w) / w);
const log1pOver = (w: number): number => (w === 0 ? 1 : Math.log1p(w) / w);
/** (1 − cos w)/w². */
const cosOver = (w: number): number => sinc(w / 2) ** 2 / 2;

type Row = readonly [text: string, truth: (w: number) => number, holes: readonly number[], domain?: Domain];

const rows: readonly Row[] = [
  ['sqrt((w^2-1)/(w-1))', (w) => Math.sqrt(w + 1), [1], [-0.5, 3]],
  ['e^(sin(w)/w)', (w) => Math.exp(sinc(w)), [0]],
  ['ln((e^w-1)/w)', (w) => Math.log(expm1Over(w)), [0]],
  ['((w^2-1)/(w-1))^2+|w|', (w) => (w + 1) ** 2 + Math.abs(w), [1]],
  ['(w^3-w)/(w(w-1))', (w) => w + 1, [0, 1]],
  ['(w^2-1)/(w-1)+(w^2-4)/(w-2)', (w) => 2 * w + 3, [1, 2]],
  ['(w^2-1)/(w-1)*(e^w-1)/w', (w) => (w + 1) * expm1Over(w), [0, 1]],
  ['sin(w)/w+cos(w)', (w) => sinc(w) + Math.cos(w), [0]],
  ['sin(w)^2/w^2', (w) => sinc(w) ** 2, [0]],
  ['sin(w^2)/w', (w) => w * sinc(w * w), [0]],
  ['sin(w)/|w|*|w|/w', (w) => sinc(w), [0]],
  ['(1-cos(w))/w', (w) => w * cosOver(w), [0]],
  ['w/ln(1+w)', (w) => 1 / log1pOver(w), [0], [-0.9, 3]],
  ['w^2/(1-cos(w))', (w) => 1 / cosOver(w), [0]],
  ['(e^(2w)-1)/(e^w-1)', (w) => Math.exp(w) + 1, [0]],
  ['(sqrt(1+w)-sqrt(1-w))/w', (w) => 2 / (Math.sqrt(1 + w) + Math.sqrt(1 - w)), [0], [-1, 1]],
  ['(1/(1+w)-1)/w', (w) => -1 / (1 + w), [0], [-0.8, 3]],
  ['ln(w)/(w^2-1)', (w) => log1pOver(w - 1) / (w + 1), [1], [0.1, 4]],
  ['sin(pi*w)/(w-1)', (w) => -Math.PI * sinc(Math.PI * (w - 1)), [1]],
  ['cos(w)/(w-pi/2)', (w) => -sinc(w - Math.PI / 2), [Math.PI / 2]],
  ['(2^w-4)/(w-2)', (w) => 4 * Math.LN2 * expm1Over((w - 2) * Math.LN2), [2]],
  ['1/w-1/sin(w)', (w) => (Math.abs(w) < 1e-3 ? -w / 6 : 1 / w - 1 / Math.sin(w)), [0], [-3, 3]],
  ['1/w-1/(e^w-1)', (w) => (Math.abs(w) < 1e-3 ? 0.5 - w / 12 : 1 / w - 1 / Math.expm1(w)), [0]],
  ['(1-w)/(1-sqrt(w))', (w) => 1 + Math.sqrt(w), [1], [0.01, 3]],
  ['(w^4-16)/(w^2-4)', (w) => w * w + 4, [-2, 2]],
  ['(w^2-0.09)/(w-0.3)', (w) => w + 0.3, [0.3]],
  ['(w-1e-5)/(w-1e-5)', () => 1, [1e-5]],
  ['w*|w|/w', (w) => Math.abs(w), [0]],
  ['max(w,0)^2/w', (w) => Math.max(w, 0), [0]],
  ['(w^2-w-6)/(w^2-9)', (w) => (w + 2) / (w + 3), [3], [-2, 5]],
  ['w*(1/w)', () => 1, [0]],
  ['w^2*(1+1/w)', (w) => w * w + w, [0]],
  ['(w^3-3w+2)/(w-1)^2', (w) => w + 2, [1]],
  ['(e^(w^2)-1)/w', (w) => w * expm1Over(w * w), [0], [-1.5, 1.5]],
  ['w*sin(1/w)/sin(1/w)', (w) => w, [0]],
  [
    'ln(cos(w))/w^2',
    (w) => (Math.abs(w) < 1e-3 ? -0.5 - (w * w) / 12 : Math.log(Math.cos(w)) / w ** 2),
    [0],
    [-1.5, 1.5],
  ],
  ['(1+w)^(2/w)', (w) => Math.exp(2 * log1pOver(w)), [0], [-0.9, 3]],
  ['w^2/w^2', () => 1, [0]],
  ['w^3/w^3', () => 1, [0]],
  ['w^4/w^2', (w) => w * w, [0]],
  ['w^2/|w|', (w) => Math.abs(w), [0]],
  ['sqrt(w^4)/w^2', () => 1, [0]],
  ['sqrt(w^2)/w*w', (w) => Math.abs(w), [0]],
  ['|w|/sqrt(w^2)', () => 1, [0]],
  ['w/sqrt(w^2)*|w|/w', () => 1, [0]],
  ['w^2/sqrt(w^4)', () => 1, [0]],
  ['(w^2)^(1/2)/|w|', () => 1, [0]],
  ['cbrt(w^3)/w', () => 1, [0]],
  ['w^3/|w|^3*|w|/w', () => 1, [0]],
  ['sin(w^2)/w^2', (w) => sinc(w * w), [0]],
  ['ln(1+w^2)/w^2', (w) => log1pOver(w * w), [0]],
  ['(e^(w^4)-1)/w^4', (w) => expm1Over(w ** 4), [0], [-1, 1]],
  ['w^10/w^10', () => 1, [0]],
  ['(w^2+w^4)/w^2', (w) => 1 + w * w, [0]],
  ['e^(-w^2)/e^(-w^2)', () => 1, [], [-10, 10]],
  ['e^w/(e^w+1)', (w) => 1 / (1 + Math.exp(-w)), [], [-800, 700]],
  ['(e^w-e^(-w))/(e^w+e^(-w))', (w) => Math.tanh(w), [], [-300, 300]],
  ['w/w*sqrt(w^2)/|w|', () => 1, [0]],
  ['(w-1)^2/(w-1)^2', () => 1, [1]],
  ['sqrt((w-1)^2)/|w-1|', () => 1, [1]],
  ['sqrt(w^2+w^4)/|w|', (w) => Math.sqrt(1 + w * w), [0]],
  ['sqrt(1-cos(w))/|w|', (w) => Math.SQRT1_2 * Math.abs(sinc(w / 2)), [0]],
  ['w^2/(w^2+|w|)', (w) => Math.abs(w) / (1 + Math.abs(w)), [0]],
  ['1/(1+1/w^2)', (w) => (w * w) / (w * w + 1), []],
  ['1/(1+1/|w|)', (w) => Math.abs(w) / (Math.abs(w) + 1), []],
  ['atan(1/w^2)', (w) => (w === 0 ? Math.PI / 2 : Math.atan(1 / w ** 2)), []],
  ['e^(-1/w^2)', (w) => (w === 0 ? 0 : Math.exp(-1 / w ** 2)), []],
  ['e^(-1/w^2)/w^2', (w) => (Math.abs(w) < 0.01 ? 0 : Math.exp(-1 / w ** 2) / w ** 2), [0]],
];

test.each(rows.map(([text, truth, holes, domain = [-3, 3]]) => ({ text, truth, holes, domain })))(
  '$text',
  ({ text, truth, holes, domain }) => {
    const figure = makeFigure('tangent-along-curve', [text], { domain });
    const { marks, y } = panelOf(figure.sceneAt(figure.parameter.value), 'curve');
    const span = y.domain[1] - y.domain[0];
    const dots = marks.flatMap((mark) => (mark.kind === 'dot' && mark.role === 'function' ? [mark] : []));
    expect(dots.filter(({ open }) => open !== true)).toEqual([]);
    expect(dots).toHaveLength(holes.length);
    for (const [k, hole] of holes.entries()) {
      const [w, limit] = dots[k]!.at;
      expect(Math.abs(w - hole)).toBeLessThan(1e-8);
      expect(Math.abs(limit - truth(hole)), `${limit} at ${w}`).toBeLessThan(1e-4 * span);
    }
    const curve = marks.find(({ key }) => key === 'curve');
    const pieces = curve?.kind === 'path' ? curve.pieces : [];
    expect(pieces.length).toBeGreaterThan(0);
    for (const [w, value] of pieces.flat())
      expect(Math.abs(value - truth(w)), `${value} at ${w}, not ${truth(w)}`).toBeLessThan(0.003 * span);
  },
);
