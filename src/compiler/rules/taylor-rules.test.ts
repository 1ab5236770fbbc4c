/**
 * The recurrences against coefficients computed to 60 digits (mpmath, rounded once), along a straight line and
 * along a curved path, and the answers at singular points.
 */
import { describe, expect, it } from 'vitest';
import type { SmoothName } from '../ir/operations.ts';
import { newValue, numberType } from '../ir/ir.ts';
import { Builder } from './builder.ts';
import { evaluate, type Terms } from './index.ts';
import { taylorRules } from './taylor-rules.ts';

const numbers: Terms<number> = {
  constant: (value) => value,
  apply: (operation, ...args) => evaluate(operation, args) as number,
  known: (term) => term,
};

function run(name: SmoothName, ...args: number[][]): number[] {
  return taylorRules[name](numbers, args);
}

const order = 8;
function line(w0: number): number[] {
  return [w0, 1, ...new Array<number>(order - 1).fill(0)];
}
function fixed(c: number): number[] {
  return [c, ...new Array<number>(order).fill(0)];
}

function product(a: number[], b: number[]): number[] {
  return a.map((_, k) => a.slice(0, k + 1).reduce((sum, term, j) => sum + term * b[k - j]!, 0));
}

/** Each difference against the size of the terms that were added: what a backward stable sum can reach. */
function expectClose(
  actual: readonly number[],
  expected: readonly number[],
  scale: readonly number[],
  tolerance = 1e-13,
) {
  actual.forEach((value, k) => {
    expect(Math.abs(value - expected[k]!), `order ${k}: ${value} for ${expected[k]}`).toBeLessThanOrEqual(
      tolerance * scale[k]!,
    );
  });
}

