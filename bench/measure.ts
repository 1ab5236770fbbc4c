/**
 * Times functions side by side: turn about, many rounds, the median of each and of the ratio round by round, so
 * that a machine whose speed drifts does not favour one of them.
 */
export interface Contender {
  readonly name: string;
  run(): unknown;
}

export interface Timing {
  readonly name: string;
  /** Median time of one run, in microseconds. */
  readonly microseconds: number;
  /** Median over the rounds of this one's time over the first one's. */
  readonly ratio: number;
}

let sink: unknown;

/** Milliseconds: of the clock, or with BENCH_CLOCK=processor of all threads of this process, which other programs disturb less. */
const now: () => number =
  process.env['BENCH_CLOCK'] === 'processor'
    ? () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000;
      }
    : () => performance.now();

/** Runs the contenders in turn for about `seconds` in all. The first is what the others are compared with. */
export function sideBySide(contenders: readonly Contender[], seconds = 2): Timing[] {
  const repeats = contenders.map(({ run }) => repeatsFor(run));
  const times: number[][] = contenders.map(() => []);
  const end = performance.now() + seconds * 1000;
  for (let round = 0; round < 9 || (performance.now() < end && round < 400); round++) {
    contenders.forEach(({ run }, k) => {
      const count = repeats[k]!;
      const start = now();
      for (let j = 0; j < count; j++) sink = run();
      times[k]!.push(((now() - start) * 1000) / count);
    });
  }
  return contenders.map(({ name }, k) => ({
    name,
    microseconds: median(times[k]!),
    ratio: median(times[k]!.map((time, round) => time / times[0]![round]!)),
  }));
}

/** As many runs as take about five milliseconds, after a warm-up: engines compile large functions late. */
function repeatsFor(run: () => unknown): number {
  const begun = performance.now();
  for (let runs = 0; runs < 300 && performance.now() - begun < 1500; runs++) sink = run();
  const start = performance.now();
  let runs = 0;
  while (performance.now() - start < 150 || runs < 3) {
    sink = run();
    runs++;
  }
  return Math.max(1, Math.round((5 * runs) / (performance.now() - start)));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Keeps results alive, so that no run is dropped. */
export function lastResult(): unknown {
  return sink;
}
