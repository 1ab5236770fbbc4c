/**
 * The look of what comes when somebody reaches for a figure: the menu's list, the panel of a file that is being saved,
 * the tag under the pointer, full screen. Text for a sheet of `style-sheet.ts`, with the custom properties of
 * `style-text.ts`.
 */

/** Style rules of what `interactions.ts` brings. */
export const interactionCss = (): string => `
.secant-menu{position:fixed;inset:auto;z-index:3;box-sizing:border-box;min-width:12.5rem;max-width:calc(100vw - 16px);margin:0;padding:.25rem;overflow:auto;overscroll-behavior:contain;
  border:1px solid var(--secant-rule);border-radius:10px;background:var(--secant-ground);color:var(--secant-ink);
  box-shadow:0 6px 24px rgb(0 0 0/.14);font:400 .9375rem/1.4 var(--secant-sans)}
.secant-menu[hidden]{display:none}
.secant-menu:focus{outline:none}
.secant-menu-item{display:flex;align-items:center;justify-content:space-between;gap:1rem;width:100%;min-height:34px;margin:0;padding:0 .625rem;border:0;border-radius:7px;
  background:transparent;color:inherit;font:inherit;text-align:start;cursor:pointer;-webkit-tap-highlight-color:transparent;touch-action:manipulation}
.secant-menu-item:is(:hover,:focus){background:var(--secant-wash)}
.secant-menu-item:focus{outline:none}
.secant-menu-item:focus-visible{outline:2px solid var(--secant-focus);outline-offset:-2px}
.secant-menu-item[role=menuitemcheckbox]::after{content:'off';color:var(--secant-quiet)}
.secant-menu-item[role=menuitemcheckbox][aria-checked=true]::after{content:'on';color:inherit;font-weight:600}
.secant-menu-choice{display:flex;align-items:center;padding-inline-start:.625rem}
.secant-menu-label{flex:1;padding-inline-end:.75rem}
.secant-menu-choice .secant-menu-item{justify-content:center;width:auto;min-width:36px;padding:0 .25rem}
.secant-menu-item[aria-checked=true][role=menuitemradio]{font-weight:600;text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:.3em}
.secant-menu-hint{color:var(--secant-quiet)}
.secant-menu-rule{margin:.25rem .625rem;border:0;border-block-start:1px solid var(--secant-rule)}
.secant-saving{position:absolute;inset-block-start:44px;inset-inline-end:0;z-index:2;width:17rem;max-width:calc(100vw - 2rem);box-sizing:border-box;padding:.75rem;
  border:1px solid var(--secant-rule);border-radius:10px;background:var(--secant-ground);box-shadow:0 6px 24px rgb(0 0 0/.14)}
.secant-saving[hidden]{display:none}
.secant-saving-choices{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem;margin-block-start:.375rem}
.secant-saving progress{flex:1;min-width:6rem;height:.75rem;accent-color:var(--secant-ink)}
.secant-saving-choice{min-height:44px;margin:0;padding:.25rem .625rem;border:0;border-radius:7px;background:var(--secant-wash);color:inherit;font:inherit;text-align:start;cursor:pointer}
.secant-saving-choice:focus-visible{outline:2px solid var(--secant-focus)}
.secant-hover-ring,.secant-hover-tag{position:absolute;left:0;top:0;pointer-events:none}
.secant-hover-ring{width:12px;height:12px;margin:-6px;border:1.5px solid var(--secant-ink);border-radius:50%;background:color-mix(in srgb,var(--secant-ground) 60%,transparent)}
.secant-hover-tag{padding:.0625rem .5rem;border-radius:6px;background:color-mix(in srgb,var(--secant-ground) 92%,transparent);
  box-shadow:0 0 0 1px var(--secant-rule);font-size:.875rem;white-space:nowrap}
.secant-hover-tag i{font-family:var(--secant-serif);font-size:1.06em}
.secant-hover-ring[hidden],.secant-hover-tag[hidden]{display:none}
.secant-figure[data-full-screen]{box-sizing:border-box;width:100%;height:100%;padding:1rem max(1rem,2.5vw);overflow:auto;background:var(--secant-ground)}
.secant-figure[data-full-screen]>.secant-corner{inset:1rem max(1rem,2.5vw) auto auto}
@media (pointer:coarse){.secant-menu-item{min-height:44px;min-width:44px}}
@media (forced-colors:active){.secant-menu-item:is(:hover,:focus){outline:2px solid Highlight;outline-offset:-2px}}
`;
