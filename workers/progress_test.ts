import { assertEquals } from "@std/assert";
import { runProgress } from "./progress.ts";

/** A sink with a clock that tests move. */
function recorder(terminal: boolean, columns = 200) {
  const sink = {
    text: "",
    time: 0,
    terminal,
    columns: () => columns,
    now: () => sink.time,
    write: (text: string) => void (sink.text += text),
  };
  return sink;
}

const standing = { label: "[2/9] a/b/c seed 42", estimate: 100, rest: 600 };

Deno.test("runProgress() draws one line over on a terminal: epoch, loss, steps a second, time left for the run and for all", () => {
  const sink = recorder(true);
  const { of, end } = runProgress(standing, sink);
  const update = of("autoencoder");
  update(1, 200, "epoch 1/8");
  assertEquals(sink.text, "");
  sink.time = 10_000;
  update(51, 200, "epoch 2/8 loss 0.25");
  assertEquals(
    sink.text,
    "\r[2/9] a/b/c seed 42: 25 %, 1 min 30 s left, 11 min 30 s for all, epoch 2/8 loss 0.25, 5.0 steps/s, autoencoder\x1b[K",
  );
  sink.text = "";
  sink.time = 10_050;
  update(52, 200, "too soon");
  assertEquals(sink.text, "");
  end();
  assertEquals(sink.text, "\r\x1b[K");
});

Deno.test("runProgress() takes what its steps say where that is more than was estimated", () => {
  const sink = recorder(false);
  const update = runProgress({ ...standing, estimate: 1, rest: 0 }, sink).of("AEC");
  update(1, 100, "");
  sink.time = 40_000;
  update(11, 100, "");
  assertEquals(sink.text, "[2/9] a/b/c seed 42: 11 %, 5 min 56 s left, 4.0 s/step, AEC\n");
});

Deno.test("runProgress() counts the steps of this session alone", () => {
  const sink = recorder(true);
  const update = runProgress({ ...standing, estimate: 0, rest: 0 }, sink).of("AEC");
  update(1000, 2000, "");
  sink.time = 10_000;
  update(1100, 2000, "");
  assertEquals(sink.text, "\r[2/9] a/b/c seed 42: 55 %, 1 min 30 s left, 10.0 steps/s, AEC\x1b[K");
});

Deno.test("runProgress() writes a plain line every half minute elsewhere, and nothing at the end", () => {
  const sink = recorder(false);
  const { of, end } = runProgress(standing, sink);
  const update = of("AEC");
  for (let step = 1; step <= 70; step++) {
    sink.time += 1000;
    update(step, 100, "");
  }
  end();
  assertEquals(sink.text.split("\n").length - 1, 2);
});

Deno.test("runProgress() keeps its line within the terminal", () => {
  const sink = recorder(true, 27);
  const update = runProgress(standing, sink).of("AEC");
  sink.time = 200;
  update(1, 2, "");
  assertEquals(sink.text, "\r[2/9] a/b/c seed 42: 50 %,\x1b[K");
});
