import type { SmoothName } from '../ir/operations.ts';
import type { TaylorRule } from './rule.ts';

export const taylorRules = {} as Record<SmoothName, TaylorRule>;
