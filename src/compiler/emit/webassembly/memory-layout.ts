/** What stands where in the memory of a module, before what its runs take. */

/** Where a run notes what it met: bit 0 for a read that found nothing, bit 1 for a kink. */
export const flagPlace = 0;
/** Results of a run, if there are several. */
export const resultsPlace = 16;
export const mostResults = 100;
/** Constants of two lanes begin here. */
export const constantsPlace = 1024;
