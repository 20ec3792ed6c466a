/**
 * How far runs are, on stderr: on a terminal a line each, drawn over; elsewhere plain lines now and then.
 *
 * @module
 */
import { plain } from "../terminal/notice.ts";
import { showDuration, showStepRate } from "../terminal/duration.ts";
import { type ProgressSink, stderrSink } from "../terminal/progress.ts";

/** A run among others. */
export interface Standing {
  /** Its number and name. */
  label: string;
  /** Seconds that it should take. */
  estimate: number;
  /** Seconds that those should take which nobody has begun yet. */
  rest(): number;
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

/** Milliseconds from one drawing to the next. */
export const REDRAW = 100;
const PLAIN = 30_000;
/** On a terminal the lines are drawn again after so many milliseconds even where nothing was heard. */
const TICK = 1000;

/** What hears of one run's parts, until it ends. */
export interface RunProgress {
  update(step: Step): void;
  end(): void;
}

/** What shows the runs that are under way. */
export interface Board {
  /** Shows a run that starts now: what is done, its epoch and loss, steps a second, and the time left. */
  begin(standing: Standing): RunProgress;
  /** Makes room on the terminal for lines of another kind, which are to be written now. */
  clear(): void;
}

/**
 * A board without runs. On a terminal its lines move every second, also while an engine is busy with one long computation.
 *
 * @param every Calls a function every so many milliseconds, until what it returns is called; tests give their own.
 */
export function board(
  sink: ProgressSink = stderrSink(),
  every: (milliseconds: number, call: () => void) => () => void = repeatedly,
): Board {
  const lines = new Set<(now: number) => string>();
  let drawn = sink.now();
  /** How many lines of the terminal are the board's. */
  let height = 0;
  let stop = () => {};

  const toTop = () => height > 1 ? `\r\x1b[${height - 1}A` : "\r";
  const clear = () => {
    if (height > 0) sink.write(`${toTop()}\x1b[J`);
    height = 0;
  };
  const draw = (now: number) => {
    drawn = now;
    const text = [...lines].map((line) => `${line(now)}\x1b[K`).join("\n");
    sink.write(`${toTop()}${text}`);
    height = lines.size;
  };
  const tick = () => {
    const now = sink.now();
    if (now - drawn >= TICK) draw(now);
  };
  return {
    begin(standing) {
      const run = telling(standing, sink.now());
      if (!sink.terminal) {
        let written = sink.now();
        return {
          update(step) {
            const now = sink.now();
            run.update(step, now);
            if (now - written < PLAIN) return;
            written = now;
            sink.write(`${plain(run.line(now))}\n`);
          },
          end() {},
        };
      }
      const line = (now: number) => plain(run.line(now, sink.columns() - 1));
      if (lines.size === 0) stop = every(TICK, tick);
      lines.add(line);
      return {
        update(step) {
          const now = sink.now();
          run.update(step, now);
          if (now - drawn >= REDRAW) draw(now);
        },
        end() {
          clear();
          lines.delete(line);
          if (lines.size === 0) stop();
        },
      };
    },
    clear,
  };
}

/** A run's line. */
function telling({ label, estimate, rest }: Standing, started: number): {
  update(step: Step, now: number): void;
  line(now: number, room?: number): string;
} {
  let heard = started;
  let last: Step | undefined;
  // The first step also compiles, and training that goes on from a checkpoint begins in the middle.
  let first = { what: "", done: 0, at: started };
  return {
    update(step, now) {
      if (step.what !== first.what) first = { what: step.what, done: step.done, at: now };
      last = step;
      heard = now;
    },
    line(now, room = Infinity) {
      const perSecond = last && heard > first.at ? 1000 * (last.done - first.done) / (heard - first.at) : 0;
      const elapsed = (now - started) / 1000;
      const left = Math.max(
        0,
        estimate - elapsed,
        last && perSecond > 0 ? (last.total - last.done) / perSecond : 0,
      );
      const after = rest();
      // What a narrow terminal has no room for comes last.
      return fitted(
        label,
        [
          // What moves while nothing else does.
          now - heard >= TICK ? `${showDuration(elapsed)} in` : "",
          last ? `${Math.floor(100 * last.done / last.total)} %` : "",
          `${showDuration(left)} left`,
          last?.note ?? "",
          after > 0 ? `${showDuration(left + after)} for all` : "",
          perSecond > 0 ? showStepRate(perSecond) : "",
          last?.what ?? "",
        ].filter((part) => part !== ""),
        room,
      );
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
