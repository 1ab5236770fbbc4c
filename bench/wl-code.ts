import { grad } from 'secant';
import { workloads } from './workloads/index.ts';
for (const one of workloads) {
  if (!process.argv.slice(2).some((w) => one.name.includes(w))) continue;
  const g = grad(one.loss as (...a: unknown[]) => number) as unknown as ((...a: unknown[]) => unknown) & { code: string };
  g(...one.args);
  console.log(g.code);
}
