/**
 * Functions of packages that other people wrote, each with points, as the run in run.mjs differentiates them: with the
 * loader on and nothing else, no `scope`, no wrapper types. A row is [package, name, function, arguments, kind]: `steps` for a function that rounds or bisects, whose
 * derivative is 0 almost everywhere, `single` for one that computes in single precision, `loose` for one that sums with few
 * terms.
 */
import bezierEasing from 'bezier-easing';
import eases from 'eases';
import * as d3ease from 'd3-ease';
import { interpolateBasis, interpolateNumber } from 'd3-interpolate';
import { scaleLinear, scaleLog, scalePow } from 'd3-scale';
import { geoMercator, geoDistance, geoOrthographic } from 'd3-geo';
import { mat3, quat, vec2, vec3 } from 'gl-matrix';
import Victor from 'victor';
import * as stats from 'simple-statistics';
import { Matrix, determinant, inverse, solve } from 'ml-matrix';
import jstat from 'jstat';
import { createNoise2D, createNoise3D } from 'simplex-noise';
import CubicSpline from 'cubic-spline';
import * as geolib from 'geolib';
import haversine from 'haversine';
import haversineDistance from 'haversine-distance';
import turfDistance from '@turf/distance';
import colorConvert from 'color-convert';
import { converter, differenceCiede2000, differenceEuclidean } from 'culori';
import chroma from 'chroma-js';
import blackScholes from 'black-scholes';
import greeks from 'greeks';
import impliedVolatility from 'implied-volatility';
import * as financial from 'financial';
import * as SunCalc from 'suncalc';
import * as satellite from 'satellite.js';
import { Quaternion } from 'quaternion';
import { Complex } from 'complex.js';
import gamma from 'gamma';
import bessel from 'bessel';
import KalmanFilter from 'kalmanjs';
import { Bezier } from 'bezier-js';
import lerp from 'lerp';
import { Polynomial } from 'polynomial';
import regression from 'regression';
import { SphericalMercator } from '@mapbox/sphericalmercator';
import tween from 'tween-functions';
import smoothstep from 'smoothstep';
import { SimpleLinearRegression } from 'ml-regression-simple-linear';
import * as THREE from 'three';
import LatLonEllipsoidal from 'geodesy/latlon-ellipsoidal-vincenty.js';
import LatLonSpherical from 'geodesy/latlon-spherical.js';
import Color from 'colorjs.io';
import * as CANNON from 'cannon-es';
import svgPathProperties from 'svg-path-properties';
import numeric from 'numeric';
import * as fmin from 'fmin';
import { Matrix4, Quaternion as QuaternionOfArray, Vector3 } from '@math.gl/core';
import { Mat4 as OglMat4, Quat as OglQuat, Vec3 as OglVec3 } from 'ogl';
import tinycolor from 'tinycolor2';
import * as vectorious from 'vectorious';
import synaptic from 'synaptic';
import { makeNoise2D, makeNoise4D } from 'open-simplex-noise';
import * as Astronomy from 'astronomy-engine';
import * as d3array from 'd3-array';
import Flatten from '@flatten-js/core';
import * as solar from 'solar-calculator';
import FFT from 'fft.js';
import utm from 'utm';

const open2 = makeNoise2D(5);
const open4 = makeNoise4D(5);

/** A network whose weights are the same each time. */
function perceptron() {
  const input = new synaptic.Layer(2);
  const output = new synaptic.Layer(1);
  const links = input.project(output);
  links.list.forEach((link, k) => (link.weight = 0.3 + 0.2 * k));
  output.list.forEach((neuron) => (neuron.bias = 0.1));
  const made = new synaptic.Network({ input, hidden: [], output });
  made.setOptimize(false);
  return made;
}
const network = perceptron();

function power(signal) {
  const fft = new FFT(4);
  const out = fft.createComplexArray();
  fft.realTransform(out, signal);
  return out[2] ** 2 + out[3] ** 2;
}

