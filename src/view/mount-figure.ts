/**
 * The live figure: a figure's plain data put into an element of a page. In: a figure and an element. Out: a
 * picture that is patched, never rebuilt, with handles over its points, play, slider, value, read-out and
 * notice, and a text alternative rebuilt from the values of the moment. Everything that moves the figure
 * goes through `show`, which draws once in the next frame however often it was called before; a frame that
 * cannot be drawn (the function threw) leaves the last picture and says so in the notice.
 */
import { createAnnouncer } from './announcer.ts';
import { viewText } from './camera-motion.ts';
import { createControls } from './controls.ts';
import { createElement, freshId, setText } from './dom.ts';
import { reasonOf } from './error-message.ts';
import { createHandle, type PointHandle } from './handle.ts';
import { nearestParameter } from './nearest-parameter.ts';
import { createOtherSliders } from './other-sliders.ts';
import { clampToParameter, movedByKey, snapToStop, valueAfterKey } from './parameter-motion.ts';
import { createPlayer } from './player.ts';
import { createReadOut } from './read-out.ts';
import { createSvgElement, retainDrawing } from './retained-svg.ts';
import { adoptStyles } from './style-sheet.ts';
import { keepTurntables } from './turntable.ts';
import { heldView } from '../scene/camera.ts';
import type { Figure, FigureParameter, Handle, MountedFigure } from '../scene/figure.ts';
import { coordinateSystem, naturalHeight, type CoordinateSystem } from '../scene/layout.ts';
import { paint } from '../scene/paint.ts';
import type { Point, Scene, Size, View } from '../scene/scene.ts';
import { withView } from '../scene/space-frame.ts';

/** A pointer this near to a stop, in pixels, is taken to mean the stop. */
const STOP_REACH = 4;

/** Everything drawn at one position. */
interface Picture {
  readonly scene: Scene;
  readonly description: string;
  readonly valueText: string;
}

/** A handle of the figure and its target in the page. */
interface LiveHandle {
  readonly handle: Handle;
  readonly target: PointHandle;
}

function pictureAt(figure: Figure, value: number, others: readonly number[]): Picture {
  return {
    scene: figure.sceneAt(value, others),
    description: figure.describeAt(value, others),
    valueText: figure.valueText(value, others),
  };
}

/** The values of the other parameters of a figure: those given as far as they go, held between their ends. */
function heldOthers(figure: Figure, values: readonly number[] = []): readonly number[] {
  return (figure.others ?? []).map((parameter, place) => clampToParameter(parameter, values[place] ?? parameter.value));
}

/** Outer size of a picture in a column of this width; one panel is never higher than most of the window. */
function sizeFor(width: number, windowHeight: number, scene: Scene): Size {
  const usable = Math.max(240, Math.round(width));
  const natural = naturalHeight(scene, usable);
  const highest = scene.panels.length > 1 ? natural : Math.max(240, Math.round(windowHeight * 0.78));
  return { width: usable, height: Math.min(highest, natural) };
}

