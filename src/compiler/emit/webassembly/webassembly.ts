/**
 * IR to WebAssembly: a second back end beside `emit/javascript`, for programs of numbers, truth values and arrays of
 * numbers. In: a program that every pass has seen. Out: a module, or the reason why the program stays JavaScript.
 * Guaranteed: arithmetic gives what emitted JavaScript gives, bit for bit; elementary functions are within one unit in
 * the last place of the true value; a run that WebAssembly cannot finish is repeated in JavaScript by the caller.
 */
import { aliasClasses } from '../../analysis/alias.ts';
import { Ranges } from '../../analysis/ranges.ts';
import type { FunctionIr, Type } from '../../ir/ir.ts';
import type { OperationName } from '../../ir/operations.ts';
import { operations } from '../../ir/operations.ts';
import { callees, reachable } from '../../ir/visit.ts';
import { planTapes } from '../javascript/tapes.ts';
import { noTapes } from '../javascript/tape-plan.ts';
import { FunctionEmitter, type ModuleContext } from './emit-function.ts';
import { localsOf } from './places.ts';
import { hasKernel, kernels, type KernelName } from './kernels.ts';
import { ConstantPool, FunctionWriter, single } from './lanes.ts';
import { type ImportedFunction, moduleBytes, type ModuleFunction, moduleText, type WasmModule } from './module.ts';
import { constantsPlace, mostResults } from './memory-layout.ts';
import { Refused, refuse } from './refused.ts';
import { rules } from '../../rules/index.ts';

/** A module, and what its caller has to know of it. */
export interface EmittedWebAssembly {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The text format. */
  readonly code: string;
  readonly parameters: readonly Type[];
  /** Which arguments are written to. */
  readonly writes: readonly boolean[];
  /** What each result is. */
  readonly results: readonly ('number' | 'boolean')[];
  /** What the module imports, by name. */
  readonly imports: Readonly<Record<string, (...args: number[]) => number>>;
  /** The first free byte of memory. */
  readonly free: number;
}

export interface EmitOptions {
  /** Elementary functions by our own kernels, as is the default, or by the engine's functions, as JavaScript has them. */
  readonly functions?: 'kernels' | 'engine';
}

