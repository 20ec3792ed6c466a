import { END_SIGNALS } from "./serve.ts";

/** Whether the user, or a scheduler, has asked to end. */
export interface Interrupts {
  asked(): boolean;
  /** Stops listening. */
  close(): void;
}

/** `deno task` passes a terminal's Ctrl-C on to a process that has it already: one that comes so soon is the same. */
const SAME = 1000;

/**
 * Listens for Ctrl-C and SIGTERM.
 *
 * @param first Called at the first.
 * @param second Called at the second, which is to end at once.
 */
export function listenForInterrupts(first: () => void, second: () => void): Interrupts {
  let asked: number | undefined;
  const heard = () => {
    const now = performance.now();
    if (asked === undefined) {
      asked = now;
      first();
    } else if (now - asked > SAME) second();
  };
  for (const signal of END_SIGNALS) Deno.addSignalListener(signal, heard);
  return {
    asked: () => asked !== undefined,
    close() {
      for (const signal of END_SIGNALS) Deno.removeSignalListener(signal, heard);
    },
  };
}
