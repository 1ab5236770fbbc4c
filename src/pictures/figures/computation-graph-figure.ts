/**
 * The computation graph of a function, drawn and stepped through. Each step of the slider lights one node: in `values`
 * its value appears; in `forward` its tangent with it, by the local rule; in `reverse` all values stand and adjoints
 * flow back from the result. Between two steps something runs along the arrows that the next node is made from. What
 * is drawn, read out and said comes from `computationGraph`, so the figure and the library cannot disagree.
 */
import { withScope, type ScopeOption } from '../../calculus/functions.ts';
import {
  computationGraph,
  type ComputationGraph,
  type GraphEdge,
  type GraphNode,
} from '../../calculus/computation-graph.ts';
import type { ScalarFunction, VectorFunction } from '../../calculus/types.ts';
import { SecantError } from '../../base/diagnostics.ts';
import { withinPicture } from '../../base/steps.ts';
import type { BoxLine, DiagramArrow, DiagramBox, DiagramState, DiagramStructure } from '../scene/diagram.ts';
import type { Figure } from '../scene/figure.ts';
import { afterName, formatNumber, minus } from '../scene/format.ts';
import { diagramPainter } from '../scene/paint-diagram.ts';
import type { ReadOut, Role, Scene, TextRun } from '../scene/scene.ts';
import { numberRuns } from '../scene/text.ts';
import { figure, mustBeFrames, mustBeFunction } from './figure.ts';
import { type Account, adjointAccount, marked, mathRuns, partsText, tangentAccount } from './graph-words.ts';
import { asSentence, readWord, said, saidEqual } from './words.ts';

/** What flows through the graph: values, values with tangents, or adjoints backwards. */
export type GraphMode = 'values' | 'forward' | 'reverse';

/** Options of {@link computationGraphFigure}. */
export interface ComputationGraphFigureOptions extends ScopeOption {
  readonly mode?: GraphMode;
  /**
   * The point: a number, or a list for a function of several numbers. A list may be longer than what the function
   * reads, and its first number serves a function of one.
   */
  readonly at?: number | readonly number[];
  /** The tangents of the inputs, one for each; 1 for the first and 0 for the others unless given. */
  readonly direction?: readonly number[];
  /** The step at first: 0 for none, the number of nodes for all; all unless given. */
  readonly value?: number;
  /** Positions of a film; one for each step unless given. */
  readonly frames?: number;
  readonly title?: string;
}

/** More operations than this are no picture any more. */
const mostOperations = 60;
/** A longer formula gives way to the sign of its operation. */
const longestFormula = 24;

/** What a mode shows: the colour of what is current, and how many lines a node has. */
const modes: Readonly<Record<GraphMode, { readonly role: Role; readonly title: string }>> = {
  values: { role: 'moving-point', title: 'Values flow forward' },
  forward: { role: 'tangent', title: 'Derivatives ride along' },
  reverse: { role: 'adjoint', title: 'Adjoints flow back' },
};

/** The graph at a point; of a list, a function of one number takes the first number. */
function graphOf(
  f: ScalarFunction | VectorFunction,
  at: number | readonly number[],
  direction: readonly number[] | undefined,
): ComputationGraph {
  const point = typeof at === 'number' ? [at] : at;
  if (direction !== undefined && direction.length !== point.length) {
    throw new SecantError('S203', `the direction has ${direction.length} numbers, and the point ${point.length}`, {
      hint: 'give one number for each input',
    });
  }
  const along = direction ?? point.map((_, k) => (k === 0 ? 1 : 0));
  const alone = (): ComputationGraph => record(f, point[0]!, along[0]!);
  if (typeof at === 'number') return alone();
  try {
    const graph = record(f, [...point], [...along]);
    const read = 1 + Math.max(0, ...graph.inputs.filter((input) => graph.edges.some(({ from }) => from === input)));
    // Numbers that the function does not read are not drawn.
    return read === point.length ? graph : record(f, point.slice(0, read), along.slice(0, read));
  } catch (error) {
    if (error instanceof SecantError && takesNoList.has(error.code)) return alone();
    throw error;
  }
}

