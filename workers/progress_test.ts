import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { board } from "./progress.ts";

/** A board, a clock that tests move, and a timer that they ring. */
function made(terminal: boolean, columns = 200) {
  const sink = {
    text: "",
    time: 0,
    ring: undefined as (() => void) | undefined,
    terminal,
    columns: () => columns,
    now: () => sink.time,
    write: (text: string) => void (sink.text += text),
  };
  const every = (_: number, call: () => void) => {
    sink.ring = call;
    return () => void (sink.ring = undefined);
  };
  const taken = () => {
    const { text } = sink;
    sink.text = "";
    return text;
  };
  return { sink, taken, shown: board(sink, every) };
}

const standing = { label: "[2/9] a/b/c seed 42", estimate: 100, rest: () => 600 };
const alone = { ...standing, rest: () => 0 };
const step = (what: string, done: number, total: number, note = "") => ({ what, done, total, note });

Deno.test("board() draws a run's line over on a terminal: epoch, loss, steps a second, time left for the run and for all", () => {
  const { sink, taken, shown } = made(true);
  const { update, end } = shown.begin(standing);
  update(step("autoencoder", 1, 200, "epoch 1/8"));
  assertEquals(taken(), "");
  sink.time = 10_000;
  update(step("autoencoder", 51, 200, "epoch 2/8 loss 0.25"));
  assertEquals(
    taken(),
    "\r[2/9] a/b/c seed 42: 25 %, 1 min 30 s left, epoch 2/8 loss 0.25, 11 min 30 s for all, 5.0 steps/s, autoencoder\x1b[K",
  );
  sink.time = 10_050;
  update(step("autoencoder", 52, 200, "too soon"));
  assertEquals(taken(), "");
  end();
  assertEquals(taken(), "\r\x1b[J");
});

Deno.test("board() asks anew how long the others take each time that it draws", () => {
  const { sink, taken, shown } = made(true);
  let rest = 600;
  const { update } = shown.begin({ ...standing, rest: () => rest });
  for (
    const [left, all] of [[600, "11 min 30 s for all, "], [60, "2 min 20 s for all, "], [0, ""]] as const
  ) {
    rest = left;
    sink.time += 10_000;
    update(step("AEC", 1, 2));
    const line = taken();
    if (all === "") assert(!line.includes("for all"), line);
    else assertStringIncludes(line, all);
  }
});

Deno.test("board() moves every second on a terminal where nothing is heard, until the last run ends", () => {
  const { sink, taken, shown } = made(true);
  const { update, end } = shown.begin(alone);
  sink.time = 1000;
  sink.ring!();
  assertEquals(taken(), "\r[2/9] a/b/c seed 42: 1.0 s in, 1 min 39 s left\x1b[K");
  sink.time = 1500;
  update(step("k-means", 0, 4));
  taken();
  sink.time = 2000;
  sink.ring!();
  assertEquals(taken(), "");
  sink.time = 3000;
  sink.ring!();
  assertEquals(taken(), "\r[2/9] a/b/c seed 42: 3.0 s in, 0 %, 1 min 37 s left, k-means\x1b[K");
  end();
  assertEquals(sink.ring, undefined);
});

Deno.test("board() has a line for each of several runs, and makes room for other lines", () => {
  const { sink, taken, shown } = made(true);
  const one = shown.begin({ label: "one", estimate: 10, rest: () => 0 });
  const two = shown.begin({ label: "two", estimate: 20, rest: () => 0 });
  sink.time = 200;
  one.update(step("k-means", 1, 2));
  assertEquals(taken(), "\rone: 50 %, 9.8 s left, k-means\x1b[K\ntwo: 20 s left\x1b[K");
  sink.time = 400;
  two.update(step("k-means", 1, 4));
  assertEquals(
    taken(),
    "\r\x1b[1Aone: 50 %, 9.6 s left, k-means\x1b[K\ntwo: 25 %, 20 s left, k-means\x1b[K",
  );
  shown.clear();
  assertEquals(taken(), "\r\x1b[1A\x1b[J");
  shown.clear();
  assertEquals(taken(), "");
  one.end();
  sink.time = 600;
  two.update(step("k-means", 2, 4));
  assertEquals(taken(), "\rtwo: 50 %, 19 s left, 5.0 steps/s, k-means\x1b[K");
  two.end();
  assertEquals([taken(), sink.ring], ["\r\x1b[J", undefined]);
});

Deno.test("board() takes what a run's steps say where that is more than was estimated, for each part anew", () => {
  const { sink, taken, shown } = made(false);
  const { update } = shown.begin({ ...alone, estimate: 1 });
  update(step("autoencoder", 1, 100));
  sink.time = 1000;
  update(step("AEC", 1, 100));
  sink.time = 41_000;
  update(step("AEC", 11, 100));
  assertEquals(taken(), "[2/9] a/b/c seed 42: 11 %, 5 min 56 s left, 4.0 s/step, AEC\n");
});

Deno.test("board() counts the steps of this session alone", () => {
  const { sink, taken, shown } = made(true);
  const { update } = shown.begin({ ...alone, estimate: 0 });
  update(step("AEC", 1000, 2000));
  sink.time = 10_000;
  update(step("AEC", 1100, 2000));
  assertEquals(taken(), "\r[2/9] a/b/c seed 42: 55 %, 1 min 30 s left, 10.0 steps/s, AEC\x1b[K");
});

Deno.test("board() writes a plain line every half minute elsewhere, and nothing at the end", () => {
  const { sink, taken, shown } = made(false);
  const { update, end } = shown.begin(standing);
  assertEquals(sink.ring, undefined);
  for (let done = 1; done <= 70; done++) {
    sink.time += 1000;
    update(step("AEC", done, 100));
  }
  end();
  assertEquals(taken().split("\n").length - 1, 2);
});

Deno.test("board() cuts no part in two where the terminal is narrow", () => {
  for (
    const [columns, line] of [
      [27, "[2/9] a/b/c seed 42: 50 %"],
      [24, "[2/9] a/b/c seed 42"],
      [11, "[2/9] a/b…"],
    ] as const
  ) {
    const { sink, taken, shown } = made(true, columns);
    const { update } = shown.begin(alone);
    sink.time = 200;
    update(step("AEC", 1, 2));
    assertEquals(taken(), `\r${line}\x1b[K`);
  }
});
