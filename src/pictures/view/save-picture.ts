/**
 * Files of a figure for the reader: SVG text as it is, PNG drawn from it by the browser at twice its size. In: SVG
 * text. Out: a download, or a blob.
 */

/** Gives the reader a file, as a download. */
export function saveFile(owner: Document, name: string, content: Blob): void {
  const link = owner.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** SVG text as a file. */
export function svgFile(svg: string): Blob {
  return new Blob([svg], { type: 'image/svg+xml' });
}
