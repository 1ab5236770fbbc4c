/**
 * Loops: `for` where a parameter counts, `while` where the test is an expression, otherwise
 * `while (true)` with a `break` after the test's statements. JavaScript's header allows any test, so all a
 * `for` takes is a parameter that moves by a constant, is looked at by the test, and whose step nothing else
 * reads.
 */
import type { Uses } from '../../analysis/uses.ts';
import { inductionsOf } from '../../analysis/inductions.ts';
import type { Apply, Loop } from '../../ir/ir.ts';
import { freeValues } from '../../ir/visit.ts';
import type { Assignment } from './assignments.ts';
import { blockInto, isExpressionBlock } from './blocks.ts';
import { condition, type Expression, negate, within } from './expressions.ts';
import type { Line } from './lines.ts';
import type { Variable } from './variables.ts';
import { stepLine } from './steps.ts';
import type { ModuleContext, Writer } from './writer.ts';

/** Emits a loop. */
export function emitLoop(w: Writer, instruction: Loop, context: ModuleContext): void {
  const { parameters, results, test } = instruction;
  const initial = instruction.initial.map((value) => w.take(value));
  w.flushBefore(instruction);
  const simple = isExpressionBlock(w, test);
  const header = simple ? loopHeader(instruction, w.uses) : undefined;
  const outer = w.scope;
  const { variables, start } = loopVariables(w, instruction, initial, header);
  parameters.forEach((parameter, k) => w.bindings.hold(variables[k]!, parameter));
  if (simple) {
    w.inline++;
    w.instructions(test);
    const asked = condition(w.take(test.yields[0]!)).text;
    w.inline--;
    if (header === undefined) w.line(`while (${asked}) {`);
    else w.line(`for (${start}; ${asked}; ${header.step(variables[header.index]!.name)}) {`);
    w.lines.push([...stepLine(instruction, context), ...loopBody(w, instruction, variables, header)]);
  } else {
    w.line('while (true) {');
    const lines = w.nested(() => {
      w.instructions(test);
      w.line(`if (${negate(w.take(test.yields[0]!)).text}) break;`);
      w.lines.push(...stepLine(instruction, context), ...loopBody(w, instruction, variables, undefined));
    });
    w.lines.push(lines);
  }
  w.lines.push('}');
  w.scope = outer;
  results.forEach((result, k) => w.bindings.hold(variables[k]!, result));
}

/**
 * The variables in which a loop keeps its parameters, and later its results: that of the value handed on to, that of
 * the initial value if nothing else needs it, or a new one. `start` is what a `for` header declares.
 */
function loopVariables(
  w: Writer,
  { parameters, results, initial: values }: Loop,
  initial: readonly Expression[],
  header: LoopHeader | undefined,
): { variables: Variable[]; start: string } {
  const taken = new Set<Variable>();
  const assignments: Assignment[] = [];
  const known = parameters.map((_, k): Variable | undefined => {
    for (const variable of [w.destinations.get(results[k]!), w.adoptable(values[k]!)]) {
      if (variable === undefined || taken.has(variable) || !w.isFree(variable, w.position)) continue;
      taken.add(variable);
      if (variable.holder !== values[k]) assignments.push({ variable, expression: initial[k]! });
      return variable;
    }
    return undefined;
  });
  const changes = (variable: Variable): boolean => assignments.some((one) => one.variable === variable);
  const inHeader = (k: number): boolean =>
    header?.index === k && w.uses.usesOf(results[k]!).length === 0 && !initial[k]!.reads.some(changes);
  const declared = known.map((variable, k) => {
    if (variable !== undefined || inHeader(k)) return variable;
    const fresh = w.newVariable(parameters[k]!.name, true);
    w.line(`let ${fresh.name} = ${within(initial[k]!, 2)};`);
    return fresh;
  });
  w.assignAll(assignments);
  let start = '';
  const variables = declared.map((variable, k) => {
    if (variable !== undefined) return variable;
    w.scope = w.scope.inside();
    const counter = w.newVariable(parameters[k]!.name, true);
    start = `let ${counter.name} = ${within(initial[k]!, 2)}`;
    return counter;
  });
  return { variables, start };
}

function loopBody(w: Writer, { body }: Loop, variables: readonly Variable[], header: LoopHeader | undefined): Line[] {
  if (header === undefined) return blockInto(w, body, variables);
  const counter = variables[header.index]!;
  w.skipped.add(header.update);
  counter.pinned = true;
  const lines = blockInto(
    w,
    body,
    variables.map((variable) => (variable === counter ? undefined : variable)),
  );
  counter.pinned = false;
  return lines;
}

interface LoopHeader {
  /** The parameter that counts. */
  readonly index: number;
  /** Its step, written in the header instead of the body. */
  readonly update: Apply;
  /** `i++`, `i -= 2`, … */
  step(name: string): string;
}

/** The header of a loop that counts. */
function loopHeader(loop: Loop, uses: Uses): LoopHeader | undefined {
  const tested = freeValues(loop.test);
  // A step that the body reads too is better computed once, in the body: `i++` beside `const next = i + 1` costs a tenth.
  const found = inductionsOf(loop).find(
    ({ index, update }) => tested.has(loop.parameters[index]!) && uses.usesOf(update.result).length === 1,
  );
  if (found === undefined) return undefined;
  const { index, update, step } = found;
  return { index, update, step: (name) => stepText(name, step) };
}

function stepText(name: string, step: number): string {
  if (step === 1) return `${name}++`;
  if (step === -1) return `${name}--`;
  return step > 0 ? `${name} += ${step}` : `${name} -= ${-step}`;
}
