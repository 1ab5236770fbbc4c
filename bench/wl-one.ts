import { grad } from 'secant';
import { workloads } from './workloads/index.ts';
for (const one of workloads) {
  if (!process.argv.slice(2).some((w) => one.name.includes(w))) continue;
  const f = one.loss as (...a: unknown[]) => number;
  const g = grad(f) as unknown as (...a: unknown[]) => unknown;
  for (let r = 0; r < 8; r++) {
    const time = (run: () => void): number => { const s = process.cpuUsage().user; for (let k = 0; k < 300; k++) run(); return (process.cpuUsage().user - s) / 300; };
    console.log(one.name, time(() => f(...one.args)).toFixed(1), time(() => g(...one.args)).toFixed(1));
  }
}
