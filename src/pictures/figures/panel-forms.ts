/**
 * The panels of each kind of figure before anything is drawn in them: what decides how high a picture is. Room is kept by them
 * for a figure that is not there yet, and a slow one is sketched in them, so that nothing on the page moves when it comes.
 */
import { domainsOf, type PlaneDomain } from './positions.ts';
import type { Panel } from '../scene/scene.ts';
import type { FigureKind } from './kinds.ts';

type PanelForm = 'flat' | 'map' | 'space';

const forms: Readonly<Record<FigureKind, readonly PanelForm[]>> = {
  'tangent-along-curve': ['flat'],
  'derivative-joint': ['flat', 'flat'],
  'secant-to-tangent': ['flat'],
  'secant-panels': ['flat', 'flat', 'flat'],
  'epsilon-sweep': ['flat', 'flat'],
  'epsilon-error': ['flat'],
  'taylor-figure': ['flat'],
  'gradient-field': ['map'],
  descent: ['flat'],
  'computation-graph-figure': ['flat'],
  'line-and-plane': ['flat', 'space'],
  'secant-planes': ['space', 'space'],
  'tangent-planes': ['space', 'space', 'space'],
};

/** The empty panels of a kind; a descent of two inputs is drawn on a map. */
export function emptyPanels(kind: FigureKind, domain: PlaneDomain, isOfTwo = false): readonly Panel[] {
  const [first, second] = domainsOf(domain);
  const [x, y] = [
    { domain: first, label: [] },
    { domain: second, label: [] },
  ];
  return (kind === 'descent' && isOfTwo ? (['map'] as const) : forms[kind]).map((form, k): Panel => {
    const flat: Panel = { key: `${form}${k}`, x, y, axes: true, marks: [] };
    if (form === 'map') return { ...flat, map: true };
    return form === 'flat' ? flat : { ...flat, space: { z: x, camera: { view: [20, 150] }, marks: [] } };
  });
}