/** What a function of a number says of a list: a wrong kind of value, a result that is no number. */
const takesNoList: ReadonlySet<string> = new Set(['S105', 'S106']);

function record(
  f: ScalarFunction | VectorFunction,
  at: number | number[],
  direction: number | number[],
): ComputationGraph {
  try {
    return withinPicture(() => computationGraph(f, at, { direction, limit: mostOperations }));
  } catch (error) {
    if (!(error instanceof SecantError) || error.code !== 'S304') throw error;
    throw new SecantError('S501', `this function takes more than ${mostOperations} operations, too many to draw`, {
      hint: 'shorten it, or let its loop run less often',
      cause: error,
    });
  }
}

/** The graph with all that does not change from step to step. */
interface Prepared {
  readonly graph: ComputationGraph;
  readonly mode: GraphMode;
  readonly structure: DiagramStructure;
  /** The nodes in the order in which they are lit. */
  readonly order: readonly number[];
  /** At which step a node is lit, from 1. */
  readonly stepOf: readonly number[];
  readonly headings: readonly (readonly TextRun[])[];
  readonly accounts: readonly Account[];
}

function prepare(graph: ComputationGraph, mode: GraphMode): Prepared {
  const { nodes, edges } = graph;
  const order = nodes.map((_, k) => (mode === 'reverse' ? nodes.length - 1 - k : k));
  const stepOf = nodes.map((_, k) => order.indexOf(k) + 1);
  const arrows = edges.map(({ from, to }) => ({ from, to }));
  return {
    graph,
    mode,
    structure: { boxes: nodes.length, arrows, labelled: mode !== 'values' },
    order,
    stepOf,
    headings: nodes.map((node) => mathRuns(headingOf(node))),
    accounts: nodes.map((_, k) =>
      mode === 'reverse'
        ? adjointAccount(
            graph,
            k,
            edges.filter(({ from }) => from === k),
          )
        : tangentAccount(
            graph,
            k,
            edges.filter(({ to }) => to === k),
          ),
    ),
  };
}

function headingOf({ name, formula, label }: GraphNode): string {
  if (formula === '') return name;
  return `${name} = ${formula.length > longestFormula ? label : formula}`;
}

/** Where the slider stands: the last step done, and how far the next one has come. */
interface StepPosition {
  readonly step: number;
  readonly share: number;
}

function stepAt(value: number, steps: number): StepPosition {
  const held = Math.min(steps, Math.max(0, Number.isNaN(value) ? 0 : value));
  // A slider lands beside a whole number by rounding.
  const step = Math.floor(held + 1e-9);
  const share = held - step;
  return { step, share: share < 1e-6 ? 0 : share };
}

/**
 * The computation graph of a function at a point, step by step.
 *
 * @param f a function of a number or of a list of numbers
 * @throws SecantError S003, S203 for options that make no figure, S501 for more than 60 operations, and whatever
 * `computationGraph` throws
 * @example
 * ```ts
 * const forward = computationGraphFigure((w: number) => Math.sin(w) * w ** 2, { mode: 'forward', at: 2 })
 * forward.describe(3) // → 'Step 3 of 4: b = w² has value 4.00 and derivative 4.00.'
 * ```
 */
export function computationGraphFigure(
  f: ScalarFunction | VectorFunction,
  options: ComputationGraphFigureOptions = {},
): Figure {
  f = withScope(f, options.scope);
  const { mode = 'values', at = 1, direction } = options;
  mustBeFunction(f);
  if (!Object.hasOwn(modes, mode))
    throw new SecantError('S203', `the mode is "${mode as string}"`, { hint: 'it can be values, forward or reverse' });
  const prepared = prepare(graphOf(f, at, direction), mode);
  const steps = prepared.order.length;
  const { frames = steps + 1, value = steps, title = modes[mode].title } = options;
  mustBeFrames(frames);
  return figure({
    kind: 'computation-graph-figure',
    title,
    parameter: {
      name: 'step',
      min: 0,
      max: steps,
      step: 1,
      value: Math.min(steps, Math.max(0, value)),
      stops: Array.from({ length: steps + 1 }, (_, k) => k),
      written: (now) => `${stepAt(now, steps).step} of ${steps}`,
    },
    frames,
    handles: [],
    valueAt: (k) => (k * steps) / (frames - 1),
    sceneAt: (now) => sceneOf(prepared, stepAt(now, steps)),
    describeAt: (now) => sentenceOf(prepared, stepAt(now, steps).step),
    valueText: (now) => shortTextOf(prepared, stepAt(now, steps).step),
  });
}

