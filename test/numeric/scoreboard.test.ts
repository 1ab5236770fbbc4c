/**
 * Hard derivatives, scored. Prints the tables of docs/numerical-differentiation.md and holds the thresholds: ours on
 * both halves, and that the classical methods do worse where the page says so.
 */
import { describe, expect, it } from 'vitest';
import { numericalDerivative } from '../../src/calculus/numeric/index.ts';
import {
  centralFixed,
  centralFixedSecond,
  eighthOrderHalving,
  forwardFixed,
  ridders,
  type Method,
} from './classical-methods.ts';
import { hardFirstDerivatives, hardSecondDerivatives, type HardCase } from './hard-derivatives.ts';
import { score, tableOf, type Score } from './scoreboard.ts';

const ours =
  (order: number): Method =>
  (g, w) =>
    numericalDerivative(g, { order }).estimate(w);

const half = (cases: readonly HardCase[], name: HardCase['half']): HardCase[] =>
  cases.filter((each) => each.half === name);

/** Prints past the reporter, so that the table is seen without a failing test. */
function print(table: string): void {
  process.stdout.write(`\n${table}\n`);
}

function expectScore(line: Score, targets: { to6: number; to9: number; to12: number }): void {
  const share = (count: number): number => (100 * count) / line.cases;
  expect(share(line.to6)).toBeGreaterThanOrEqual(targets.to6);
  expect(share(line.to9)).toBeGreaterThanOrEqual(targets.to9);
  expect(share(line.to12)).toBeGreaterThanOrEqual(targets.to12);
  expect(share(line.covered)).toBeGreaterThanOrEqual(95);
  expect(line.looseness).toBeLessThan(1e4);
  expect(line.mostEvaluations).toBeLessThanOrEqual(200);
}

describe('the scoreboard of first derivatives', () => {
  const development = score('secant, development half', ours(1), half(hardFirstDerivatives, 'development'));
  const heldOut = score('secant, held-out half', ours(1), half(hardFirstDerivatives, 'held-out'));
  const later = score('secant, later cases', ours(1), half(hardFirstDerivatives, 'later'));
  const all = score('secant', ours(1), hardFirstDerivatives);
  const classical = [
    score('forward, ε = 1e-8', forwardFixed, hardFirstDerivatives),
    score('central, ε = 1e-5', centralFixed, hardFirstDerivatives),
    score('Ridders', ridders, hardFirstDerivatives),
    score('order 8, halved', eighthOrderHalving, hardFirstDerivatives),
  ];
  print(tableOf('First derivatives', [development, heldOut, later, all, ...classical]));

  it('has at least 120 cases in two halves', () => {
    expect(all.cases).toBeGreaterThanOrEqual(120);
    expect(Math.abs(development.cases - heldOut.cases)).toBeLessThanOrEqual(1);
  });

  it.each([development, heldOut, later])('$name reaches the targets', (line) => {
    expectScore(line, { to6: 90, to9: 75, to12: 55 });
    expect(line.medianEvaluations).toBeLessThanOrEqual(40);
  });

  it.each(classical)('is better than $name at every number of digits', (line) => {
    expect(line.to6).toBeLessThan(all.to6 - 15);
    expect(line.to9).toBeLessThan(all.to9 - 15);
    expect(line.to12).toBeLessThan(all.to12 - 15);
  });

  it('has the only error figure that covers', () => {
    const figures = classical.filter(({ looseness }) => !Number.isNaN(looseness));
    expect(figures).toHaveLength(2);
    expect(Math.max(...figures.map(({ covered, cases }) => covered / cases))).toBeLessThan(0.9);
  });
});

describe('the scoreboard of second derivatives', () => {
  const development = score('secant, development half', ours(2), half(hardSecondDerivatives, 'development'));
  const heldOut = score('secant, held-out half', ours(2), half(hardSecondDerivatives, 'held-out'));
  const later = score('secant, later cases', ours(2), half(hardSecondDerivatives, 'later'));
  const all = score('secant', ours(2), hardSecondDerivatives);
  const central = score('central, ε = 1e-4', centralFixedSecond, hardSecondDerivatives);
  print(tableOf('Second derivatives', [development, heldOut, later, all, central]));

  it.each([development, heldOut, later])('$name reaches the targets', (line) => {
    expectScore(line, { to6: 100 * (30 / 36), to9: 100 * (26 / 36), to12: 100 * (15 / 36) });
  });

  it('is better than the fixed step', () => {
    expect(central.to6).toBeLessThan(all.to6 - 15);
    expect(central.to9).toBeLessThan(all.to9 - 15);
  });
});
