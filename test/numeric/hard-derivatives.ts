/**
 * Hard derivatives with answers. Each row: what makes it hard, the function, the point, the answer to 20 digits. The
 * answers were computed with 700 and 900 decimal digits of precision, by central differences of the written formula
 * with steps of 10⁻⁶⁰ and 10⁻⁸⁰, extrapolated once and required to agree to 30 digits, at the double nearest to the
 * written point; decimal constants in a formula stand for their doubles. Where a function adds noise on purpose the
 * answer is that of the function without it; where it ends at the point, that of the side it has. Rows with an even
 * number are the half the method was developed on; the others were only scored.
 */
const { PI, abs, acosh, asin, atan, atanh, cbrt, cos, exp, hypot, log, max, min, pow, sin, sinh, sqrt, tan, tanh } =
  Math;

/** What makes a row hard. */
export type Difficulty =
  | 'oscillating'
  | 'near-singular'
  | 'magnitude'
  | 'noise'
  | 'one-sided'
  | 'offset'
  | 'steep'
  | 'peak'
  | 'kink'
  | 'plain';

/** One hard derivative. */
export interface HardCase {
  readonly difficulty: Difficulty;
  readonly g: (w: number) => number;
  readonly w: number;
  /** The derivative, and the same as text with 20 digits. */
  readonly truth: number;
  readonly digits: string;
  readonly half: 'development' | 'held-out';
}

type Row = readonly [Difficulty, (w: number) => number, number, string];

