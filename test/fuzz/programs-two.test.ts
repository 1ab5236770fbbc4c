/** Random programs, the second half: see `program-property.ts`. */
import { expect, it } from 'vitest';
import { programsPerShard, runPrograms, timeLimit } from './program-property.ts';

it(
  `${programsPerShard} programs mean the same to everyone, and so do their derivatives`,
  () => {
    const tally = runPrograms(1);
    const share = (kind: string): number => (tally[kind] ?? 0) / programsPerShard;
    // Programs that nothing was learnt from must stay few.
    expect(share('checked')).toBeGreaterThan(0.8);
    expect(share('refused')).toBeLessThan(0.005);
    expect(share('rough') + share('not finite') + share('throws')).toBeLessThan(0.05);
  },
  timeLimit,
);
