/**
 * What the corner of a figure opens: its menu, the files it saves, full screen. In: the state of the figure and what can
 * be done with it. Out: a menu at the corner's button, and all that happens when something in it is chosen. What draws
 * and encodes files is loaded when the first one is asked for.
 */
import type { Announcer } from './announcer.ts';
import type { FigureCorner } from './figure-corner.ts';
import { figureMenuItems } from './figure-menu.ts';
import type { FigureState } from './figure-state.ts';
import { createMenu } from './menu.ts';
import { createSaving } from './save-film.ts';
import { createSavingPanel } from './saving-panel.ts';
import type { Size } from '../scene/scene.ts';

/** What the corner asks of its figure. */
export interface CornerActions {
  fileName(): string;
  /** HTML that shows the figure in another page, if somebody knows. */
  readonly embed: (() => string | Promise<string>) | undefined;
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

/** The menu of one figure. */
export interface CornerMenu {
  /** Opens the menu at its first or last item, or closes it. */
  toggle(last: boolean): void;
  /** Height left for the picture where the figure has the whole screen. */
  roomFor(stage: HTMLElement): number | undefined;
  destroy(): void;
}

/** Puts the menu of the figure in `root` at its corner. */
export function createCornerMenu(
  root: HTMLElement,
  { element, button }: FigureCorner,
  state: FigureState,
  announcer: Announcer,
  actions: CornerActions,
): CornerMenu {
  const owner = root.ownerDocument;
  const view = owner.defaultView ?? window;
  const isFullScreen = (): boolean => {
    const scope = root.getRootNode();
    const holder = scope instanceof view.ShadowRoot ? scope : owner;
    return holder.fullscreenElement === root;
  };

  const menu = createMenu(element, button, () =>
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
      copyDescription: () => void copy(state.picture.description, 'description'),
      copyEmbed: actions.embed && (() => void copy(actions.embed?.(), 'embed code')),
      toggleFullScreen: () => void toggleFullScreen(),
    }),
  );

  const panel = createSavingPanel(owner, () => button.focus({ preventScroll: true }));
  element.append(panel.element);
  const saving = createSaving({
    owner,
    state,
    announcer,
    panel,
    fileName: actions.fileName,
    size: actions.size,
    speed: actions.speed,
  });

  async function copy(text: string | undefined | Promise<string>, what: string): Promise<void> {
    try {
      await view.navigator.clipboard.writeText((await text) ?? '');
      announcer.say(() => `${what} copied`);
    } catch {
      announcer.say(() => `the browser did not let the ${what} be copied`);
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
    toggle: menu.toggle,
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
