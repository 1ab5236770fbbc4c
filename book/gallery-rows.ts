/**
 * The rows of the gallery: every figure with many functions and every option. Each row is the call as a reader would
 * write it and the figure it makes. The page shows them live, and the golden test keeps a picture of each, so what is
 * shown here is what is tested. A figure or an option without a row makes that test fail, and so does a call that does
 * not make what is shown.
 */
import {
  computationGraphFigure,
  derivativeJoint,
  descent,
  epsilonError,
  epsilonSweep,
  gradientField,
  lineAndPlane,
  makeFigure,
  secantPanels,
  secantPlanes,
  secantToTangent,
  tangentAlongCurve,
  tangentPlanes,
  taylorFigure,
  type Figure,
} from 'secant/figures';

/** One figure of the gallery. */
export interface GalleryRow {
  /** Anchor of the row, by which it is linked and tested. */
  readonly id: string;
  /** The call as a reader would write it. */
  readonly call: string;
  readonly make: () => Figure;
}

type Pair = number[];

/** A loop: its steps are written out in the graph. */
export function newtonSteps(w: number): number {
  let root = 1;
  for (let k = 0; k < 3; k++) root = (root + w / root) / 2;
  return root;
}

/** The rows under their headings. */
export const galleryGroups: readonly (readonly [heading: string, rows: readonly GalleryRow[]])[] = [
  [
    'The tangent along a curve',
    [
      {
        id: 'tangent-sin',
        call: 'tangentAlongCurve((w) => Math.sin(w))',
        make: () => tangentAlongCurve((w) => Math.sin(w)),
      },
      {
        id: 'tangent-orders',
        call: 'tangentAlongCurve((w) => Math.sin(4 * w) + 0.1 * w ** 2, { orders: [1, 2] })',
        make: () => tangentAlongCurve((w) => Math.sin(4 * w) + 0.1 * w ** 2, { orders: [1, 2] }),
      },
      {
        id: 'tangent-relu',
        call: 'tangentAlongCurve((w) => Math.max(0, w), { value: 0 })',
        make: () => tangentAlongCurve((w) => Math.max(0, w), { value: 0 }),
      },
      {
        id: 'tangent-also',
        call: "tangentAlongCurve((w) => Math.sin(w), { also: [{ g: (w) => Math.cos(w), name: 'cos(w)' }], y: [-1.5, 1.5] })",
        make: () =>
          tangentAlongCurve((w) => Math.sin(w), { also: [{ g: (w) => Math.cos(w), name: 'cos(w)' }], y: [-1.5, 1.5] }),
      },
      {
        id: 'tangent-root',
        call: 'tangentAlongCurve((w) => Math.cbrt(w), { value: 0 })',
        make: () => tangentAlongCurve((w) => Math.cbrt(w), { value: 0 }),
      },
      { id: 'tangent-inverse', call: 'tangentAlongCurve((w) => 1 / w)', make: () => tangentAlongCurve((w) => 1 / w) },
      {
        id: 'tangent-film',
        call: "tangentAlongCurve((w) => Math.floor(w) + Math.sqrt(w + 2), { domain: [-2, 2], frames: 41, exclusions: [0.5], title: 'Steps on a root' })",
        make: () =>
          tangentAlongCurve((w) => Math.floor(w) + Math.sqrt(w + 2), {
            domain: [-2, 2],
            frames: 41,
            exclusions: [0.5],
            title: 'Steps on a root',
          }),
      },
    ],
  ],
  [
    'A function and its derivative',
    [
      {
        id: 'joint-sin',
        call: 'derivativeJoint((w) => Math.sin(w))',
        make: () => derivativeJoint((w) => Math.sin(w)),
      },
      {
        id: 'joint-cubic',
        call: 'derivativeJoint((w) => w ** 3 / 3 - w, { domain: [-2, 2], value: -1, frames: 81 })',
        make: () => derivativeJoint((w) => w ** 3 / 3 - w, { domain: [-2, 2], value: -1, frames: 81 }),
      },
      {
        id: 'joint-window',
        call: 'derivativeJoint((w) => w ** 3, { y: [-4, 4] })',
        make: () => derivativeJoint((w) => w ** 3, { y: [-4, 4] }),
      },
      {
        id: 'joint-abs',
        call: 'derivativeJoint((w) => Math.abs(w), { value: 0 })',
        make: () => derivativeJoint((w) => Math.abs(w), { value: 0 }),
      },
      {
        id: 'joint-tan',
        call: "derivativeJoint((w) => Math.tan(w), { value: 0.5, title: 'The tangent function and its slope' })",
        make: () => derivativeJoint((w) => Math.tan(w), { value: 0.5, title: 'The tangent function and its slope' }),
      },
      {
        id: 'joint-floor',
        call: 'derivativeJoint((w) => Math.floor(w) + w / 2)',
        make: () => derivativeJoint((w) => Math.floor(w) + w / 2),
      },
      {
        id: 'joint-exclusions',
        call: 'derivativeJoint((w) => Math.exp(-w), { exclusions: [0] })',
        make: () => derivativeJoint((w) => Math.exp(-w), { exclusions: [0] }),
      },
    ],
  ],
  [
    'The secant becomes the tangent',
    [
      {
        id: 'secant-sin',
        call: 'secantToTangent((w) => Math.sin(w), { at: 0 })',
        make: () => secantToTangent((w) => Math.sin(w), { at: 0 }),
      },
      {
        id: 'secant-tanh',
        call: 'secantToTangent((w) => Math.tanh(w) ** 2, { at: 1 })',
        make: () => secantToTangent((w) => Math.tanh(w) ** 2, { at: 1 }),
      },
      {
        id: 'secant-window',
        call: 'secantToTangent((w) => w ** 3, { y: [-4, 4] })',
        make: () => secantToTangent((w) => w ** 3, { y: [-4, 4] }),
      },
      {
        id: 'secant-relu',
        call: 'secantToTangent((w) => Math.max(0, w), { at: 0, value: 0 })',
        make: () => secantToTangent((w) => Math.max(0, w), { at: 0, value: 0 }),
      },
      {
        id: 'secant-log',
        call: "secantToTangent((w) => Math.log(w), { at: 1, domain: [-1, 4], frames: 101, value: 3, exclusions: [0], title: 'A logarithm ends at 0' })",
        make: () =>
          secantToTangent((w) => Math.log(w), {
            at: 1,
            domain: [-1, 4],
            frames: 101,
            value: 3,
            exclusions: [0],
            title: 'A logarithm ends at 0',
          }),
      },
    ],
  ],
  [
    'The computation graph',
    [
      {
        id: 'graph-values',
        call: 'computationGraphFigure((w) => Math.sin(w) * w ** 2, { at: 2 })',
        make: () => computationGraphFigure((w: number) => Math.sin(w) * w ** 2, { at: 2 }),
      },
      {
        id: 'graph-forward',
        call: "computationGraphFigure((w) => Math.sin(4 * w) + 0.1 * w ** 2, { mode: 'forward' })",
        make: () => computationGraphFigure((w: number) => Math.sin(4 * w) + 0.1 * w ** 2, { mode: 'forward' }),
      },
      {
        id: 'graph-reverse',
        call: "computationGraphFigure((w) => 5 + (w[0] + 0.5) ** 2 + (w[1] + 0.5) ** 2, { mode: 'reverse', at: [1, 2] })",
        make: () =>
          computationGraphFigure((w: Pair) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2, {
            mode: 'reverse',
            at: [1, 2],
          }),
      },
      {
        id: 'graph-step',
        call: "computationGraphFigure((w) => Math.tanh(w) ** 2, { mode: 'forward', value: 2, frames: 31 })",
        make: () => computationGraphFigure((w: number) => Math.tanh(w) ** 2, { mode: 'forward', value: 2, frames: 31 }),
      },
      {
        id: 'graph-direction',
        call: "computationGraphFigure((w) => Math.sin(w[0]) * w[1] ** 2, { mode: 'forward', at: [0.5, 3], direction: [1, 1] })",
        make: () =>
          computationGraphFigure((w: Pair) => Math.sin(w[0]!) * w[1]! ** 2, {
            mode: 'forward',
            at: [0.5, 3],
            direction: [1, 1],
          }),
      },
      {
        id: 'graph-kink',
        call: "computationGraphFigure((w) => Math.max(0, w) * w, { mode: 'reverse', at: 0, value: 2 })",
        make: () => computationGraphFigure((w: number) => Math.max(0, w) * w, { mode: 'reverse', at: 0, value: 2 }),
      },
      {
        id: 'graph-newton',
        call: "computationGraphFigure(newtonSteps, { at: 2, mode: 'reverse', title: 'Three steps of Newton towards √w' })",
        make: () =>
          computationGraphFigure(newtonSteps, { at: 2, mode: 'reverse', title: 'Three steps of Newton towards √w' }),
      },
    ],
  ],
  [
    'Taylor polynomials',
    [
      { id: 'taylor-sin', call: 'taylorFigure((w) => Math.sin(w))', make: () => taylorFigure((w) => Math.sin(w)) },
      {
        id: 'taylor-window',
        call: 'taylorFigure((w) => 1 / (1 + w ** 2), { y: [-1, 2] })',
        make: () => taylorFigure((w) => 1 / (1 + w ** 2), { y: [-1, 2] }),
      },
      {
        id: 'taylor-exp',
        call: 'taylorFigure((w) => Math.exp(w), { at: 1, domain: [-2, 3], value: 2 })',
        make: () => taylorFigure((w) => Math.exp(w), { at: 1, domain: [-2, 3], value: 2 }),
      },
      {
        id: 'taylor-bell',
        call: "taylorFigure((w) => 1 / (1 + w ** 2), { value: 20, highest: 20, title: 'No order goes beyond 1' })",
        make: () => taylorFigure((w) => 1 / (1 + w ** 2), { value: 20, highest: 20, title: 'No order goes beyond 1' }),
      },
      {
        id: 'taylor-bent',
        call: 'taylorFigure((w) => Math.abs(w) * w, { value: 2 })',
        make: () => taylorFigure((w) => Math.abs(w) * w, { value: 2 }),
      },
      {
        id: 'taylor-relu',
        call: 'taylorFigure((w) => Math.max(0, w), { value: 1 })',
        make: () => taylorFigure((w) => Math.max(0, w), { value: 1 }),
      },
      {
        id: 'taylor-inverse',
        call: 'taylorFigure((w) => 1 / w, { at: 1, exclusions: [0] })',
        make: () => taylorFigure((w) => 1 / w, { at: 1, exclusions: [0] }),
      },
    ],
  ],
  [
    'A line and a plane',
    [
      {
        id: 'line-and-plane',
        call: 'lineAndPlane((w) => 2 + Math.sin(w), (w) => 2 + Math.sin(w[0] + w[1]))',
        make: () =>
          lineAndPlane(
            (w) => 2 + Math.sin(w),
            (w: Pair) => 2 + Math.sin(w[0]! + w[1]!),
          ),
      },
      {
        id: 'line-and-plane-kink',
        call: 'lineAndPlane((w) => Math.abs(w), (w) => Math.hypot(w[0], w[1]), { view: [30, -50] })',
        make: () =>
          lineAndPlane(
            (w) => Math.abs(w),
            (w: Pair) => Math.hypot(w[0]!, w[1]!),
            { view: [30, -50] },
          ),
      },
      {
        id: 'line-and-plane-placed',
        call: "lineAndPlane((w) => w ** 2 / 2, (w) => (w[0] ** 2 + w[1] ** 2) / 4, { domain: [-2, 2], at: 1, frames: 41, exclusions: [0], surface: 'wire', title: 'A valley and a bowl' })",
        make: () =>
          lineAndPlane(
            (w) => w ** 2 / 2,
            (w: Pair) => (w[0]! ** 2 + w[1]! ** 2) / 4,
            { domain: [-2, 2], at: 1, frames: 41, exclusions: [0], surface: 'wire', title: 'A valley and a bowl' },
          ),
      },
    ],
  ],
  [
    'Secant planes',
    [
      {
        id: 'secant-planes',
        call: 'secantPlanes((w) => 5 + (w[0] + 0.5) ** 2 + (w[1] + 0.5) ** 2)',
        make: () => secantPlanes((w: Pair) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2),
      },
      {
        id: 'secant-planes-saddle',
        call: 'secantPlanes((w) => w[0] ** 2 - w[1] ** 2, { at: [0.5, 0.5], view: [35, -60] })',
        make: () => secantPlanes((w: Pair) => w[0]! ** 2 - w[1]! ** 2, { at: [0.5, 0.5], view: [35, -60] }),
      },
      {
        id: 'secant-planes-kink',
        call: 'secantPlanes((w) => Math.max(w[0], w[1]), { value: 0, view: [30, 150] })',
        make: () => secantPlanes((w: Pair) => Math.max(w[0]!, w[1]!), { value: 0, view: [30, 150] }),
      },
      {
        id: 'secant-planes-film',
        call: "secantPlanes((w) => Math.exp(-(w[0] ** 2) - w[1] ** 2), { domain: [-2, 2], at: [0.5, -0.5], value: 1.5, frames: 41, surface: 'shaded', title: 'A bell' })",
        make: () =>
          secantPlanes((w: Pair) => Math.exp(-(w[0]! ** 2) - w[1]! ** 2), {
            domain: [-2, 2],
            at: [0.5, -0.5],
            value: 1.5,
            frames: 41,
            surface: 'shaded',
            title: 'A bell',
          }),
      },
    ],
  ],
  [
    'Tangent planes',
    [
      {
        id: 'tangent-planes',
        call: 'tangentPlanes((w) => 5 + (w[0] + 0.5) ** 2 + (w[1] + 0.5) ** 2)',
        make: () => tangentPlanes((w: Pair) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2),
      },
      {
        id: 'tangent-planes-egg',
        call: 'tangentPlanes((w) => Math.sin(1.5 * w[0]) * Math.cos(1.5 * w[1]), { at: [0.4, 0.2], view: [35, 40] })',
        make: () =>
          tangentPlanes((w: Pair) => Math.sin(1.5 * w[0]!) * Math.cos(1.5 * w[1]!), { at: [0.4, 0.2], view: [35, 40] }),
      },
      {
        id: 'tangent-planes-kink',
        call: 'tangentPlanes((w) => Math.max(w[0], w[1]), { view: [30, 150] })',
        make: () => tangentPlanes((w: Pair) => Math.max(w[0]!, w[1]!), { view: [30, 150] }),
      },
      {
        id: 'tangent-planes-domains',
        call: 'tangentPlanes((w) => Math.sin(w[0]) / (1 + w[1]), { at: [1, 0.5], domain: [[-3, 3], [0, 2]] })',
        make: () =>
          tangentPlanes((w: Pair) => Math.sin(w[0]!) / (1 + w[1]!), {
            at: [1, 0.5],
            domain: [
              [-3, 3],
              [0, 2],
            ],
          }),
      },
      {
        id: 'tangent-planes-shaded',
        call: "tangentPlanes((w) => w[0] * w[1] / 3, { at: [1, -1], view: [30, 30], surface: 'shaded' })",
        make: () => tangentPlanes((w: Pair) => (w[0]! * w[1]!) / 3, { at: [1, -1], view: [30, 30], surface: 'shaded' }),
      },
      {
        id: 'tangent-planes-wire',
        call: "tangentPlanes((w) => Math.cos(w[0]) + Math.cos(w[1]), { at: [1, 1], view: [35, 60], surface: 'wire' })",
        make: () =>
          tangentPlanes((w: Pair) => Math.cos(w[0]!) + Math.cos(w[1]!), {
            at: [1, 1],
            view: [35, 60],
            surface: 'wire',
          }),
      },
      {
        id: 'tangent-planes-bell',
        call: "tangentPlanes((w) => Math.exp(-(w[0] ** 2) - w[1] ** 2), { domain: [-2, 2], at: [0.5, -0.5], frames: 41, title: 'A bell' })",
        make: () =>
          tangentPlanes((w: Pair) => Math.exp(-(w[0]! ** 2) - w[1]! ** 2), {
            domain: [-2, 2],
            at: [0.5, -0.5],
            frames: 41,
            title: 'A bell',
          }),
      },
    ],
  ],
  [
    'Contours and gradients',
    [
      {
        id: 'gradient-bowl',
        call: 'gradientField((w) => 5 + (w[0] + 0.5) ** 2 + (w[1] + 0.5) ** 2)',
        make: () => gradientField((w: Pair) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2),
      },
      {
        id: 'gradient-egg',
        call: 'gradientField((w) => Math.sin(1.5 * w[0]) * Math.cos(1.5 * w[1]), { at: [0.4, 0.2], frames: 60 })',
        make: () =>
          gradientField((w: Pair) => Math.sin(1.5 * w[0]!) * Math.cos(1.5 * w[1]!), { at: [0.4, 0.2], frames: 60 }),
      },
      {
        id: 'gradient-valley',
        call: "gradientField((w) => (1 - w[0]) ** 2 + 100 * (w[1] - w[0] ** 2) ** 2, { domain: [-2, 2], at: [-1, 0.5], title: 'A bent valley' })",
        make: () =>
          gradientField((w: Pair) => (1 - w[0]!) ** 2 + 100 * (w[1]! - w[0]! ** 2) ** 2, {
            domain: [-2, 2],
            at: [-1, 0.5],
            title: 'A bent valley',
          }),
      },
      {
        id: 'gradient-domains',
        call: 'gradientField((w) => w[0] * Math.exp(-(w[0] ** 2) - w[1]), { domain: [[-2, 2], [-0.5, 1.5]], at: [1, 0] })',
        make: () =>
          gradientField((w: Pair) => w[0]! * Math.exp(-(w[0]! ** 2) - w[1]!), {
            domain: [
              [-2, 2],
              [-0.5, 1.5],
            ],
            at: [1, 0],
          }),
      },
      {
        id: 'gradient-ridge',
        call: 'gradientField((w) => Math.max(w[0], w[1]), { at: [0, 0] })',
        make: () => gradientField((w: Pair) => Math.max(w[0]!, w[1]!), { at: [0, 0] }),
      },
      {
        id: 'gradient-half',
        call: 'gradientField((w) => Math.log(w[0]) * w[1])',
        make: () => gradientField((w: Pair) => Math.log(w[0]!) * w[1]!),
      },
    ],
  ],
  [
    'Gradient descent',
    [
      {
        id: 'descent-curve',
        call: 'descent((w) => w ** 4 / 4 - w ** 2 + w / 4, { from: 0.15, domain: [-2, 2], value: 8 })',
        make: () => descent((w: number) => w ** 4 / 4 - w ** 2 + w / 4, { from: 0.15, domain: [-2, 2], value: 8 }),
      },
      {
        id: 'descent-too-long',
        call: "descent((w) => w ** 2, { from: 1.5, rate: 1.1, steps: 12, title: 'Steps that are too long' })",
        make: () =>
          descent((w: number) => w ** 2, { from: 1.5, rate: 1.1, steps: 12, title: 'Steps that are too long' }),
      },
      {
        id: 'descent-corner',
        call: 'descent((w) => Math.abs(w), { from: 2, rate: 0.5, value: 4, exclusions: [-1] })',
        make: () => descent((w: number) => Math.abs(w), { from: 2, rate: 0.5, value: 4, exclusions: [-1] }),
      },
      {
        id: 'descent-bowl',
        call: 'descent((w) => 5 + (w[0] + 0.5) ** 2 + (w[1] + 0.5) ** 2, { from: [2.5, 2], rate: 0.2 })',
        make: () => descent((w: Pair) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2, { from: [2.5, 2], rate: 0.2 }),
      },
      {
        id: 'descent-valley',
        call: 'descent((w) => (1 - w[0]) ** 2 + 10 * (w[1] - w[0] ** 2) ** 2, { from: [-1.5, 1], domain: [-2, 2], rate: 0.02, steps: 200, value: 60 })',
        make: () =>
          descent((w: Pair) => (1 - w[0]!) ** 2 + 10 * (w[1]! - w[0]! ** 2) ** 2, {
            from: [-1.5, 1],
            domain: [-2, 2],
            rate: 0.02,
            steps: 200,
            value: 60,
          }),
      },
    ],
  ],
  [
    'Three panels',
    [
      {
        id: 'secant-panels',
        call: 'secantPanels((w) => Math.sin(w), { at: 0, through: -2.6 })',
        make: () => secantPanels((w) => Math.sin(w), { at: 0, through: -2.6 }),
      },
      {
        id: 'secant-panels-relu',
        call: 'secantPanels((w) => Math.max(0, w), { at: 0, through: -2.6 })',
        make: () => secantPanels((w) => Math.max(0, w), { at: 0, through: -2.6 }),
      },
      {
        id: 'secant-panels-cubic',
        call: "secantPanels((w) => w ** 3 - w, { domain: [-2, 2], at: -1, through: 1.5, exclusions: [0.5], title: 'A cubic cut at 0.5' })",
        make: () =>
          secantPanels((w) => w ** 3 - w, {
            domain: [-2, 2],
            at: -1,
            through: 1.5,
            exclusions: [0.5],
            title: 'A cubic cut at 0.5',
          }),
      },
    ],
  ],
  [
    'The numerical derivative as ε shrinks',
    [
      { id: 'epsilon-sweep', call: 'epsilonSweep((w) => Math.sin(w))', make: () => epsilonSweep((w) => Math.sin(w)) },
      {
        id: 'epsilon-sweep-peaks',
        call: 'epsilonSweep((w) => Math.cos(40 * w) ** 100 / (w ** 2 + 1))',
        make: () => epsilonSweep((w) => Math.cos(40 * w) ** 100 / (w ** 2 + 1)),
      },
      {
        id: 'epsilon-error',
        call: 'epsilonError((w) => Math.sin(w), { at: 1 })',
        make: () => epsilonError((w) => Math.sin(w), { at: 1 }),
      },
      {
        id: 'epsilon-sweep-placed',
        call: "epsilonSweep((w) => Math.exp(w) / (1 + w ** 2), { domain: [-2, 2], at: 0.7, value: -4, frames: 86, exclusions: [-1], title: 'A rise that is not even' })",
        make: () =>
          epsilonSweep((w) => Math.exp(w) / (1 + w ** 2), {
            domain: [-2, 2],
            at: 0.7,
            value: -4,
            frames: 86,
            exclusions: [-1],
            title: 'A rise that is not even',
          }),
      },
      {
        id: 'epsilon-error-placed',
        call: "epsilonError((w) => Math.sqrt(w), { domain: [0, 4], at: 2, value: -6, frames: 86, title: 'A root at 2' })",
        make: () =>
          epsilonError((w) => Math.sqrt(w), { domain: [0, 4], at: 2, value: -6, frames: 86, title: 'A root at 2' }),
      },
    ],
  ],
  [
    'Where expressions cancel: one open dot at the limit',
    [
      {
        id: 'limit-square',
        call: 'tangentAlongCurve((w) => ((2 + w) ** 2 - 4) / w)',
        make: () => tangentAlongCurve((w) => ((2 + w) ** 2 - 4) / w),
      },
      {
        id: 'limit-exp',
        call: 'tangentAlongCurve((w) => (Math.exp(w) - 1) / w)',
        make: () => tangentAlongCurve((w) => (Math.exp(w) - 1) / w),
      },
      {
        id: 'limit-log',
        call: 'tangentAlongCurve((w) => Math.log(1 + w) / w)',
        make: () => tangentAlongCurve((w) => Math.log(1 + w) / w),
      },
      {
        id: 'limit-cos',
        call: 'derivativeJoint((w) => (1 - Math.cos(w)) / w ** 2)',
        make: () => derivativeJoint((w) => (1 - Math.cos(w)) / w ** 2),
      },
      {
        id: 'limit-tan',
        call: 'tangentAlongCurve((w) => (Math.tan(w) - Math.sin(w)) / w ** 3)',
        make: () => tangentAlongCurve((w) => (Math.tan(w) - Math.sin(w)) / w ** 3),
      },
      {
        id: 'limit-root',
        call: 'secantToTangent((w) => (Math.sqrt(w + 4) - 2) / w, { at: 1 })',
        make: () => secantToTangent((w) => (Math.sqrt(w + 4) - 2) / w, { at: 1 }),
      },
      {
        id: 'limit-power',
        call: 'tangentAlongCurve((w) => (1 + w) ** (1 / w))',
        make: () => tangentAlongCurve((w) => (1 + w) ** (1 / w)),
      },
      {
        id: 'limit-inverse',
        call: 'epsilonSweep((w) => w / (Math.exp(w) - 1), { at: 1 })',
        make: () => epsilonSweep((w) => w / (Math.exp(w) - 1), { at: 1 }),
      },
      {
        id: 'limit-difference',
        call: 'tangentAlongCurve((w) => 1 / (1 - w) - 2 / (1 - w ** 2))',
        make: () => tangentAlongCurve((w) => 1 / (1 - w) - 2 / (1 - w ** 2)),
      },
      {
        id: 'limit-surface',
        call: 'tangentPlanes(([x = 0, y = 0]) => Math.sin(Math.hypot(x, y)) / Math.hypot(x, y), { at: [1, 1] })',
        make: () => tangentPlanes(([x = 0, y = 0]) => Math.sin(Math.hypot(x, y)) / Math.hypot(x, y), { at: [1, 1] }),
      },
      {
        id: 'limit-slit',
        call: 'secantPlanes(([x = 0, y = 0]) => (x ** 2 - y ** 2) / (x - y), { at: [1, 0] })',
        make: () => secantPlanes(([x = 0, y = 0]) => (x ** 2 - y ** 2) / (x - y), { at: [1, 0] }),
      },
      {
        id: 'limit-map',
        call: 'gradientField(([x = 0, y = 0]) => (x ** 2 - y ** 2) / (x - y))',
        make: () => gradientField(([x = 0, y = 0]) => (x ** 2 - y ** 2) / (x - y)),
      },
    ],
  ],
  [
    'Points, peaks, numbers and edges',
    [
      {
        id: 'point-without-value',
        call: 'secantToTangent((w) => Math.sin(w) / w, { at: 0, value: 2 })',
        make: () => secantToTangent((w) => Math.sin(w) / w, { at: 0, value: 2 }),
      },
      {
        id: 'point-beyond',
        call: 'secantToTangent((w) => Math.tan(w), { at: 0, value: 1.5 })',
        make: () => secantToTangent((w) => Math.tan(w), { at: 0, value: 1.5 }),
      },
      {
        id: 'peak-bell',
        call: 'tangentAlongCurve((w) => Math.exp(-(((w - 1.23456) / 0.001) ** 2) / 2))',
        make: () => tangentAlongCurve((w) => Math.exp(-(((w - 1.23456) / 0.001) ** 2) / 2)),
      },
      {
        id: 'peak-needle',
        call: 'tangentAlongCurve((w) => Math.exp(-(((w - 1.23456) / 1e-4) ** 2) / 2))',
        make: () => tangentAlongCurve((w) => Math.exp(-(((w - 1.23456) / 1e-4) ** 2) / 2)),
      },
      {
        id: 'peak-lorentz',
        call: 'tangentAlongCurve((w) => 1 / (1 + ((w - 1.23456) / 0.003) ** 2))',
        make: () => tangentAlongCurve((w) => 1 / (1 + ((w - 1.23456) / 0.003) ** 2)),
      },
      {
        id: 'fast-waves',
        call: 'tangentAlongCurve((w) => Math.sin(1000 * w))',
        make: () => tangentAlongCurve((w) => Math.sin(1000 * w)),
      },
      {
        id: 'digits-panels',
        call: 'secantPanels((w) => 12345 * w + 0.5 * w ** 2, { at: 1, through: 2 })',
        make: () => secantPanels((w) => 12345 * w + 0.5 * w ** 2, { at: 1, through: 2 }),
      },
      {
        id: 'digits-taylor',
        call: 'taylorFigure((w) => w ** 6, { at: 5, domain: [0, 6] })',
        make: () => taylorFigure((w) => w ** 6, { at: 5, domain: [0, 6] }),
      },
      {
        id: 'far-from-zero',
        call: 'tangentAlongCurve((w) => w ** 2, { domain: [1e9 - 1, 1e9 + 1] })',
        make: () => tangentAlongCurve((w) => w ** 2, { domain: [1e9 - 1, 1e9 + 1] }),
      },
      {
        id: 'close-to-zero',
        call: 'tangentAlongCurve((w) => Math.sin(w), { domain: [-1e-9, 1e-9] })',
        make: () => tangentAlongCurve((w) => Math.sin(w), { domain: [-1e-9, 1e-9] }),
      },
      {
        id: 'close-to-one',
        call: 'tangentAlongCurve((w) => w ** 2, { domain: [1, 1 + 1e-9] })',
        make: () => tangentAlongCurve((w) => w ** 2, { domain: [1, 1 + 1e-9] }),
      },
      {
        id: 'saw-numbers',
        call: 'tangentAlongCurve((w) => w - Math.floor(w), { value: 1.3 })',
        make: () => tangentAlongCurve((w) => w - Math.floor(w), { value: 1.3 }),
      },
      {
        id: 'joint-wild',
        call: 'derivativeJoint((w) => w * Math.sin(1 / w))',
        make: () => derivativeJoint((w) => w * Math.sin(1 / w)),
      },
      {
        id: 'sweep-spikes',
        call: 'epsilonSweep((w) => Math.cos(40 * w) ** 100 / (w ** 2 + 1), { at: 0.01 })',
        make: () => epsilonSweep((w) => Math.cos(40 * w) ** 100 / (w ** 2 + 1), { at: 0.01 }),
      },
      {
        id: 'sweep-tan',
        call: 'epsilonSweep((w) => Math.tan(w))',
        make: () => epsilonSweep((w) => Math.tan(w)),
      },
      {
        id: 'descent-nowhere',
        call: 'descent((w) => Math.sqrt(w), { from: -2 })',
        make: () => descent((w: number) => Math.sqrt(w), { from: -2 }),
      },
      {
        id: 'surface-dome',
        call: 'tangentPlanes(([x = 0, y = 0]) => Math.sqrt(4 - x ** 2 - y ** 2))',
        make: () => tangentPlanes(([x = 0, y = 0]) => Math.sqrt(4 - x ** 2 - y ** 2)),
      },
      {
        id: 'view-from-below',
        call: 'tangentPlanes(([x = 0, y = 0]) => x ** 2 / 4 + y, { view: [345, 40] })',
        make: () => tangentPlanes(([x = 0, y = 0]) => x ** 2 / 4 + y, { view: [345, 40] }),
      },
      {
        id: 'levels-pole',
        call: 'gradientField(([x = 0, y = 0]) => 1 / (x ** 2 + y ** 2))',
        make: () => gradientField(([x = 0, y = 0]) => 1 / (x ** 2 + y ** 2)),
      },
      {
        id: 'levels-saddle',
        call: 'gradientField(([x = 0, y = 0]) => x * y)',
        make: () => gradientField(([x = 0, y = 0]) => x * y),
      },
      {
        id: 'levels-quotient',
        call: 'gradientField(([x = 0, y = 0]) => y / x)',
        make: () => gradientField(([x = 0, y = 0]) => y / x),
      },
      {
        id: 'levels-waves',
        call: 'gradientField(([x = 0, y = 0]) => Math.sin(3 * x) * Math.cos(3 * y))',
        make: () => gradientField(([x = 0, y = 0]) => Math.sin(3 * x) * Math.cos(3 * y)),
      },
    ],
  ],
  [
    'Letters with sliders',
    [
      {
        id: 'letters-square',
        call: "makeFigure('tangent-along-curve', ['a w^2 + b'], { also: ['d/da'], parameters: { b: { value: -1 } } })",
        make: () =>
          makeFigure('tangent-along-curve', ['a w^2 + b'], { also: ['d/da'], parameters: { b: { value: -1 } } }),
      },
      {
        id: 'letters-wave',
        call: "makeFigure('secant-to-tangent', ['sin(k w) + c'], { parameters: { k: { min: 0, max: 4 } } })",
        make: () => makeFigure('secant-to-tangent', ['sin(k w) + c'], { parameters: { k: { min: 0, max: 4 } } }),
      },
      {
        id: 'letters-map',
        call: "makeFigure('gradient-field', ['a x^2 + y^2'])",
        make: () => makeFigure('gradient-field', ['a x^2 + y^2']),
      },
    ],
  ],
];
