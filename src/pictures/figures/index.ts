/** The figures, as pure descriptions: data that a browser drags, Node prints and a screen reader says. */
import { useParts } from '../../calculus/loaded-parts.ts';
import { allParts } from '../../calculus/parts/index.ts';

useParts(allParts);

export {
  computationGraphFigure,
  type ComputationGraphFigureOptions,
  type GraphMode,
} from './computation-graph-figure.ts';
export { derivativeJoint, type DerivativeJointOptions } from './derivative-joint.ts';
export { descent, type DescentOptions } from './descent.ts';
export { epsilonError, epsilonSweep, type EpsilonOptions, type EpsilonSweepOptions } from './epsilon-sweep.ts';
export { figure } from './figure.ts';
export {
  type FigureKind,
  type FigureKindRow,
  figureKinds,
  type FigureOptions,
  type FunctionInputs,
  isFigureKind,
} from './kinds.ts';
export type { FunctionGiven, OptionsFor } from './make-figure-with.ts';
export { buildFigure } from './build-figure.ts';
export { type FigureSpec, type FunctionText, functionText, readFigureSpec, type SpecValue } from './figure-spec.ts';
export { makeFigure } from './make-figure.ts';
export { type DrawnFunctions, type Notation, notationOf, readFunction } from './read-function.ts';
export { type OptionShape, type OptionTypes, type OptionValue } from './option-shapes.ts';
export { gradientField, type GradientFieldOptions } from './gradient-field.ts';
export { provideMount, type Mount } from './mounting.ts';
export { lineAndPlane, type LineAndPlaneOptions } from './line-and-plane.ts';
export { secantPanels, type SecantPanelsOptions } from './secant-panels.ts';
export { secantPlanes, type SecantPlanesOptions } from './secant-planes.ts';
export { secantToTangent, type SecantToTangentOptions } from './secant-to-tangent.ts';
export { tangentAlongCurve, type TangentAlongCurveOptions } from './tangent-along-curve.ts';
export { taylorFigure, type TaylorFigureOptions } from './taylor-figure.ts';
export { tangentPlanes, type TangentPlanesOptions } from './tangent-planes.ts';
// The parts that figures are made of, for figures of your own.
export { prepareCurve, type PreparedCurve, type Behaviour } from './curve.ts';
export { curveMarks, curvePanel, lineMarks } from './marks.ts';
export { positionsAlong, type Positions } from './positions.ts';
export { lineInWindow } from '../scene/clip.ts';
export { formatNumber, formatShort } from '../scene/format.ts';
export { sampleCurve, type SampledCurve, type SampleOptions } from '../scene/sample-curve.ts';
export { applied, plain, variable } from '../scene/text.ts';
export type {
  Figure,
  FigureData,
  FigureParameter,
  FigureWay,
  Handle,
  MountedFigure,
  SvgOptions,
  ThemeName,
  Windows,
} from '../scene/figure.ts';
export type { Window as DataWindow } from '../scene/clip.ts';
export type {
  Axis,
  Camera,
  Mark,
  Panel,
  Point,
  Point3,
  ReadOut,
  Role,
  Scene,
  Size,
  Space,
  SpaceMark,
  SurfaceGrid,
  TextRun,
  View,
} from '../scene/scene.ts';
