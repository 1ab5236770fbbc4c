/** The verdict at kinks, poles, ends of domains and wild points, each with both one-sided slopes. */
import { describe, expect, it } from 'vitest';
import { numberType } from '../ir/ir.ts';
import { lowerToIr } from '../frontend/lower/lower.ts';
import { germVerdict, type GermVerdictKind } from './germ.ts';

const inf = Infinity;
const environment = { describe: () => undefined, names: [] };

function parse(text: string) {
  return lowerToIr(
    { kind: 'function', source: { name: 'g', text }, environment },
    [{ kind: 'value', type: numberType }],
    'g',
  ).fn;
}

type Row = readonly [text: string, at: number, verdict: GermVerdictKind, left: number, right: number];

// Which side has which slope; NaN where there is none.
const table: readonly Row[] = [
  // smooth
  ['w => w * w', 3, 'differentiable', 6, 6],
  ['w => Math.sin(w)', 0, 'differentiable', 1, 1],
  ['w => 5', 1, 'differentiable', 0, 0],
  ['w => Math.exp(w) * Math.cos(w)', 0, 'differentiable', 1, 1],
  ['w => w ** 3', 0, 'differentiable', 0, 0],
  ['w => w ** 7', -1, 'differentiable', 7, 7],
  ['w => Math.log(1 + Math.exp(1000 * w))', 0, 'differentiable', 500, 500],
  ['w => Math.abs(Math.sin(w))', Math.PI, 'differentiable', -1, -1],
  ['w => 1 / (1 + Math.exp(-w))', 0, 'differentiable', 0.25, 0.25],
  // corners
  ['w => Math.max(0, w)', 0, 'corner', 0, 1],
  ['w => w > 0 ? w : 0', 0, 'corner', 0, 1],
  ['w => w >= 0 ? w : 0', 0, 'corner', 0, 1],
  ['w => { if (w < 0) return 0; return w; }', 0, 'corner', 0, 1],
  ['w => Math.abs(w)', 0, 'corner', -1, 1],
  ['w => Math.abs(w - 1) + Math.abs(w + 1)', 1, 'corner', 0, 2],
  ['w => Math.max(w, w ** 3)', 1, 'corner', 1, 3],
  ['w => Math.min(w, w * w)', 0, 'corner', 1, 0],
  ['w => Math.max(Math.sin(w), w)', 0, 'differentiable', 1, 1],
  ['w => Math.hypot(w, 0)', 0, 'corner', -1, 1],
  ['w => Math.hypot(w, w)', 0, 'corner', -Math.SQRT2, Math.SQRT2],
  ['w => Math.sqrt(w * w)', 0, 'corner', -1, 1],
  ['w => Math.sqrt(w * w + w ** 4)', 0, 'corner', -1, 1],
  ['w => Math.abs(w) + 1e-6 * w', 0, 'corner', -1 + 1e-6, 1 + 1e-6],
  ['w => Math.max(0, 1e-6 * w)', 0, 'corner', 0, 1e-6],
  ['w => w > 0 ? Math.sqrt(w) : 0', 0, 'corner', 0, inf],
  ['w => w === 0 ? 0 : w / (1 + Math.exp(1 / w))', 0, 'corner', 1, 0],
  ['w => w === 0 ? 0 : w * Math.atan(1 / w)', 0, 'corner', -Math.PI / 2, Math.PI / 2],
  ['w => Math.acos(Math.cos(w))', 0, 'corner', -1, 1],
  ['w => Math.abs(Math.abs(w) - 1)', -1, 'corner', -1, 1],
  // kinks that cancel
  ['w => Math.max(w, 0) + Math.min(w, 0)', 0, 'differentiable', 1, 1],
  ['w => w * Math.abs(w)', 0, 'differentiable', 0, 0],
  ['w => Math.max(0, w) ** 2', 0, 'differentiable', 0, 0],
  ['w => Math.abs(w) ** 3', 0, 'differentiable', 0, 0],
  ['w => Math.sqrt(w ** 4)', 0, 'differentiable', 0, 0],
  ['w => Math.max(w, w)', 0, 'differentiable', 1, 1],
  ['w => w < 1 ? w * w : 2 * w - 1', 1, 'differentiable', 2, 2],
  ['w => Math.abs(w) - Math.abs(-w)', 0, 'differentiable', 0, 0],
  ['w => (w < 0 ? -w - w : w === 0 ? 0 : -2 * w)', 0, 'differentiable', -2, -2],
  // removable points, guarded
  ['w => w === 0 ? 1 : Math.sin(w) / w', 0, 'differentiable', 0, 0],
  ['w => w === 0 ? 0.5 : (1 - Math.cos(w)) / (w * w)', 0, 'differentiable', 0, 0],
  ['w => w === 0 ? 0 : (Math.exp(w) - 1 - w) / w', 0, 'differentiable', 0.5, 0.5],
  ['w => w === 0 ? 0 : w ** 9 / w ** 8', 0, 'differentiable', 1, 1],
  ['w => w === 1 ? 2 : (w * w - 1) / (w - 1)', 1, 'differentiable', 1, 1],
  ['w => w === 2 ? 0.25 : (Math.sqrt(w + 2) - 2) / (w - 2)', 2, 'differentiable', -1 / 64, -1 / 64],
  ['w => w === 0 ? 0 : Math.exp(-1 / (w * w))', 0, 'differentiable', 0, 0],
  ['w => w > 0 ? Math.exp(-1 / w) : 0', 0, 'differentiable', 0, 0],
  ['w => w === 0 ? 0 : w * w * Math.log(Math.abs(w))', 0, 'differentiable', 0, 0],
  ['w => w === 0 ? 0 : w * Math.tanh(1 / w)', 0, 'corner', -1, 1],
  // cusps and vertical tangents
  ['w => Math.cbrt(w)', 0, 'vertical tangent', inf, inf],
  ['w => -Math.cbrt(w)', 0, 'vertical tangent', -inf, -inf],
  ['w => Math.cbrt(w * w)', 0, 'cusp', -inf, inf],
  ['w => Math.abs(w) ** (2 / 3)', 0, 'cusp', -inf, inf],
  ['w => Math.sqrt(Math.abs(w))', 0, 'cusp', -inf, inf],
  ['w => Math.sign(w) * Math.sqrt(Math.abs(w))', 0, 'vertical tangent', inf, inf],
  ['w => w === 0 ? 0 : w * Math.log(Math.abs(w))', 0, 'vertical tangent', -inf, -inf],
  // jumps
  ['w => Math.sign(w)', 0, 'jump', inf, inf],
  ['w => Math.floor(w)', 1, 'jump', inf, 0],
  ['w => Math.floor(w)', 1.5, 'differentiable', 0, 0],
  ['w => Math.ceil(w)', 1, 'jump', 0, inf],
  ['w => Math.round(w)', 0.5, 'jump', inf, 0],
  ['w => Math.round(w)', -0.5, 'jump', inf, 0],
  ['w => Math.round(w)', 1, 'differentiable', 0, 0],
  ['w => Math.trunc(w)', 0, 'differentiable', 0, 0],
  ['w => Math.trunc(w)', -2, 'jump', 0, inf],
  ['w => w % 2', 4, 'jump', -inf, 1],
  ['w => w % 2', 0, 'differentiable', 1, 1],
  ['w => w % 2', -3, 'differentiable', 1, 1],
  ['w => w % 2', -2, 'jump', 1, -inf],
  ['w => 7 % w', 3.5, 'jump', -2, inf],
  ['w => w < 0 ? 0 : 1e-9', 0, 'jump', inf, 0],
  ['w => w === 0 ? 5 : w', 0, 'jump', inf, -inf],
  ['w => 1 / w', 0, 'jump', NaN, NaN],
  ['w => 1 / (w * w)', 0, 'jump', NaN, NaN],
  ['w => w === 0 ? 0 : 1 / w', 0, 'jump', inf, inf],
  ['w => Math.atan2(w, -1)', 0, 'jump', inf, 1 * -1],
  ['w => w | 0', 1, 'jump', inf, 0],
  ['w => w === 0 ? 0 : Math.exp(1 / w)', 0, 'jump', 0, inf],
  ['w => (w === 0 ? 0 : 1 - Math.tanh(1 / Math.abs(w)) > 0 ? w : 1)', 0, 'differentiable', 1, 1],
  ['w => (Math.hypot(w, 1) === 1 ? 0 : 2 * w)', 0, 'differentiable', 2, 2],
  ['w => (w === 0 ? 0 : (5 % w) * w)', 0, 'differentiable', 0, 0],
  ['w => 1 / Math.trunc(w / 4)', 0, 'outside the domain', NaN, NaN],
  // wild points
  ['w => w === 0 ? 0 : w * w * Math.sin(1 / w)', 0, 'differentiable', 0, 0],
  ['w => w === 0 ? 0 : w * Math.sin(1 / w)', 0, 'oscillating', NaN, NaN],
  ['w => w === 0 ? 0 : Math.sin(1 / w)', 0, 'oscillating', NaN, NaN],
  ['w => w === 0 ? 0 : Math.cos(Math.log(Math.abs(w)))', 0, 'oscillating', NaN, NaN],
  ['w => w > 0 ? w * Math.sin(1 / w) : 0', 0, 'oscillating', 0, NaN],
  ['w => w === 0 ? 0 : w + w * w * Math.cos(1 / w)', 0, 'differentiable', 1, 1],
  // ends of domains
  ['w => Math.sqrt(w)', 0, 'outside the domain', NaN, inf],
  ['w => Math.sqrt(w)', -1, 'outside the domain', NaN, NaN],
  ['w => w * Math.sqrt(w)', 0, 'outside the domain', NaN, 0],
  ['w => Math.log(w)', 0, 'outside the domain', NaN, NaN],
  ['w => Math.asin(w)', 1, 'outside the domain', inf, NaN],
  ['w => Math.acos(w)', -1, 'outside the domain', NaN, -inf],
  ['w => Math.acosh(w)', 1, 'outside the domain', NaN, inf],
  ['w => Math.atanh(w)', 1, 'outside the domain', NaN, NaN],
  ['w => Math.log1p(w)', -1, 'outside the domain', NaN, NaN],
  ['w => w ** 1.5', 0, 'outside the domain', NaN, 0],
  ['w => w ** w', 0, 'outside the domain', NaN, -inf],
  ['w => Math.exp(w)', 1000, 'outside the domain', NaN, NaN],
  ['w => { let x = w; for (let i = 0; i < 40; i++) x = x * x; return x; }', 3, 'outside the domain', NaN, NaN],
  ['w => Math.sin(w) / w', 0, 'outside the domain', NaN, NaN],
  ['w => { if (w < 0) throw new Error("negative"); return w; }', 0, 'outside the domain', NaN, 1],
];

describe('the verdict on', () => {
  it.each(table)('%s at %d: %s', (text, at, verdict, left, right) => {
    const found = germVerdict(parse(text), at);
    expect({ verdict: found.verdict, exact: found.exact }, found.reason).toEqual({ verdict, exact: true });
    for (const [name, slope] of [['left', left], ['right', right]] as const) {
      if (Number.isFinite(slope)) expect(Math.abs(found[name] - slope), `${name} ${found[name]}`).toBeLessThan(1e-15 + 1e-14 * Math.abs(slope));
      else expect(found[name], name).toBe(slope);
    }
    expect(found.differentiable).toBe(verdict === 'differentiable');
    expect('derivative' in found).toBe(verdict === 'differentiable');
  }); // prettier-ignore
});