// Coefficients of f at w0, orders 0 to 8.
const table: [SmoothName, number, number[]][] = [
  [
    'sin',
    0.7,
    [
      0.644217687237691, 0.7648421872844885, -0.3221088436188455, -0.12747369788074808, 0.026842403634903794,
      0.006373684894037404, -0.0008947467878301264, -0.0001517544022389858, 1.597762121125226e-5,
    ],
  ],
  [
    'sin',
    100.25,
    [
      -0.2772828564548513, 0.9607883312760612, 0.13864142822742564, -0.1601313885460102, -0.01155345235228547,
      0.00800656942730051, 0.0003851150784095157, -0.0001906326054119169, -6.877054971598495e-6,
    ],
  ],
  [
    'cos',
    0.7,
    [
      0.7648421872844885, -0.644217687237691, -0.38242109364224425, 0.10736961453961517, 0.03186842447018702,
      -0.005368480726980759, -0.0010622808156729006, 0.00012782096969001807, 1.8969300279873226e-5,
    ],
  ],
  [
    'cos',
    -3,
    [
      -0.9899924966004454, 0.1411200080598672, 0.4949962483002227, -0.023520001343311205, -0.0412496873583519,
      0.0011760000671655602, 0.0013749895786117298, -2.8000001599180003e-5, -2.4553385332352317e-5,
    ],
  ],
  [
    'tan',
    0.3,
    [
      0.30933624960962325, 1.095688915322547, 0.33893629980471274, 0.4700749222790018, 0.25838998009489245,
      0.2609696707016497, 0.17438929033510892, 0.15369984700151434, 0.11213402274195412,
    ],
  ],
  [
    'tan',
    1.5,
    [
      14.101419947171719, 199.85004452649247, 2818.169404329037, 39806.80693422336, 562271.8911369138,
      7942105.438168883, 112182450.63803475, 1584580100.6478522, 22382236090.274967,
    ],
  ],
  [
    'asin',
    0.3,
    [
      0.3046926540153975, 1.0482848367219182, 0.17279420385526126, 0.2489586819892653, 0.16588744362387717,
      0.19967487166725031, 0.1959637313366269, 0.23212856285050942, 0.2627905041981451,
    ],
  ],
  [
    'asin',
    0.999,
    [
      1.526071239626163, 22.36627204212921, 5588.770827935734, 2794852.3107127636, 1746840793.7027876,
      1222806011812.1748, 917111784454152.2, 7.20591468907017e17, 5.854826151567596e20,
    ],
  ],
  [
    'acos',
    -0.5,
    [
      2.0943951023931957, -1.1547005383792515, 0.3849001794597505, -0.5132002392796673, 0.5987336124929452,
      -0.8667381818945493, 1.292504306333977, -2.041939576393174, 3.3199620417598235,
    ],
  ],
  [
    'acos',
    -0.9990234375,
    [
      3.097394882444078, -22.632943293569802, 5791.2029831620985, -2965579.707348277, 1898032664.4568727,
      -1360528781276.122, 1044894199132682.6, -8.406961637194189e17, 6.994615960260837e20,
    ],
  ],
  [
    'atan',
    0.5,
    [
      0.4636476090008061, 0.8, -0.32, -0.042666666666666665, 0.1536, -0.077824, -0.030037333333333333,
      0.06506788571428572, -0.02752512,
    ],
  ],
  [
    'atan',
    -20,
    [
      -1.5208379310729538, 0.0024937655860349127, 0.00012437733596184103, 6.198188936751762e-6, 3.086209479342453e-7,
      1.5354007411084265e-8, 7.632243102576361e-10, 3.790658974221992e-11, 1.8810783248989282e-12,
    ],
  ],
  [
    'sinh',
    0.7,
    [
      0.7585837018395335, 1.255169005630943, 0.37929185091976675, 0.20919483427182384, 0.031607654243313896,
      0.010459741713591191, 0.0010535884747771298, 0.00024904146937121884, 1.881407990673446e-5,
    ],
  ],
  [
    'sinh',
    3,
    [
      10.017874927409903, 10.067661995777765, 5.008937463704951, 1.677943665962961, 0.4174114553087459,
      0.08389718329814805, 0.013913715176958196, 0.0019975519832892393, 0.00024845919958853925,
    ],
  ],
  ['cosh', 0, [1.0, 0.0, 0.5, 0.0, 0.041666666666666664, 0, 0.001388888888888889, 0.0, 2.48015873015873e-5]],
  [
    'cosh',
    1.5,
    [
      2.352409615243247, 2.1292794550948173, 1.1762048076216236, 0.3548799091824696, 0.09801706730180197,
      0.01774399545912348, 0.003267235576726732, 0.00042247608236008286, 5.8343492441548795e-5,
    ],
  ],
  [
    'tanh',
    0.25,
    [
      0.24491866240370913, 0.940014848806378, -0.23022717940928297, -0.256951350105559, 0.13967457410710832,
      0.07233075903542956, -0.06938950366506702, -0.014814948007113355, 0.030349424518862543,
    ],
  ],
  [
    'tanh',
    18,
    [
      0.9999999999999996, 9.278091320974273e-16, -9.278091320974269e-16, 6.185394213982841e-16, -3.0926971069914143e-16,
      1.237078842796561e-16, -4.1235961426551735e-17, 1.1781703264728891e-17, -2.9454258161821353e-18,
    ],
  ],
  [
    'asinh',
    0.5,
    [
      0.48121182505960347, 0.8944271909999159, -0.17888543819998318, -0.04770278351999551, 0.07155417527999328,
      -0.022897336089597847, -0.01679137979903842, 0.02145807496396598, -0.0053121819727867,
    ],
  ],
  [
    'asinh',
    1000,
    [
      7.600902709541988, 0.000999999500000375, -4.999992500009375e-7, 3.333323333352083e-10, -2.4999875000328124e-13,
      1.9999850000524999e-16, -1.6666491667454164e-19, 1.428551428683928e-22, -1.2499775001546867e-25,
    ],
  ],
  [
    'acosh',
    1.0009765625,
    [
      0.044190578083110096, 22.6218947484674, -5794.031412394188, 2966062.424498607, -1898218028.3950274,
      1360623687555.8882, -1044950889812302.6, 8.407334823828867e17, -6.994878683648261e20,
    ],
  ],
  [
    'acosh',
    7,
    [
      2.6339157938496336, 0.14433756729740643, -0.010524614282102553, 0.0010336674741350722, -0.00011534136745793813,
      1.3858229952646068e-5, -1.7499170526086813e-6, 2.2916960788147774e-7, -3.087203360364166e-8,
    ],
  ],
  [
    'atanh',
    0.5,
    [
      0.5493061443340549, 1.3333333333333333, 0.8888888888888888, 1.382716049382716, 1.9753086419753085,
      3.2131687242798352, 5.326017375400092, 9.147037690247567, 15.997561347355585,
    ],
  ],
  [
    'atanh',
    -0.9990234375,
    [
      -3.8120652928306447, 512.2501221299462, -262143.9374389201, 178956970.68753055, -137438953471.99217,
      112589990684262.4, -9.60767920505706e16, 8.432797290838653e19, -7.555786372591432e22,
    ],
  ],
  [
    'exp',
    0.5,
    [
      1.6487212707001282, 1.6487212707001282, 0.8243606353500641, 0.27478687845002137, 0.06869671961250534,
      0.013739343922501068, 0.002289890653750178, 0.00032712723625002543, 4.089090453125318e-5,
    ],
  ],
  [
    'exp',
    -3,
    [
      0.049787068367863944, 0.049787068367863944, 0.024893534183931972, 0.008297844727977325, 0.002074461181994331,
      0.0004148922363988662, 6.91487060664777e-5, 9.878386580925385e-6, 1.2347983226156732e-6,
    ],
  ],
  [
    'expm1',
    9.5367431640625e-7,
    [
      9.536747711537455e-7, 1.0000009536747712, 0.5000004768373856, 0.16666682561246185, 0.04166670640311546,
      0.008333341280623094, 0.0013888902134371823, 0.00019841288763388317, 2.4801610954235396e-5,
    ],
  ],
  [
    'expm1',
    1,
    [
      1.7182818284590453, 2.718281828459045, 1.3591409142295225, 0.45304697140984085, 0.11326174285246021,
      0.022652348570492045, 0.0037753914284153404, 0.0005393416326307629, 6.741770407884536e-5,
    ],
  ],
  [
    'log',
    0.25,
    [-1.3862943611198906, 4.0, -8.0, 21.333333333333332, -64.0, 204.8, -682.6666666666666, 2340.5714285714284, -8192.0],
  ],
  [
    'log',
    3,
    [
      1.0986122886681098, 0.3333333333333333, -0.05555555555555555, 0.012345679012345678, -0.0030864197530864196,
      0.0008230452674897119, -0.00022862368541380886, 6.532105297537396e-5, -1.9051973784484073e-5,
    ],
  ],
  [
    'log1p',
    9.5367431640625e-7,
    [
      9.536738616591883e-7, 0.9999990463265931, -0.49999904632704784, 0.3333323796608359, -0.24999904632795733,
      0.19999904632841206, -0.16666571299553348, 0.14285618918646442, -0.1249990463297763,
    ],
  ],
  [
    'log1p',
    4,
    [
      1.6094379124341003, 0.2, -0.02, 0.0026666666666666666, -0.0004, 6.4e-5, -1.0666666666666667e-5,
      1.8285714285714286e-6, -3.2e-7,
    ],
  ],
  [
    'log2',
    8,
    [
      3.0, 0.18033688011112042, -0.011271055006945026, 0.0009392545839120855, -8.805511724175802e-5,
      8.805511724175801e-6, -9.17240804601646e-7, 9.82758004930335e-8, -1.074891567892554e-8,
    ],
  ],
  [
    'log2',
    0.3,
    [
      -1.7369655941662063, 4.8089834696298785, -8.01497244938313, 17.81104988751807, -44.527624718795174,
      118.7403325834538, -329.83425717626056, 942.3835919321731, -2748.6188098021717,
    ],
  ],
  [
    'log10',
    100,
    [
      2.0, 0.0043429448190325185, -2.1714724095162593e-5, 1.4476482730108394e-7, -1.0857362047581297e-9,
      8.685889638065036e-12, -7.238241365054198e-14, 6.204206884332169e-16, -5.428681023790648e-18,
    ],
  ],
  [
    'log10',
    0.3,
    [
      -0.5228787452803376, 1.4476482730108395, -2.4127471216847325, 5.361660270410517, -13.404150676026292,
      35.74440180273678, -99.29000500760218, 283.68572859314907, -827.4167083966848,
    ],
  ],
  [
    'sqrt',
    2,
    [
      1.4142135623730951, 0.3535533905932738, -0.04419417382415922, 0.011048543456039806, -0.003452669830012439,
      0.0012084344405043537, -0.0004531629151891326, 0.0001780282881100164, -7.232399204469416e-5,
    ],
  ],
  [
    'sqrt',
    1e-6,
    [
      0.001, 500.0, -125000000.00000001, 62500000000000.01, -3.906250000000001e19, 2.7343750000000006e25,
      -2.0507812500000006e31, 1.6113281250000004e37, -1.3092041015625006e43,
    ],
  ],
  [
    'cbrt',
    2,
    [
      1.2599210498948732, 0.20998684164914552, -0.034997806941524254, 0.009721613039312293, -0.0032405376797707643,
      0.0011881971492492802, -0.00046207666915249786, 0.00018703103275220152, -7.792959698008397e-5,
    ],
  ],
  [
    'cbrt',
    -0.125,
    [
      -0.5, 1.3333333333333333, 3.5555555555555554, 15.802469135802468, 84.2798353909465, 494.44170096021946,
      3076.5261393080323, 19924.169283137733, 132827.79522091823,
    ],
  ],
];

