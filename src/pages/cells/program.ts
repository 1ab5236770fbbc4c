/**
 * The program that runs cells inside the sandbox (`worker.ts` with all it imports), as one text. The frame of the sandbox
 * can fetch nothing, so the page hands it over. What stands here is put in by whoever builds: `scripts/cell-program.mjs`
 * bundles the program and takes this file's place, in `dist/` and wherever the sources are served or bundled. In the
 * sources themselves there is none, and a cell says so.
 */

/** The program; undefined where none was built. */
export const program: string | undefined = undefined;
