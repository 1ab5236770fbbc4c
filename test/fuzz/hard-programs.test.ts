/**
 * Programs written by hand to be hard on the transforms: memory that is shared, overwritten and carried on, reads
 * past the end, counters that are no whole numbers, loops that do not run, recursion that writes. Each goes through
 * all that random programs go through, and through every nesting of second derivatives.
 */
import { expect, it } from 'vitest';
import { checkProgram } from './check-program.ts';
import { checkSecondOrder } from './check-second-order.ts';

const direction = [0.7, -0.4, 0.9, 0.3, -0.8, 0.55];

const programs: readonly (readonly [source: string, point: readonly unknown[]])[] = [
  ['(x) => { const a = new Float32Array(3); a[0] = x; a[1] = x*x; return a[0]*a[1]+a[2]; }', [1.5]],
  ['(x) => { let s = 0; for (let t = 0; t < 1; t += 0.1) s += Math.sin(t * x); return s; }', [1.5]],
  ['(x) => { let s = x; for (let i = 10; i > 0; i -= 3) { s = Math.sin(s * i); } return s; }', [1.5]],
  ['(x) => { let s = x; for (let i = 0; i < 0; i++) { s = Math.sin(s * i); } return s; }', [1.5]],
  ['(x) => { let s = x, h = 1; while (h > 1e-3) { s = s + h * Math.cos(s); h /= 2; } return s; }', [1.5]],
  ['(x) => { let s = x, n = 0; while (Math.abs(s) > 0.1 && n++ < 50) s = s - 0.3 * Math.sin(s); return s; }', [1.5]],
  [
    '(a) => { const s = []; for (const e of a) { while (s.length > 0 && s[s.length - 1] > e) s.pop(); s.push(e); } return s.reduce((p, e, k) => p + e * (k + 1), 0); }',
    [[3, 1, 2, 1.5]],
  ],
  ['(a) => { a.sort((p, q) => p - q); return a[0] + 2 * a[1] + 3 * a[2]; }', [[3, 1, 2]]],
  [
    '(a) => { for (let i = 0; i < a.length; i++) for (let j = 0; j + 1 < a.length - i; j++) if (a[j] > a[j+1]) { const t = a[j]; a[j] = a[j+1]; a[j+1] = t; } return a[0] + 2 * a[1] + 3 * a[2]; }',
    [[3, 1, 2]],
  ],
  [
    '(m) => { const n = m.length; for (let k = 0; k < n; k++) for (let i = k + 1; i < n; i++) { m[i][k] /= m[k][k]; for (let j = k + 1; j < n; j++) m[i][j] -= m[i][k] * m[k][j]; } let det = 1; for (let k = 0; k < n; k++) det *= m[k][k]; return det; }',
    [
      [
        [4, 1, 2],
        [1, 5, 3],
        [2, 1, 6],
      ],
    ],
  ],
  [
    '(m) => { const n = m.length; let det = 1; for (let k = 0; k < n; k++) { let p = k; for (let i = k + 1; i < n; i++) if (Math.abs(m[i][k]) > Math.abs(m[p][k])) p = i; if (p !== k) { const t = m[p]; m[p] = m[k]; m[k] = t; det = -det; } det *= m[k][k]; for (let i = k + 1; i < n; i++) { const f = m[i][k] / m[k][k]; for (let j = k; j < n; j++) m[i][j] -= f * m[k][j]; } } return det; }',
    [
      [
        [1, 4, 2],
        [5, 1, 3],
        [2, 1, 6],
      ],
    ],
  ],
  [
    '(y) => { const rhs = (u) => [u[1], -Math.sin(u[0])]; let u = [y, 0.1]; const h = 0.1; for (let k = 0; k < 10; k++) { const k1 = rhs(u); const k2 = rhs(u.map((e, i) => e + h / 2 * k1[i])); u = u.map((e, i) => e + h * k2[i]); } return u[0] * u[1]; }',
    [0.7],
  ],
  [
    '(x) => { let best; for (const c of [1, x, 3]) { if (best === undefined || Math.sin(c) > best) best = Math.sin(c); } return best * x; }',
    [1.5],
  ],
  [
    '(x) => { let last = null; for (let i = 0; i < 3; i++) { const v = x * i; if (last !== null) x += last * v; last = v; } return x; }',
    [0.5],
  ],
  [
    '(a) => { let s = 0; for (let i = 0; i < a.length; i++) { const next = a[i + 1]; if (next !== undefined) s += a[i] * next; } return s; }',
    [[1, 2, 3]],
  ],
  [
    '(a) => { let s = 0; for (let i = -1; i <= a.length; i++) s += (a[i - 1] ?? 0) * (a[i] ?? 1) * (a[i + 1] || 0.5); return s; }',
    [[1, 2, 3]],
  ],
  [
    '(x) => { const memo = []; const f = (n) => { if (n < 2) return x + n; if (memo[n] !== undefined) return memo[n]; const v = f(n - 1) * 0.5 + f(n - 2) * x; memo[n] = v; return v; }; return f(8); }',
    [0.7],
  ],
  [
    '(x) => { const o = { s: x, step(k) { o.s = Math.sin(o.s) * k; return o.s; } }; let t = 0; for (let i = 1; i < 4; i++) t += o.step(i); return t; }',
    [0.7],
  ],
  [
    '(x) => { const t = { v: x, l: { v: 2 * x, l: null, r: null }, r: { v: x * x, l: null, r: null } }; const f = (n) => n === null ? 0 : Math.sin(n.v) + 0.5 * f(n.l) * f(n.r) + f(n.l); return f(t); }',
    [0.7],
  ],
  [
    '(x) => { let p = [x, 2]; let q = p; for (let i = 0; i < 3; i++) { q = p; p = [p[0] * p[1], p[1] + 1]; q[1] += p[0]; } return p[0] + q[1]; }',
    [0.7],
  ],
  [
    '(x) => { const w = [0, 0, 0]; let s = 0; for (let i = 0; i < 3; i++) { w.fill(0); for (let j = 0; j <= i; j++) w[j] = x ** j * i; s += w[0] + w[1] * w[2]; } return s; }',
    [0.7],
  ],
  [
    '(a, x) => { const b = a; for (let i = 0; i < 3; i++) { b[i] = a[(i + 1) % 3] * x; } return a[0] * b[1] * b[2]; }',
    [[1, 2, 3], 0.7],
  ],
  [
    '(x) => { const f = (n, acc) => { if (n === 0) return acc[0] * acc[1]; const next = [acc[1], acc[0] * x]; acc[0] += n; return f(n - 1, next) + acc[0]; }; return f(4, [x, 1]); }',
    [0.7],
  ],
  [
    '(x) => { const isE = (n, v) => n === 0 ? v : isO(n - 1, v * x); const isO = (n, v) => n === 0 ? -v : isE(n - 1, Math.sin(v)); return isE(5, x); }',
    [0.7],
  ],
  [
    '(x) => { let s = 0; outer: for (let i = 0; i < 4; i++) { for (let j = 0; j < 4; j++) { if (j > i) continue outer; if (i * j > 5) break outer; s = Math.sin(s + x * i * j) + s; } } return s; }',
    [0.7],
  ],
  ['(x) => { if (x > 0) { if (x > 10) throw new Error("no"); return Math.log(x); } return 0 * Math.log(x); }', [0.7]],
  ['(x) => { const y = x > 5 ? 1 / (x - x) : 0; return x > 5 ? x * y : x * x; }', [0.7]],
  [
    '(x) => { const c = [0]; const inc = (v) => { c[0] += v; return c[0]; }; return inc(x) * inc(x * x) + c[0]; }',
    [0.7],
  ],
  [
    '(x) => { const fs = [(u) => u * x, (u) => Math.sin(u), (u) => u + 1]; let v = x; for (const f of fs) v = f(v); return v; }',
    [0.7],
  ],
  ['(x, k) => { const f = k > 0 ? Math.sin : Math.cos; return f(x); }', [0.7, 1]],
  [
    '(x) => { const a = Array.from({ length: 5 }, (_, i) => x ** i); const b = a.filter((e, i) => i % 2 === 0); const [p, ...rest] = b; return p + rest.reduce((s, e) => s * e, 1); }',
    [0.7],
  ],
  [
    '(a) => { let n = 0; for (const e of a) { if (e > 1) { a[n++] = e * e; } } a.length = n; return a.reduce((s, e) => s + e, 0) ; }',
    [[3, 0.5, 2]],
  ],
  [
    '(a) => { const b = a.slice(); b.length = 5; b.fill(a[0], 3); return b.reduce((s, e) => s * e, 1); }',
    [[3, 0.5, 2]],
  ],
  [
    '(a) => { const h = []; for (let i = 0; i < 3; i++) { h[i] = []; for (let j = 0; j < 3; j++) h[i][j] = a[i] * a[j] ** 2; } return h[0][1] * h[2][0] + h[1].reduce((s, e) => s + e, 0); }',
    [[3, 0.5, 2]],
  ],
  [
    '(a) => { const h = [a, a]; h[0][1] = a[2] * 2; h[1] = [1, 2, a[0]]; return h[0][1] * a[1] + h[1][2]; }',
    [[3, 0.5, 2]],
  ],
  [
    '(o) => { const p = o; const q = { ...o, v: o.v }; q.v[0] = p.p * 2; q.p = 5; return o.v[0] * q.p + p.p * o.q; }',
    [{ p: 1.5, q: 2, v: [1, 2] }],
  ],
  [
    '(o) => { for (let i = 0; i < 3; i++) { o = { p: o.q, q: o.p * o.q, v: o.v.map((e) => e * o.p) }; } return o.p + o.q + o.v[1]; }',
    [{ p: 1.5, q: 2, v: [1, 2] }],
  ],
  [
    '(x) => { let a = [x], b = [x * 2]; for (let i = 0; i < 3; i++) { [a, b] = [b, a]; a[0] += b[0] * i; } return a[0] - 3 * b[0]; }',
    [0.7],
  ],
  [
    '(x) => { const m = [[1, x], [x * x, 2]]; for (const row of m) for (let j = 0; j < row.length; j++) row[j] *= row[1 - j]; return m[0][0] + m[1][1] * m[0][1]; }',
    [0.7],
  ],
  [
    '(x) => { const ring = [0, 0, 0]; let h = 0; for (let i = 0; i < 7; i++) { ring[h] = Math.sin(x + i + ring[(h + 1) % 3]); h = (h + 1) % 3; } return ring[0] + 2 * ring[1] + 3 * ring[2]; }',
    [0.7],
  ],
  ['(x) => { let i = 0, s = 0; do { s += x ** i; if (s > 1.5) break; } while (++i < 6); return s * i; }', [0.7]],
  [
    '(x) => { let s = 0; for (let i = 0, j = 5; i < j; i++, j--) { s += x * i - Math.cos(x * j) * s; } return s; }',
    [0.7],
  ],
  [
    '(x) => { let s = 1; for (let i = 0; i < 3; i++) { const row = []; for (let j = 0; j < i; j++) row.push(x * j + s); for (const e of row) s *= 1 + 0.1 * e; } return s; }',
    [0.7],
  ],
  [
    '(x) => { let a = 1, b = x; for (let i = 0; i < 5; i++) { const t = a; a = b; b = t * x + b; } return a * b; }',
    [0.7],
  ],
  [
    '(a) => { let mx = -Infinity; for (const e of a) mx = Math.max(mx, e); let s = 0; for (const e of a) s += Math.exp(e - mx); return mx + Math.log(s); }',
    [[1, 3, 2]],
  ],
  [
    '(a) => { let n = 0, s = 0; for (let i = 0; i < a.length; i++) { if (a[i] < 0) continue; n++; s += (a[i] - s) / n; } return s; }',
    [[1, -3, 2, 4]],
  ],
  [
    '(x) => { const a = [x, x * x]; const f = (b) => { b = b.slice(); b[0] = 5; return b[1]; }; return f(a) + a[0]; }',
    [0.7],
  ],
  ['(x) => { const a = [1, 2, 3]; a[1] = x; const b = [...a, x]; a[2] = b[3] * b[1]; return b[2] + a[2]; }', [0.7]],
  [
    '(x) => { let s = x; for (let i = 0; i < 3; i++) { if (i === 1) { const z = [s, s * 2]; s = z[0] * z[1]; } else { s = s + 1; } } return s; }',
    [0.7],
  ],
  [
    '(x) => { const a = []; for (let i = 0; i < 4; i++) { a.unshift(x * i); if (a.length > 2) a.pop(); } return a[0] * a[1]; }',
    [0.7],
  ],
  ['(x) => { const a = [x, 1, 2, 3]; a.splice(1, 2); return a[0] * a[1]; }', [0.7]],
  [
    '(x) => { const a = [[x]]; a.push(a[0]); a.push(a.pop().concat([2])); a[0][0] *= 3; return a[0][0] + a[1][0] * a[1][1]; }',
    [0.7],
  ],
  ['(m) => { m[m.length] = [m[0][1]]; m[0][0] += m[m.length - 1][0]; return m[0][0] * m[2][0]; }', [[[2, 3], [4]]]],
  [
    '(m) => { for (let i = 0; i < 3; i++) { m = m.map((row) => row.map((e) => e * 1.1 + i)); m[0] = m[1]; m[0][0] += 1; } return m[0][0] * m[1][1]; }',
    [
      [
        [2, 3],
        [4, 5],
      ],
    ],
  ],
  ['(a) => { a.push(a[0] * a[1]); a[a.length] = a[3] * 2; return a[4] * a[2]; }', [[2, 3, 4]]],
  ['(a) => { a.shift(); a.pop(); return a[0] * a[0]; }', [[2, 3, 4]]],
];

it.each(programs)('%s', (source, point) => {
  expect(checkProgram(source, point, direction)).toEqual({ kind: 'right', derivative: 'checked' });
  expect(checkSecondOrder(source, point, direction)).toEqual({ kind: 'right', derivative: 'checked' });
});
