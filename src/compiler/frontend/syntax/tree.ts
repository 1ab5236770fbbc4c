/** The nodes of the tree of JavaScript, for those who read it by their types: as acorn describes them. */
export type * from 'acorn';
