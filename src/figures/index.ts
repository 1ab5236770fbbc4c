/** The figures, as pure descriptions: data that a browser drags, Node prints and a screen reader says. */
export { figure } from './figure.ts';
export { provideMount, type Mount } from './mounting.ts';
export { secantToTangent, type SecantToTangentOptions } from './secant-to-tangent.ts';
export { tangentAlongCurve, type TangentAlongCurveOptions } from './tangent-along-curve.ts';
export type {
  Figure,
  FigureData,
  FigureParameter,
  Handle,
  MountedFigure,
  SvgOptions,
  ThemeName,
} from '../scene/figure.ts';
export type { Mark, Panel, Point, ReadOut, Role, Scene, Size, TextRun } from '../scene/scene.ts';
