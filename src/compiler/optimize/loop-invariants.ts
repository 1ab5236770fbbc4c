/**
 * What a loop computes anew though it never changes. In: a function and its alias classes. Out: the same
 * function in which a loop parameter that always keeps its first value is that value, two counters in step are
 * one, and operations, lengths, loads and fields whose operands do not change in the loop are computed before
 * it. Only the straight line of a loop's test and body is looked at, not the branches inside, so that nothing
 * rare becomes frequent. Guaranteed: pure operations never fail, and a read moves only if the memory it reads
 * is not written in the loop and if it is sure not to fail: its array is known to be there, or the read stands
 * in the test, which is run once in any case.
 * Source: Aho, Lam, Sethi, Ullman, Compilers, section 9.5, on structured loops.
 */
import type { AliasClasses } from '../analysis/alias.ts';
import { isWrite, objectOf, partsWritten } from '../analysis/effects.ts';
import type { Block, FunctionIr, Instruction, Loop, Value } from '../ir/ir.ts';
import { reachable, resultsOf } from '../ir/visit.ts';
import { isConstant } from '../rules/builder.ts';
import { counterOf } from './counters.ts';
import { hasFixedLength, keyOf, replaceAll, Replacements, withBody, withContents, withOperands } from './rewrite.ts';

/** What a loop writes, by class: elements, lengths and fields. */
class Writes {
  private readonly slots = new Set<string>();
  /** True if what is called inside may write anything: a function from outside, or a derivative. */
  private everything = false;
  /** True if a function of the program is called inside, whose writes are known by class. */
  private calls = false;
  private readonly classes: AliasClasses;

  constructor(loop: Loop, classes: AliasClasses) {
    this.classes = classes;
    this.addLoop(loop, new Map());
  }

  /** @param measured counters of the loops around whose test measures an array, which they are below in the body */
  private addLoop(loop: Loop, measured: ReadonlyMap<Value, Value>): void {
    this.addBlock(loop.test, measured);
    const found = counterOf(loop);
    const inner = found?.array === undefined ? measured : new Map(measured).set(found.counter, found.array);
    this.addBlock(loop.body, inner);
  }

  private addBlock(block: Block, measured: ReadonlyMap<Value, Value>): void {
    for (const instruction of block.instructions) {
      if (instruction.kind === 'loop') this.addLoop(instruction, measured);
      else if (instruction.kind === 'if') {
        this.addBlock(instruction.then, measured);
        this.addBlock(instruction.otherwise, measured);
      } else if (isWrite(instruction)) {
        const inRange = 'index' in instruction && measured.get(instruction.index) === instruction.array;
        for (const part of partsWritten(instruction, inRange)) this.add(objectOf(instruction), part);
      } else if (instruction.kind === 'derive') this.everything = true;
      else if (instruction.kind === 'call') {
        this.calls = true;
        for (const { rule } of reachable(instruction.target)) if (rule !== undefined) this.everything = true;
      }
    }
  }

  private key(value: Value, part: string): string {
    return value.constant === undefined ? `${this.classes.classOf(value).id}${part}` : part;
  }

  private add(value: Value, part: string): void {
    this.slots.add(this.key(value, part));
  }

  has(value: Value, part: string): boolean {
    if (this.everything || this.slots.has(this.key(value, part))) return true;
    return this.calls && (value.constant !== undefined || this.classes.classOf(value).writes.length > 0);
  }
}

class Hoister {
  private readonly replaced = new Replacements();
  /** Arrays and records that are surely there. */
  private readonly present: Set<Value>;
  private readonly classes: AliasClasses;

  constructor(present: readonly Value[], classes: AliasClasses) {
    this.present = new Set(present);
    this.classes = classes;
  }

  block(block: Block): Block {
    const out: Instruction[] = [];
    for (const original of block.instructions) {
      const instruction = this.replaced.size === 0 ? original : withOperands(original, this.replaced.of);
      if (instruction.kind === 'loop') {
        this.loop(instruction, out);
      } else if (instruction.kind === 'if') {
        const then = this.block(instruction.then);
        const otherwise = this.block(instruction.otherwise);
        const same = then === instruction.then && otherwise === instruction.otherwise;
        out.push(same ? instruction : { ...instruction, then, otherwise });
      } else {
        if (instruction.kind === 'allocate' || instruction.kind === 'list' || instruction.kind === 'struct') {
          this.present.add(instruction.result);
        }
        out.push(instruction);
      }
    }
    return withContents(
      block,
      out,
      this.replaced.size === 0 ? block.yields : replaceAll(block.yields, this.replaced.of),
    );
  }

