/**
 * The functions that make figures, and nothing else: the table of kinds is held against this list, so a figure
 * that is exported here and has no row there does not compile.
 */
export { computationGraphFigure } from './computation-graph-figure.ts';
export { derivativeJoint } from './derivative-joint.ts';
export { descent } from './descent.ts';
export { epsilonError, epsilonSweep } from './epsilon-sweep.ts';
export { gradientField } from './gradient-field.ts';
export { lineAndPlane } from './line-and-plane.ts';
export { secantPanels } from './secant-panels.ts';
export { secantPlanes } from './secant-planes.ts';
export { secantToTangent } from './secant-to-tangent.ts';
export { tangentAlongCurve } from './tangent-along-curve.ts';
export { taylorFigure } from './taylor-figure.ts';
export { tangentPlanes } from './tangent-planes.ts';
