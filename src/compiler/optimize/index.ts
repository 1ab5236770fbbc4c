/** The optimiser: IR to IR, the same meaning in less time. */
export { inlineCalls } from './inline-calls.ts';
export { optimize } from './optimize.ts';
export { reuseWorkspaces } from './reuse-workspaces.ts';
export type { OptimizeOptions } from './rounds.ts';
export { optimizeStraightLine } from './straight-line.ts';