const noise2 = createNoise2D(seeded(7));
const noise3 = createNoise3D(seeded(11));
/** A generator of plain code, as a program that wants the same picture twice has one. */
function seeded(seed) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

const log = scaleLog().domain([1, 1000]).range([0, 300]);
const pow = scalePow().exponent(2.5).domain([0, 10]).range([0, 100]);
const linear = scaleLinear().domain([0, 5, 10]).range([0, 2, 100]);
const basis = interpolateBasis([0, 3, -2, 5, 1]);
const mercator = geoMercator().scale(150).translate([480, 250]);
const globe = geoOrthographic().rotate([10, -20]).scale(200);
const spline = new CubicSpline([0, 1, 2, 3, 4], [0, 2, 1, 3, 0]);
const curve = new Bezier(0, 0, 50, 100, 120, 30, 200, 150);
const easeOut = bezierEasing(0.25, 0.1, 0.25, 1);
const oklch = converter('oklch');
const toLab = converter('lab');
const ciede = differenceCiede2000();
const euclid = differenceEuclidean('oklab');
const line = new SimpleLinearRegression([1, 2, 3, 4], [2.1, 3.9, 6.2, 7.8]);
const sphere = new SphericalMercator({ size: 256, antimeridian: true });
const tle = satellite.twoline2satrec(
  '1 25544U 98067A   19156.50900463  .00003075  00000-0  59442-4 0  9992',
  '2 25544  51.6433  59.2583 0008217  16.4489 347.6017 15.51174618173442',
);
const rotation = new THREE.Euler(0.2, -0.4, 0.6);

