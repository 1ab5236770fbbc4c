#!/usr/bin/env node
/**
 * The command `secant`, as a process. Results go to standard output, everything else to standard error. A reader that
 * closes the pipe early (`| head`) has what it wanted, which is no error.
 */
import { run } from './program.ts';
import { processTerminal } from './terminal.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), processTerminal());
