/**
 * A function and its derivatives as text that runs anywhere. In: a function and example arguments, which say of what kinds
 * they are. Out: an ES module without imports that exports `value`, `grad` and `hvp` with respect to the first argument,
 * or a function of BigQuery or Snowflake. Captured values are written into the text as they are now. At a kink the module
 * gives the midpoint of each operation, as compiled code does before anyone looks closer.
 */
import { SecantError } from '../base/diagnostics.ts';
import { CompiledProgram, type Transform, valueTransform } from '../calculus/compile.ts';
import { programsOf } from '../calculus/programs.ts';
import type { AnyFunction, Captured } from '../calculus/functions.ts';
import { checkOptions } from '../calculus/options.ts';
import { emit, finish, optimize } from '../calculus/passes.ts';
import { forwardOverReverseTransform, gradientTransform } from '../calculus/reverse-transforms.ts';
import {
  definedNames,
  type EmittedPart,
  moduleBody,
  type UdfDialect,
  udfStatement,
  type UdfType,
} from '../compiler/emit/module/module-text.ts';
import type { FunctionIr } from '../compiler/ir/ir.ts';
import { printType } from '../compiler/ir/print.ts';

/** Options of `moduleText`. */
export interface ModuleOptions {
  /** What the function captures, by name. */
  readonly scope?: Captured;
}

/**
 * The text of an ES module that exports `value(…)`, `grad(…)` and `hvp(…, v)`, each with the arguments of the function.
 *
 * @param args - arguments like those that it will be called with
 *
 * @example
 * ```ts
 * const text = moduleText((w: number[]) => w[0]! ** 2 * w[1]!, [[1, 1]])
 * text.includes('import') // → false
 * ```
 */
export function moduleText(f: AnyFunction, args: readonly unknown[], options: ModuleOptions = {}): string {
  const { body, names, types } = standalone(f, args, options);
  const given = names.map((name, k) => ` * @param {${types[k]!}} ${name}`).join('\n');
  // A compiler reads types where a function is declared, not where it is exported.
  const typed = body.replace(/^function (value|grad|hvp)\(/gm, (declared, name: string) => {
    const returns = name === 'value' ? 'number' : types[0]!;
    const last = name === 'hvp' ? `\n * @param {${types[0]!}} v` : '';
    return `/**\n${given}${last}\n * @returns {${returns}}\n */\n${declared}`;
  });
  return `${typed}\n\n${['value', 'grad', 'hvp'].map((name) => `export { ${name} };`).join('\n')}\n`;
}

/** Options of `udfText`. */
export interface UdfTextOptions extends ModuleOptions {
  readonly dialect: UdfDialect;
  /** The function to make; that of the source with `_grad` behind it if not given. */
  readonly name?: string;
  /** 'grad' if not given. */
  readonly of?: 'value' | 'grad';
}

/**
 * The statement that makes the value or the gradient a function of BigQuery or Snowflake.
 *
 * @throws SecantError S601 for arguments that are neither numbers, arrays of numbers nor records
 */
export function udfText(f: AnyFunction, args: readonly unknown[], options: UdfTextOptions): string {
  const { scope, dialect, of = 'grad', name = `${f.name === '' ? 'f' : f.name}_${of}` } = options;
  checkOptions(options, ['scope', 'dialect', 'name', 'of'], 'udfText');
  const { body, names } = standalone(f, args, scope === undefined ? {} : { scope });
  const parameters = args.map((arg, k) => ({ name: names[k]!, type: udfType(arg) }));
  const returns = of === 'value' ? 'number' : parameters[0]!.type;
  return udfStatement({ dialect, name, parameters, returns, body, call: (list) => `${of}(${list.join(', ')})` });
}

function udfType(arg: unknown): UdfType {
  if (typeof arg === 'number') return 'number';
  if (ArrayBuffer.isView(arg) || (Array.isArray(arg) && arg.every((item) => typeof item === 'number'))) return 'array';
  return 'object';
}

function standalone(f: AnyFunction, args: readonly unknown[], { scope }: ModuleOptions) {
  const programs = programsOf(f, scope, 'what was given');
  const [first] = args;
  if (first === undefined) {
    throw new SecantError('S201', 'an example of the arguments is missing', {
      hint: 'pass them: moduleText(f, [[1, 2]])',
    });
  }
  const original = programs.compiledFor(args);
  programs.requireNumber(original);
  // Captured values become a part of the text.
  const program = new CompiledProgram({ ...original.lowered, fn: original.closed(), captured: [] });
  const active = args.map((_, k) => k === 0);
  const part = (name: string, transform: Transform): EmittedPart => ({ name, code: codeOf(program.fn, transform) });
  const parts = [
    part('value_', valueTransform),
    part('gradient_', gradientTransform(active, false)),
    part('product_', forwardOverReverseTransform(active, 1)),
  ];
  const names = program.fn.parameters.map(({ name }, k) =>
    name !== undefined && /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name) ? name : `x${k + 1}`,
  );
  const list = names.join(', ');
  const safe = names.map((name, k) => (program.writes[k] ? `copy(${name})` : name)).join(', ');
  const x = names[0]!;
  const exported =
    typeof first === 'number'
      ? `function value(${list}) {\n  return value_(${safe})[0];\n}\n` +
        `function grad(${list}) {\n  return gradient_(${safe})[1];\n}\n` +
        `function hvp(${list}, v) {\n  return product_(${safe}, 1, v)[3];\n}`
      : `function value(${list}) {\n  return value_(${safe})[0];\n}\n` +
        `function grad(${list}) {\n  const slopes = zeros(${x});\n  gradient_(${safe}, slopes);\n  return slopes;\n}\n` +
        `function hvp(${list}, v) {\n  const product = zeros(${x});\n  product_(${safe}, 1, zeros(${x}), ${program.writes[0] ? 'copy(v)' : 'v'}, product);\n  return product;\n}`;
  return { body: moduleBody(parts, exported), names, types: program.fn.parameters.map(({ type }) => printType(type)) };
}

/** Names that the text itself uses. */
const reserved = new Set([
  ...'v value grad hvp value_ gradient_ product_ slopes product arguments eval'.split(' '),
  ...definedNames,
]);

function codeOf(fn: FunctionIr, transform: Transform): string {
  const made = transform.apply(fn);
  return emit(finish(made === fn ? made : optimize(made)), { results: 'array' }).code;
}
