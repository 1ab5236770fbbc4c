/**
 * Records that are handed on, as their fields. In: a function. Out: the same function in which a record that a
 * loop carries or an `if` yields, as in `reduce((sum, w) => ({ … }), { … })`, is one value per field. That is
 * done where every record that comes in is made in this function, where what comes out is only asked for its
 * fields, and where none of the fields is ever written again after the record is made, so that nobody can tell
 * a record from its fields. The records themselves are then dead code.
 */
import type { Block, FunctionIr, If, Instruction, Loop, Value } from '../ir/ir.ts';
import { newValue } from '../ir/ir.ts';
import { blocksOf, operandsOf, reachable, walk } from '../ir/visit.ts';
import { replaceAll, Replacements, withBody, withContents, withOperands } from './rewrite.ts';

/** Records with more fields than this stay together. */
const mostFields = 16;

/** Finds the loop parameters, loop results and `if` results to split. */
class Search {
  readonly found = new Set<Value>();
  readonly structs = new Map<Value, Instruction & { kind: 'struct' }>();
  /** Results of an `if`, or a parameter of a loop with its result, and what may come in as them. */
  private readonly merges: { readonly merged: readonly Value[]; readonly incoming: readonly Value[] }[] = [];
  private readonly written = new Set<string>();
  /** Values that one merge hands to another: who loses the receiver loses the giver. */
  private readonly receivers = new Map<Value, Value[]>();

  constructor(fn: FunctionIr) {
    for (const each of reachable(fn)) {
      walk(each.body, (instruction) => {
        if (instruction.kind === 'set-field' || instruction.kind === 'accumulate-field') {
          this.written.add(instruction.field);
        }
      });
    }
    this.collect(fn.body);
    if (this.found.size === 0) return;
    this.check(fn.body);
    for (const value of fn.body.yields) this.found.delete(value);
    while (this.prune()) continue;
  }

  private collect(block: Block): void {
    for (const instruction of block.instructions) {
      if (instruction.kind === 'struct') this.structs.set(instruction.result, instruction);
      else if (instruction.kind === 'if') {
        const { results, then, otherwise } = instruction;
        results.forEach((result, k) => this.consider([result], [then.yields[k]!, otherwise.yields[k]!]));
      } else if (instruction.kind === 'loop') {
        const { parameters, results, initial, body } = instruction;
        parameters.forEach((value, k) => this.consider([value, results[k]!], [initial[k]!, body.yields[k]!]));
      }
      for (const inner of blocksOf(instruction)) this.collect(inner);
    }
  }

  private consider(merged: readonly Value[], incoming: readonly Value[]): void {
    const { type } = merged[0]!;
    if (type.kind !== 'struct' || type.fields.size > mostFields) return;
    for (const field of type.fields.keys()) if (this.written.has(field)) return;
    this.merges.push({ merged, incoming });
    for (const value of merged) this.found.add(value);
    for (const value of incoming) {
      const known = this.receivers.get(value);
      if (known === undefined) this.receivers.set(value, [...merged]);
      else known.push(...merged);
    }
  }

  /** Drops what is used for more than its fields. */
  private check(block: Block): void {
    for (const instruction of block.instructions) {
      const passed = instruction.kind === 'loop' ? instruction.parameters : undefined;
      operandsOf(instruction).forEach((operand, k) => {
        if (!this.found.has(operand)) return;
        if (instruction.kind === 'get-field' && hasField(operand, instruction.field)) return;
        if (passed !== undefined && this.found.has(passed[k]!)) return;
        this.found.delete(operand);
      });
      if (instruction.kind === 'if') {
        this.checkYields(instruction.then, instruction.results);
        this.checkYields(instruction.otherwise, instruction.results);
      } else if (instruction.kind === 'loop') {
        this.checkYields(instruction.test, []);
        this.checkYields(instruction.body, instruction.parameters);
      }
      for (const inner of blocksOf(instruction)) this.check(inner);
    }
  }

  private checkYields({ yields }: Block, targets: readonly Value[]): void {
    yields.forEach((value, k) => {
      if (targets[k] === undefined || !this.found.has(targets[k])) this.found.delete(value);
    });
  }

