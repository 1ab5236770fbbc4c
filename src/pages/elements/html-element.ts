/** HTMLElement, or where there is no DOM something to extend in its place: there an element is never made. */
export const Base = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);
