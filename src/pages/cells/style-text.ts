/**
 * The look of a cell, as the text of a style sheet: its code, its buttons and what it shows. A chapter puts it into
 * its pages, `<secant-cell>` into its shadow root, so a cell looks the same in both. Colours are those of the figures'
 * controls, with one for each kind of word in the code; every pair with its ground has a contrast of 4.5 or more.
 */
import { fonts } from '../../pictures/scene/fonts.ts';

const mono = 'ui-monospace,Menlo,Consolas,monospace';

/**
 * The style sheet of cells. A page sets its own fonts by `--secant-sans`. It is part of what every cell loads, so what is to be
 * said of it stands here.
 *
 * - A line of code is never broken: it is moved. On paper, which cannot be moved, it is broken.
 * - Only what runs for a while is seen to run: a frame around the code, what came before it faded, a ring that turns.
 * - Outputs clip letters with many accents, which would reach far beyond their line.
 * - With forced colours the text itself is seen, and its coloured copy is not.
 */
export const cellStyleText = `
.cell{
  --cell-ground:light-dark(#ffffff,#101317);
  --cell-ink:light-dark(#1d2026,#e8eaed);
  --cell-quiet:light-dark(#5c636e,#9aa1ac);
  --cell-edge:light-dark(#7a818c,#7d8591);
  --cell-rule:light-dark(#dfe2e6,#2d323b);
  --cell-wash:light-dark(#f3f4f6,#1b1f26);
  --cell-focus:light-dark(#1f6fd6,#6aa8ff);
  --cell-wrong:light-dark(#b02a10,#ff8d73);
  --cell-wrong-text:light-dark(#8f210b,#ff9d86);
  --cell-keyword:light-dark(#8a2a7f,#e59adb);
  --cell-number:light-dark(#1c5fb8,#7fb4ff);
  --cell-string:light-dark(#00694c,#5fd3ad);
  --cell-type:light-dark(#8a5200,#e6b86a);
  --cell-mono:${mono};
  --cell-sans:var(--secant-sans,${fonts.sans});
  min-width:0;font-family:var(--cell-sans)}
.cell *{box-sizing:border-box}
.cell-source,.cell-text,.cell-colours{
  display:block;width:100%;margin:0;padding:.75rem .875rem;border:1px solid var(--cell-rule);border-radius:8px;
  background:var(--cell-wash);color:var(--cell-ink);
  font:400 .875rem/1.55 var(--cell-mono);font-variant-numeric:lining-nums;letter-spacing:normal;text-align:start;
  tab-size:2;white-space:pre;overflow:auto hidden;scrollbar-width:thin}
.cell pre code{font:inherit}
.cell-text{field-sizing:content;resize:none}
.cell :is(pre,textarea,button,.output-table):focus-visible{outline:2px solid var(--cell-focus);outline-offset:1px}
[data-edited] :is(.cell-text,.cell-colours){border-inline-start:3px solid var(--cell-focus)}
.cell-code{position:relative;isolation:isolate}
.cell-colours{position:absolute;inset:0;z-index:-1;overflow:hidden;pointer-events:none}
.cell-text:has(+pre){background:transparent;color:transparent;caret-color:var(--cell-ink)}
.cell-text:has(+pre)::selection{background:color-mix(in srgb,var(--cell-focus) 30%,transparent)}
.cell pre .keyword{color:var(--cell-keyword)}
.cell pre .number{color:var(--cell-number)}
.cell pre .string{color:var(--cell-string)}
.cell pre .type{color:var(--cell-type)}
.cell pre .comment{color:var(--cell-quiet)}
.cell-bar{display:flex;align-items:center;gap:.25rem;min-height:44px;margin-block:.375rem .25rem}
.cell-button{min-width:44px;min-height:44px;margin:0;padding:0 .75rem;border:0;border-radius:8px;background:none;color:var(--cell-ink);
  font:500 .875rem/1 var(--cell-sans);cursor:pointer;touch-action:manipulation}
.cell-button:hover{background:var(--cell-wash)}
.cell-button[hidden]{display:none}
.cell-run{min-height:46px;border:1px solid var(--cell-edge);background:var(--cell-wash)}
.cell-run::before{content:'';display:inline-block;width:.5625rem;height:.6875rem;margin-inline-end:.5rem;background:currentColor;
  clip-path:polygon(0 0,100% 50%,0 100%)}
.cell-run:hover{border-color:currentColor}
[data-state=running] .cell-code{border-radius:8px;box-shadow:0 0 0 2px var(--cell-focus);transition:0s .15s}
[data-state=running] .cell-outputs{opacity:.45;transition:0s .15s}
[data-state=running] .cell-status::before{content:'';display:inline-block;width:.75rem;height:.75rem;margin-inline-end:.5rem;border:2px solid var(--cell-focus);border-block-start-color:transparent;border-radius:50%;animation:cell-turns .9s linear infinite}
@keyframes cell-turns{to{rotate:1turn}}
@media (prefers-reduced-motion:reduce){.cell-status::before{animation:none!important}}
.cell-status{color:var(--cell-quiet);font-size:.8125rem}
.output{margin:0 0 .5rem;padding-inline:.875rem;color:var(--cell-ink);font:400 .875rem/1.55 var(--cell-mono);
  font-variant-numeric:lining-nums tabular-nums;white-space:pre-wrap;overflow-wrap:anywhere;
  overflow:clip}
.output-figure{overflow:visible;padding:0;font-family:var(--cell-sans);white-space:normal}
.output-error{padding-block:.5rem;border-inline-start:3px solid var(--cell-wrong);color:var(--cell-wrong-text);
  font-family:var(--cell-sans);white-space:pre-line}
.output-error p{margin:0}
.output-error pre{margin:.25rem 0 0;color:var(--cell-ink);font:400 min(.8125rem,3.4vw)/1.35 var(--cell-mono);white-space:pre;overflow:clip}
.output-error pre b{color:var(--cell-wrong-text);font-weight:600}
.output-table{overflow-x:auto;white-space:normal}
.output-table table{border-collapse:collapse;font:inherit}
.output-table th{font-weight:600;text-align:start}
.output-table :is(th,td){padding:.2rem 1.25rem .2rem 0;border-block-end:1px solid var(--cell-rule);white-space:nowrap}
@media (forced-colors:active){
  .cell-colours{display:none}
  .cell-run::before{background:ButtonText}
  .cell-text:has(+pre){background:Field;color:FieldText;caret-color:auto}
  .cell-text:has(+pre)::selection{background:Highlight;color:HighlightText}
  .cell-bar{margin-block:.25rem}
  .cell-button{border:1px solid ButtonBorder}
}
@media print{
  .cell-source,.cell-code *{white-space:pre-wrap;overflow-wrap:anywhere}
  .cell-bar{display:none}
  .cell{break-inside:avoid}
}
`;
