/**
 * What the reverse sweep needs of the forward sweep. Reverse code is written as if every value of the forward
 * sweep were in reach; here it is seen which really are needed across the border of a loop or branch, so that
 * only those are handed over.
 */
import { hasOwnEffects } from '../../analysis/effects.ts';
import { type Block, type Instruction, type Value } from '../../ir/ir.ts';
import { blocksOf, freeValues, operandsOf as allOperandsOf, resultsOf } from '../../ir/visit.ts';

/** Values that the instructions of a block define themselves (not in blocks inside them). */
export function definedIn(block: Block): Set<Value> {
  const defined = new Set<Value>();
  for (const instruction of block.instructions) for (const result of resultsOf(instruction)) defined.add(result);
  return defined;
}

/** Values of `candidates` that code in `block` uses. */
export function usedFrom(block: Block, candidates: ReadonlySet<Value>): Value[] {
  return [...freeValues(block)].filter((value) => candidates.has(value));
}

/**
 * Of `placeholders`, those that an effect or a yield of the block depends on: what only feeds dead code does not count.
 * `operandsOf` may leave out operands that come to nothing.
 */
export function neededFrom(
  block: Block,
  placeholders: ReadonlySet<Value>,
  operandsOf: (instruction: Instruction) => readonly Value[] = allOperandsOf,
): Set<Value> {
  const owners = new Map<Value, { instruction: Instruction; index: number }>();
  const live = new Set<Value>();
  const queue: Value[] = [];
  const use = (value: Value): void => {
    if (value.constant !== undefined || live.has(value)) return;
    live.add(value);
    queue.push(value);
  };
  const parameters = new Map<Value, { loop: Extract<Instruction, { kind: 'loop' }>; index: number }>();
  const scan = (inner: Block): boolean => {
    let effects = false;
    for (const instruction of inner.instructions) {
      resultsOf(instruction).forEach((result, index) => owners.set(result, { instruction, index }));
      let own = hasOwnEffects(instruction);
      if (instruction.kind === 'loop') {
        instruction.parameters.forEach((parameter, index) => parameters.set(parameter, { loop: instruction, index }));
        const inside = blocksOf(instruction).map((nested) => scan(nested));
        if (inside.includes(true)) {
          instruction.test.yields.forEach(use);
          own = true;
        }
      } else if (instruction.kind === 'if') {
        const inside = blocksOf(instruction).map((nested) => scan(nested));
        if (inside.includes(true)) {
          use(instruction.condition);
          own = true;
        }
      } else if (own) operandsOf(instruction).forEach(use);
      effects ||= own;
    }
    return effects;
  };
  scan(block);
  block.yields.forEach(use);
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    const parameter = parameters.get(value);
    if (parameter) {
      use(parameter.loop.initial[parameter.index]!);
      use(parameter.loop.body.yields[parameter.index]!);
      parameter.loop.test.yields.forEach(use);
      continue;
    }
    const owner = owners.get(value);
    if (owner === undefined) continue;
    const { instruction, index } = owner;
    if (instruction.kind === 'if') {
      use(instruction.condition);
      use(instruction.then.yields[index]!);
      use(instruction.otherwise.yields[index]!);
    } else if (instruction.kind === 'loop') {
      use(instruction.parameters[index]!);
      instruction.test.yields.forEach(use);
    } else operandsOf(instruction).forEach(use);
  }
  return new Set([...placeholders].filter((value) => live.has(value)));
}