  /** Drops what cannot be split because a neighbour cannot; true if that dropped anything. */
  private prune(): boolean {
    const before = this.found.size;
    for (const { merged, incoming } of this.merges) {
      const kept =
        merged.every((value) => this.found.has(value)) &&
        incoming.every((value) => this.found.has(value) || this.isWhole(value, merged[0]!)) &&
        merged.every((value) => (this.receivers.get(value) ?? []).every((receiver) => this.found.has(receiver)));
      if (!kept) for (const value of merged) this.found.delete(value);
    }
    return this.found.size < before;
  }

  /** True if a value is a record made here with all the fields of the merged type. */
  private isWhole(value: Value, merged: Value): boolean {
    const struct = this.structs.get(value);
    if (struct === undefined || merged.type.kind !== 'struct') return false;
    return [...merged.type.fields.keys()].every((field) => struct.names.includes(field));
  }
}

function hasField({ type }: Value, field: string): boolean {
  return type.kind === 'struct' && type.fields.has(field);
}

class Splitter {
  private readonly replaced = new Replacements();
  private readonly parts = new Map<Value, Map<string, Value>>();
  private readonly search: Search;

  constructor(search: Search) {
    this.search = search;
  }

  block(block: Block): Block {
    const out: Instruction[] = [];
    for (const original of block.instructions) {
      const instruction = withOperands(original, this.replaced.of);
      if (instruction.kind === 'if') out.push(this.branch(instruction));
      else if (instruction.kind === 'loop') out.push(this.loop(instruction));
      else if (instruction.kind === 'get-field' && this.parts.has(instruction.object)) {
        this.replaced.set(instruction.result, this.parts.get(instruction.object)!.get(instruction.field)!);
      } else out.push(instruction);
    }
    return withContents(block, out, replaceAll(block.yields, this.replaced.of));
  }

  private branch(instruction: If): If {
    const then = this.block(instruction.then);
    const otherwise = this.block(instruction.otherwise);
    const { results } = instruction;
    if (!results.some((result) => this.search.found.has(result))) {
      const same = then === instruction.then && otherwise === instruction.otherwise;
      return same ? instruction : { ...instruction, then, otherwise };
    }
    return {
      ...instruction,
      then: { instructions: then.instructions, yields: this.given(results, then.yields) },
      otherwise: { instructions: otherwise.instructions, yields: this.given(results, otherwise.yields) },
      results: this.taken(results),
    };
  }

  private loop(instruction: Loop): Loop {
    const { parameters, results } = instruction;
    const split = parameters.some((parameter) => this.search.found.has(parameter));
    const initial = split ? this.given(parameters, instruction.initial) : instruction.initial;
    const taken = split ? this.taken(parameters) : parameters;
    const test = this.block(instruction.test);
    const body = this.block(instruction.body);
    if (!split) {
      const same = test === instruction.test && body === instruction.body;
      return same ? instruction : { ...instruction, test, body };
    }
    return {
      ...instruction,
      initial,
      parameters: taken,
      test,
      body: { instructions: body.instructions, yields: this.given(parameters, body.yields) },
      results: this.taken(results),
    };
  }

  /** The merged values with new values for fields in the place of records. */
  private taken(merged: readonly Value[]): Value[] {
    return merged.flatMap((value) => {
      const { type } = value;
      if (!this.search.found.has(value) || type.kind !== 'struct') return [value];
      const parts = new Map(
        [...type.fields].map(([field, inner]) => [
          field,
          newValue(inner, value.name === undefined ? field : `${value.name}_${field}`),
        ]),
      );
      this.parts.set(value, parts);
      return [...parts.values()];
    });
  }

  /** What is handed to merged values, with fields in the place of records. */
  private given(merged: readonly Value[], values: readonly Value[]): Value[] {
    return merged.flatMap((target, k) => {
      const value = values[k]!;
      if (!this.search.found.has(target) || target.type.kind !== 'struct') return [value];
      const parts = this.parts.get(value);
      const struct = this.search.structs.get(value);
      return [...target.type.fields.keys()].map((field) =>
        parts === undefined ? this.replaced.of(struct!.elements[struct!.names.indexOf(field)]!) : parts.get(field)!,
      );
    });
  }
}

/** The function with the records that its loops and branches hand on split into their fields. */
export function splitRecords(fn: FunctionIr): FunctionIr {
  const search = new Search(fn);
  return search.found.size === 0 ? fn : withBody(fn, new Splitter(search).block(fn.body));
}