  private loop(original: Loop, out: Instruction[]): void {
    const { of } = this.replaced;
    const loop = this.dropParameters(original);
    const writes = new Writes(loop, this.classes);
    const test = this.block(loop.test);
    const body = this.block(loop.body);
    const inside = new Set<Value>(loop.parameters);
    for (const block of [test, body]) {
      for (const instruction of block.instructions) for (const result of resultsOf(instruction)) inside.add(result);
    }
    const hoist = (block: Block, alwaysRuns: boolean): Block => {
      const rest: Instruction[] = [];
      for (const instruction of block.instructions) {
        if (!this.mayMove(instruction, inside, writes, alwaysRuns)) {
          rest.push(instruction);
          continue;
        }
        for (const result of resultsOf(instruction)) inside.delete(result);
        out.push(instruction);
      }
      return withContents(block, rest, replaceAll(block.yields, of));
    };
    const newTest = hoist(test, true);
    const newBody = hoist(body, false);
    const same = newTest === loop.test && newBody === loop.body;
    out.push(same ? loop : { ...loop, test: newTest, body: newBody });
  }

  private mayMove(instruction: Instruction, inside: Set<Value>, writes: Writes, alwaysRuns: boolean): boolean {
    const safe = (value: Value): boolean => !inside.has(value) && (alwaysRuns || this.present.has(value));
    switch (instruction.kind) {
      case 'apply':
        return !instruction.args.some((arg) => inside.has(arg));
      case 'length': {
        const { array } = instruction;
        return safe(array) && (hasFixedLength(array) || !writes.has(array, 'length'));
      }
      case 'load':
        return safe(instruction.array) && !inside.has(instruction.index) && !writes.has(instruction.array, '[]');
      case 'get-field':
        return safe(instruction.object) && !writes.has(instruction.object, `.${instruction.field}`);
      default:
        return false;
    }
  }

  /** The loop without parameters that keep their first value, or that go in step with another. */
  private dropParameters(loop: Loop): Loop {
    const { parameters, initial, results, body } = loop;
    const { of } = this.replaced;
    const steps = new Map<string, Value>();
    const kept: number[] = [];
    parameters.forEach((parameter, k) => {
      const first = initial[k]!;
      const next = of(body.yields[k]!);
      if (next === parameter || next === first || (isConstant(next) && keyOf(next) === keyOf(first))) {
        this.replaced.set(parameter, first);
        this.replaced.set(results[k]!, first);
        return;
      }
      const step = stepOf(body, parameter, next);
      if (step !== undefined) {
        const key = `${keyOf(first)} ${step}`;
        const twin = steps.get(key);
        if (twin !== undefined) {
          this.replaced.set(parameter, twin);
          this.replaced.set(results[k]!, results[parameters.indexOf(twin)]!);
          return;
        }
        steps.set(key, parameter);
      }
      kept.push(k);
    });
    if (kept.length === parameters.length) return loop;
    const pick = (list: readonly Value[]): Value[] => kept.map((k) => list[k]!);
    return {
      ...loop,
      initial: pick(initial),
      parameters: pick(parameters),
      results: pick(results),
      body: { instructions: body.instructions, yields: pick(body.yields) },
    };
  }
}

/** How a parameter goes on, as text, if that is by adding an immediate in the loop's own straight line. */
function stepOf(body: Block, parameter: Value, next: Value): string | undefined {
  if (parameter.type.kind !== 'number') return undefined;
  const step = body.instructions.find((inner) => inner.kind === 'apply' && inner.result === next);
  if (step?.kind !== 'apply' || (step.operation !== 'add' && step.operation !== 'sub')) return undefined;
  const [first, second] = step.args as [Value, Value];
  return first === parameter && isConstant(second) ? `${step.operation} ${keyOf(second)}` : undefined;
}

/** The function with what its loops repeat computed before them. */
export function hoistLoopInvariants(fn: FunctionIr, classes: AliasClasses): FunctionIr {
  const present = fn === classes.root ? fn.parameters : [];
  return withBody(fn, new Hoister(present, classes).block(fn.body));
}
