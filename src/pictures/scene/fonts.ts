/** Fonts: a sans for labels and read-outs, a serif for mathematics in italics. */
export const fonts = {
  sans: "'Source Sans 3', 'Source Sans Pro', system-ui, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
  serif:
    "'Source Serif 4', 'Source Serif Pro', 'STIX Two Text', Georgia, 'Times New Roman', 'Liberation Serif', 'DejaVu Serif', serif",
} as const;
