/**
 * The live figure: a figure's plain data put into an element of a page. In: a figure and an element. Out: a
 * picture that is patched, never rebuilt, with handles over its points, play, slider, value, menu, read-out and
 * notice, and a text alternative rebuilt from the values of the moment. Everything that moves the figure or looks at
 * it otherwise asks for a frame, which draws once however often it was asked for.
 */
import { createAnnouncer } from './announcer.ts';
import { loadInteractionsLater } from './lazy-interactions.ts';
import { createControls } from './controls.ts';
import { createElement } from './dom.ts';
import type { CornerActions } from './corner-menu.ts';
import { createFigureCorner } from './figure-corner.ts';
import { keepHandles } from './figure-handles.ts';
import { createLooking } from './figure-looking.ts';
import { createFigureState } from './figure-state.ts';
import { createPicture, sizeFor } from './live-picture.ts';
import { createOtherSliders } from './other-sliders.ts';
import { heldSpeed, movedByKey, snapToStop, stepFrom, valueAfterKey } from './parameter-motion.ts';
import { createPlayer } from './player.ts';
import { createReadOut } from './read-out.ts';
import type { SlowWork } from './slow-work.ts';
import { finerBy, magnified, turned, windowed, wholeViewport, type Viewport } from './viewport.ts';
import { adoptStyles } from './style-sheet.ts';
import type { Figure, FigureParameter, Handle, MountedFigure } from '../scene/figure.ts';
import { coordinateSystem, widthForSteps } from '../scene/layout.ts';
import { paint, type LabelPositions } from '../scene/paint.ts';
import type { Size } from '../scene/scene.ts';

/** A pointer this near to a stop, in pixels, is taken to mean the stop. */
const STOP_REACH = 4;

/** What a page may say about a figure it mounts. */
export interface MountOptions {
  /** Name of the files that the menu saves, without ending; the figure's kind where absent. */
  readonly fileName?: string;
  /** HTML that shows the figure as it stands in another page, for the menu's "Copy embed"; no such entry where absent. */
  readonly embed?: () => string | Promise<string>;
}

/**
 * Puts a live figure into an element of a page, after whatever the element holds.
 *
 * The first picture is drawn before the function returns. Nothing moves until the reader moves it.
 *
 * @param figure the figure to show
 * @param element where it goes; a connected element, in a document or a shadow root
 * @returns the live figure; `destroy` takes it out again
 * @throws SecantError where the first position cannot be drawn
 */
