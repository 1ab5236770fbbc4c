/** The optimiser: IR to IR, the same meaning in less time. */
export { inlineCalls } from './inline-calls.ts';
export { optimize, type OptimizeOptions } from './optimize.ts';
export { reuseWorkspaces } from './reuse-workspaces.ts';
