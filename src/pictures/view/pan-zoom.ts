/**
 * What pointers do to the picture itself, beside its points: zoom by two fingers, move what is zoomed, and ask what lies
 * under the pointer. In: the stage of a figure. Out: wishes in pixels of the stage.
 *
 * The page keeps what is its own: one finger scrolls the page unless the panel under it is zoomed; two fingers on a
 * panel that can be zoomed are the figure's.
 */
import { placeIn } from './wheel.ts';
import type { Point } from '../scene/scene.ts';

/** What gestures on the picture tell its figure. Places are pixels of the stage. */
export interface PanZoomEvents {
  /** Whether something at this place can be zoomed. */
  zoomable(place: Point): boolean;
  /** Whether what is at this place is zoomed and so can be moved. */
  movable(place: Point): boolean;
  zoomed(place: Point, factor: number): void;
  moved(place: Point, by: Point): void;
  /** Zooming or moving came to rest. */
  settled(): void;
  /** A pointer that is not a finger rests over this place, or has gone. */
  over(place: Point | undefined): void;
}

/** Whether an event is about a point of the figure or a button, not about the picture under them. */
function isOnPicture(event: Event, stage: HTMLElement): boolean {
  const [target] = event.composedPath();
  return target === stage || (target instanceof Element && target.classList.contains('secant-turntable'));
}

/** Listens on the stage, as long as it lives. */
export function watchPanZoom(stage: HTMLElement, events: PanZoomEvents): void {
  const fingers = new Map<number, Point>();
  let grip: { readonly pointer: number; at: Point } | undefined;
  let pinched = false;

  const placeOf = (event: MouseEvent): Point => placeIn(stage, event);

  // A browser that has begun to scroll or to zoom the page takes the fingers away: it must be told before.
  const keepFingers = (event: TouchEvent): void => {
    const first = event.touches[0];
    if (event.touches.length < 2 || first === undefined || !event.cancelable) return;
    if (events.zoomable(placeIn(stage, first))) event.preventDefault();
  };
  stage.addEventListener('touchstart', keepFingers, { passive: false });
  stage.addEventListener('touchmove', keepFingers, { passive: false });

  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !isOnPicture(event, stage)) return;
    const place = placeOf(event);
    if (event.pointerType === 'touch') fingers.set(event.pointerId, place);
    if (fingers.size === 2) {
      grip = undefined;
      pinched = true;
      return;
    }
    if (event.target !== stage || grip !== undefined || !events.movable(place)) return;
    grip = { pointer: event.pointerId, at: place };
    stage.setPointerCapture(event.pointerId);
    stage.classList.add('secant-held');
    events.over(undefined);
    event.preventDefault();
  });

  stage.addEventListener('pointermove', (event) => {
    const place = placeOf(event);
    // A finger that came down before anybody listened is known from its first move.
    const isFinger = event.pointerType === 'touch' && isOnPicture(event, stage);
    if (isFinger && !fingers.has(event.pointerId)) fingers.set(event.pointerId, place);
    if (isFinger && fingers.size === 2) {
      pinched = true;
      const before = spanOf(fingers);
      fingers.set(event.pointerId, place);
      const after = spanOf(fingers);
      events.moved(before.middle, [after.middle[0] - before.middle[0], after.middle[1] - before.middle[1]]);
      events.zoomed(after.middle, after.width / before.width);
      return;
    }
    if (isFinger) fingers.set(event.pointerId, place);
    if (grip?.pointer === event.pointerId) {
      events.moved(grip.at, [place[0] - grip.at[0], place[1] - grip.at[1]]);
      grip.at = place;
      return;
    }
    if (event.pointerType !== 'touch')
      events.over(event.buttons === 0 && isOnPicture(event, stage) ? place : undefined);
  });

  const release = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    if (pinched && fingers.size === 0) {
      pinched = false;
      events.settled();
    }
    if (grip?.pointer !== event.pointerId) return;
    grip = undefined;
    stage.classList.remove('secant-held');
    events.settled();
  };
  stage.addEventListener('pointerup', release);
  stage.addEventListener('pointercancel', release);
  stage.addEventListener('lostpointercapture', release);
  stage.addEventListener('pointerleave', (event) => {
    if (event.pointerType !== 'touch') events.over(undefined);
  });
}

/** Middle and distance of two fingers. */
function spanOf(fingers: ReadonlyMap<number, Point>): { readonly middle: Point; readonly width: number } {
  const [[ax, ay] = [0, 0], [bx, by] = [0, 0]] = [...fingers.values()];
  return { middle: [(ax + bx) / 2, (ay + by) / 2], width: Math.max(10, Math.hypot(ax - bx, ay - by)) };
}