/** Ten significant digits, as a printed table has them. */
const tenDigits = (value: number): number => Number(value.toPrecision(10));
/** Ten decimals. */
const quantised = (value: number): number => Math.round(value * 1e10) / 1e10;
/** Single precision. */
const single = (value: number): number => Math.fround(value);
/** A relative ripple of 10⁻¹⁰ that follows the value like a bad hash. */
const rippled = (value: number): number => {
  const x = Math.sin(value * 78.233e3) * 43758.5453;
  return value * (1 + 1e-10 * (x - Math.floor(x) - 0.5));
};
/** A number in [−1, 1) that depends on every bit of w. */
const jitter = (w: number): number => {
  const [low = 0, high = 0] = new Uint32Array(new Float64Array([w]).buffer);
  let hash = (low ^ Math.imul(high, 0x9e3779b1)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1;
};
/** The square root by bisection, stopped at a width of 10⁻¹⁰. */
const bisected = (w: number): number => {
  let [low, high] = [0, w + 1];
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (middle * middle < w) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
/** 1 inside a table, and an error outside it. */
const within = (from: number, to: number, w: number): number => {
  if (w < from || w > to) throw new RangeError(`${w} lies outside the table`);
  return 1;
};

const firstRows: readonly Row[] = [
  ['oscillating', (w) => sin(1e6 * w), 0.7, '-968839.41594107439479'],
  ['oscillating', (w) => sin(1e6 * w), -3.3, '-380960.18882530769395'],
  ['oscillating', (w) => cos(1e6 * w), 1.1, '-383257.55140303427829'],
  ['oscillating', (w) => sin(1000 * w), 0.2, '487.1876750070156059'],
  ['oscillating', (w) => sin(1000 * w), 12.5, '-922.15988656446996399'],
  ['oscillating', (w) => cos(1e4 * w) + w, 2.6, '-1781.4134989893271909'],
  ['oscillating', (w) => sin(1e3 * w * w), 1.9, '-3618.8200050248442715'],
  ['oscillating', (w) => sin(1 / w), 0.013, '-271.75697661820158507'],
  ['oscillating', (w) => sin(1 / w), 0.001, '-562379.07629072018055'],
  ['oscillating', (w) => exp(w) * sin(50 * w), 1.3, '-100.15662238354702673'],
  ['oscillating', (w) => sin(w) + 0.01 * sin(100 * w), 0.9, '0.17353635214149229233'],
  ['oscillating', (w) => sin(1e8 * w), 0.4, '-1.6464662878437329676e7'],
  ['oscillating', (w) => w + 0.001 * cos(3e4 * w), 5.5, '13.019902583545725454'],
  ['oscillating', (w) => sin(sin(200 * w)), 0.77, '-199.23366413373994036'],
  ['oscillating', (w) => cos(2 * PI * 64 * w), 0.3, '-382.44251708691800684'],
  ['near-singular', (w) => 1 / (1 - w), 0.999999, '9.9999999994248867097e11'],
  ['near-singular', (w) => 1 / (1 - w), 0.999, '999999.99999999822364'],
  ['near-singular', (w) => tan(w), 1.5707, '1.0777195995078617414e8'],
  ['near-singular', (w) => tan(w), 1.57079632, '2.1658794550736287889e16'],
  ['near-singular', (w) => log(w), 1e-8, '9.9999999999999997908e7'],
  ['near-singular', (w) => log(w), 0.001, '999.99999999999997918'],
  ['near-singular', (w) => 1 / w, 1e-7, '-1.0000000000000000905e14'],
  ['near-singular', (w) => 1 / w, -1e-5, '-9.9999999999999983639e9'],
  ['near-singular', (w) => 1 / (w * w), 0.0001, '-1.9999999999999997125e12'],
  ['near-singular', (w) => sqrt(w), 1e-10, '49999.999999999999089'],
  ['near-singular', (w) => sqrt(w), 0.0001, '49.999999999999998802'],
  ['near-singular', (w) => sqrt(1 - w), 0.9999999, '-1581.1388305003105009'],
  ['near-singular', (w) => log(1 - w), 0.999999, '-999999.99997124433548'],
  ['near-singular', (w) => atanh(w), 0.99999, '50000.250001477557561'],
  ['near-singular', (w) => asin(w), 0.9999999, '2236.0680339899749438'],
  ['near-singular', (w) => cbrt(w), 1e-6, '3333.3333333333334339'],
  ['near-singular', (w) => cbrt(w), -1e-9, '333333.33333333331949'],
  ['near-singular', (w) => 1 / (w - 0.3), 0.3001, '-1.0000000000002202682e8'],
  ['near-singular', (w) => acosh(w), 1.00001, '223.60623873434845098'],
  ['near-singular', (w) => 1 / sin(w), 3.1415, '1.1648647374671704548e8'],
  ['near-singular', (w) => pow(w, 0.1), 1e-5, '3162.2776601683790726'],
  ['near-singular', (w) => sqrt(w - 2), 2.0000001, '1581.1388313780188694'],
  ['near-singular', (w) => w * log(w), 1e-6, '-12.815510557964274149'],
  ['magnitude', (w) => sin(w), 1e-8, '0.99999999999999995'],
  ['magnitude', (w) => sin(w), 100000000, '-0.36338508935569055387'],
  ['magnitude', (w) => sin(w), 12345678.9, '0.44140739037166244815'],
  ['magnitude', (w) => cos(w), 1e-8, '-1.0000000000000000043e-8'],
  ['magnitude', (w) => cos(w), 100000, '-0.035748797972016509316'],
  ['magnitude', (w) => exp(w), 1e-8, '1.00000001000000005'],
  ['magnitude', (w) => w * w, 1e-8, '2.0000000000000000418e-8'],
  ['magnitude', (w) => w * w, 100000000, '2.0e8'],
  ['magnitude', (w) => log(w), 100000000, '1.0e-8'],
  ['magnitude', (w) => log(w), 1e20, '1.0e-20'],
  ['magnitude', (w) => sqrt(w), 1e20, '5.0e-11'],
  ['magnitude', (w) => sqrt(w), 100000000, '5.0e-5'],
  ['magnitude', (w) => 1 / w, 1e20, '-1.0e-40'],
  ['magnitude', (w) => atan(w), 100000, '9.9999999990000000001e-11'],
  ['magnitude', (w) => atan(w), 1e-8, '0.9999999999999999'],
  ['magnitude', (w) => w * w * w, 1e20, '3.0e40'],
  ['magnitude', (w) => w * w * w, -1e-7, '2.9999999999999997285e-14'],
  ['magnitude', (w) => sin(w / 1e20), 1e20, '5.403023058681397174e-21'],
  ['magnitude', (w) => exp(-w / 1e8), 100000000, '-3.678794411714423216e-9'],
  ['magnitude', (w) => exp(-w / 1e8), 0, '-1.0e-8'],
  ['magnitude', (w) => tanh(w / 1e6), 2000000, '7.0650824853164465686e-8'],
  ['magnitude', (w) => cos(w * 1e-8), 30000000, '-2.9552020666133958728e-9'],
  ['magnitude', (w) => 1 / (1 + w * w), 10000, '-1.9999999600000006e-12'],
  ['magnitude', (w) => pow(w, 1.5), 100000000, '15000'],
  ['magnitude', (w) => exp(w) - 1, 1e-8, '1.00000001000000005'],
  ['magnitude', (w) => sin(w / 1e10), 7, '9.9999999999999999975e-11'],
  ['magnitude', (w) => cbrt(w), 1000000000000000, '3.3333333333333333333e-11'],
  ['magnitude', (w) => hypot(w, 1), 1e-5, '9.9999999995000008181e-6'],
  ['magnitude', (w) => sinh(w), 1e-6, '1.0000000000005'],
  ['magnitude', (w) => log(w * w + 1), -1000000, '-1.999999999998e-6'],
  ['noise', (w) => tenDigits(sin(w)), 1, '0.5403023058681397174'],
  ['noise', (w) => tenDigits(sin(w)), 0.4, '0.92106099400288507415'],
  ['noise', (w) => quantised(exp(w)), 0.5, '1.6487212707001281468'],
  ['noise', (w) => quantised(cos(3 * w)), 2.2, '-0.93462409054013604222'],
  ['noise', (w) => single(sin(w)), 1.2, '0.36235775447667361903'],
  ['noise', (w) => single(exp(-w * w)), 0.6, '-0.83721159128523725998'],
  ['noise', (w) => rippled(sin(w)), 0.8, '0.69670670934716538906'],
  ['noise', (w) => rippled(1 / (1 + w)), 2.5, '-0.081632653061224489796'],
  ['noise', (w) => tenDigits(log(w)), 7.3, '0.13698630136986301703'],
  ['noise', (w) => single(w * w + w), 3.7, '8.4000000000000003553'],
  ['noise', (w) => quantised(atan(5 * w)), 0.1, '3.9999999999999999112'],
  ['noise', (w) => rippled(exp(w / 3)), -2, '0.17113903967753067562'],
  ['noise', (w) => single(sqrt(w)), 9.3, '0.16395645894598823284'],
  ['noise', (w) => tenDigits(tanh(w)), 0.3, '0.91513696182662920906'],
  ['noise', (w) => rippled(cos(10 * w)), 1.7, '9.6139749187955673506'],
  ['noise', (w) => tenDigits(1 / w), 30, '-0.0011111111111111111111'],
  ['noise', (w) => sin(w) + 1e-10 * sin(1e13 * w), 0.9, '0.62160996827066443909'],
  ['noise', (w) => (1 + 1e-10 * jitter(w)) * exp(w), 1.5, '4.4816890703380648226'],
  ['noise', (w) => cos(w) + 1e-10 * jitter(w), 2.4, '-0.67546318055115099206'],
  ['noise', (w) => bisected(w), 2.7, '0.30429030972509227524'],
  ['one-sided', (w) => pow(w, 1.5), 0, '0'],
  ['one-sided', (w) => (w >= 0 ? sin(w) : NaN), 0, '1'],
  ['one-sided', (w) => (w <= 10 ? exp(w / 4) : NaN), 10, '3.0456234901758683595'],
  ['one-sided', (w) => within(0, 1, w) * cos(3 * w), 1, '-0.4233600241796016663'],
  ['one-sided', (w) => within(0, 1, w) * cos(3 * w), 0, '0'],
  ['one-sided', (w) => within(2, 5, w) * log(w), 2, '0.5'],
  ['one-sided', (w) => within(2, 5, w) * log(w), 5, '0.2'],
  ['one-sided', (w) => within(2, 5, w) / w, 2.000000001, '-0.2499999997499999795'],
  ['one-sided', (w) => w * sqrt(w), 1e-9, '4.7434164902525691457e-5'],
  ['one-sided', (w) => within(0, 1, w) * exp(w), 1e-12, '1.000000000001'],
  ['one-sided', (w) => within(0, 1, w) * exp(w), 0.9999999999, '2.71828182818721703'],
  ['one-sided', (w) => within(-1e6, 1e6, w) * sin(w / 1e5), 1000000, '-8.3907152907645245226e-6'],
  ['one-sided', (w) => sqrt(w) + within(0.25, 9, w), 0.25, '1'],
  ['one-sided', (w) => (w >= 3 ? 1 / (w + 1) : NaN), 3, '-0.0625'],
  ['one-sided', (w) => within(0, 1, w) * sin(20 * w), 1, '8.1616412362678397212'],
  ['one-sided', (w) => (w < 1 ? atan(4 * w) : NaN), 0.9999999999990905, '0.23529411764746164471'],
  ['one-sided', (w) => log(w) + 0, 1e-15, '9.9999999999999992229e14'],
  ['one-sided', (w) => within(1, 2, w) * (w * w * w), 2, '12'],
  ['one-sided', (w) => sqrt(w) * w * w, 0.001, '7.9056941504209485769e-5'],
  ['one-sided', (w) => within(100, 200, w) * cos(w), 100, '0.50636564110975879366'],
  ['one-sided', (w) => within(0, 8, w) / (1 + w * w), 0, '0'],
  ['offset', (w) => 1e8 + sin(w), 1, '0.5403023058681397174'],
  ['offset', (w) => 1e8 + sin(w), 2.2, '-0.58850111725534585214'],
  ['offset', (w) => 1e5 + cos(w), 0.5, '-0.47942553860420300027'],
  ['offset', (w) => 1e12 + exp(w), 1, '2.7182818284590452354'],
  ['offset', (w) => 1e8 + sin(1000 * w), 0.3, '-22.096619278695042209'],
  ['offset', (w) => 1e6 + w * w, 3.1, '6.2000000000000001776'],
  ['offset', (w) => 1e10 + log(w), 2, '0.5'],
  ['offset', (w) => 1e8 + 1 / (1 + w), 0.001, '-0.99800299600499400695'],
  ['offset', (w) => -1e7 + tanh(w), 0.6, '0.71157776258722282573'],
  ['offset', (w) => (1e4 + w) * (1e4 + w) - 1e8, 0.2, '20000.4'],
  ['offset', (w) => 1e8 + w, 5, '1'],
  ['offset', (w) => 1e8 + atan(10 * w), 0.1, '4.9999999999999997224'],
  ['steep', (w) => exp(100 * w), 1, '2.6881171418161354484e45'],
  ['steep', (w) => exp(100 * w), -2, '1.3838965267367375306e-85'],
  ['steep', (w) => exp(1000 * w), 0.5, '1.4035922178528374107e220'],
  ['steep', (w) => exp(-500 * w), 0.1, '-9.6437492398195621483e-20'],
  ['steep', (w) => exp(exp(w)), 5, '4.2314425571069799232e66'],
  ['steep', (w) => exp(w), 300, '1.9424263952412559366e130'],
  ['steep', (w) => exp(w), -300, '5.1482002224120137812e-131'],
  ['steep', (w) => exp(1 / w), 0.02, '-1.296176382146766713e25'],
  ['steep', (w) => tanh(500 * w), 0.002, '209.98717080701302804'],
  ['steep', (w) => log(1 + exp(1000 * w)), 0, '500'],
  ['steep', (w) => log(1 + exp(1000 * w)), 0.001, '731.05857863000488334'],
  ['steep', (w) => 1 / (1 + exp(-200 * w)), 0.01, '20.998717080701302804'],
  ['steep', (w) => exp(-1 / (w * w)), 0.1, '7.4401519520417532892e-41'],
  ['steep', (w) => sinh(w), -200, '3.6129868840628746291e86'],
  ['steep', (w) => pow(w, 50), 1.5, '2.125405000713498623e10'],
  ['steep', (w) => pow(w, 50), 2, '2.81474976710656e16'],
  ['steep', (w) => exp(1e5 * (w - 1)), 1, '100000'],
  ['peak', (w) => exp(-(((w - 0.3) * 1e4) ** 2)), 0.30002999999999996, '-5483.5871116235457886'],
  ['peak', (w) => 1 / (1 + 1e8 * (w - 1) ** 2), 1.0001, '-5000.0000000005506706'],
  ['peak', (w) => 1 / (1 + 1e10 * w * w), 2e-6, '-36982.248520710057756'],
  ['peak', (w) => w * exp(-1e8 * w * w), 0, '1'],
  ['peak', (w) => w + exp(-(((w - 2) * 1e5) ** 2)), 2.000004, '-68170.50311862992255'],
  ['peak', (w) => 1e-3 / ((w - 5) ** 2 + 1e-8), 5.0002, '-1.5999999999925717219e8'],
  ['peak', (w) => sin(w) + 0.1 / (1 + 1e6 * (w - 1) ** 2), 1.0005, '-63.460118497143114202'],
  ['peak', (w) => exp(-abs(w - 7) * 1e6), 7.000002, '-135335.2831987789104'],
  ['peak', (w) => w + 0.01 * exp(-(((w - 1) * 300) ** 2)), 1.002, '-1.5116347738557124829'],
  ['peak', (w) => cos(w) / (1e-6 + w * w), 0.0007, '-6.306025404260749142e8'],
  ['peak', (w) => tanh(1e6 * (w - 4)), 4.0000003, '915136.96185162714325'],
  ['kink', (w) => abs(w - 0.001), 0, '-1'],
  ['kink', (w) => abs(w) * exp(w), 1e-5, '1.0000200001500006667'],
  ['kink', (w) => max(sin(w), 0.5), 0.5236, '0.86602479158293895116'],
  ['kink', (w) => sqrt(abs(w)), 0.0001, '49.999999999999998802'],
  ['kink', (w) => abs(w - 1) + w * w, 1.0000001, '3.0000002000000001168'],
  ['kink', (w) => w * abs(w) + cos(w), 1e-6, '1.0000000000001666214e-6'],
  ['kink', (w) => max(w, w * w), 0.9999, '1'],
  ['kink', (w) => abs(sin(w)), 3.14, '-0.99999873172753954548'],
  ['kink', (w) => min(exp(w), 1.1), 0.0953, '1.0999888022722380848'],
  ['kink', (w) => sin(w) + 1e-3 * abs(w - 2), 2.00001, '-0.41515592950060320999'],
  ['kink', (w) => abs(w) + abs(w - 1) + abs(w + 1), 0.999, '1'],
  ['plain', () => 7, 3, '0'],
  ['plain', () => 0, 0, '0'],
  ['plain', (w) => 3 * w + 2, 0.001, '3'],
  ['plain', (w) => 3 * w + 2, 10000000000, '3'],
  ['plain', (w) => w * w * w - 2 * w + 5, -1.5, '4.75'],
  ['plain', (w) => w * w * w - 2 * w + 5, 100, '29998'],
  ['plain', (w) => w, 0, '1'],
  ['plain', (w) => ((w - 3) * w + 2) * w * w * w, 0.7, '0.024500000000000105693'],
  ['plain', (w) => sin(w), 1, '0.5403023058681397174'],
  ['plain', (w) => sin(w), 0, '1'],
  ['plain', (w) => exp(w), 1, '2.7182818284590452354'],
  ['plain', (w) => -w / 7, 1e-8, '-0.14285714285714285714'],
  ['plain', (w) => sin(w) * sin(w) + cos(w) * cos(w), 0.8, '0'],
  ['plain', (w) => w ** 10, 1.1, '23.579476910000017135'],
  ['plain', (w) => w ** 7 - w ** 3, 0.01, '-0.00029999999300000001249'],
  ['plain', (w) => 1 / (1 + w * w), 0.5, '-0.64'],
  ['plain', (w) => log(w), 2, '0.5'],
  ['plain', () => 1e8, 100000000, '0'],
  ['plain', (w) => sqrt(w), 2, '0.3535533905932737622'],
  ['plain', (w) => tanh(w), 0.2, '0.96104298296611659751'],
  ['plain', (w) => w * w, 0, '0'],
];

const secondRows: readonly Row[] = [
  ['plain', (w) => sin(w), 1, '-0.84147098480789650665'],
  ['plain', (w) => exp(w), 0, '1'],
  ['plain', (w) => exp(w), 2, '7.3890560989306502272'],
  ['plain', (w) => w * w * w, -2, '-12'],
  ['plain', (w) => 5 * w + 1, 0.3, '0'],
  ['plain', (w) => w ** 8, 1.2, '167.21510399999996287'],
  ['plain', (w) => 1 / (1 + w * w), 0.4, '-0.66628398048300453434'],
  ['oscillating', (w) => sin(1e6 * w), 0.7, '-2.4768969724023210142e11'],
  ['oscillating', (w) => cos(1000 * w), 0.31, '525347.63851557086917'],
  ['oscillating', (w) => cos(1000 * w), 5.1, '366898.77356507940579'],
  ['oscillating', (w) => sin(1 / w), 0.02, '1.8810843427725892879e6'],
  ['oscillating', (w) => sin(w) + 0.01 * sin(100 * w), 0.9, '-90.182993269683174823'],
  ['near-singular', (w) => log(w), 1e-8, '-9.9999999999999995815e15'],
  ['near-singular', (w) => log(w), 0.001, '-999999.99999999995837'],
  ['near-singular', (w) => 1 / (1 - w), 0.9999, '2.0000000000006608047e12'],
  ['near-singular', (w) => sqrt(w), 1e-6, '-2.5000000000000001697e8'],
  ['near-singular', (w) => tan(w), 1.57, '3.9605546305113491037e9'],
  ['near-singular', (w) => cbrt(w), -1e-5, '4.7876326445152965067e7'],
  ['near-singular', (w) => asin(w), 0.99999, '1.1180311936411103458e7'],
  ['magnitude', (w) => cos(w), 1e-8, '-0.99999999999999995'],
  ['magnitude', (w) => cos(w), 100000, '0.99936080743821245189'],
  ['magnitude', (w) => log(w), 1e20, '-1.0e-40'],
  ['magnitude', (w) => log(w), 100000000, '-1.0e-16'],
  ['magnitude', (w) => sin(w / 1e20), 1e20, '-8.4147098480789650665e-41'],
  ['magnitude', (w) => exp(-w / 1e8), 100000000, '3.678794411714423216e-17'],
  ['magnitude', (w) => w * w, 100000000, '2'],
  ['magnitude', (w) => w * w, 1e-8, '2'],
  ['magnitude', (w) => atan(w), 10000, '-1.9999999600000006e-12'],
  ['magnitude', (w) => sin(w), 0.001, '-0.00099999983333334168748'],
  ['noise', (w) => tenDigits(sin(w)), 1, '-0.84147098480789650665'],
  ['noise', (w) => quantised(exp(w)), 0.5, '1.6487212707001281468'],
  ['noise', (w) => single(cos(w)), 0.8, '-0.69670670934716538906'],
  ['noise', (w) => rippled(1 / (1 + w)), 2.5, '0.046647230320699708455'],
  ['noise', (w) => tenDigits(log(w)), 7.3, '-0.018765246762994934297'],
  ['noise', (w) => quantised(atan(w)), 0.9, '-0.54943377796770549279'],
  ['one-sided', (w) => (w >= 0 ? cos(w) : NaN), 0, '-1'],
  ['one-sided', (w) => within(0, 1, w) * exp(w), 1, '2.7182818284590452354'],
  ['one-sided', (w) => within(2, 5, w) * log(w), 2, '-0.25'],
  ['one-sided', (w) => (w <= 10 ? 1 / w : NaN), 10, '0.002'],
  ['one-sided', (w) => within(0, 1, w) * cos(3 * w), 1e-9, '-8.9999999999999999595'],
  ['offset', (w) => 1e8 + sin(w), 1, '-0.84147098480789650665'],
  ['offset', (w) => 1e5 + exp(w), 1, '2.7182818284590452354'],
  ['offset', (w) => 1e6 + w * w, 3.1, '2'],
  ['steep', (w) => exp(100 * w), 1, '2.6881171418161354484e47'],
  ['steep', (w) => exp(exp(w)), 4, '1.5628365168489899636e27'],
  ['steep', (w) => tanh(500 * w), 0.002, '-159925.00211230612181'],
  ['steep', (w) => log(1 + exp(1000 * w)), 0.0005, '235003.71220159448847'],
  ['steep', (w) => exp(w), -300, '5.1482002224120137812e-131'],
  ['peak', (w) => 1 / (1 + 1e8 * (w - 1) ** 2), 1, '-2.0e8'],
  ['peak', (w) => exp(-(((w - 0.3) * 1e4) ** 2)), 0.30002999999999996, '-1.4988471438456031382e8'],
  ['peak', (w) => 1e-3 / ((w - 5) ** 2 + 1e-8), 5.0001, '4.9999999999999998949e12'],
  ['kink', (w) => abs(w) * exp(w), 0.001, '2.0030020008335833917'],
  ['kink', (w) => abs(w - 0.01) + w ** 4, 0.5, '3'],
  ['kink', (w) => max(w, w * w), 1.001, '2'],
];

function withHalves(rows: readonly Row[]): HardCase[] {
  return rows.map(([difficulty, g, w, digits], k) => {
    return { difficulty, g, w, truth: Number(digits), digits, half: k % 2 === 0 ? 'development' : 'held-out' };
  });
}

/** Hard first derivatives. */
export const hardFirstDerivatives: readonly HardCase[] = withHalves(firstRows);

/** Hard second derivatives. */
export const hardSecondDerivatives: readonly HardCase[] = withHalves(secondRows);
