/**
 * The look of a function field: its row, and the examples under it; the message is also that of a figure, in
 * `style-text.ts`. Text for a sheet of `style-sheet.ts`, with the custom properties of `style-text.ts`.
 */

/** Style rules of a function field. */
export const fieldCss = (): string => `
.secant-field-row{display:flex;align-items:flex-start;gap:.5rem;border:1px solid var(--secant-edge);border-radius:8px;
  padding-inline-start:.75rem;background:var(--secant-ground)}
.secant-field-row:focus-within{outline:2px solid var(--secant-focus);outline-offset:-1px;border-color:transparent}
.secant-field-label{flex:none;line-height:1.5rem;padding-block:calc((44px - 1.5rem)/2 - 1px);white-space:nowrap}
.secant-field-text{flex:1;min-width:0;min-height:42px;max-height:16rem;margin:0;border:0;border-radius:8px;resize:none;field-sizing:content;
  padding:calc((44px - 1.5rem)/2 - 1px) .75rem calc((44px - 1.5rem)/2 - 1px) 0;background:transparent;color:inherit;
  font:400 1rem/1.5rem ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;overflow-wrap:anywhere}
.secant-field-text:focus{outline:none}
.secant-field-text[aria-invalid=true]{text-decoration:none}
.secant-field-row:has([aria-invalid=true]){border-color:var(--secant-wrong)}
.secant-examples{display:grid;grid-template-columns:auto minmax(0,1fr);align-items:baseline;margin-block-start:.375rem;padding-inline-start:.75rem}
.secant-examples-label{color:var(--secant-quiet)}
.secant-examples-list{display:flex;flex-wrap:wrap;gap:0 .375rem}
.secant-example{min-height:32px;padding:0 .5rem;border:0;border-radius:8px;background:transparent;color:inherit;cursor:pointer;
  font:400 .875rem/1.2 ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;
  text-decoration:underline;text-decoration-color:var(--secant-rule);text-underline-offset:.3em;touch-action:manipulation}
.secant-example:hover{background:var(--secant-wash)}
.secant-example[aria-pressed=true]{text-decoration-color:currentColor;text-decoration-thickness:2px}
@media (pointer:coarse){.secant-example{min-height:44px}}
.secant-field-label i{font-family:var(--secant-serif);font-size:1.06em}
.secant-example:focus-visible{outline:2px solid var(--secant-focus);outline-offset:0}
@media print{.secant-examples{display:none}}
`;
