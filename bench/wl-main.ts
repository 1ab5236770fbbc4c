import { benchWorkloads } from './workloads.ts';
benchWorkloads(process.argv.slice(2).filter((a) => !a.startsWith('-')), Number(process.env['BENCH_SECONDS'] ?? 1), process.argv.includes('--json'));
