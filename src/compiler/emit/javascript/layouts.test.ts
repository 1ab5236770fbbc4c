/** What a layout accepts is what is described by the same types, and its zeros are those of the general way. */
import { expect, test } from 'vitest';
import { zerosOf } from '../../../base/trees.ts';
import { typeKey } from '../../ir/print.ts';
import { typeOfValue } from '../../ir/type-of-value.ts';
import { layoutOf } from './layouts.ts';

class Point {
  x = 1;
  y = 2;
}

const withGetter = {
  get x() {
    return 1;
  },
  y: 2,
};

/** Values of many kinds; a few are of the same kind as one before. */
const values: readonly unknown[] = [
  1,
  NaN,
  true,
  undefined,
  null,
  [],
  [1, 2],
  [3],
  [1, 'a'],
  [true, false],
  [[1], [2, 3]],
  [[1], []],
  [[], [1]],
  Float64Array.of(1, 2),
  Float32Array.of(1),
  Int32Array.of(1),
  { x: 1, y: 2 },
  { x: 3, y: 4 },
  { y: 2, x: 1 },
  { x: 1 },
  { x: 1, y: '2' },
  { x: 1, y: 2, z: 3 },
  { x: 1, y: undefined },
  new Point(),
  Object.create(null),
  Object.assign(Object.create(null) as object, { x: 1, y: 2 }),
  withGetter,
  [{ x: 1, y: 2 }],
  [
    { x: 1, y: 2 },
    { x: 5, y: 6 },
  ],
  [{ x: 1, y: 2 }, { x: 1 }],
  [new Point(), new Point()],
  { rows: [{ features: [1, 2], label: 1 }], 'odd name': 1 },
  { rows: [{ features: [3], label: 0 }], 'odd name': 2 },
  JSON.parse('{"__proto__": 1}'),
  [1, , 2],
];

function keyOf(value: unknown): string | undefined {
  try {
    return typeKey(typeOfValue(value));
  } catch {
    return undefined;
  }
}

test('a layout accepts what is of the same type, and nothing else', () => {
  let accepted = 0;
  for (const first of values) {
    const key = keyOf(first);
    if (key === undefined) continue;
    const layout = layoutOf([typeOfValue(first)]);
    if (layout === undefined) continue;
    for (const second of values) {
      const accepts = layout.accepts([second]);
      // It may ask for a description once more, and never takes one kind for another.
      if (accepts) expect([second, keyOf(second)]).toEqual([second, key]);
      if (accepts) accepted++;
      if (accepts && typeof second === 'object' && second !== null)
        expect(layout.zeros(0, second)).toEqual(zerosOf(second));
    }
    // Elements beside ones that are empty or missing are described each time.
    const isEmpty = (inner: unknown): boolean => inner === undefined || (Array.isArray(inner) && inner.length === 0);
    const mixed = Array.isArray(first) && Array.from(first).some(isEmpty);
    if (!mixed) expect([first, layout.accepts([first])]).toEqual([first, true]);
  }
  expect(accepted).toBeGreaterThan(values.length);
});

test('several arguments, texts and arguments that are missing', () => {
  const layout = layoutOf([{ kind: 'number' }, { kind: 'text', text: 'a' }, { kind: 'undefined' }]);
  expect(layout?.accepts([1, 'a', undefined])).toBe(true);
  expect(layout?.accepts([1, 'b', undefined])).toBe(false);
  expect(layout?.accepts([1, 'a'])).toBe(false);
});

test('a getter is not taken for a field, in any call', () => {
  const layout = layoutOf([typeOfValue({ x: 1, y: 2 })]);
  expect(layout?.accepts([withGetter])).toBe(false);
  expect(layout?.accepts([{ x: 1, y: 2 }])).toBe(true);
  expect(layout?.accepts([withGetter])).toBe(false);
  const nested = layoutOf([typeOfValue({ left: { x: 1, y: 2 }, right: [{ z: 1 }] })]);
  expect(nested?.accepts([{ left: { x: 3, y: 4 }, right: [{ z: 5 }] }])).toBe(true);
  expect(nested?.accepts([{ left: withGetter, right: [{ z: 5 }] }])).toBe(false);
});
