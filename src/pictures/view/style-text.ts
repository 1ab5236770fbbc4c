/**
 * The look of what is in a live figure from the first, beside the marks of the picture. Text for
 * the sheet of `style-sheet.ts`, which defines the custom properties used here. Sizes are in rem and px so
 * that 200 % zoom and larger text keep every target at 44 px or more; in forced colours the native
 * slider and the system's own colours take over.
 */

/** Style rules of controls, lines of text and fields. */
export const controlsCss = `
:host(secant-figure){display:block;direction:ltr;unicode-bidi:isolate}
:host(secant-figure[hidden]){display:none}
.secant-space{aspect-ratio:16/10;max-height:78vh}
.secant-space[style]{aspect-ratio:auto;max-height:none}
.secant-fields:not(:empty){margin-block-start:.75rem}
.secant-fields>*+*{margin-block-start:.5rem}

.secant-figure,.secant-field{
  --secant-ink:light-dark(#1d2026,#e8eaed);
  --secant-quiet:light-dark(#5c636e,#9aa1ac);
  --secant-rule:light-dark(#c9cdd3,#3a404a);
  --secant-edge:light-dark(#7a818c,#7d8591);
  --secant-wash:light-dark(#f3f4f6,#1b1f26);
  --secant-focus:light-dark(#1f6fd6,#6aa8ff);
  --secant-wrong:light-dark(#b02a10,#ff8d73);
  display:block;position:relative;direction:ltr;unicode-bidi:isolate;color:var(--secant-ink);background:var(--secant-ground);
  font:400 .9375rem/1.5 var(--secant-sans);
  font-variant-numeric:tabular-nums;text-align:left;-webkit-text-size-adjust:100%}
.secant-figure *,.secant-field *{box-sizing:border-box}
.secant-figure p,.secant-field p{margin:0}
.secant-unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}

.secant-stage{position:relative;width:100%;touch-action:pan-x pan-y pinch-zoom;user-select:none;-webkit-user-select:none}
.secant-picture{display:block;width:100%;overflow:hidden;pointer-events:none;background:var(--secant-ground)}
.secant-picture text{font-family:var(--secant-sans);font-variant-numeric:tabular-nums}
.secant-picture tspan[font-style=italic]{font-family:var(--secant-serif)}

.secant-handle{position:absolute;left:-22px;top:-22px;width:44px;height:44px;border-radius:50%;
  cursor:grab;touch-action:none;-webkit-tap-highlight-color:transparent}
.secant-handle::after{content:'';position:absolute;inset:9px;border-radius:50%}
.secant-handle:hover::after,.secant-held::after{background:color-mix(in srgb,currentColor 9%,transparent)}
.secant-handle:focus{outline:none}
.secant-handle:focus-visible::after{outline:2px solid var(--secant-focus)}
.secant-turntable{position:absolute;cursor:grab;touch-action:pan-y;-webkit-tap-highlight-color:transparent;border-radius:8px}
.secant-turntable:focus{outline:none}
.secant-turntable:focus-visible{outline:2px solid var(--secant-focus);outline-offset:-2px}
.secant-stage[data-zoomed]{touch-action:none;cursor:grab}
.secant-handle{z-index:1}
.secant-reset{position:absolute;inset-block-start:0;inset-inline-end:44px;min-height:44px;padding:0 .75rem;border:0;border-radius:8px;
  background:transparent;color:var(--secant-quiet);font:inherit;font-size:.875rem;cursor:pointer;z-index:1;
  text-shadow:0 0 2px var(--secant-ground),0 0 4px var(--secant-ground),0 0 6px var(--secant-ground)}
.secant-stage[data-titled]>.secant-reset{inset-inline:0 auto}
.secant-reset:hover{background:var(--secant-wash)}
.secant-reset:focus-visible{outline:2px solid var(--secant-focus)}
.secant-reset[hidden],.secant-controls[hidden],.secant-others[hidden]{display:none}
.secant-held{cursor:grabbing}

.secant-controls{display:flex;flex-wrap:wrap;align-items:center;margin-block-start:.25rem}
.secant-figure[data-narrow] .secant-step{display:none}
.secant-controls .secant-slider{margin-inline:.5rem}
.secant-play,.secant-step{flex:none;display:grid;place-items:center;width:44px;height:44px;margin:0;padding:0;border:0;border-radius:50%;
  background:transparent;color:inherit;cursor:pointer;-webkit-tap-highlight-color:transparent;touch-action:manipulation}
.secant-play:hover,.secant-step:hover{background:var(--secant-wash)}
.secant-play svg{width:20px;height:20px;fill:currentColor;pointer-events:none}
.secant-step svg{width:16px;height:16px;fill:var(--secant-quiet);pointer-events:none}
.secant-play .secant-pause-sign,.secant-play[data-playing] .secant-play-sign{display:none}
.secant-play[data-playing] .secant-pause-sign{display:block}
.secant-play:focus-visible,.secant-step:focus-visible{outline:2px solid var(--secant-focus);outline-offset:0}
.secant-value{flex:none;min-inline-size:min(6.25rem,100%);margin-inline-start:auto;text-align:end;white-space:nowrap}
.secant-value i,.secant-read-out i{font-family:var(--secant-serif);font-size:1.06em;line-height:0}
.secant-figure sup,.secant-figure sub{font-size:.72em;line-height:0}
.secant-others{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(12rem,100%),1fr));column-gap:1.5rem;padding-inline-start:calc(132px + .5rem)}
.secant-figure[data-narrow] .secant-others{padding-inline-start:calc(44px + .5rem)}
.secant-other{display:flex;flex-wrap:wrap;align-items:center}
.secant-others:has(.secant-play){padding-inline-start:0!important}
.secant-other>.secant-play{margin-inline-end:.5rem}
.secant-other .secant-slider{margin-inline-end:.5rem}

.secant-slider{display:block;flex:1 1 4rem;min-width:0;height:44px;margin:0;background:transparent;cursor:pointer;accent-color:var(--secant-ink);touch-action:pan-y}
.secant-slider:focus-visible{outline:2px solid var(--secant-focus);outline-offset:-2px;border-radius:8px}
@media not (forced-colors:active){
  .secant-slider{appearance:none;-webkit-appearance:none}
  .secant-slider::-webkit-slider-runnable-track{height:3px;border-radius:2px;background:var(--secant-edge)}
  .secant-slider::-moz-range-track{height:3px;border-radius:2px;background:var(--secant-edge)}
  .secant-slider::-webkit-slider-thumb{-webkit-appearance:none;width:22px;height:22px;margin-top:-9.5px;border-radius:50%;
    border:3px solid var(--secant-ground);background:var(--secant-ink)}
  .secant-slider::-moz-range-thumb{width:16px;height:16px;border-radius:50%;border:3px solid var(--secant-ground);background:var(--secant-ink)}
}

.secant-read-out{display:flex;flex-wrap:wrap;align-items:baseline;column-gap:1.5rem;row-gap:.125rem;padding-inline-start:.75rem;min-height:1.5em}
.secant-read-out-value{display:inline-block}
.secant-notice{padding-inline-start:.75rem;min-height:1.5em;color:var(--secant-quiet)}

.secant-corner{position:absolute;inset-block-start:0;inset-inline-end:0}
.secant-menu-button{display:grid;place-items:start end;width:44px;height:44px;margin:0;padding:5px;border:0;border-radius:8px;
  background:transparent;color:inherit;cursor:pointer;-webkit-tap-highlight-color:transparent;touch-action:manipulation}
.secant-menu-button svg{width:20px;height:20px;fill:var(--secant-quiet);pointer-events:none}
.secant-menu-button:is(:hover,[aria-expanded=true]){background:color-mix(in srgb,var(--secant-wash) 75%,transparent)}
.secant-menu-button:focus-visible{outline:2px solid var(--secant-focus);outline-offset:-2px}

.secant-field-message:not(:empty){margin-block-start:.5rem;padding-inline-start:.75rem;border-inline-start:3px solid var(--secant-wrong)}
.secant-field-message strong{font-weight:600;color:var(--secant-wrong)}
.secant-field-message pre,.secant-field-message code{font:400 .875rem/1.35 ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace}
.secant-field-message pre{margin:.25rem 0;overflow:hidden;white-space:pre}
.secant-field-message b{font-weight:600;color:var(--secant-wrong)}
@media (forced-colors:active){
  .secant-handle:focus-visible::after,.secant-play:focus-visible{outline-color:Highlight}
  .secant-play svg,.secant-step svg,.secant-menu-button svg{fill:ButtonText}
}
@media print{
  .secant-controls,.secant-others,.secant-unseen,.secant-handle,.secant-turntable,.secant-reset,.secant-corner,.secant-hover-ring,.secant-hover-tag{display:none}
  .secant-figure,.secant-field{color-scheme:light only}
  .secant-figure{break-inside:avoid}
}
`;
