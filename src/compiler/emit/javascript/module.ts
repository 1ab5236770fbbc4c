/**
 * IR to JavaScript. In: a function of the IR, and how its instructions are written. Out: readable text, one JavaScript function for it and one for
 * each function it calls, and that text compiled. Guaranteed: the compiled function gives what `interpret`
 * gives, bit for bit; the text holds nothing but what this folder wrote: names are made of letters, strings
 * are quoted, source lines stand in comments of one line.
 */
import { type Span, internalError } from '../../../base/diagnostics.ts';
import { outOfSteps, roomFor, type StepLimit, steps, withSteps } from '../../../base/steps.ts';
import type { FunctionIr, KinkFlag } from '../../ir/ir.ts';
import { thrownByProgram } from '../../ir/thrown.ts';
import { stepCost } from '../../analysis/step-cost.ts';
import { callees, reachable, walk } from '../../ir/visit.ts';
import { helperFunctions } from '../../rules/index.ts';
import { layOut, SourceNotes } from './lines.ts';
import { type givenNames, Scope, storeName } from './names.ts';
import { grown } from './tape-room.ts';
import { emitFunction, type Statements } from './function-text.ts';
import type { ModuleContext } from './writer.ts';

export interface EmitOptions {
  /** What the emitted function returns: the one result, or an array of all. */
  readonly results: 'single' | 'array';
  /** Source lines beside the statements in `code`; false by default. The compiled text has none. */
  readonly comments?: boolean;
  /** How many steps a run may take, read when it begins; without it they are not counted. */
  readonly steps?: StepLimit | undefined;
}

/** Emitted code, ready to run. */
export interface Compiled {
  readonly run: (...args: readonly unknown[]) => unknown;
  /** `hit` becomes true when a run stands on a kink; the caller sets it back. */
  readonly kink: KinkFlag;
}

export interface EmittedJavaScript {
  /** The text for people. */
  readonly code: string;
  /**
   * The function itself, through `new Function`.
   *
   * @throws EvalError where the page's security policy forbids that.
   */
  compile(): Compiled;
}

/** Emits a function and all it calls. */
export function emitModule(fn: FunctionIr, options: EmitOptions, statements: Statements): EmittedJavaScript {
  return {
    get code() {
      return moduleText(fn, statements, options, options.comments === true).text;
    },
    compile() {
      const { text, entry, spans, outside } = moduleText(fn, statements, options, false);
      const kink: KinkFlag = { hit: false };
      const raise = (message: unknown, span?: number): Error =>
        thrownByProgram(message, span === undefined ? undefined : spans[span]);
      const stop = (span?: number): never => outOfSteps(span === undefined ? undefined : spans[span]);
      const scope = {
        kink,
        raise,
        grown,
        meter: steps,
        stop,
        room: roomFor,
        outside,
      } satisfies Record<(typeof givenNames)[number], unknown>;
      const given = new Map<string, unknown>([...helperFunctions, ...Object.entries(scope)]);
      const make = new Function(...given.keys(), `"use strict";\n${text}\nreturn ${entry};`);
      const run = make(...given.values()) as Compiled['run'];
      const limit = options.steps;
      if (limit === undefined || !countsSteps(fn)) return { run, kink };
      return { run: (...args) => withSteps(limit.most, () => run(...args)), kink };
    },
  };
}

/** A program without loops and calls whose steps are not worth counting takes no more than these. */
const fewSteps = 8;

/** True for a program that can run for long: one with a loop, a call, memory of a length that is not known, or very many instructions. */
function countsSteps(root: FunctionIr): boolean {
  let counts = stepCost(root) > fewSteps || reachable(root).size > 1;
  walk(root.body, ({ kind }) => {
    counts ||= kind === 'loop' || kind === 'call' || kind === 'allocate' || kind === 'set-length';
  });
  return counts;
}

type Outside = NonNullable<NonNullable<FunctionIr['rule']>['outside']>;

interface ModuleText {
  readonly text: string;
  /** The name of the function to call. */
  readonly entry: string;
  readonly spans: readonly Span[];
  /** Functions that are called as they are. */
  readonly outside: readonly Outside[];
}

function moduleText(
  root: FunctionIr,
  statements: Statements,
  { results, steps: limit }: EmitOptions,
  comments: boolean,
): ModuleText {
  const functions = [...reachable(root)];
  const scope = new Scope();
  const names = new Map(functions.map((fn) => [fn, scope.declare(fn.name)]));
  const spans: Span[] = [];
  const stores: string[] = [];
  const outside: Outside[] = [];
  // Calls take a single result as it is. The root may be asked for an array, and may call itself.
  const called = functions.some((fn) => callsDirectly(fn, root));
  const context: ModuleContext = {
    nameOf: (fn) => names.get(fn) ?? internalError('a call to a function that was not found', fn.name),
    spanNumber: (span) => (span === undefined ? undefined : spans.push(span) - 1),
    newStore: () => {
      const name = storeName(stores.length + 1);
      stores.push(`let ${name};`);
      return name;
    },
    // A function that is called while it runs needs a tape for each call.
    mayKeepTapes: (fn) => fn === root && !called,
    countsSteps: limit !== undefined && countsSteps(root),
    notes: comments ? new SourceNotes() : undefined,
  };
  if (results === 'single' && root.body.yields.length !== 1) internalError('a single result of several', root.name);
  const wrapped = called && results === 'array' && root.body.yields.length === 1;
  const emitted = functions.map((fn) => {
    const inside = scope.ofFunction();
    const convention = fn === root && !wrapped ? results : fn.body.yields.length > 1 ? 'array' : 'single';
    if (fn.rule?.outside !== undefined) {
      const names = fn.parameters.map((parameter) => inside.declare(parameter.name)).join(', ');
      const number = outside.push(fn.rule.outside) - 1;
      return `function ${context.nameOf(fn)}(${names}) {\n  return outside[${number}]([${names}]);\n}`;
    }
    const { parameters, lines } = emitFunction(fn, inside, context, convention, statements);
    return layOut([`function ${context.nameOf(fn)}(${parameters.join(', ')}) {`, lines, '}']);
  });
  // The root last, as people write it: helpers first.
  emitted.push(emitted.shift()!);
  const name = context.nameOf(root);
  if (stores.length > 0) emitted.unshift(stores.join('\n'));
  if (!wrapped) return { text: emitted.join('\n\n'), entry: name, spans, outside };
  const entry = scope.declare(`${root.name}_entry`);
  const inside = scope.ofFunction();
  const list = root.parameters.map((parameter) => inside.declare(parameter.name)).join(', ');
  emitted.push(`function ${entry}(${list}) {\n  return [${name}(${list})];\n}`);
  return { text: emitted.join('\n\n'), entry, spans, outside };
}

function callsDirectly(fn: FunctionIr, target: FunctionIr): boolean {
  return callees(fn.body).has(target);
}
