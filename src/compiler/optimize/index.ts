/** The optimiser: IR to IR, the same meaning in less time. */
export { optimize } from './optimize.ts';
export { reuseWorkspaces } from './reuse-workspaces.ts';
export { optimizeStraightLine } from './straight-line.ts';
