/**
 * `npm run bench -- workloads`: gradients of the workload set against the function itself and against gradients by hand,
 * each checked against differences first. Times are medians, side by side; "first" is the first call in a process that has compiled other programs already; bytes are what one call of a warm gradient leaves to the
 * garbage collector.
 */
import { grad } from 'secant';
import { sideBySide } from './measure.ts';
import { workloads } from './workloads/index.ts';
import type { Workload } from './workloads/workload.ts';

/** All numbers of nested arrays and records, in order. */
export function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (ArrayBuffer.isView(value) || Array.isArray(value))
    return Array.from(value as ArrayLike<unknown>).flatMap(numbersOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(numbersOf);
  return [];
}

/** The same shape with every number moved along a direction. */
function moved(value: unknown, next: () => number, by: number): unknown {
  if (typeof value === 'number') return value + by * next();
  if (value instanceof Float64Array) return value.map((x) => x + by * next());
  if (Array.isArray(value)) return value.map((part: unknown) => moved(part, next, by));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, moved(part, next, by)]));
  return value;
}

/** The slope along a direction by central differences of order four, and by the gradient. */
export function slopes({ loss, args }: Workload, gradient: unknown): { differences: number; exact: number } {
  const f = loss as (...all: unknown[]) => number;
  const direction = numbersOf(gradient).map((_, k) => Math.cos(3 * k + 1));
  const along = (t: number): number => {
    let k = 0;
    return f(
      moved(args[0], () => direction[k++]!, t),
      ...args.slice(1),
    );
  };
  const h = 1e-5;
  const differences = (8 * (along(h) - along(-h)) - (along(2 * h) - along(-2 * h))) / (12 * h);
  return { differences, exact: numbersOf(gradient).reduce((sum, g, k) => sum + g * direction[k]!, 0) };
}

/** Bytes that a call leaves behind, on average. */
function garbage(run: () => unknown): number {
  const calls = 20;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let k = 0; k < calls; k++) run();
  return Math.max(0, (process.memoryUsage().heapUsed - before) / calls);
}

function benchWorkloads(wanted: readonly string[], seconds: number, json: boolean): void {
  const rows = workloads
    .filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
    .map((one) => {
      const loss = one.loss as (...all: unknown[]) => number;
      const byHand = one.byHand as ((...all: unknown[]) => unknown) | undefined;
      const gradient = grad(loss) as unknown as (...all: unknown[]) => unknown;
      const start = performance.now();
      const first = gradient(...one.args);
      const firstCall = performance.now() - start;
      const { differences, exact } = slopes(one, first);
      // Differences over ten thousand kinks of a price are themselves a thousandth off.
      if (!(Math.abs(differences - exact) <= 1e-3 * (1 + Math.abs(exact))))
        throw new Error(`${one.name}: the slope is ${exact}, by differences ${differences}`);
      const contenders = [
        { name: 'function', run: () => loss(...one.args) },
        { name: 'gradient', run: () => gradient(...one.args) },
        ...(byHand === undefined ? [] : [{ name: 'by hand', run: () => byHand(...one.args) }]),
      ];
      const [f, g, hand] = sideBySide(contenders, seconds);
      return {
        name: one.name,
        function: f!.microseconds,
        gradient: g!.microseconds,
        ratio: g!.ratio,
        byHand: hand === undefined ? undefined : g!.ratio / hand.ratio,
        first: firstCall,
        bytes: garbage(() => gradient(...one.args)),
      };
    });
  if (json) {
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  const cell = (value: number | undefined, digits: number): string => (value?.toFixed(digits) ?? '').padStart(10);
  console.log(`\n${'workload'.padEnd(58)}   f, µs    grad, µs  over f  over hand  first, ms  bytes`);
  for (const row of rows)
    console.log(
      row.name.padEnd(56) +
        cell(row.function, 1) +
        cell(row.gradient, 1) +
        cell(row.ratio, 2) +
        cell(row.byHand, 2) +
        cell(row.first, 1) +
        cell(row.bytes, 0),
    );
}

const words = process.argv.slice(2).filter((arg) => !arg.startsWith('-') && arg !== 'workloads');
benchWorkloads(words, Number(process.env['BENCH_SECONDS'] ?? 1), process.argv.includes('--json'));
