import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { progress, type ProgressSink } from "./progress.ts";

function sink(terminal: boolean, columns = 200) {
  const written: string[] = [];
  const clock = { ms: 5_000 };
  const made: ProgressSink = {
    write: (text) => void written.push(text),
    terminal,
    columns: () => columns,
    now: () => clock.ms,
  };
  return { written, clock, made };
}

Deno.test("progress() writes nothing when quiet", () => {
  const { written, clock, made } = sink(true);
  const shown = progress("Work", { total: 10, quiet: true }, made);
  clock.ms += 60_000;
  shown.update(5);
  shown.end("done");
  assertEquals(written, []);
});

Deno.test("progress() redraws one line of a terminal, with bar, rate, time left and note", () => {
  const { written, clock, made } = sink(true);
  const shown = progress("Training", { total: 100 }, made);
  clock.ms += 2_000;
  shown.update(25, "loss 0.5");
  assertEquals(
    written[1],
    "\rTraining  ██████░░░░░░░░░░░░░░░░░░   25%  25/100  12.5 steps/s  6.0 s left  loss 0.5\x1b[K",
  );
  assert(!written.join("").includes("\n"));
  clock.ms += 6_000;
  shown.update(100);
  shown.end("loss 0.1");
  assertEquals(written.at(-1), "\rTraining: 100 steps in 8.0 s (12.5 steps/s), loss 0.1\x1b[K\n");
});

Deno.test("progress() redraws a terminal at most ten times a second", () => {
  const { written, clock, made } = sink(true);
  const shown = progress("Training", { total: 1000 }, made);
  for (let step = 1; step <= 1000; step++) {
    clock.ms += 1;
    shown.update(step);
  }
  assertEquals(written.length, 1 + 10);
});

Deno.test("progress() keeps the line within the terminal", () => {
  const { written, clock, made } = sink(true, 40);
  const shown = progress("Training", { total: 100 }, made);
  clock.ms += 200;
  shown.update(50, "a note that is too long for this line");
  for (const text of written) assertEquals([...text.slice(1, text.indexOf("\x1b"))].length, 39);
});

Deno.test("progress() writes plain lines elsewhere: at the start, every 10 seconds, at the end", () => {
  const { written, clock, made } = sink(false);
  const shown = progress("Downloading", { total: 274_000_871, unit: "bytes" }, made);
  for (let second = 1; second <= 27; second++) {
    clock.ms += 1_000;
    shown.update(second * 10_000_000);
  }
  shown.update(274_000_871);
  shown.end();
  assertEquals(written, [
    "Downloading: 0.0/274.0 MB\n",
    "Downloading: 100.0/274.0 MB, 10.0 MB/s, 17 s left\n",
    "Downloading: 200.0/274.0 MB, 10.0 MB/s, 7.4 s left\n",
    "Downloading: 274.0 MB in 27 s (10.1 MB/s)\n",
  ]);
});

Deno.test("progress() says at the end how far it came when it stopped early", () => {
  const { written, clock, made } = sink(false);
  const shown = progress("Training", { total: 100 }, made);
  clock.ms += 30_000;
  shown.update(10);
  shown.end("stopped");
  assertEquals(written.at(-1), "Training: 10/100 in 30 s (3.0 s/step), stopped\n");
});

Deno.test("progress() has no bar and no time left where the total is unknown", () => {
  const { written, clock, made } = sink(true);
  const shown = progress("Downloading", { total: 0, unit: "bytes" }, made);
  clock.ms += 1_000;
  shown.update(1_500);
  assertEquals(written[1], "\rDownloading  1.5 kB  1.5 kB/s\x1b[K");
});

Deno.test("progress() writes long times in minutes and hours", () => {
  for (
    const [ms, expected] of [[125_000, "in 2 min 05 s"], [3_599_600, "in 1 h 00 min"], [
      7_320_000,
      "in 2 h 02 min",
    ]]
  ) {
    const { written, clock, made } = sink(false);
    const shown = progress("Training", { total: 1 }, made);
    clock.ms += ms as number;
    shown.update(1);
    shown.end();
    assertStringIncludes(written.at(-1)!, expected as string);
  }
});

Deno.test("progress() says 0 done at once when nothing is done", () => {
  const { written, made } = sink(false);
  progress("Training", { total: 5 }, made).end();
  assertEquals(written, ["Training: 0/5\n", "Training: 0/5 in 0.0 s\n"]);
});