describe('along w₀ + t²', () => {
  // The first coefficient is 0 and the second is not: f(w₀ + t²) has those of f at every other order.
  it.each(table)('%s at %d', (name, w0, expected) => {
    const path = [w0, 0, 1, ...new Array<number>(order - 2).fill(0)];
    const found = run(name, path);
    const wanted = path.map((_, k) => (k % 2 === 0 ? expected[k / 2]! : 0));
    const scale = path.map((_, k) => Math.max(1e-3, ...expected.slice(0, k / 2 + 1).map(Math.abs)));
    expectClose(found, wanted, scale, 1e-11);
  });
});

describe('recurrences of one argument', () => {
  it.each(table)('%s at %d along a line', (name, w0, expected) => {
    const actual = run(name, line(w0));
    expect(actual[0]).toBe(evaluate(name, [w0]));
    const scale = expected.map((term, k) => Math.max(Math.abs(term), Math.abs(expected[k - 1] ?? 0)));
    expectClose(actual.slice(1), expected.slice(1), scale.slice(1));
  });

  it.each(table)('%s at %d along a curve', (name, w0, expected) => {
    const path = [w0, 0.5, -0.25, 0.75, 0.125, -0.5, 0.375, 1, -0.625];
    const increment = [0, ...path.slice(1)];
    let sum = fixed(0);
    let scale = fixed(0);
    for (const term of [...expected].reverse()) {
      sum = product(sum, increment).map((s, k) => (k === 0 ? s + term : s));
      scale = product(scale, increment.map(Math.abs)).map((s, k) => (k === 0 ? s + Math.abs(term) : s));
    }
    expectClose(run(name, path).slice(1), sum.slice(1), scale.slice(1), 1e-12);
  });
});

