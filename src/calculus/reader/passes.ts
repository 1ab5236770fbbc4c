/** Brings the passes of programs with loops, memory and calls, which the reader and the judge of kinks need. */
import { emitJavaScript } from '../../compiler/emit/javascript/javascript.ts';
import { layoutOf } from '../../compiler/emit/javascript/layouts.ts';
import { optimize, reuseWorkspaces } from '../../compiler/optimize/index.ts';
import { forward } from '../../compiler/transform/forward/forward.ts';
import { providePasses } from '../reader.ts';
import { writtenParameters } from './written-parameters.ts';

providePasses({ optimize, finish: reuseWorkspaces, forward, emit: emitJavaScript, writtenParameters, layoutOf });
