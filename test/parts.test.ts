/** Work in parts: what is known is not asked again, a share ends where its time is used up, and no answer is taken for another. */
import { expect, test, vi } from 'vitest';
import { affordableInParts, inParts, isHurried, NotYet, Parts } from '../src/base/parts.ts';

/** A function that takes so many milliseconds by the clock of the test, and how often it was called. */
function slow(milliseconds: number): { readonly g: (w: number) => number; calls: number } {
  const counted = {
    calls: 0,
    g: (w: number) => {
      counted.calls++;
      vi.setSystemTime(Date.now() + milliseconds);
      return 1 / w;
    },
  };
  return counted;
}

function inFrozenTime(run: () => void): void {
  vi.useFakeTimers({ now: 0, toFake: ['Date'] });
  try {
    run();
  } finally {
    vi.useRealTimers();
  }
}

const places = [1, 2, 3, 4, 5, 6, 7, 8];

test('outside of parts a question is the function itself', () => {
  const g = (w: number): number => w;
  expect(inParts(g, 'value', g)).toBe(g);
  expect(isHurried()).toBe(false);
});

test('the work goes on where it was, and asks nothing twice', () => {
  inFrozenTime(() => {
    const counted = slow(50);
    const parts = new Parts();
    const work = (): number[] => places.map(inParts(counted, 'value', counted.g));
    // The first answer takes the time of compiling too and is not counted; then two fill a share of 100 ms, and one is timed again.
    expect(parts.share(100, work)).toBeUndefined();
    expect(counted.calls).toBe(4);
    let made: number[] | undefined;
    for (let shares = 0; made === undefined; shares++) {
      expect(shares).toBeLessThan(places.length);
      made = parts.share(40, work)?.made;
    }
    expect(made).toEqual(places.map((w) => 1 / w));
    expect(counted.calls).toBe(places.length + 1);
    expect(parts.answersOf(counted).get('value 8')).toBe(0.125);
  });
});

test('a machine that does other work makes no function slow', () => {
  inFrozenTime(() => {
    const waits = [0, 0, 70, 0, 60, 0, 300, 0];
    const g = (w: number): number => {
      vi.setSystemTime(Date.now() + (waits.shift() ?? 1));
      return w;
    };
    const parts = new Parts();
    const many = Array.from({ length: 60 }, (_, k) => k);
    expect(parts.share(100, () => many.map(inParts(g, 'value', g)))?.made).toEqual(many);
    expect(parts.affordable).toBeUndefined();
    // Where every call takes its time, the one that is timed again does too.
    const slowly = slow(30);
    expect(parts.share(100, () => many.map(inParts(slowly, 'other', slowly.g)))).toBeUndefined();
    expect(parts.affordable).toBeGreaterThan(0);
  });
});

test('functions that take long to compile begin a share each, and are not called slow', () => {
  inFrozenTime(() => {
    const parts = new Parts();
    const shares: string[][] = [];
    const work = (): number[] =>
      ['value', 'slope', 'bend'].map((question) => {
        shares.at(-1)?.push(question);
        return inParts(places, question, (w: number) => {
          vi.setSystemTime(Date.now() + 200);
          return w;
        })(1);
      });
    let made: number[] | undefined;
    while (made === undefined && shares.length < 9) {
      shares.push([]);
      made = parts.share(40, work)?.made;
    }
    expect(made).toEqual([1, 1, 1]);
    expect(shares.length).toBe(3);
    expect(parts.affordable).toBeUndefined();
    expect(parts.refine()).toBe(false);
  });
});

test('a slow function is drawn from few values first, and a fine picture is worth it where many can be had', () => {
  inFrozenTime(() => {
    const counted = slow(50);
    const parts = new Parts();
    parts.share(100, () => places.map(inParts(counted, 'value', counted.g)));
    expect(parts.affordable).toBe(24);
    parts.share(100, () => {
      expect(affordableInParts()).toBe(24);
      expect(isHurried()).toBe(true);
    });
    expect(parts.refine()).toBe(true);
    expect(parts.affordable).toBe(1200);
  });
});

test('−0 is not 0, a value is not a slope, and a point is not a number', () => {
  inFrozenTime(() => {
    const counted = slow(1);
    new Parts().share(1000, () => {
      const value = inParts(counted, 'value', counted.g);
      expect([value(0), value(-0)]).toEqual([Infinity, -Infinity]);
      expect(inParts(counted, 'slope', (w: number) => w + 7)(0)).toBe(7);
      expect(inParts(counted, 'value', (x: number, y: number) => x + y, 2)(0, 1)).toBe(1);
    });
  });
});

test('an error of the function is its own, and the next share is whole', () => {
  const parts = new Parts();
  expect(() =>
    parts.share(100, () => {
      throw new RangeError('no data for this year');
    }),
  ).toThrow('no data for this year');
  expect(parts.share(100, () => 1)).toEqual({ made: 1 });
  expect(new NotYet().code).toBe('S305');
});
