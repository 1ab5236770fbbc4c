/** Brings the painter of space: imported for that effect by every figure with a view into space. */
import { paintSpace } from './paint-space.ts';
import { providePainter } from './painters.ts';

providePainter('space', paintSpace);
