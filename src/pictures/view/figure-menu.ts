/**
 * What the menu of a figure holds, and what is in it when. In: what the figure can do at the moment. Out: the items.
 * An item that would do nothing is not there: no speed for a figure that stands still, no zoom where nothing can be
 * zoomed, no full screen where the browser has none.
 */
import type { MenuItem } from './menu.ts';
import { SPEEDS } from './parameter-motion.ts';
import { ZOOM_STEP } from './viewport.ts';

/** What the menu asks of its figure. */
export interface MenuActions {
  /** Whether there is a slider to move. */
  readonly moves: boolean;
  /** Whether the row of controls is too narrow for the buttons that step. */
  readonly narrow: boolean;
  readonly zoomable: boolean;
  /** `undefined` where the browser has no full screen. */
  readonly fullScreen: boolean | undefined;
  step(count: number): void;
  speed(): number;
  setSpeed(speed: number): void;
  loop(): boolean;
  setLoop(loop: boolean): void;
  zoom(factor: number): void;
  reset(): void;
  save(format: SaveFormat): void;
  copyDescription(): void;
  /** `undefined` where nobody knows of a page that shows this figure alone. */
  readonly copyEmbed: (() => void) | undefined;
  toggleFullScreen(): void;
}

/** Formats that a figure is saved in. */
export type SaveFormat = 'svg' | 'png' | 'gif' | 'mp4';

const speedOptions = SPEEDS.map((value) => ({
  value,
  label: `${value}×`,
  spoken: value === 1 ? 'usual speed' : `${value} times the usual speed`,
}));

/** The items of a figure's menu at this moment. */
export function figureMenuItems(figure: MenuActions): readonly MenuItem[] {
  const action = (
    key: string,
    label: string,
    run: () => void,
    more: { hint?: string; stays?: boolean } = {},
  ): MenuItem => ({
    kind: 'action',
    key,
    label,
    run,
    ...more,
  });
  const save = (format: SaveFormat): MenuItem =>
    action(`save-${format}`, `Save as ${format.toUpperCase()}`, () => figure.save(format));
  const moving: MenuItem[] = [
    ...(figure.narrow
      ? [
          action('step-back', 'Step back', () => figure.step(-1), { stays: true }),
          action('step-forward', 'Step forward', () => figure.step(1), { stays: true }),
        ]
      : []),
    {
      kind: 'choice',
      key: 'speed',
      label: 'Speed',
      options: speedOptions,
      chosen: () => figure.speed(),
      choose: (speed) => figure.setSpeed(speed),
    },
    { kind: 'switch', key: 'loop', label: 'Loop', on: () => figure.loop(), turn: (on) => figure.setLoop(on) },
    { kind: 'rule', key: 'after-moving' },
  ];
  const looking: MenuItem[] = [
    action('zoom-in', 'Zoom in', () => figure.zoom(ZOOM_STEP), { hint: '+', stays: true }),
    action('zoom-out', 'Zoom out', () => figure.zoom(1 / ZOOM_STEP), { hint: '−', stays: true }),
  ];
  return [
    ...(figure.moves ? moving : []),
    ...(figure.zoomable ? looking : []),
    action('reset', 'Reset figure', () => figure.reset()),
    { kind: 'rule', key: 'after-looking' },
    save('svg'),
    save('png'),
    ...(figure.moves ? [save('gif'), save('mp4')] : []),
    action('copy-description', 'Copy description', () => figure.copyDescription()),
    ...(figure.copyEmbed === undefined ? [] : [action('copy-embed', 'Copy embed', figure.copyEmbed)]),
    ...(figure.fullScreen === undefined
      ? []
      : [
          { kind: 'rule', key: 'before-full-screen' } as const,
          action('full-screen', figure.fullScreen ? 'Leave full screen' : 'Full screen', () =>
            figure.toggleFullScreen(),
          ),
        ]),
  ];
}
