/** Brings the judge to the compiler: germs, which decide at kinks, and secants where germs leave it open. */
import { provideJudge } from '../judge.ts';
import { germVerdict } from '../../compiler/interpret/germ.ts';
import { settle } from '../kinks/settle.ts';
import { blackBoxDifferentiability, secantTable } from '../numeric/index.ts';
import './passes.ts';

provideJudge({ settle, germVerdict, blackBoxDifferentiability, secantTable });