describe('recurrences of two arguments', () => {
  const a = [0.75, 0.5, -0.25, 0.5, 1, -1, 0.25, 0.125, 2];
  const b = [1.5, -1, 0.5, 0.25, -0.75, 0.5, 1, 0.5, -0.25];
  const size = a.map((_, k) => 10 * 2 ** k);

  it('quotient times divisor is the numerator', () => {
    expectClose(product(run('div', a, b), b), a, size);
  });

  it('atan2 is atan of the quotient where x > 0, and turns over the cut', () => {
    expectClose(run('atan2', a, b).slice(1), run('atan', run('div', a, b)).slice(1), size.slice(1));
    const back = b.map((term) => -term);
    expectClose(run('atan2', a, back).slice(1), run('atan', run('div', a, back)).slice(1), size.slice(1));
  });

  it('hypot squared is the sum of squares, also for huge legs', () => {
    const h = run('hypot2', a, b);
    expectClose(product(h, h), run('add', product(a, a), product(b, b)), size);
    const huge = run('hypot2', a.map((term) => term * 2 ** 1000), b.map((term) => term * 2 ** 1000)); // prettier-ignore
    expectClose(huge.map((term) => term / 2 ** 1000), h, size); // prettier-ignore
  });

  it('pow of two moving arguments is exp(b log a)', () => {
    const expected = run('exp', product(b, run('log', a)));
    expectClose(run('pow', a, b), expected, size);
  });

  it('remainder keeps the slope and subtracts whole multiples of the divisor', () => {
    expect(run('rem', [7.5, 1, 2], [2, 1, 0.5])).toEqual([1.5, 1 - 3, 2 - 1.5]);
  });

  it('add, sub, neg, fround and f16round are linear', () => {
    expect(run('add', [1, 2], [3, 4])).toEqual([4, 6]);
    expect(run('sub', [1, 2], [3, 4])).toEqual([-2, -2]);
    expect(run('neg', [1, 2])).toEqual([-1, -2]);
    expect(run('fround', [0.1, 0.1])).toEqual([Math.fround(0.1), 0.1]);
    expect(run('f16round', [0.1, 0.1])[1]).toBe(0.1);
  });
});