/** The view a scene comes with, if it has one into space. */
function ownView(scene: Scene): View | undefined {
  return scene.panels.find((panel) => panel.space !== undefined)?.space?.camera.view;
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
export function mountFigure(figure: Figure, element: HTMLElement): MountedFigure {
  const owner = element.ownerDocument;
  const view = owner.defaultView ?? window;
  let current = figure;
  let value = clampToParameter(figure.parameter, figure.parameter.value);
  let others = heldOthers(figure);
  let picture = pictureAt(current, value, others);
  let system: CoordinateSystem | undefined;
  let size: Size = { width: 0, height: 0 };
  let frame: number | undefined;
  let handles: LiveHandle[] = [];
  let spokenNotice = picture.scene.notice;
  let turnedTo: View | undefined;
  let drawn = { value, others };

  adoptStyles(element);
  const title = createSvgElement(owner, 'title');
  const description = createSvgElement(owner, 'desc');
  const drawing = createSvgElement(owner, 'g');
  const svg = createSvgElement(owner, 'svg');
  title.id = freshId('title');
  description.id = freshId('description');
  svg.setAttribute('class', 'secant-picture');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', title.id);
  svg.setAttribute('aria-describedby', description.id);
  svg.append(title, description, drawing);
  const retained = retainDrawing(drawing);
  const stage = createElement(owner, 'div', { class: 'secant-stage' });
  stage.append(svg);

  const resetButton = createElement(owner, 'button', { type: 'button', class: 'secant-reset' }, 'Reset view');
  resetButton.hidden = true;
  resetButton.addEventListener('click', () => turnTo(undefined));

  const announcer = createAnnouncer(owner);
  const turntables = keepTurntables(svg, {
    view: viewNow,
    turned(wanted) {
      announcer.hush();
      turnTo(wanted);
    },
    settled: () => announcer.say(() => viewText(viewNow())),
    reset: () => turnTo(undefined),
  });
  const readOut = createReadOut(owner);
  const controls = createControls(owner, {
    slid(wanted) {
      player.pause();
      show(snapToStop(current.parameter, wanted, reach(controls.slider.clientWidth)));
      announcer.hush();
    },
    settled() {
      announcer.say(() => picture.description);
      tell('secant-change');
    },
    key: (key) => moveByKey(key),
    toggled: () => (player.playing ? player.pause() : player.play()),
  });
  const otherSliders = createOtherSliders(owner, {
    slid(place, wanted, width) {
      player.pause();
      move(place + 1, wanted, width);
      announcer.hush();
    },
    settled() {
      announcer.say(() => picture.description);
      tell('secant-change');
    },
    key: (place, key) => moveByKey(key, [place + 1]),
  });
  const root = createElement(owner, 'div', { class: 'secant-figure', 'data-kind': figure.kind });
  root.append(stage, controls.element, otherSliders.element, readOut.line, readOut.notice, announcer.element);

  const player = createPlayer({
    window: view,
    parameter: () => current.parameter,
    value: () => value,
    show: showNow,
    changed(playing) {
      controls.playing(playing);
      if (playing) announcer.hush();
      else announcer.say(() => picture.description);
    },
  });

  /** Sends an event from the figure's element. */
  function tell(name: 'secant-input' | 'secant-change' | 'secant-view'): void {
    const detail = { value, others, view: turnedTo ?? ownView(picture.scene) };
    root.dispatchEvent(new view.CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /** The view of the moment. */
  function viewNow(): View {
    return turnedTo ?? ownView(picture.scene) ?? [0, 0];
  }

  /** Looks from another side, or from where the figure is looked at first. */
  function turnTo(wanted: View | undefined): void {
    turnedTo = wanted === undefined ? undefined : heldView(wanted);
    resetButton.hidden = turnedTo === undefined;
    frame ??= view.requestAnimationFrame(draw);
    tell('secant-view');
  }

  /** The stretch of a parameter that `STOP_REACH` pixels of a way of this many pixels cover. */
  function reach(pixels: number, { min, max }: FigureParameter = current.parameter): number {
    return ((max - min) * STOP_REACH) / Math.max(1, pixels);
  }

  /** A parameter by its place: the slider's own is 0, the others follow. */
  function parameterOf(place: number): FigureParameter | undefined {
    return place === 0 ? current.parameter : current.others?.[place - 1];
  }

  /** Moves one parameter to where a pointer wants it, on a way of so many pixels. */
  function move(place: number, wanted: number, pixels: number): void {
    const parameter = parameterOf(place);
    if (parameter !== undefined) put(place, snapToStop(parameter, wanted, reach(pixels, parameter)));
  }

  /** Puts one parameter to a value. */
  function put(place: number, wanted: number): void {
    if (place === 0) show(wanted);
    else
      show(
        value,
        others.map((other, index) => (index === place - 1 ? wanted : other)),
      );
  }

  /** Moves by a key; the slider's own value text is spoken by assistive technology, so only news is announced. */
  function moveByKey(key: string, moves: NonNullable<Handle['moves']> = [0]): boolean {
    const place = movedByKey(moves, key);
    const parameter = parameterOf(place);
    if (parameter === undefined) return false;
    const next = valueAfterKey(parameter, place === 0 ? value : (others[place - 1] ?? parameter.value), key);
    if (next === undefined) return false;
    player.pause();
    announcer.hush();
    put(place, next);
    return true;
  }

  /** Asks for a position; it is drawn once, in the next frame. */
  function show(wanted: number, wantedOthers: readonly number[] = others): void {
    const next = clampToParameter(current.parameter, wanted);
    const nextOthers = heldOthers(current, wantedOthers);
    frame ??= view.requestAnimationFrame(draw);
    if (next === value && nextOthers.every((other, place) => other === others[place])) return;
    value = next;
    others = nextOthers;
    tell('secant-input');
  }

  /** Shows a position in the frame that is being made: playing is called once a frame as it is. */
  function showNow(wanted: number): void {
    show(wanted);
    draw();
  }

  function draw(): void {
    if (frame !== undefined) view.cancelAnimationFrame(frame);
    frame = undefined;
    try {
      if (drawn.value !== value || drawn.others !== others) picture = pictureAt(current, value, others);
      drawn = { value, others };
    } catch (error) {
      picture = { ...picture, scene: { ...picture.scene, notice: reasonOf(error) } };
    }
    drawPicture();
    if (picture.scene.notice !== spokenNotice) {
      spokenNotice = picture.scene.notice;
      if (!player.playing) announcer.say(() => picture.description);
    }
  }

  function drawPicture(): void {
    const scene = turnedTo === undefined ? picture.scene : withView(picture.scene, turnedTo);
    system = coordinateSystem(scene, size);
    retained.patch(paint(scene, size));
    setText(title, current.title);
    setText(description, picture.description);
    readOut.show(scene);
    controls.show(value, picture.valueText, current.parameter.written?.(value));
    otherSliders.show(others);
    const turns = turntables.place(scene, system, current.title);
    if (turns && resetButton.parentNode === null) stage.append(resetButton);
    if (!turns) resetButton.remove();
    for (const { handle, target } of handles) {
      target.place(placeOfHandle(handle));
      const place = handle.moves?.[0] ?? 0;
      const { min, max } = parameterOf(place) ?? current.parameter;
      target.say(place === 0 ? value : (others[place - 1] ?? min), min, max, picture.valueText);
    }
  }

  /**
   * Where the target of a handle stands: over its dot, held inside the panel when the dot is not. A dot that
   * the scene leaves out (the function has no value there) has its target on the axis, if the parameter is
   * where the pointer is, so that a drag can go on across the gap.
   */
  function placeOfHandle(handle: Handle): Point | undefined {
    const panel = system?.panels.find((candidate) => candidate.key === handle.panel);
    if (panel === undefined) return undefined;
    if (panel.space !== undefined) {
      const at = handle.pointAt === undefined ? undefined : panel.space.toPixel(handle.pointAt(value));
      return at !== undefined && at.every(Number.isFinite) ? at : undefined;
    }
    const scenePanel = picture.scene.panels.find((candidate) => candidate.key === handle.panel);
    const dot = scenePanel?.marks.find((mark) => mark.kind === 'dot' && mark.key === handle.mark);
    const { left, right, top, bottom } = panel.plot;
    const within = ([x, y]: Point): Point => [Math.min(right, Math.max(left, x)), Math.min(bottom, Math.max(top, y))];
    if (dot?.kind === 'dot') {
      const at = panel.toPixel(dot.at);
      if (Number.isFinite(at[0]) && Number.isFinite(at[1])) return within(at);
    }
    if (handle.moves !== undefined) return undefined;
    return Math.abs(handle.parameterAt(value, 0) - value) < reach(100) ? within(panel.toPixel([value, 0])) : undefined;
  }

  function liveHandle(key: number): LiveHandle['target'] {
    const find = (): Handle | undefined => handles[key]?.handle;
    return createHandle(owner, current.handles[key]?.label ?? '', {
      taken: () => player.pause(),
      moved(place) {
        const handle = find();
        const panel = system?.panels.find((candidate) => candidate.key === handle?.panel);
        if (handle === undefined || panel === undefined) return;
        announcer.hush();
        const { space } = panel;
        const { pointAt } = handle;
        if (space !== undefined && pointAt !== undefined) {
          const nearest = nearestParameter(current.parameter, value, (at) => space.toPixel(pointAt(at)), place);
          show(snapToStop(current.parameter, handle.parameterAt(nearest, 0), reach(2 * space.scale)));
          return;
        }
        const [x, y] = panel.toData(place);
        const [along, across] = handle.moves ?? [0];
        move(along, handle.parameterAt(x, y), panel.plot.right - panel.plot.left);
        if (across !== undefined && handle.acrossAt !== undefined)
          move(across, handle.acrossAt(x, y), panel.plot.bottom - panel.plot.top);
      },
      released() {
        announcer.say(() => picture.description);
        tell('secant-change');
      },
      key: (key) => moveByKey(key, find()?.moves),
    });
  }

  /** Handles of the figure now shown; one that was there before keeps its element and its focus. */
  function adoptHandles(): void {
    const same = (before: Handle | undefined, now: Handle): boolean =>
      before !== undefined && before.panel === now.panel && before.mark === now.mark && before.label === now.label;
    const before = handles;
    handles = current.handles.map((handle, index) => {
      const known = before[index];
      return { handle, target: known !== undefined && same(known.handle, handle) ? known.target : liveHandle(index) };
    });
    for (const { target } of before) if (!handles.some((now) => now.target === target)) target.element.remove();
    for (const { target } of handles) if (target.element.parentNode !== stage) stage.append(target.element);
  }

  function adopt(next: Figure): void {
    current = next;
    root.dataset['kind'] = next.kind;
    controls.element.hidden = next.parameter.min === next.parameter.max;
    controls.range(next.parameter, `${next.parameter.name}, ${next.title}`);
    otherSliders.range(next.others ?? [], next.title);
    adoptHandles();
  }

  function fit(width: number): void {
    const next = sizeFor(width, view.innerHeight, picture.scene);
    if (next.width === size.width && next.height === size.height) return;
    size = next;
    svg.setAttribute('width', String(size.width));
    svg.setAttribute('height', String(size.height));
    svg.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
    drawPicture();
  }

  element.append(root);
  adopt(figure);
  fit(stage.clientWidth > 0 ? stage.clientWidth : 640);
  const observer = new view.ResizeObserver((entries) => {
    const width = entries[0]?.contentRect.width ?? 0;
    // An element mounted before it was connected has found its document or shadow root by now.
    adoptStyles(element);
    if (width > 0) fit(width);
  });
  observer.observe(stage);

  return {
    get value() {
      return value;
    },
    set value(wanted) {
      show(wanted);
    },
    get others() {
      return others;
    },
    set others(wanted) {
      show(value, wanted);
    },
    get view() {
      return turnedTo ?? ownView(picture.scene);
    },
    set view(wanted) {
      turnTo(wanted);
    },
    resetView: () => turnTo(undefined),
    get playing() {
      return player.playing;
    },
    play: () => player.play(),
    pause: () => player.pause(),
    replace(next) {
      const kept = clampToParameter(next.parameter, value);
      const keptOthers = heldOthers(next, others);
      const nextPicture = pictureAt(next, kept, keptOthers);
      adopt(next);
      value = kept;
      others = keptOthers;
      picture = nextPicture;
      drawn = { value, others };
      readOut.forgetWidths();
      drawPicture();
      spokenNotice = picture.scene.notice;
      announcer.say(() => picture.description);
    },
    destroy() {
      player.pause();
      announcer.hush();
      observer.disconnect();
      if (frame !== undefined) view.cancelAnimationFrame(frame);
      root.remove();
    },
  };
}
