/** Looking things up in a scene, for tests of figures. */
import type { Mark, Panel, Point, Scene } from '../../src/pictures/figures/index.ts';

/** A panel by its key. */
export function panelOf(scene: Scene, key: string): Panel {
  const panel = scene.panels.find((candidate) => candidate.key === key);
  if (panel === undefined) throw new Error(`no panel ${key}`);
  return panel;
}

/** A mark by panel, kind and key; undefined where the scene has none. */
export function markOf<K extends Mark['kind']>(
  scene: Scene,
  panel: string,
  kind: K,
  key: string,
): Extract<Mark, { kind: K }> | undefined {
  const found = panelOf(scene, panel).marks.find((mark) => mark.kind === kind && mark.key === key);
  return found as Extract<Mark, { kind: K }> | undefined;
}

/** The points of a path, piece after piece. */
export function pointsOf(scene: Scene, panel: string, key: string): readonly Point[] {
  return markOf(scene, panel, 'path', key)?.pieces.flat() ?? [];
}

/** Read-outs by key. */
export function readOutOf(scene: Scene): Readonly<Record<string, string>> {
  return Object.fromEntries(scene.readOut.map(({ key, value }) => [key, value]));
}
