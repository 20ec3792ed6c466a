/**
 * How far a run is, on stderr: on a terminal one line, drawn over; elsewhere a plain line now and then.
 *
 * @module
 */
import type { ProgressListener } from "../models/training.ts";
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

/** Milliseconds from one line to the next. */
const REDRAW = 100;
const PLAIN = 30_000;

/** What hears of the parts of a run by their names, and clears the terminal's line when it is over. */
export interface RunProgress {
  of(what: string): ProgressListener;
  end(): void;
}

/** Shows the progress of a run that starts now: what is done, its epoch and loss, steps a second, and the time left. */
export function runProgress(
  { label, estimate, rest }: Standing,
  sink: ProgressSink = stderrSink(),
): RunProgress {
  const started = sink.now();
  return {
    of(what) {
      // The first step also compiles, and training that goes on from a checkpoint begins in the middle.
      let first: { done: number; at: number } | undefined;
      let drawn = sink.now();
      return (done, total, note) => {
        const now = sink.now();
        first ??= { done, at: now };
        if (now - drawn < (sink.terminal ? REDRAW : PLAIN)) return;
        drawn = now;
        const perSecond = 1000 * (done - first.done) / (now - first.at);
        const left = Math.max(
          0,
          estimate - (now - started) / 1000,
          perSecond > 0 ? (total - done) / perSecond : 0,
        );
        // What a narrow terminal cuts off comes last.
        const parts = [
          `${Math.floor(100 * done / total)} %`,
          `${showDuration(left)} left`,
          rest > 0 ? `${showDuration(left + rest)} for all` : "",
          note,
          perSecond > 0 ? showStepRate(perSecond) : "",
          what,
        ];
        const line = `${label}: ${parts.filter((part) => part !== "").join(", ")}`;
        sink.write(
          sink.terminal ? `\r${[...line].slice(0, sink.columns() - 1).join("")}\x1b[K` : `${line}\n`,
        );
      };
    },
    end() {
      if (sink.terminal) sink.write("\r\x1b[K");
    },
  };
}
