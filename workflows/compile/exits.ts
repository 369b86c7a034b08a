import type { Exit, Instruction } from '#workflows/engine/plan.ts';

/** Every exit of an instruction, in a fixed order. */
export function exitsOf(instruction: Instruction): Exit[] {
  switch (instruction.op) {
    case 'send':
      return [instruction.sent, instruction.notSent, instruction.unconfirmed];
    case 'wait':
    case 'read':
      return [instruction.next];
    case 'waitUntil':
      return [instruction.next, instruction.never];
    case 'awaitReply': {
      const exits = [...Object.values(instruction.replies), instruction.otherwise, instruction.silence];
      return instruction.optOut === undefined ? exits : [...exits, instruction.optOut];
    }
    case 'branch':
      return [...instruction.cases.map((one) => one.exit), instruction.otherwise];
    case 'split':
      return instruction.arms.map((arm) => arm.exit);
    case 'act':
      return [instruction.next, instruction.refused];
    case 'count':
      return [instruction.next, instruction.after];
    case 'end':
      return [];
  }
}

/** The same instruction with every exit sent through `change`. */
export function withExits(instruction: Instruction, change: (exit: Exit) => Exit): Instruction {
  switch (instruction.op) {
    case 'send':
      return {
        ...instruction,
        sent: change(instruction.sent),
        notSent: change(instruction.notSent),
        unconfirmed: change(instruction.unconfirmed),
      };
    case 'wait':
    case 'read':
      return { ...instruction, next: change(instruction.next) };
    case 'waitUntil':
      return { ...instruction, next: change(instruction.next), never: change(instruction.never) };
    case 'awaitReply': {
      const changed = {
        ...instruction,
        replies: Object.fromEntries(
          Object.entries(instruction.replies).map(([intent, exit]) => [intent, change(exit)]),
        ),
        otherwise: change(instruction.otherwise),
        silence: change(instruction.silence),
      };
      return instruction.optOut === undefined ? changed : { ...changed, optOut: change(instruction.optOut) };
    }
    case 'branch':
      return {
        ...instruction,
        cases: instruction.cases.map((one) => ({ ...one, exit: change(one.exit) })),
        otherwise: change(instruction.otherwise),
      };
    case 'split':
      return { ...instruction, arms: instruction.arms.map((arm) => ({ ...arm, exit: change(arm.exit) })) };
    case 'act':
      return { ...instruction, next: change(instruction.next), refused: change(instruction.refused) };
    case 'count':
      return { ...instruction, next: change(instruction.next), after: change(instruction.after) };
    case 'end':
      return instruction;
  }
}