export function mountFigure(figure: Figure, element: HTMLElement, options: MountOptions = {}): MountedFigure {
  const owner = element.ownerDocument;
  const view = owner.defaultView ?? window;
  const state = createFigureState(figure);
  let size: Size = { width: 0, height: 0 };
  let frame: number | undefined;
  let spokenNotice = state.picture.scene.notice;
  const labelPositions: LabelPositions = new Map();
  let [speed, loop] = [1, false];
  let playedPlace = 0;
  let { member } = state;

  adoptStyles(element);
  const picture = createPicture(owner);
  const stage = createElement(owner, 'div', { class: 'secant-stage' });
  stage.append(picture.element);
  const announcer = createAnnouncer(owner);
  const announce = (): void => announcer.say(() => state.picture.description);
  const settled = (): void => {
    announce();
    tell('secant-change');
  };

  const looking = createLooking(stage, picture.element, state, announcer, {
    looked: look,
    settled: () => tell('secant-change'),
  });
  const readOut = createReadOut(owner);
  const controls = createControls(owner, {
    slid(wanted, width) {
      player.pause();
      move(0, wanted, width);
      announcer.hush();
    },
    settled,
    key: (event) => useKey(event),
    toggled: () => (player.playing && playedPlace === 0 ? player.pause() : player.play()),
    stepped(count) {
      step(count);
      settled();
    },
  });
  const otherSliders = createOtherSliders(owner, {
    slid(place, wanted, width) {
      player.pause();
      move(place + 1, wanted, width);
      announcer.hush();
    },
    settled,
    key: (place, event) => useKey(event, [place + 1]),
    toggled(place) {
      if (player.playing && playedPlace === place + 1) player.pause();
      else player.play(place + 1);
    },
  });
  const handles = keepHandles(stage, {
    parameter: state.parameter,
    value: state.valueOf,
    windows: () => state.viewport.windows,
    taken: () => player.pause(),
    wanted(place, value, pixels) {
      announcer.hush();
      move(place, value, pixels);
    },
    released: settled,
    key: useKey,
  });
  const root = createElement(owner, 'div', { class: 'secant-figure', 'data-kind': figure.kind });
  const corner = createFigureCorner(owner, (last) => {
    const failed = (): void => announcer.say(() => 'the menu could not be loaded');
    lazyInteractions.reach((interactions) => interactions.toggleMenu(last), failed);
  });
  const actions: CornerActions = {
    fileName: () => options.fileName ?? state.figure.kind,
    embed: options.embed,
    size: () => size,
    moves: () => !controls.element.hidden,
    narrow: () => 'narrow' in root.dataset,
    zoomable: () => looking.zoomable,
    zoom: looking.zoom,
    step,
    speed: () => speed,
    setSpeed: (wanted) => (speed = heldSpeed(wanted)),
    loop: () => loop,
    setLoop: (wanted) => (loop = wanted),
    reset() {
      reset();
      settled();
    },
    resized: () => fit(stage.clientWidth),
  };
  const lazyInteractions = loadInteractionsLater(
    { root, stage, corner, state, looking, announcer, actions },
    (interactions) => {
      interactions.place(state.picture.scene, coordinateSystem(state.picture.scene, size));
    },
  );
  root.append(stage, controls.element, otherSliders.element, readOut.line, readOut.notice, corner.element);
  root.append(announcer.element);
  /** What does the work on slow figures, once there is one; and the figure that waits for it. */
  let slow: SlowWork | undefined;
  let slowFigure: Figure | undefined;

  const player = createPlayer({
    window: view,
    playback: state.playback,
    speed: () => speed,
    loop: () => loop,
    // Playing is called once a frame as it is.
    show({ value, others }) {
      show(value, others);
      draw();
    },
    changed(playing, place) {
      playedPlace = place;
      if (place === 0) controls.playing(playing);
      else otherSliders.playing(place - 1, playing);
      if (playing) announcer.hush();
      else settled();
    },
  });

  /** Sends an event from the figure's element. */
  function tell(name: 'secant-input' | 'secant-change' | 'secant-view'): void {
    const { value, others, viewport } = state;
    const { windows, magnification } = viewport;
    const detail = { value, others, view: viewport.view ?? state.ownView(), windows, magnification };
    root.dispatchEvent(new view.CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /** Looks otherwise: turned, zoomed, or as the figure is looked at first. */
  function look(viewport: Viewport): void {
    state.look(viewport);
    frame ??= view.requestAnimationFrame(draw);
    tell('secant-view');
  }

  /** Moves one parameter to where a pointer wants it, whose range is so many pixels long. */
  function move(place: number, wanted: number, pixels: number): void {
    const parameter = state.parameter(place);
    if (parameter === undefined) return;
    const reach = ((parameter.max - parameter.min) * STOP_REACH) / Math.max(1, pixels);
    put(place, snapToStop(parameter, wanted, reach));
  }

  /** Puts one parameter to a value. */
  function put(place: number, wanted: number): void {
    if (place === 0) show(wanted);
    else
      show(
        state.value,
        state.others.map((other, index) => (index === place - 1 ? wanted : other)),
      );
  }

  /** Uses a key; the slider's own value text is spoken by assistive technology, so only news is announced. */
  function useKey(event: KeyboardEvent, moves: NonNullable<Handle['moves']> = [0]): boolean {
    if (looking.key(event)) return true;
    const place = movedByKey(moves, event.key);
    const parameter = stepping(place);
    const next = parameter === undefined ? undefined : valueAfterKey(parameter, state.valueOf(place), event.key);
    if (next === undefined) return false;
    player.pause();
    announcer.hush();
    put(place, next);
    // As a slider does: a key moves and lets go.
    tell('secant-change');
    return true;
  }

  /** A parameter with the step that suits what is seen of it: where its point is drawn larger, steps are smaller. */
  function stepping(place: number): FigureParameter | undefined {
    const parameter = state.parameter(place);
    if (parameter === undefined) return undefined;
    const { windows } = state.viewport;
    const isCloser = state.figure.handles.some(
      ({ panel, moves = [0] }) => windows[panel] !== undefined && moves.some((moved) => moved === place),
    );
    return isCloser ? { ...parameter, step: parameter.step / finerBy(state.viewport, state.wholes) } : parameter;
  }

  function step(count: number): void {
    const parameter = stepping(0);
    player.pause();
    if (parameter !== undefined) show(stepFrom(parameter, state.value, count));
  }

  /** Asks for a position; it is drawn once, in the next frame. */
  function show(wanted: number, others?: readonly number[]): void {
    frame ??= view.requestAnimationFrame(draw);
    if (state.move(wanted, others)) tell('secant-input');
  }

  function reset(): void {
    player.pause();
    labelPositions.clear();
    look(wholeViewport);
    show(state.figure.parameter.value, []);
  }

  function draw(): void {
    if (frame !== undefined) view.cancelAnimationFrame(frame);
    frame = undefined;
    if (slow === undefined) state.refresh();
    else if (!slow.refresh(draw)) return;
    if (member !== state.member) {
      ({ member } = state);
      handles.adopt(member.handles);
    }
    drawPicture();
    if (state.picture.scene.notice === spokenNotice) return;
    spokenNotice = state.picture.scene.notice;
    if (!player.playing) announce();
  }

  function drawPicture(): void {
    const { figure: current, value, others } = state;
    const { scene, description, valueText } = state.picture;
    const system = coordinateSystem(scene, size);
    picture.patch(paint(scene, size, { labelPositions }));
    picture.say(current.title, description);
    readOut.show(scene);
    controls.show(value, valueText, current.parameter.written?.(value));
    otherSliders.show(others);
    looking.place(scene, system);
    handles.place(scene, system, valueText);
    lazyInteractions.interactions?.place(scene, system);
  }

  /** Begins the work on a figure that is slow; false where there is none to do. */
  function workOn(next: Figure): boolean {
    slowFigure = next.work === undefined ? undefined : next;
    if (slow !== undefined || slowFigure === undefined) return slow?.begin(next) ?? false;
    import('./slow-work.ts').then(
      ({ createSlowWork }) => {
        slow ??= createSlowWork({ view, root, stage, announcer, state, shown: showBetter });
        if (slowFigure !== undefined) slow.begin(slowFigure);
      },
      (error: unknown) => {
        state.fail(error);
        drawPicture();
      },
    );
    return true;
  }

  /** Shows a figure in place of the one before it, where the reader stands. */
  function showBetter(next: Figure): void {
    player.reroute();
    labelPositions.clear();
    adopt(next);
    readOut.forgetSizes();
    if (!fit(size.width)) drawPicture();
    spokenNotice = state.picture.scene.notice;
  }

  function adopt(next: Figure): void {
    root.dataset['kind'] = next.kind;
    controls.element.hidden = next.parameter.min === next.parameter.max;
    controls.range(next.parameter, `${next.parameter.name}, ${next.title}`);
    otherSliders.range(next.others ?? [], next.title, next.parameters?.length ?? 0);
    corner.name(next.title);
    ({ member } = state);
    handles.adopt(member.handles);
  }

  /** Makes the picture as large as suits a column of this width; true if that changed its size. */
  function fit(width: number): boolean {
    root.toggleAttribute('data-narrow', width < widthForSteps);
    const next = sizeFor(state.picture.scene, width, view, lazyInteractions.interactions?.roomFor(stage));
    if (next.width === size.width && next.height === size.height && next.text === size.text) return false;
    if (next.width !== size.width) readOut.forgetSizes();
    size = next;
    labelPositions.clear();
    picture.resize(size);
    drawPicture();
    return true;
  }

  element.append(root);
  adopt(state.figure);
  fit(stage.clientWidth > 0 ? stage.clientWidth : 640);
  stage.append(looking.resetButton);
  const observer = new view.ResizeObserver((entries) => {
    const width = entries[0]?.contentRect.width ?? 0;
    // An element mounted before it was connected has found its document or shadow root by now.
    adoptStyles(element);
    lazyInteractions.interactions?.dress();
    if (width > 0) fit(width);
  });
  observer.observe(stage);
  workOn(figure);

  return {
    get value() {
      return state.value;
    },
    set value(wanted) {
      show(wanted);
    },
    get others() {
      return state.others;
    },
    set others(wanted) {
      show(state.value, wanted);
    },
    get view() {
      return state.viewport.view ?? state.ownView();
    },
    set view(wanted) {
      look(turned(state.viewport, wanted));
    },
    get magnification() {
      return state.viewport.magnification;
    },
    set magnification(wanted) {
      look(magnified(state.viewport, wanted));
    },
    get windows() {
      return state.viewport.windows;
    },
    set windows(wanted) {
      look(windowed(state.viewport, state.wholes, wanted));
    },
    zoom: (factor) => looking.zoom(factor),
    resetView: () => look(wholeViewport),
    reset,
    get playing() {
      return player.playing;
    },
    play: () => player.play(),
    pause: () => player.pause(),
    step,
    get speed() {
      return speed;
    },
    set speed(wanted) {
      speed = heldSpeed(wanted);
    },
    get loop() {
      return loop;
    },
    set loop(wanted) {
      loop = wanted;
    },
    svg: (asked) => state.svg(asked),
    replace(next) {
      // What is slow takes its place when there is something of it to see.
      if (workOn(next)) return;
      state.replace(next);
      showBetter(next);
      announce();
    },
    destroy() {
      player.pause();
      slowFigure = undefined;
      slow?.end();
      announcer.hush();
      observer.disconnect();
      lazyInteractions.destroy();
      if (frame !== undefined) view.cancelAnimationFrame(frame);
      root.remove();
    },
  };
}
