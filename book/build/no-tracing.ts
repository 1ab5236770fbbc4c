/** In place of what records functions of the program: no page of the book has any. */
export const tracing = undefined;
