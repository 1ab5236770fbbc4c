/** Elementary functions as the back end of WebAssembly computes them for one number. */
import { newValue, numberType } from '../../src/compiler/ir/ir.ts';
import { emitWebAssembly, instantiate } from '../../src/compiler/emit/webassembly/index.ts';
import { Builder, emptyBlock } from '../../src/compiler/rules/builder.ts';

const sources = {
  exp: (w: number) => Math.exp(w),
  log: (w: number) => Math.log(w),
  sin: (w: number) => Math.sin(w),
  cos: (w: number) => Math.cos(w),
} as const;

/** The function of one number, and as a person writes it. */
export function functionNamed(name: keyof typeof sources): {
  readonly alone: (x: number) => number;
  readonly source: (w: number) => number;
} {
  const body = emptyBlock();
  const x = newValue(numberType, 'x');
  body.yields = [new Builder(body).apply(name, x)];
  const emitted = emitWebAssembly({ name: 'f', parameters: [x], body });
  if (typeof emitted === 'string') throw new Error(emitted);
  const { run } = instantiate(emitted);
  return { alone: (at) => run([at])![0] as number, source: sources[name] };
}