describe('powers', () => {
  it.each([0, -1.5, 3])('integer powers are exact at %d', (w0) => {
    for (let n = 0; n <= 12; n++) {
      const actual = run('pow', line(w0), fixed(n));
      let choose = 1;
      for (let k = 0; k <= order; k++) {
        expect(actual[k]).toBe(k > n ? 0 : k === 0 ? w0 ** n : choose * w0 ** (n - k));
        choose = (choose * (n - k)) / (k + 1);
      }
    }
  });

  it('a million is a power like any other', () => {
    const n = 1e6;
    const actual = run('pow', [1 + 2 ** -20, 1, 0.5], fixed(n).slice(0, 3));
    const y = (1 + 2 ** -20) ** n;
    const first = (n * y) / (1 + 2 ** -20);
    expect(actual[1]! / first).toBeCloseTo(1, 14);
    expect(actual[2]! / ((n * (n - 1) * y) / 2 / (1 + 2 ** -20) ** 2 + 0.5 * first)).toBeCloseTo(1, 13);
    expect(run('pow', [0, 1, 0], fixed(n).slice(0, 3))).toEqual([0, 0, 0]);
  });

  it('negative and fractional powers', () => {
    expectClose(run('pow', line(2), fixed(-1)), run('div', fixed(1), line(2)), fixed(1).fill(1));
    expectClose(run('pow', line(2), fixed(0.5)), run('sqrt', line(2)), fixed(1).fill(1));
    expect(run('pow', [-2, 1], [0.5, 0])).toEqual([NaN, NaN]);
    expect(run('pow', [0, 1, 0], [0.5, 0, 0])).toEqual([0, Infinity, NaN]);
    expect(run('pow', [NaN, 1], [0, 0])).toEqual([1, 0]);
  });

  it('an exponent that moves at a zero base', () => {
    expect(run('pow', [0, 0], [2, 1])).toEqual([0, 0]);
    expect(run('pow', [0, 0], [0, 1])).toEqual([1, NaN]);
    expect(run('pow', [0, 1, 0], [1, 1, 0])).toEqual([0, 1, NaN]);
    expect(run('pow', [-1, 1], [2, 1])).toEqual([1, NaN]);
  });
});

describe('singular points give the IEEE answer', () => {
  it.each<[SmoothName, number]>([
    ['sqrt', 0], ['cbrt', 0], ['log', 0], ['log2', 0], ['log10', 0], ['log1p', -1], ['asin', 1], ['asin', -1],
    ['acosh', 1], ['atanh', 1],
  ])('%s at %d: an infinite slope', (name, w0) => {
    expect(run(name, [w0, 1])[1]).toBe(Infinity);
  }); // prettier-ignore

  it.each<[SmoothName, number]>([
    ['sqrt', -1], ['log', -1], ['log2', -1], ['log10', -1], ['log1p', -2], ['asin', 2], ['acos', -2], ['acosh', 0.5],
    ['acosh', -2], ['atanh', 2],
  ])('%s at %d: outside the domain', (name, w0) => {
    expect(run(name, [w0, 1, 0.5]).slice(1)).toEqual([NaN, NaN]);
  }); // prettier-ignore

  it('never a finite number from a value that has none', () => {
    expect(run('sqrt', [0, 0, 1])[1]).toBe(NaN);
    expect(run('div', [1, 0, 0], [0, 0, 1]).slice(1)).toEqual([NaN, NaN]);
    expect(run('atan2', [0, 1], [0, 1])[1]).toBe(NaN);
    expect(run('hypot2', [0, 1, 0], [0, 0, 0])).toEqual([0, 0, NaN]);
  });
});

describe('in the IR', () => {
  it('a straight seed costs no arithmetic with zeros', () => {
    const builder = new Builder();
    const w = newValue(numberType, 'w');
    const seed = [w, builder.constant(1), builder.constant(0), builder.constant(0)];
    const y = taylorRules.exp(builder, [seed]);
    // exp w, then /2 and /3 of it: w → eʷ, eʷ, eʷ/2, eʷ/6
    expect(builder.block.instructions.map((i) => (i.kind === 'apply' ? i.operation : i.kind))).toEqual(['exp', 'mul', 'div']); // prettier-ignore
    expect(y[1]).toBe(y[0]);
  });

  it('a constant argument has constant coefficients', () => {
    const builder = new Builder();
    const w = newValue(numberType, 'w');
    for (const name of Object.keys(taylorRules) as SmoothName[]) {
      builder.block.instructions.length = 0;
      const flat = [w, builder.constant(0), builder.constant(0)];
      const y = taylorRules[name](builder, [flat, flat]);
      expect(builder.block.instructions.length, name).toBe(1);
      expect(
        y.slice(1).map((value) => value.constant?.value),
        name,
      ).toEqual([0, 0]);
    }
  });
});
