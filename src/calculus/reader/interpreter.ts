/** Brings the interpreter to the compiler, for pages that forbid `new Function`. */
import { provideInterpreter } from '../interpreter.ts';
import { createPlainMachine, interpret } from '../../compiler/interpret/interpret.ts';

provideInterpreter((fn, kink) => {
  const machine = createPlainMachine(kink);
  return (args) => interpret(fn, args, machine);
});