function sceneOf(prepared: Prepared, at: StepPosition): Scene {
  const { graph, structure } = prepared;
  const notice = noticeOf(prepared, at.step);
  return {
    panels: [
      {
        key: 'graph',
        x: { domain: [0, 1], label: [] },
        y: { domain: [0, 1], label: [] },
        axes: false,
        marks: [],
        diagram: {
          painter: diagramPainter,
          structure,
          boxes: graph.nodes.map((node) => boxOf(prepared, node, at)),
          arrows: graph.edges.map((edge) => arrowOf(prepared, edge, at)),
        },
      },
    ],
    readOut: readOutOf(prepared, at.step),
    ...(notice === undefined ? {} : { notice }),
  };
}

/** Of a node, or of what arrives at it: lit at a step. */
function stateAt(step: number, { step: now, share }: StepPosition): DiagramState {
  if (step === now && share === 0) return 'current';
  return step <= now ? 'standing' : 'waiting';
}

function boxOf({ mode, stepOf, headings }: Prepared, node: GraphNode, at: StepPosition): DiagramBox {
  const { index, name, value, tangent, adjoint } = node;
  const state = stateAt(stepOf[index]!, at);
  const lit = state !== 'waiting';
  const known = lit || mode === 'reverse';
  const { role } = modes[mode];
  const lines: BoxLine[] = [
    { runs: headings[index]!, role: known ? 'label' : 'guide', shown: true },
    { runs: numberRuns(formatNumber(value)), role: 'label', shown: known },
  ];
  if (mode !== 'values') {
    const text = marked(name, mode === 'forward' ? 'dot' : 'bar');
    const runs = [...mathRuns(text), ...numberRuns(` ${afterName(said(mode === 'forward' ? tangent : adjoint))}`)];
    lines.push({ runs, role, shown: lit });
  }
  // In reverse mode every box holds its value from the first: it waits for its adjoint only.
  return { key: `node${index}`, lines, role, state: mode === 'reverse' && state === 'waiting' ? 'standing' : state };
}

function arrowOf({ mode, stepOf, accounts }: Prepared, edge: GraphEdge, at: StepPosition): DiagramArrow {
  const { from, to, partial, backward } = edge;
  const goal = mode === 'reverse' ? from : to;
  const step = stepOf[goal]!;
  const runs = at.share > 0 && step === at.step + 1;
  const own = stateAt(step, at);
  const waits = own === 'waiting' && !runs;
  const state = runs ? 'current' : waits && mode === 'reverse' ? 'standing' : own;
  const several = (accounts[goal]?.parts.length ?? 0) > 1;
  const number = mode === 'reverse' && several ? signed(backward) : `× ${formatNumber(partial)}`;
  return {
    key: `edge${from}-${to}`,
    role: modes[mode].role,
    state,
    ...(mode === 'reverse' && !waits ? { back: true } : {}),
    ...(runs ? { travelled: at.share } : {}),
    ...(state === 'current' && mode !== 'values' ? { label: numberRuns(number) } : {}),
  };
}

function signed(value: number): string {
  const text = formatNumber(value);
  return text.startsWith(minus) ? `${minus} ${text.slice(1)}` : `+ ${text}`;
}

/** The node lit at a step. */
function nodeAt({ graph, order }: Prepared, step: number): GraphNode | undefined {
  const index = order[step - 1];
  return index === undefined ? undefined : graph.nodes[index];
}

