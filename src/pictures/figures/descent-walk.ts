/**
 * A walk of gradient descent: from a start, step by step against the gradient, w ← w − rate ∇g(w), for any number of
 * inputs. In: how the function stands at a point, start, rate, number of steps, and what the picture shows. Out: the
 * steps, where the walk first leaves the picture, and why it ends where it ends early: where there is no gradient
 * there is no next step. What is said about a step in words is made here too, so that curve and map say the same.
 */
import type { Window } from '../scene/clip.ts';
import { asSentence, said, saidEqual, saidPair, saidPoint } from './words.ts';

/** A point of the walk. */
export interface WalkStep {
  readonly at: readonly number[];
  readonly value: number;
  /** The gradient, or why there is none. */
  readonly gradient: readonly number[] | string;
}

/** A whole walk. */
export interface Walk {
  /** The start, and as many steps as could be taken. */
  readonly steps: readonly WalkStep[];
  /** The first step outside the picture. */
  readonly leaves: number | undefined;
}

/** So many widths beside the picture nobody follows a walk. */
const farthest = 1e6;

/** Walks. */
export function walkDown(options: {
  readonly behaviourAt: (w: readonly number[]) => WalkStep;
  readonly from: readonly number[];
  readonly rate: number;
  readonly count: number;
  readonly domains: readonly (readonly [number, number])[];
}): Walk {
  const { behaviourAt, from, rate, count, domains } = options;
  const sideOf = (i: number) => {
    const [low, high] = domains[i] ?? [NaN, NaN];
    return { low, high, length: high - low };
  };
  const steps = [behaviourAt(from)];
  let leaves: number | undefined;
  for (let k = 1; k <= count; k++) {
    const next = nextOf(steps[k - 1], rate);
    if (next === undefined || next.some((w, i) => !(Math.abs(w - sideOf(i).low) <= farthest * sideOf(i).length))) break;
    if (leaves === undefined && next.some((w, i) => w < sideOf(i).low || w > sideOf(i).high)) leaves = k;
    steps.push(behaviourAt(next));
  }
  return { steps, leaves };
}

/** Where the next step goes; nothing where there is no gradient. */
export function nextOf(step: WalkStep | undefined, rate: number): readonly number[] | undefined {
  if (step === undefined || typeof step.gradient === 'string') return undefined;
  const { at, gradient } = step;
  return at.map((w, i) => w - rate * (gradient[i] ?? NaN));
}

/** The length of a gradient. */
export function slopeOf({ gradient }: WalkStep): number {
  return typeof gradient === 'string' ? NaN : Math.hypot(...gradient);
}

/** A point in words, with the digits that what is seen of the picture needs: w = 0.50, or w = (0.50, 1.00). */
function saidPlace([x = NaN, y]: readonly number[], seen: Window): string {
  return y === undefined ? saidEqual('w', x, seen.x) : saidPoint('w', [x, y], [seen.x, seen.y]);
}

/** What should be told about a step, if anything. */
export function noticeOf({ steps, leaves }: Walk, asked: number): string | undefined {
  const k = Math.min(asked, steps.length - 1);
  const step = steps[k];
  if (step === undefined) return undefined;
  if (typeof step.gradient === 'string') return `the walk ends at step ${k}, no gradient there: ${step.gradient}`;
  if (asked > k) return `after step ${k} the walk is lost: it is millions of pictures away`;
  if (leaves !== undefined && k >= leaves) return `step ${leaves} leaves the picture`;
  if (slopeOf(step) === 0) return 'the gradient is zero here: the walk rests';
  const before = steps[k - 1];
  if (before !== undefined && step.value > before.value) return 'this step went up: it was too long';
  return undefined;
}

/** A step as a sentence or two. */
export function sentenceOf(walk: Walk, asked: number, rate: number, seen: Window): string {
  const k = Math.min(asked, walk.steps.length - 1);
  const step = walk.steps[k];
  if (step === undefined) return '';
  const nextPlace = ([a = NaN, b]: readonly number[]): string =>
    b === undefined ? said(a, seen.x) : saidPair([a, b], [seen.x, seen.y]);
  const notice = noticeOf(walk, asked);
  const next = nextOf(step, rate);
  const told = notice === undefined ? '' : ` ${asSentence(notice)}`;
  const slope = next === undefined ? '' : ` and its slope ${said(slopeOf(step))}`;
  const onward = next === undefined || asked > k ? '' : ` The next step goes to ${nextPlace(next)}.`;
  return `Step ${k}: at ${saidPlace(step.at, seen)} the function is ${said(step.value)}${slope}.${onward}${told}`;
}

/** A step in a few words, for a slider. */
export function shortTextOf(walk: Walk, asked: number, seen: Window): string {
  const k = Math.min(asked, walk.steps.length - 1);
  const step = walk.steps[k];
  if (step === undefined) return '';
  const notice = noticeOf(walk, asked);
  const short = `step ${k}, ${saidPlace(step.at, seen)}, value ${said(step.value)}`;
  return notice === undefined ? short : `${short}, ${notice}`;
}