/** Emits a program; a string says why it stays JavaScript. */
export function emitWebAssembly(fn: FunctionIr, options: EmitOptions = {}): EmittedWebAssembly | string {
  try {
    return emitted(fn, options);
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

/** A tape has room for so many bytes at first. */
const firstTape = 8192;

function emitted(root: FunctionIr, { functions: how = 'kernels' }: EmitOptions): EmittedWebAssembly {
  const ours = (name: OperationName): name is KernelName => how === 'kernels' && hasKernel(name);
  const functions = [...reachable(root)];
  if (functions.some(({ rule }) => rule?.outside !== undefined)) refuse('it calls a function that cannot be read');
  const { yields } = root.body;
  if (yields.length > mostResults) refuse(`it gives ${yields.length} results`);
  const results = yields.map(({ type, constant }) => {
    const kind = constant === undefined ? type.kind : typeof constant.value;
    return kind === 'number' || kind === 'boolean' ? kind : refuse('it gives something else than numbers');
  });
  for (const { type } of root.parameters) localsOf(type);
  const classes = aliasClasses(root);
  const pool = new ConstantPool(constantsPlace);
  const used = new Set<OperationName>();
  // Imports are numbered before functions, so that code is written twice: first to learn what it calls.
  const write = (imports: readonly OperationName[], helpers: readonly OperationName[]) => {
    const globals = [{ name: 'free', initial: 0 }];
    const first = imports.length;
    const firstFunction = first + helpers.length + 3;
    const called = functions.some((each) => callees(each.body).has(root));
    const context: ModuleContext = {
      functionOf: (each) => firstFunction + functions.indexOf(each),
      operation(name) {
        used.add(name);
        const at = helpers.indexOf(name);
        return at >= 0 ? first + at : Math.max(0, imports.indexOf(name));
      },
      room: () => first + helpers.length,
      wider: () => first + helpers.length + 1,
      tapeSize: () => globals.push({ name: `tape${globals.length}`, initial: firstTape }) - 1,
      ranges: new Ranges(root, classes),
      pool,
      // A function that is called while it runs needs a tape for each call.
      tapesOf: (each) => (each === root && !called ? planTapes(each, true) : noTapes),
      root,
      isOurs: ours,
    };
    const own = helpers.map((name) => kernelFunction(name as KernelName, imports));
    const room = roomFunction();
    const wider = widerFunction(context.room());
    return {
      globals,
      functions: [
        ...own,
        room,
        wider,
        resetFunction,
        ...functions.map((each) => new FunctionEmitter(each, context).emit()),
      ],
    };
  };
  write([], []);
  const helpers = [...used].filter(ours);
  const imports = [...used].filter((name) => !ours(name) || kernels[name].far === undefined);
  const written = write(imports, helpers);
  const free = (pool.end + 63) & ~63;
  const module: WasmModule = {
    imports: imports.map((name): ImportedFunction => ({
      name: `engine.${name}`,
      parameters: Array.from({ length: operations[name].arity }, () => 'f64'),
      results: ['f64'],
    })),
    functions: written.functions,
    globals: written.globals,
    data: { at: constantsPlace, bytes: pool.bytes() },
    pages: Math.max(1, Math.ceil(free / 65536)),
  };
  return {
    bytes: moduleBytes(module),
    code: moduleText(module),
    parameters: root.parameters.map(({ type }) => type),
    writes: root.parameters.map(
      (parameter) => parameter.type.kind === 'array' && holdsWrites(classes.classOf(parameter)),
    ),
    results,
    imports: Object.fromEntries(
      imports.map((name) => [`engine.${name}`, rules[name].value as (...args: number[]) => number]),
    ),
    free,
  };
}

function holdsWrites({ writes, element }: ReturnType<ReturnType<typeof aliasClasses>['classOf']>): boolean {
  return writes.length > 0 || (element !== undefined && holdsWrites(element));
}

/** An operation of one number as a function. */
function kernelFunction(name: KernelName, imports: readonly OperationName[]): ModuleFunction {
  const w = new FunctionWriter();
  const x = w.local('f64', 'x');
  const given = [['local.get', x]] as const;
  const { fast, far } = kernels[name];
  const result = w.local('f64', 'result');
  const quick = fast(single, w, given);
  w.set(result, quick.values.value);
  w.putAll(quick.far);
  w.put(['if', undefined]);
  w.set(result, far === undefined ? [...given, ['call', imports.indexOf(name)]] : far(single, w, given));
  w.put(['end'], ['local.get', result]);
  return { name, parameters: ['f64'], results: ['f64'], locals: w.locals, code: w.code };
}

const free = 0;
/** Memory is not taken beyond this: a run that wants more is left to JavaScript. */
const mostMemory = 2 ** 29;

/** Takes bytes from the end of what is used; the memory grows as it must, and a run without memory ends. */
function roomFunction(): ModuleFunction {
  return {
    name: 'room',
    exported: true,
    parameters: ['i32'],
    results: ['i32'],
    locals: [{ type: 'i32', name: 'bytes' }, { type: 'i32', name: 'start' }, { type: 'i32', name: 'end' }], // prettier-ignore
    code: [
      ['global.get', free],
      ['local.tee', 1],
      ['local.get', 0],
      ['i32.add'],
      ['i32.const', 15],
      ['i32.add'],
      ['i32.const', -16],
      ['i32.and'],
      ['local.tee', 2],
      ['i32.const', mostMemory],
      ['i32.gt_u'],
      ['if', undefined],
      ['unreachable'],
      ['end'],
      ['local.get', 2],
      ['memory.size', 0],
      ['i32.const', 16],
      ['i32.shl'],
      ['i32.gt_u'],
      ['if', undefined],
      ['local.get', 2],
      ['memory.size', 0],
      ['i32.const', 16],
      ['i32.shl'],
      ['i32.sub'],
      ['i32.const', 0xffff],
      ['i32.add'],
      ['i32.const', 16],
      ['i32.shr_u'],
      ['memory.grow', 0],
      ['i32.const', -1],
      ['i32.eq'],
      ['if', undefined],
      ['unreachable'],
      ['end'],
      ['end'],
      ['local.get', 2],
      ['global.set', free],
      ['local.get', 1],
    ],
  };
}

/** A tape in twice the room, with what it holds. */
function widerFunction(room: number): ModuleFunction {
  return {
    name: 'wider',
    parameters: ['i32', 'i32'],
    results: ['i32'],
    locals: [{ type: 'i32', name: 'address' }, { type: 'i32', name: 'size' }, { type: 'i32', name: 'new' }], // prettier-ignore
    code: [
      ['local.get', 1],
      ['i32.const', 1],
      ['i32.shl'],
      ['call', room],
      ['local.tee', 2],
      ['local.get', 0],
      ['local.get', 1],
      ['memory.copy'],
      ['local.get', 2],
    ],
  };
}

/** What was taken is free again. */
const resetFunction: ModuleFunction = {
  name: 'reset',
  exported: true,
  parameters: ['i32'],
  results: [],
  locals: [{ type: 'i32', name: 'from' }],
  code: [
    ['local.get', 0],
    ['global.set', free],
  ],
};
