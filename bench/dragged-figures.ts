/**
 * What bench/figures.ts drags: pictures of every kind of figure, the calm ones of the text and those that ask most. A kind
 * without a row does not compile. What can be done to a figure is not written here but asked of the figure itself, so
 * that nothing that moves is left out.
 */
import {
  computationGraphFigure,
  derivativeJoint,
  descent,
  epsilonError,
  epsilonSweep,
  gradientField,
  lineAndPlane,
  secantPanels,
  secantPlanes,
  secantToTangent,
  tangentAlongCurve,
  tangentPlanes,
  taylorFigure,
  type Figure,
  type FigureKind,
} from 'secant/figures';

/** Goal for the 95th percentile of a frame's script time in milliseconds: flat figures, and those that look into space. */
export const goals = { flat: 2, space: 6 } as const;

/** The pictures of a kind. */
interface KindOfDrag {
  readonly goal: keyof typeof goals;
  /** By what is drawn. */
  readonly pictures: Readonly<Record<string, () => Figure>>;
}

type Pair = readonly number[];

const bowl = ([x = 0, y = 0]: Pair): number => 5 + (x + 0.5) ** 2 + (y + 0.5) ** 2;
const waves = ([x = 0, y = 0]: Pair): number => Math.sin(1.5 * x) * Math.cos(1.5 * y);
const valley = ([x = 0, y = 0]: Pair): number => (1 - x) ** 2 + 5 * (y - x * x) ** 2;
const spikes = (w: number): number => Math.cos(40 * w) ** 100 / (w ** 2 + 1);
const wave = (w: number): number => Math.sin(4 * w) + 0.1 * w ** 2;
const neuron = ([x = 0, y = 0]: Pair): number => Math.tanh(1.5 * x - 0.5 * y + 0.3) ** 2 + Math.exp(-x * x) * y;

/** The table. */
export const draggedFigures: Readonly<Record<FigureKind, KindOfDrag>> = {
  'tangent-along-curve': {
    goal: 'flat',
    pictures: {
      wave: () => tangentAlongCurve(wave, { orders: [1, 2], value: -2 }),
      spikes: () => tangentAlongCurve(spikes, { value: -2 }),
    },
  },
  'derivative-joint': {
    goal: 'flat',
    pictures: {
      wave: () => derivativeJoint(wave, { value: -2 }),
      poles: () => derivativeJoint((w) => Math.tan(w), { value: -1 }),
    },
  },
  'secant-to-tangent': {
    goal: 'flat',
    pictures: {
      'tanh²': () => secantToTangent((w) => Math.tanh(w) ** 2, { at: 1, value: -2 }),
      spikes: () => secantToTangent(spikes, { at: 1, value: -2 }),
    },
  },
  'secant-panels': { goal: 'flat', pictures: { sine: () => secantPanels((w) => Math.sin(w)) } },
  'epsilon-sweep': {
    goal: 'flat',
    pictures: { sine: () => epsilonSweep((w) => Math.sin(w)), spikes: () => epsilonSweep(spikes) },
  },
  'epsilon-error': { goal: 'flat', pictures: { spikes: () => epsilonError(spikes) } },
  'taylor-figure': {
    goal: 'flat',
    pictures: {
      sine: () => taylorFigure((w) => Math.sin(w), { value: 7 }),
      bell: () => taylorFigure((w) => Math.exp(-w * w), { value: 10 }),
    },
  },
  'gradient-field': {
    goal: 'flat',
    pictures: { bowl: () => gradientField(bowl), valley: () => gradientField(valley, { at: [-1, 1] }) },
  },
  descent: {
    goal: 'flat',
    pictures: {
      curve: () => descent(wave, { from: 2, value: 10 }),
      bowl: () => descent(bowl, { from: [2, 1], value: 10 }),
      valley: () => descent(valley, { from: [-1, 1], rate: 0.02, value: 30 }),
    },
  },
  'computation-graph-figure': {
    goal: 'flat',
    pictures: {
      neuron: () => computationGraphFigure(neuron, { at: [0.5, -1] }),
      backwards: () => computationGraphFigure(neuron, { at: [0.5, -1], mode: 'reverse' }),
    },
  },
  'line-and-plane': {
    goal: 'space',
    pictures: {
      sine: () =>
        lineAndPlane(
          (w) => 2 + Math.sin(w),
          ([x = 0, y = 0]: Pair) => 2 + Math.sin(x + y),
          { at: -2 },
        ),
    },
  },
  'secant-planes': {
    goal: 'space',
    pictures: { bowl: () => secantPlanes(bowl), waves: () => secantPlanes(waves, { view: [35, 40] }) },
  },
  'tangent-planes': {
    goal: 'space',
    pictures: {
      bowl: () => tangentPlanes(bowl, { at: [-2, 0] }),
      waves: () => tangentPlanes(waves, { at: [-2, 0.2], view: [35, 40] }),
    },
  },
};

/** What a reader can do to a figure with a pointer. */
export type Way = 'point' | 'slider' | 'other slider' | 'turn' | 'zoom';

/** Everything that can be done to a figure. */
export function waysOf({ handles, parameter, others = [], zoomable = [], scene }: Figure): Way[] {
  const isSpacious = scene(0).panels.some(({ space }) => space !== undefined);
  const possible: Readonly<Record<Way, boolean>> = {
    point: handles.length > 0,
    slider: parameter.min < parameter.max,
    'other slider': others.length > 0,
    turn: isSpacious,
    zoom: isSpacious || zoomable.length > 0,
  };
  const ways: readonly Way[] = ['point', 'slider', 'other slider', 'turn', 'zoom'];
  return ways.filter((way) => possible[way]);
}

/** A picture with what it is called in the table and in the page. */
export interface DraggedPicture {
  readonly id: string;
  readonly goal: keyof typeof goals;
  readonly make: () => Figure;
}

/** All pictures, one after the other. */
export function draggedPictures(): DraggedPicture[] {
  return Object.entries(draggedFigures).flatMap(([kind, { goal, pictures }]) =>
    Object.entries(pictures).map(([drawn, make]) => ({ id: `${kind} ${drawn}`, goal, make })),
  );
}
