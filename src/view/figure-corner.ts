/**
 * The corner of a figure: its menu, the files it saves, full screen. In: the state of the figure and what can be done
 * with it. Out: a menu button, and all that happens when something in it is chosen. What draws and encodes files is
 * loaded when the first one is asked for.
 */
import type { Announcer } from './announcer.ts';
import { sign } from './controls.ts';
import { figureMenuItems } from './figure-menu.ts';
import type { FigureState } from './figure-state.ts';
import { createMenu } from './menu.ts';
import { createSaving } from './save-film.ts';
import { createSavingPanel } from './saving-panel.ts';
import type { Size } from '../scene/scene.ts';

/** What the corner asks of its figure. */
export interface CornerActions {
  fileName(): string;
  /** Size of the live picture. */
  size(): Size;
  moves(): boolean;
  narrow(): boolean;
  zoomable(): boolean;
  zoom(factor: number): void;
  step(count: number): void;
  speed(): number;
  setSpeed(speed: number): void;
  loop(): boolean;
  setLoop(loop: boolean): void;
  reset(): void;
  /** Full screen began or ended. */
  resized(): void;
}

/** The corner of a figure. */
export interface FigureCorner {
  readonly element: HTMLElement;
  /** Takes the title of the figure. */
  name(title: string): void;
  /** Height left for the picture where the figure has the whole screen. */
  roomFor(stage: HTMLElement): number | undefined;
  destroy(): void;
}

/** Three dots. */
const DOTS =
  'M4 8.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zM10 8.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2zM16 8.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z';

/** Makes the corner of the figure in `root`. */
export function createFigureCorner(
  root: HTMLElement,
  state: FigureState,
  announcer: Announcer,
  actions: CornerActions,
): FigureCorner {
  const owner = root.ownerDocument;
  const view = owner.defaultView ?? window;
  const isFullScreen = (): boolean => {
    const scope = root.getRootNode();
    const holder = scope instanceof view.ShadowRoot ? scope : owner;
    return holder.fullscreenElement === root;
  };

  const menu = createMenu(owner, sign(owner, 'secant-menu-sign', DOTS), () =>
    figureMenuItems({
      moves: actions.moves(),
      narrow: actions.narrow(),
      zoomable: actions.zoomable(),
      fullScreen: owner.fullscreenEnabled ? isFullScreen() : undefined,
      step: actions.step,
      speed: actions.speed,
      setSpeed: actions.setSpeed,
      loop: actions.loop,
      setLoop: actions.setLoop,
      zoom: actions.zoom,
      reset: actions.reset,
      save: (format) => saving.save(format),
      copyDescription: () => void copyDescription(),
      toggleFullScreen: () => void toggleFullScreen(),
    }),
  );

  const button = menu.element.querySelector('button');
  const panel = createSavingPanel(owner, () => button?.focus({ preventScroll: true }));
  menu.element.append(panel.element);
  const saving = createSaving({
    owner,
    state,
    announcer,
    panel,
    fileName: actions.fileName,
    size: actions.size,
    speed: actions.speed,
  });

  async function copyDescription(): Promise<void> {
    try {
      await view.navigator.clipboard.writeText(state.picture.description);
      announcer.say(() => 'description copied');
    } catch {
      announcer.say(() => 'the browser did not let the description be copied');
    }
  }

  async function toggleFullScreen(): Promise<void> {
    try {
      if (isFullScreen()) await owner.exitFullscreen();
      else await root.requestFullscreen();
    } catch {
      announcer.say(() => 'the browser did not give the whole screen');
    }
  }
  const changed = (): void => {
    root.toggleAttribute('data-full-screen', isFullScreen());
    actions.resized();
  };
  owner.addEventListener('fullscreenchange', changed);

  return {
    element: menu.element,
    name: (title) => menu.name(`Menu, ${title}`),
    roomFor(stage) {
      if (!isFullScreen()) return undefined;
      const { paddingTop, paddingBottom } = view.getComputedStyle(root);
      let room = view.innerHeight - Number.parseFloat(paddingTop) - Number.parseFloat(paddingBottom);
      for (const child of root.children)
        if (
          child !== stage &&
          child instanceof view.HTMLElement &&
          view.getComputedStyle(child).position !== 'absolute'
        )
          room -= child.offsetHeight;
      return room - 8;
    },
    destroy() {
      menu.close();
      saving.cancel();
      owner.removeEventListener('fullscreenchange', changed);
    },
  };
}
