/** Losses summed over rows, where the rows are. */
import { useParts } from '../calculus/loaded-parts.ts';
import { allParts } from '../calculus/parts/index.ts';

useParts(allParts);

export {
  type Answer,
  type CallOptions,
  type Grouped,
  type Model,
  type RowSource,
  type RowSum,
  type RowSumWithMatrix,
  type SqlOptions,
  sumOver,
  type SumOptions,
  type TotalLoss,
} from './sum-over.ts';
export type { Connection, DuckDBLike, QueryFunction, QueryLike, QueryValues } from './connection.ts';
export type { ArrowLike, Columns } from './rows.ts';
export type { Summed } from './row-derivatives.ts';
export type { DialectName } from '../compiler/emit/sql/dialect.ts';
export {
  type GroupState,
  InterruptedError,
  type Method,
  minimize,
  type MinimizeOptions,
  type MinimizeState,
  type Minimum,
  type TraceEntry,
} from './minimize.ts';
export { type ModuleOptions, moduleText, udfText, type UdfTextOptions } from './standalone.ts';
export type { UdfDialect } from '../compiler/emit/module/module-text.ts';
