/** All commands, in the order in which `secant --help` lists them. */
import type { Command } from '../command.ts';
import { chapterCommand } from './chapter.ts';
import { checkCommand } from './check.ts';
import { codeCommand } from './code.ts';
import { completionCommand } from './completion.ts';
import { derivativeCommand } from './derivative.ts';
import { differentiableCommand } from './differentiable.ts';
import { exploreCommand } from './explore.ts';
import { figureCommand } from './figure.ts';
import { gradientCommand } from './gradient.ts';
import { hessianCommand } from './hessian.ts';
import { newChapterCommand } from './new-chapter.ts';
import { numericCommand } from './numeric.ts';
import { sqlCommand } from './sql.ts';
import { taylorCommand } from './taylor.ts';

export const commands: readonly Command[] = [
  derivativeCommand,
  gradientCommand,
  hessianCommand,
  taylorCommand,
  differentiableCommand,
  numericCommand,
  checkCommand,
  codeCommand,
  figureCommand,
  sqlCommand,
  exploreCommand,
  chapterCommand,
  newChapterCommand,
  completionCommand(() => commands),
];
