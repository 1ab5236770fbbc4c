/** Brings the painter of diagrams: imported for that effect by every figure of boxes and arrows. */
import { diagramFrame, diagramHeight } from './diagram-frame.ts';
import { paintDiagram } from './paint-diagram.ts';
import { providePainter } from './painters.ts';

providePainter('diagram', { frame: diagramFrame, height: diagramHeight, paint: paintDiagram });