/** A number with the sum it comes from: the rule as one item, the parts and the number as another. */
function readAccount({ name, rule, parts }: Account, value: number, role: Role): ReadOut[] {
  const written = afterName(said(value));
  if (rule === '') return [readWord('change', mathRuns(name), written, role)];
  if (parts.length < 2) return [readWord('change', mathRuns(`${name} = ${rule}`), written, role)];
  return [
    { key: 'change', label: mathRuns(`${name} = ${rule}`), value: '', role },
    readWord('sum', numberRuns(afterName(partsText(parts))), written, role),
  ];
}

function readOutOf(prepared: Prepared, step: number): ReadOut[] {
  const { mode, order, accounts } = prepared;
  const items: ReadOut[] = [readWord('step', 'step', `${step} of ${order.length}`)];
  const node = nodeAt(prepared, step);
  if (node === undefined) return items;
  const { role } = modes[mode];
  if (mode !== 'reverse')
    items.push(
      readWord('value', mathRuns(headingOf(node)), afterName(said(node.value)), mode === 'values' ? role : undefined),
    );
  if (mode === 'forward') items.push(...readAccount(accounts[node.index]!, node.tangent, role));
  if (mode === 'reverse') items.push(...readAccount(accounts[node.index]!, node.adjoint, role));
  return items;
}

function noticeOf(prepared: Prepared, step: number): string | undefined {
  const node = nodeAt(prepared, step);
  if (node === undefined || prepared.mode === 'values' || !node.kink) return undefined;
  const edges = prepared.graph.edges.filter(({ to }) => to === node.index);
  const finite = edges.every(({ partial }) => Number.isFinite(partial));
  return `${node.formula} has ${finite ? 'a kink here: the middle of its two slopes is taken' : 'an infinite slope here'}`;
}

/** What happens to a node, without the step: "b = w² has value 4.00 and derivative 4.00". */
function eventOf({ mode, accounts }: Prepared, node: GraphNode): string {
  const what = headingOf(node);
  const value = said(node.value);
  switch (mode) {
    case 'values':
      return `${what} has value ${value}`;
    case 'forward':
      return `${what} has value ${value} and derivative ${said(node.tangent)}`;
    case 'reverse': {
      const { parts } = accounts[node.index]!;
      const sum = parts.length > 1 ? `, the sum of ${parts.map((part) => said(part)).join(' and ')}` : '';
      return `${what} has adjoint ${said(node.adjoint)}${sum}`;
    }
  }
}

function sentenceOf(prepared: Prepared, step: number): string {
  const { graph, mode, order } = prepared;
  const count = `Step ${step} of ${order.length}`;
  const node = nodeAt(prepared, step);
  const result = graph.nodes[graph.result]!;
  if (node === undefined)
    return mode === 'reverse'
      ? `${count}: all values are there, and the result ${result.name} is ${said(result.value)}.`
      : `${count}: nothing is computed yet.`;
  const event = `${count}: ${eventOf(prepared, node)}.`;
  const notice = noticeOf(prepared, step);
  const kink = notice === undefined ? '' : ` ${asSentence(notice)}`;
  return event + kink + (step === order.length ? ` ${endOf(prepared)}` : '');
}

/** What has come out at the last step. */
function endOf({ graph, mode }: Prepared): string {
  switch (mode) {
    case 'values':
      return `The result is ${said(graph.value)}.`;
    case 'forward':
      return `The result changes by ${said(graph.tangent)} along the direction.`;
    case 'reverse':
      return graph.gradient.length === 1
        ? `The derivative is ${said(graph.gradient[0]!)}.`
        : `The gradient is (${graph.gradient.map((entry) => said(entry)).join(', ')}).`;
  }
}

function shortTextOf(prepared: Prepared, step: number): string {
  const count = `step ${step} of ${prepared.order.length}`;
  const node = nodeAt(prepared, step);
  if (node === undefined) return count;
  const value = saidEqual(node.name, node.value);
  switch (prepared.mode) {
    case 'values':
      return `${count}, ${value}`;
    case 'forward':
      return `${count}, ${value}, derivative ${said(node.tangent)}`;
    case 'reverse':
      return `${count}, ${node.name}, adjoint ${said(node.adjoint)}`;
  }
}
