/** The page of bench/figures.ts: figures by name, each mounted in an element of its own. */
import {
  epsilonSweep,
  lineAndPlane,
  secantPlanes,
  secantToTangent,
  tangentAlongCurve,
  tangentPlanes,
  type Figure,
} from 'secant/figures';
import { mountFigure } from 'secant/view';

const bowl = (w: number[]): number => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2;
const waves = (w: number[]): number => Math.sin(1.5 * w[0]!) * Math.cos(1.5 * w[1]!);

const figures: Readonly<Record<string, Figure>> = {
  'tangent-along-curve': tangentAlongCurve((w) => Math.sin(4 * w) + 0.1 * w ** 2, { orders: [1, 2], value: -2 }),
  'secant-to-tangent': secantToTangent((w) => Math.tanh(w) ** 2, { at: 1, value: -2 }),
  'epsilon-sweep': epsilonSweep((w) => Math.cos(40 * w) ** 100 / (w ** 2 + 1)),
  'secant-planes': secantPlanes(bowl),
  'tangent-planes': tangentPlanes(bowl, { at: [-2, 0] }),
  'tangent-planes-waves': tangentPlanes(waves, { at: [-2, 0.2], view: [35, 40] }),
  'line-and-plane': lineAndPlane(
    (w) => 2 + Math.sin(w),
    (w) => 2 + Math.sin(w[0]! + w[1]!),
    { at: -2 },
  ),
};

for (const [name, figure] of Object.entries(figures)) {
  const element = document.createElement('div');
  element.id = name;
  element.style.marginBlockEnd = '200px';
  document.body.append(element);
  mountFigure(figure, element);
}
