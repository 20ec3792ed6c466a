/**
 * How far a run is, on stderr: on a terminal one line, drawn over; elsewhere a plain line now and then.
 *
 * @module
 */
import { plain } from "../terminal/notice.ts";
import { type ProgressSink, showDuration, showStepRate, stderrSink } from "../terminal/progress.ts";

/** A run among others. */
export interface Standing {
  /** Its number and name. */
  label: string;
  /** Seconds that it should take. */
  estimate: number;
  /** Seconds that those after it should take. */
  rest: number;
}

/** How far a part of a run is. */
export interface Step {
  /** The part's name. */
  what: string;
  done: number;
  total: number;
  /** Such as the epoch and the loss; may be empty. */
  note: string;
}

/** Milliseconds from one line to the next. */
export const REDRAW = 100;
const PLAIN = 30_000;
/** On a terminal a line is drawn again after so many milliseconds even where nothing was heard. */
const TICK = 1000;

/** What hears of the parts of a run, and clears the terminal's line when it is over. */
export interface RunProgress {
  update(step: Step): void;
  /** Makes room for a line of another kind; the next update draws the line again. */
  clear(): void;
  end(): void;
}

/**
 * Shows the progress of a run that starts now: what is done, its epoch and loss, steps a second, and the time left. On a
 * terminal the line moves every second, also while the engine is busy with one long computation.
 *
 * @param every Calls a function every so many milliseconds, until what it returns is called; tests give their own.
 */
export function runProgress(
  { label, estimate, rest }: Standing,
  sink: ProgressSink = stderrSink(),
  every: (milliseconds: number, call: () => void) => () => void = repeatedly,
): RunProgress {
  const started = sink.now();
  let drawn = started;
  let heard = started;
  let last: Step | undefined;
  // The first step also compiles, and training that goes on from a checkpoint begins in the middle.
  let first = { what: "", done: 0, at: started };

  const draw = (now: number) => {
    drawn = now;
    const perSecond = last && now > first.at ? 1000 * (last.done - first.done) / (now - first.at) : 0;
    const elapsed = (now - started) / 1000;
    const left = Math.max(
      0,
      estimate - elapsed,
      last && perSecond > 0 ? (last.total - last.done) / perSecond : 0,
    );
    // What a narrow terminal has no room for comes last.
    const parts = [
      // What moves while nothing else does.
      now - heard >= TICK ? `${showDuration(elapsed)} in` : "",
      last ? `${Math.floor(100 * last.done / last.total)} %` : "",
      `${showDuration(left)} left`,
      last?.note ?? "",
      rest > 0 ? `${showDuration(left + rest)} for all` : "",
      perSecond > 0 ? showStepRate(perSecond) : "",
      last?.what ?? "",
    ].filter((part) => part !== "");
    const line = plain(
      sink.terminal ? fitted(label, parts, sink.columns() - 1) : `${label}: ${parts.join(", ")}`,
    );
    sink.write(sink.terminal ? `\r${line}\x1b[K` : `${line}\n`);
  };
  const stop = sink.terminal
    ? every(TICK, () => {
      const now = sink.now();
      if (now - drawn >= TICK) draw(now);
    })
    : () => {};
  const clear = () => {
    if (sink.terminal) sink.write("\r\x1b[K");
  };
  return {
    update(step) {
      const now = sink.now();
      if (step.what !== first.what) first = { what: step.what, done: step.done, at: now };
      last = step;
      heard = now;
      if (now - drawn >= (sink.terminal ? REDRAW : PLAIN)) draw(now);
    },
    clear,
    end() {
      stop();
      clear();
    },
  };
}

/** The label with as many of the parts, whole, as there is room for; a label that is too long ends in `…`. */
function fitted(label: string, parts: readonly string[], room: number): string {
  const letters = [...label];
  if (letters.length > room) return `${letters.slice(0, room - 1).join("")}…`;
  let line = label;
  for (const [i, part] of parts.entries()) {
    const longer = `${line}${i === 0 ? ": " : ", "}${part}`;
    if ([...longer].length > room) break;
    line = longer;
  }
  return line;
}

function repeatedly(milliseconds: number, call: () => void): () => void {
  const timer = setInterval(call, milliseconds);
  return () => clearInterval(timer);
}
