import { showDuration, showStepRate } from "./duration.ts";
import { writeAll } from "./write_all.ts";

/** Progress of something long, on stderr. See {@linkcode progress}. */
export interface Progress {
  /** Says how far it is: `done` of the total (in all, not since the last call), and what it is at now. */
  update(done: number, note?: string): void;
  /** Writes the closing line, with how much was done and how long it took. Nothing may follow. */
  end(note?: string): void;
}

/** Options of {@linkcode progress}. */
export interface ProgressOptions {
  /** How much there is to do; 0 where that isn't known: then there is no bar and no time left. */
  total: number;
  /** What is counted: steps by default. */
  unit?: "bytes" | "steps";
  /** Writes nothing. */
  quiet?: boolean;
}

/** Where progress is written; tests give their own. */
export interface ProgressSink {
  write(text: string): void;
  /** Whether a line can be drawn over. */
  terminal: boolean;
  /** Width of the terminal, in characters. */
  columns(): number;
  /** A clock, in milliseconds. */
  now(): number;
}

const BAR = 24;
const REDRAW = 100;
const PLAIN = 10_000;

/**
 * Shows the progress of something long on stderr, starting now.
 *
 * On a terminal it is one line, drawn again at most ten times a second: label, bar, done/total, rate, time left,
 * note. Elsewhere (a log file, CI) it is a plain line at the start, one every 10 seconds at most, and one at the end.
 * The rate is the mean since the start.
 *
 * @param label What is being done, for example `Downloading MNIST`.
 *
 * @example
 * ```ts
 * import { progress } from "./progress.ts";
 *
 * const shown = progress("Training", { total: 3, quiet: true });
 * for (let epoch = 1; epoch <= 3; epoch++) shown.update(epoch, `epoch ${epoch}`);
 * shown.end();
 * ```
 */
export function progress(
  label: string,
  options: ProgressOptions,
  sink: ProgressSink = stderrSink(),
): Progress {
  const { total, unit = "steps", quiet = false } = options;
  if (quiet) return { update() {}, end() {} };

  const start = sink.now();
  let drawn = start;
  let last = 0;

  const rate = (now: number) => last > 0 && now > start ? last / (now - start) * 1000 : undefined;
  const draw = (now: number, note?: string) => {
    const perSecond = rate(now);
    const parts = [
      amount(last, total, unit),
      perSecond === undefined ? "" : speed(perSecond, unit),
      perSecond === undefined || last >= total ? "" : `${showDuration((total - last) / perSecond)} left`,
      note ?? "",
    ].filter((part) => part !== "");
    if (!sink.terminal) return sink.write(`${label}: ${parts.join(", ")}\n`);
    const line = [label, ...bar(last, total), ...parts].join("  ");
    sink.write(`\r${[...line].slice(0, sink.columns() - 1).join("")}\x1b[K`);
  };

  draw(start);
  return {
    update(done, note) {
      const now = sink.now();
      last = done;
      if (now - drawn < (sink.terminal ? REDRAW : PLAIN)) return;
      drawn = now;
      draw(now, note);
    },
    end(note) {
      const now = sink.now();
      const perSecond = rate(now);
      const end =
        `${label}: ${amount(last, last >= total ? 0 : total, unit)} in ${
          showDuration((now - start) / 1000)
        }` +
        (perSecond === undefined ? "" : ` (${speed(perSecond, unit)})`) + (note ? `, ${note}` : "");
      sink.write(sink.terminal ? `\r${end}\x1b[K\n` : `${end}\n`);
    },
  };
}

/** The process's stderr. */
export function stderrSink(): ProgressSink {
  return {
    write: (text) => writeAll(Deno.stderr, text),
    terminal: Deno.stderr.isTerminal(),
    // Some pseudo-terminals say 0.
    columns: () => Deno.consoleSize().columns || 80,
    now: () => performance.now(),
  };
}

function bar(done: number, total: number): string[] {
  if (total <= 0) return [];
  const share = Math.min(1, done / total);
  const full = Math.round(share * BAR);
  return ["█".repeat(full) + "░".repeat(BAR - full), `${Math.floor(share * 100)}%`.padStart(4)];
}

/** `12.0/274.0 MB`, or `12.0 MB` where the total is 0. */
function amount(done: number, total: number, unit: "bytes" | "steps"): string {
  if (unit === "steps") return total > 0 ? `${done}/${total}` : `${done} steps`;
  const [scale, name] = byteScale(Math.max(done, total));
  const digits = scale === 1 ? 0 : 1;
  const show = (bytes: number) => (bytes / scale).toFixed(digits);
  return total > 0 ? `${show(done)}/${show(total)} ${name}` : `${show(done)} ${name}`;
}

function speed(perSecond: number, unit: "bytes" | "steps"): string {
  if (unit === "bytes") return `${amount(perSecond, 0, "bytes")}/s`;
  return showStepRate(perSecond);
}

function byteScale(bytes: number): [number, string] {
  if (bytes >= 1e9) return [1e9, "GB"];
  if (bytes >= 1e6) return [1e6, "MB"];
  return bytes >= 1e3 ? [1e3, "kB"] : [1, "B"];
}