export const functions = [
  ['bezier-easing', 'a curve of CSS', (t) => easeOut(t), [0.3]],
  ['bezier-easing', 'by its control point', (p) => bezierEasing(p[0], 0.1, p[1], 1)(0.4), [[0.25, 0.3]]],
  ['eases', 'elasticOut', (t) => eases.elasticOut(t), [0.37]],
  ['eases', 'backInOut', (t) => eases.backInOut(t), [0.31]],
  ['d3-ease', 'easeElastic', (t) => d3ease.easeElasticOut(t), [0.23]],
  ['d3-ease', 'easePoly with an exponent', (t) => d3ease.easePolyInOut.exponent(3.5)(t), [0.37]],
  ['d3-interpolate', 'interpolateBasis', (t) => basis(t), [0.43]],
  ['d3-interpolate', 'interpolateNumber by its ends', (a) => interpolateNumber(a[0], a[1])(0.3), [[2, 5]]],
  ['d3-scale', 'scaleLog', (x) => log(x), [42]],
  ['d3-scale', 'scalePow', (x) => pow(x), [3.3]],
  ['d3-scale', 'scaleLinear of several pieces', (x) => linear(x), [7.1]],
  ['d3-geo', 'mercator', (p) => mercator(p)[1], [[12.5, 41.9]]],
  ['d3-geo', 'orthographic', (p) => globe(p)[0], [[12.5, 41.9]]],
  ['d3-geo', 'geoDistance', (p) => geoDistance(p, [2.3, 48.9]), [[12.5, 41.9]]],
  ['gl-matrix', 'angle of two vectors', (v) => vec3.angle(v, [1, 2, 3]), [[0.3, -1, 2]]],
  [
    'gl-matrix',
    'rotation by a quaternion',
    (q) => vec3.transformQuat(vec3.create(), [1, 2, 3], quat.normalize(quat.create(), q))[0],
    [[0.1, 0.2, 0.3, 0.9]],
    { single: true },
  ],
  ['gl-matrix', 'determinant', (m) => mat3.determinant(m), [[2, 1, 0.5, 0.3, 4, 1, 2, 0.7, 3]]],
  ['gl-matrix', 'distance', (v) => vec2.distance(v, [4, 6]), [[1, 2]]],
  ['victor', 'length of a sum', (v) => new Victor(v[0], v[1]).add(new Victor(2, 1)).length(), [[3, 4]]],
  ['victor', 'an angle', (v) => new Victor(v[0], v[1]).rotate(0.3).angle(), [[3, 4]]],
  ['simple-statistics', 'variance', (v) => stats.variance(v), [[3, 1, 4, 1.5, 9]]],
  ['simple-statistics', 'sampleSkewness', (v) => stats.sampleSkewness(v), [[3, 1, 4, 1.5, 9]]],
  ['simple-statistics', 'median', (v) => stats.median(v), [[3, 1, 4, 1.5, 9]]],
  ['simple-statistics', 'sampleCorrelation', (v) => stats.sampleCorrelation(v, [1, 2, 4, 3, 6]), [[3, 1, 4, 1.5, 9]]],
  ['simple-statistics', 'logit', (p) => stats.logit(p), [0.37]],
  [
    'ml-matrix',
    'determinant',
    (v) =>
      determinant(
        new Matrix([
          [v[0], v[1]],
          [v[2], v[3]],
        ]),
      ),
    [[2, 1, 0.5, 4]],
  ],
  [
    'ml-matrix',
    'a solution of A x = b',
    (v) =>
      solve(
        new Matrix([
          [v[0], v[1]],
          [v[2], v[3]],
        ]),
        Matrix.columnVector([1, 2]),
      ).get(0, 0),
    [[2, 1, 0.5, 4]],
  ],
  [
    'ml-matrix',
    'a trace of a product',
    (v) =>
      new Matrix([
        [v[0], v[1]],
        [v[2], v[3]],
      ])
        .mmul(
          inverse(
            new Matrix([
              [3, 1],
              [1, 2],
            ]),
          ),
        )
        .trace(),
    [[2, 1, 0.5, 4]],
  ],
  ['jstat', 'normal.pdf', (x) => jstat.normal.pdf(x, 0.3, 1.2), [0.7]],
  ['jstat', 'beta.pdf', (x) => jstat.beta.pdf(x, 2.5, 3.5), [0.3]],
  ['jstat', 'gammaln', (x) => jstat.gammaln(x), [3.7]],
  ['jstat', 'stdev', (v) => jstat.stdev(v), [[3, 1, 4, 1.5]]],
  ['jstat', 'studentt.cdf', (x) => jstat.studentt.cdf(x, 5), [0.8]],
  ['simplex-noise', 'noise2D', (p) => noise2(p[0], p[1]), [[0.37, 1.21]]],
  ['simplex-noise', 'noise3D', (p) => noise3(p[0], p[1], p[2]), [[0.37, 1.21, -0.4]]],
  ['cubic-spline', 'at', (x) => spline.at(x), [1.7]],
  [
    'geolib',
    'getPreciseDistance, which rounds',
    (p) => geolib.getPreciseDistance({ latitude: p[0], longitude: p[1] }, { latitude: 52, longitude: 13 }, 1e-9),
    [[51.5, 7.5]],
    { steps: true },
  ],
  [
    'geolib',
    'getGreatCircleBearing',
    (p) => geolib.getGreatCircleBearing({ latitude: p[0], longitude: p[1] }, { latitude: 52, longitude: 13 }),
    [[51.5, 7.5]],
  ],
  [
    'haversine',
    'kilometres',
    (p) => haversine({ latitude: p[0], longitude: p[1] }, { latitude: 27.95, longitude: 15.2 }),
    [[30.8, -83.3]],
  ],
  [
    'haversine-distance',
    'metres',
    (p) => haversineDistance({ lat: p[0], lng: p[1] }, { lat: 27.95, lng: 15.2 }),
    [[30.8, -83.3]],
  ],
  ['@turf/distance', 'kilometres', (p) => turfDistance(p, [2.3, 48.9]), [[12.5, 41.9]]],
  ['color-convert', 'rgb to lab, unrounded', (c) => colorConvert.rgb.lab.raw(c)[0], [[120, 80, 40]]],
  ['color-convert', 'hsl to rgb, unrounded', (c) => colorConvert.hsl.rgb.raw(c)[1], [[120.5, 80, 40]]],
  ['culori', 'chroma in oklch', (c) => oklch({ mode: 'rgb', r: c[0], g: c[1], b: c[2] }).c, [[0.4, 0.3, 0.7]]],
  ['culori', 'lightness in lab', (c) => toLab({ mode: 'rgb', r: c[0], g: c[1], b: c[2] }).l, [[0.4, 0.3, 0.7]]],
  [
    'culori',
    'ΔE 2000',
    (c) => ciede({ mode: 'rgb', r: c[0], g: c[1], b: c[2] }, { mode: 'rgb', r: 0.5, g: 0.5, b: 0.2 }),
    [[0.4, 0.3, 0.7]],
  ],
  [
    'culori',
    'Euclidean difference in oklab',
    (c) => euclid({ mode: 'rgb', r: c[0], g: c[1], b: c[2] }, { mode: 'rgb', r: 0.5, g: 0.5, b: 0.2 }),
    [[0.4, 0.3, 0.7]],
  ],
  ['chroma-js', 'luminance', (c) => chroma(c[0], c[1], c[2]).luminance(), [[120, 80, 40]]],
  ['black-scholes', 'a call', (s) => blackScholes.blackScholes(s, 100, 0.5, 0.2, 0.01, 'call'), [103]],
  ['greeks', 'delta of the strike', (k) => greeks.getDelta(103, k, 0.5, 0.2, 0.01, 'call'), [100]],
  [
    'implied-volatility',
    'by bisection, a step function',
    (c) => impliedVolatility.getImpliedVolatility(c, 103, 100, 0.5, 0.01, 'call'),
    [7.5],
    { steps: true },
  ],
  ['financial', 'present value by the rate', (r) => financial.pv(r, 12, -100, 0), [0.01]],
  ['financial', 'npv', (r) => financial.npv(r, [-1000, 300, 420, 680]), [0.08]],
  ['financial', 'irr by a cash flow', (c) => financial.irr([-1000, c, 420, 680]), [300]],
  [
    'suncalc',
    'altitude by latitude',
    (p) => SunCalc.getPosition(new Date(Date.UTC(2024, 5, 1, 10)), p[0], p[1]).altitude,
    [[48.1, 11.6]],
  ],
  [
    'suncalc',
    'distance of the moon',
    (p) => SunCalc.getMoonPosition(new Date(Date.UTC(2024, 5, 1, 10)), p[0], p[1]).altitude,
    [[48.1, 11.6]],
  ],
  ['satellite.js', 'height after some minutes', (t) => satellite.sgp4(tle, t).position.z, [17.3]],
  [
    'satellite.js',
    'look angle',
    (p) =>
      satellite.ecfToLookAngles({ latitude: p[0], longitude: p[1], height: 0.3 }, { x: 4000, y: 2000, z: 5000 })
        .elevation,
    [[0.8, 0.3]],
  ],
  [
    'quaternion',
    'rotated vector',
    (a) => new Quaternion(Math.cos(a / 2), 0, Math.sin(a / 2), 0).rotateVector([1, 2, 3])[0],
    [0.7],
  ],
  ['quaternion', 'slerp', (t) => new Quaternion(1, 0, 0, 0).slerp(new Quaternion(0.8, 0.6, 0, 0))(t).x, [0.35]],
  ['complex.js', 'abs of a power', (z) => new Complex(z[0], z[1]).pow(2.5, 0).abs(), [[1.2, 0.7]]],
  ['complex.js', 'real part of sin', (z) => new Complex(z[0], z[1]).sin().re, [[1.2, 0.7]]],
  ['gamma', 'gamma', (x) => gamma(x), [3.7]],
  ['bessel', 'J0', (x) => bessel.besselj(x, 0), [2.3]],
  ['bessel', 'I1', (x) => bessel.besseli(x, 1), [1.3]],
  [
    'kalmanjs',
    'the last estimate by the first reading',
    (v) => {
      const filter = new KalmanFilter({ R: 0.01, Q: 3 });
      let last = 0;
      for (const z of v) last = filter.filter(z);
      return last;
    },
    [[1.2, 1.5, 0.9]],
  ],
  ['bezier-js', 'a point', (t) => curve.get(t).y, [0.37]],
  ['bezier-js', 'curvature', (t) => curve.curvature(t).k, [0.37]],
  [
    'bezier-js',
    'length by a control point',
    (p) => new Bezier(0, 0, p[0], p[1], 120, 30, 200, 150).length(),
    [[50, 100]],
  ],
  ['lerp', 'lerp', (t) => lerp(2, 5, t), [0.3]],
  ['polynomial', 'eval', (x) => new Polynomial([1, -3, 2, 0.5]).eval(x), [1.3]],
  [
    'regression',
    'predict with rounding, a step function',
    (x) =>
      regression
        .linear([
          [0, 1],
          [1, 3],
          [2, 4],
        ])
        .predict(x)[1],
    [1.3],
    { steps: true },
  ],
  ['@mapbox/sphericalmercator', 'forward', (p) => sphere.forward(p)[1], [[12.5, 41.9]]],
  ['tween-functions', 'easeInOutElastic', (t) => tween.easeInOutElastic(t, 0, 10, 1), [0.37]],
  ['smoothstep', 'smoothstep', (x) => smoothstep(0, 2, x), [0.7]],
  ['ml-regression-simple-linear', 'predict', (x) => line.predict(x), [2.4]],
  [
    'ml-regression-simple-linear',
    'slope by the data',
    (y) => new SimpleLinearRegression([1, 2, 3, 4], y).slope,
    [[2.1, 3.9, 6.2, 7.8]],
  ],
  ['three', 'a rotated vector', (v) => new THREE.Vector3(v[0], v[1], v[2]).applyEuler(rotation).y, [[1, 2, 3]]],
  [
    'three',
    'an instance as the argument',
    (v) =>
      v
        .clone()
        .normalize()
        .dot(new THREE.Vector3(1, 2, 3)),
    [new THREE.Vector3(0.3, -1, 2)],
  ],
  [
    'three',
    'a curve through points',
    (t) =>
      new THREE.CatmullRomCurve3([
        new THREE.Vector3(0, 0, 0),
        new THREE.Vector3(1, 2, 0),
        new THREE.Vector3(3, 1, 2),
      ]).getPoint(t).x,
    [0.37],
  ],
  [
    'three',
    'determinant of a matrix',
    (a) =>
      new THREE.Matrix4()
        .makeRotationX(a)
        .multiply(new THREE.Matrix4().makeScale(a, 2, 3))
        .determinant(),
    [0.7],
  ],
  [
    'geodesy',
    'Vincenty',
    (p) => new LatLonEllipsoidal(p[0], p[1]).distanceTo(new LatLonEllipsoidal(52, 13)),
    [[51.5, 7.5]],
    { steps: true },
  ],
  [
    'geodesy',
    'on the sphere',
    (p) => new LatLonSpherical(p[0], p[1]).distanceTo(new LatLonSpherical(52, 13)),
    [[51.5, 7.5]],
  ],
  [
    'colorjs.io',
    'ΔE',
    (c) => new Color('srgb', [c[0], c[1], c[2]]).deltaE(new Color('srgb', [0.5, 0.5, 0.2]), '76'),
    [[0.4, 0.3, 0.7]],
  ],
  [
    'colorjs.io',
    'lightness in lch',
    (c) => new Color('srgb', [c[0], c[1], c[2]]).to('lch').coords[0],
    [[0.4, 0.3, 0.7]],
  ],
  [
    'cannon-es',
    'a rotated vector',
    (a) => new CANNON.Quaternion().setFromAxisAngle(new CANNON.Vec3(0, 1, 0), a).vmult(new CANNON.Vec3(1, 2, 3)).x,
    [0.7],
  ],
  ['cannon-es', 'distance', (v) => new CANNON.Vec3(v[0], v[1], v[2]).distanceTo(new CANNON.Vec3(4, 5, 6)), [[1, 2, 3]]],
  [
    'svg-path-properties',
    'a point at a length',
    (s) => new svgPathProperties.svgPathProperties('M0,0 C50,100 120,30 200,150').getPointAtLength(s).x,
    [70.5],
    { loose: true },
  ],
  [
    'numeric',
    'det',
    (v) =>
      numeric.det([
        [v[0], v[1]],
        [v[2], v[3]],
      ]),
    [[2, 1, 0.5, 4]],
  ],
  ['numeric', 'norm', (v) => numeric.norm2(v), [[3, 4, 5]]],
  ['fmin', 'norm2', (v) => (fmin.norm2 === undefined ? v[0] : fmin.norm2(v)), [[3, 4, 5]]],
  ['@math.gl/core', 'length of a Vector3', (v) => v.magnitude() * v.dot(new Vector3(1, 2, 3)), [new Vector3(3, 5, 1)]],
  [
    '@math.gl/core',
    'Matrix4',
    (a) => new Matrix4().rotateX(a).translate([1, 2, 3]).transformPoint([1, 2, 3])[1],
    [0.4],
  ],
  ['@math.gl/core', 'slerp', (a) => new QuaternionOfArray().rotateX(a).slerp(new QuaternionOfArray(), 0.4).x, [0.4]],
  ['ogl', 'length of a Vec3', (v) => v.len(), [new OglVec3(1, 2, 3)]],
  ['ogl', 'Quat', (w) => new OglQuat().fromAxisAngle(new OglVec3(0, 1, 0), w).y, [0.4]],
  ['ogl', 'Mat4', (w) => new OglMat4().rotate(w, [1, 0, 0])[5], [0.4]],
  ['tinycolor2', 'saturation', (r) => tinycolor({ r, g: 50, b: 70 }).toHsl().s, [130.3]],
  ['vectorious', 'det', (w) => vectorious.array([[w, 2], [3, w]]).det(), [3.4]], // prettier-ignore
  ['vectorious', 'solve', (w) => vectorious.array([[w, 2], [3, 5]]).solve(vectorious.array([[1], [2]])).get(0, 0), [3.4]], // prettier-ignore
  ['synaptic', 'a network', (v) => network.activate(v)[0], [[0.3, 0.7]]],
  ['open-simplex-noise', '2D', (w) => open2(w, 0.4), [0.3]],
  ['open-simplex-noise', '4D', (w) => open4(w, 0.4, 0.2, 0.1), [0.3]],
  ['astronomy-engine', 'Mars', (d) => Astronomy.HelioVector('Mars', new Astronomy.AstroTime(d)).x, [8000.3]],
  ['d3-array', 'rollup', (v) => d3array.rollup(v, (of) => d3array.mean(of), (_, k) => k % 2).get(1), [[1, 9, 4, 2]]], // prettier-ignore
  ['d3-array', 'quantile', (v) => d3array.quantile(v, 0.3), [[1, 9, 4, 2]]],
  ['@flatten-js/core', 'area', (w) => new Flatten.Polygon([[w, 1], [4, 1], [3, 5]]).area(), [0.4]], // prettier-ignore
  ['solar-calculator', 'century', (t) => solar.century(new Date(t * 1e12)), [1.5]],
  ['solar-calculator', 'declination', solar.declination, [0.2]],
  ['fft.js', 'power', power, [[1, 2, 4, 9]]],
  ['utm', 'easting', (p) => utm.fromLatLon(p[0], p[1]).easting, [[45.2, 7.6]]],
];
