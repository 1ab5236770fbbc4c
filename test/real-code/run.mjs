/**
 * Every function of functions.mjs on each road, checked by differences that know how far off they may be. Prints one
 * line of JSON for each: package, name, and for each road `right`, `wrong` or the error.
 */
import { grad, numericalDerivative } from 'secant';
import { functions } from './functions.mjs';

const only = process.argv[2];

/** Numbers of an argument, and the argument with other numbers. */
function numbersOf(point) {
  if (typeof point === 'number') return { values: [point], put: ([w]) => w };
  if (Array.isArray(point))
    return { values: [...point], put: (values) => Object.setPrototypeOf([...values], Object.getPrototypeOf(point)) };
  const names = Object.keys(point).filter((name) => typeof point[name] === 'number');
  const copy = (values) => {
    const made = Object.assign(Object.create(Object.getPrototypeOf(point)), point);
    names.forEach((name, k) => (made[name] = values[k]));
    return made;
  };
  return { values: names.map((name) => point[name]), put: copy };
}

function leaves(tree) {
  if (typeof tree === 'number') return [tree];
  return Object.values(tree).filter((value) => typeof value === 'number');
}

/** Differences of second order, and a bound for what they may be off. */
function differences(f, point) {
  const { values, put } = numbersOf(point);
  return values.map((_, k) => {
    const along = (w) => f(put(values.map((value, j) => (j === k ? w : value))));
    return numericalDerivative(along).estimate(values[k]);
  });
}

function judge(f, args, road, { single, steps, loose } = {}) {
  let found;
  try {
    const gradient = grad(f, road === undefined ? {} : { road });
    const before = JSON.stringify(args);
    found = leaves(gradient(...args));
    if (JSON.stringify(args) !== before)
      return { verdict: 'wrong', why: 'the arguments were changed', road: gradient.road };
    const expected = differences(f, args[0]);
    // A function that rounds or bisects is flat almost everywhere, and that is its derivative.
    const wrong = steps
      ? found.flatMap((slope, k) => (slope === 0 ? [] : [`${k}: ${slope}, a step function`]))
      : expected.flatMap(({ value, error }, k) => {
          const allowed = Math.max(10 * error, (single ? 2e-2 : loose ? 1e-2 : 1e-6) * Math.max(1, Math.abs(value)));
          return Math.abs(found[k] - value) <= allowed ? [] : [`${k}: ${found[k]}, differences ${value} ± ${error}`];
        });
    return { verdict: wrong.length === 0 ? 'right' : 'wrong', why: wrong.join('; '), road: gradient.road };
  } catch (error) {
    return { verdict: 'refused', why: error.message };
  }
}

for (const [pack, name, f, args, kind] of functions) {
  if (only !== undefined && !`${pack} ${name}`.includes(only)) continue;
  const row = { package: pack, name };
  for (const road of ['default', 'compiled', 'traced'])
    row[road] = judge(f, args, road === 'default' ? undefined : road, kind);
  console.log(JSON.stringify(row));
}
