import { assertEquals } from "@std/assert";
import { runProgress } from "./progress.ts";

/** A sink with a clock that tests move, and a timer that they ring. */
function recorder(terminal: boolean, columns = 200) {
  const sink = {
    text: "",
    time: 0,
    terminal,
    columns: () => columns,
    now: () => sink.time,
    write: (text: string) => void (sink.text += text),
    ring: undefined as (() => void) | undefined,
    every: (_: number, call: () => void) => {
      sink.ring = call;
      return () => void (sink.ring = undefined);
    },
  };
  return sink;
}

const standing = { label: "[2/9] a/b/c seed 42", estimate: 100, rest: 600 };
const step = (what: string, done: number, total: number, note = "") => ({ what, done, total, note });

Deno.test("runProgress() draws one line over on a terminal: epoch, loss, steps a second, time left for the run and for all", () => {
  const sink = recorder(true);
  const { update, end } = runProgress(standing, sink, sink.every);
  update(step("autoencoder", 1, 200, "epoch 1/8"));
  assertEquals(sink.text, "");
  sink.time = 10_000;
  update(step("autoencoder", 51, 200, "epoch 2/8 loss 0.25"));
  assertEquals(
    sink.text,
    "\r[2/9] a/b/c seed 42: 25 %, 1 min 30 s left, epoch 2/8 loss 0.25, 11 min 30 s for all, 5.0 steps/s, " +
      "autoencoder\x1b[K",
  );
  sink.text = "";
  sink.time = 10_050;
  update(step("autoencoder", 52, 200, "too soon"));
  assertEquals(sink.text, "");
  end();
  assertEquals(sink.text, "\r\x1b[K");
});

Deno.test("runProgress() moves every second on a terminal where nothing is heard, until the end", () => {
  const sink = recorder(true);
  const { update, end } = runProgress({ ...standing, rest: 0 }, sink, sink.every);
  sink.time = 1000;
  sink.ring!();
  assertEquals(sink.text, "\r[2/9] a/b/c seed 42: 1.0 s in, 1 min 39 s left\x1b[K");
  sink.time = 1500;
  update(step("k-means", 0, 4));
  sink.text = "";
  sink.time = 2000;
  sink.ring!();
  assertEquals(sink.text, "");
  sink.time = 3000;
  sink.ring!();
  assertEquals(sink.text, "\r[2/9] a/b/c seed 42: 3.0 s in, 0 %, 1 min 37 s left, k-means\x1b[K");
  end();
  assertEquals(sink.ring, undefined);
});

Deno.test("runProgress() takes what its steps say where that is more than was estimated, for each part anew", () => {
  const sink = recorder(false);
  const { update } = runProgress({ ...standing, estimate: 1, rest: 0 }, sink);
  update(step("autoencoder", 1, 100));
  sink.time = 1000;
  update(step("AEC", 1, 100));
  sink.time = 41_000;
  update(step("AEC", 11, 100));
  assertEquals(sink.text, "[2/9] a/b/c seed 42: 11 %, 5 min 56 s left, 4.0 s/step, AEC\n");
});

Deno.test("runProgress() counts the steps of this session alone", () => {
  const sink = recorder(true);
  const { update } = runProgress({ ...standing, estimate: 0, rest: 0 }, sink, sink.every);
  update(step("AEC", 1000, 2000));
  sink.time = 10_000;
  update(step("AEC", 1100, 2000));
  assertEquals(
    sink.text,
    "\r[2/9] a/b/c seed 42: 55 %, 1 min 30 s left, 10.0 steps/s, AEC\x1b[K",
  );
});

Deno.test("runProgress() writes a plain line every half minute elsewhere, and nothing at the end", () => {
  const sink = recorder(false);
  const { update, end } = runProgress(standing, sink, sink.every);
  assertEquals(sink.ring, undefined);
  for (let done = 1; done <= 70; done++) {
    sink.time += 1000;
    update(step("AEC", done, 100));
  }
  end();
  assertEquals(sink.text.split("\n").length - 1, 2);
});

Deno.test("runProgress() cuts no part in two where the terminal is narrow", () => {
  for (
    const [columns, line] of [[27, "[2/9] a/b/c seed 42: 50 %"], [24, "[2/9] a/b/c seed 42"], [
      11,
      "[2/9] a/b…",
    ]]
  ) {
    const sink = recorder(true, columns as number);
    const { update } = runProgress(standing, sink, sink.every);
    sink.time = 200;
    update(step("AEC", 1, 2));
    assertEquals(sink.text, `\r${line}\x1b[K`);
  }
});
