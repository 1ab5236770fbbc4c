/**
 * Puts the body of a called function in the place of the call. In: a function. Out: the same function in which
 * every call to a function outside a cycle of the call graph is gone; recursive functions stay calls, and their
 * own bodies are left as they are. Guaranteed: the same results and effects in the same order; values of
 * callees are renamed, so a function may be inlined many times. A budget bounds the growth: calls beyond it stay.
 */
import type { Block, FunctionIr, Instruction, Value } from '../ir/ir.ts';
import { callees, copyBlock, reachable } from '../ir/visit.ts';
import { replaceAll, Replacements, sizeOf, withBody, withContents, withOperands } from './rewrite.ts';

/** Functions that can call themselves, directly or through others, among those a root reaches. */
function recursiveFunctions(root: FunctionIr): Set<FunctionIr> {
  const found = new Set<FunctionIr>();
  for (const fn of reachable(root)) {
    for (const callee of callees(fn.body)) {
      if (callee === fn || reachable(callee).has(fn)) found.add(fn);
    }
  }
  return found;
}

/** Instructions that inlining may add. */
const defaultBudget = 20_000;

/** The function with its calls to functions that do not recurse replaced by their bodies. */
export function inlineCalls(fn: FunctionIr, budget = defaultBudget): FunctionIr {
  if (callees(fn.body).size === 0) return fn;
  const recursive = recursiveFunctions(fn);
  const flattened = new Map<FunctionIr, Block>();
  let left = budget;

  /** The body of a function that does not recurse, itself without calls to such functions. */
  const flatten = (target: FunctionIr): Block => {
    let body = flattened.get(target);
    if (body === undefined) {
      body = inBlock(target.body, new Replacements());
      flattened.set(target, body);
    }
    return body;
  };

  const inBlock = (block: Block, replaced: Replacements): Block => {
    const out: Instruction[] = [];
    for (const old of block.instructions) {
      const instruction = replaced.size === 0 ? old : withOperands(old, replaced.of);
      switch (instruction.kind) {
        case 'if': {
          const then = inBlock(instruction.then, replaced);
          const otherwise = inBlock(instruction.otherwise, replaced);
          const same = then === instruction.then && otherwise === instruction.otherwise;
          out.push(same ? instruction : { ...instruction, then, otherwise });
          break;
        }
        case 'loop': {
          const test = inBlock(instruction.test, replaced);
          const body = inBlock(instruction.body, replaced);
          const same = test === instruction.test && body === instruction.body;
          out.push(same ? instruction : { ...instruction, test, body });
          break;
        }
        case 'call': {
          const { target } = instruction;
          if (recursive.has(target) || target.rule !== undefined) {
            out.push(instruction);
            break;
          }
          const body = flatten(target);
          const size = sizeOf(body);
          if (size > left) {
            out.push(instruction);
            break;
          }
          left -= size;
          const map = new Map<Value, Value>(target.parameters.map((value, k) => [value, instruction.args[k]!]));
          const copy = copyBlock(body, map);
          for (const inner of copy.instructions) out.push(inner);
          instruction.results.forEach((result, k) => replaced.set(result, copy.yields[k]!));
          break;
        }
        default:
          out.push(instruction);
      }
    }
    return withContents(block, out, replaceAll(block.yields, replaced.of));
  };

  return withBody(fn, inBlock(fn.body, new Replacements()));
}
