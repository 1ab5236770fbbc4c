/**
 * The program beside a point: IR → IR. In: a program and which of its parameters move. Out: the same program with a
 * trail as its last parameter; wherever an operation ties, it takes the side that the trail says, one after the other.
 * So it is smooth where the trail was written, and any transform may differentiate it. Which entry comes next stands in
 * the trail itself: memory like any other, which reverse mode knows how to run backwards through, in loops too.
 * Guaranteed: away from ties it computes what the program computes; past the end of the trail too.
 */
import { analyseActivity } from '../analysis/activity.ts';
import { aliasClasses } from '../analysis/alias.ts';
import type { Apply, Block, FunctionIr, Instruction, Value } from '../ir/ir.ts';
import { blocksOf } from '../ir/visit.ts';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { type Site, siteOf } from './sites.ts';
import { withTrail } from './trail.ts';

/** The program that takes the sides a trail says. */
export function forceDecisions(fn: FunctionIr, active: readonly boolean[]): FunctionIr {
  const trailed = withTrail(fn);
  const activity = analyseActivity(trailed.fn, active, aliasClasses(trailed.fn));
  for (const [each, trail] of trailed.trails) rewrite(each.body, trail, (value) => activity.isActive(value));
  return trailed.fn;
}

function rewrite(block: Block, trail: Value, isActive: (value: Value) => boolean): void {
  const instructions: Instruction[] = [];
  for (const instruction of block.instructions) {
    for (const inner of blocksOf(instruction)) rewrite(inner, trail, isActive);
    const site = instruction.kind === 'apply' ? siteOf(instruction, isActive) : undefined;
    if (site === undefined) instructions.push(instruction);
    else instructions.push(...forced(instruction as Apply, site, trail));
  }
  block.instructions.splice(0, block.instructions.length, ...instructions);
}

/** `result = tied ? the side of the trail : operation(...args)` */
function forced({ operation, args, result, span }: Apply, site: Site, trail: Value): Instruction[] {
  const builder = new Builder();
  builder.span = span;
  const condition = site.tied(builder, args);
  const then = builder.inBlock(emptyBlock(), () => {
    const zero = builder.constant(0);
    const next = builder.load(trail, zero);
    // Past the end nothing is said, and the operation's own outcome holds.
    const told = builder.apply('lt', next, builder.length(trail));
    const side = builder.apply('select', told, builder.load(trail, next), zero);
    const after = builder.apply('add', next, builder.constant(2));
    builder.emit({ kind: 'store', array: trail, index: zero, value: after });
    builder.block.yields = [site.outcome(builder, args, side)];
  });
  const otherwise = builder.inBlock(emptyBlock(), () => {
    builder.block.yields = [builder.applyNamed(undefined, operation, args)];
  });
  builder.emit({ kind: 'if', condition, then, otherwise, results: [result], span });
  return builder.block.instructions;
}
