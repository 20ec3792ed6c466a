import { assertEquals, assertThrows } from "@std/assert";
import { readDuration, showDuration } from "./duration.ts";
import { UsageError } from "./usage.ts";

Deno.test("readDuration() reads hours, minutes and seconds, alone and together", () => {
  const read = (text: string) => readDuration("--budget", text);
  assertEquals(["0s", "90s", "30m", "2h", "1h30m", "1h1m1s"].map(read), [0, 90, 1800, 7200, 5400, 3661]);
});

Deno.test("readDuration() refuses what is no length of time, and says what would be", () => {
  for (const text of ["", "-1", "30", "m", "1.5h", "10m1h", "1d", "-5m", "1h "]) {
    const { message } = assertThrows(() => readDuration("--budget", text), UsageError);
    assertEquals(
      message,
      `--budget must be a length of time such as 90s, 30m or 1h30m, got ${text}`,
    );
  }
});

Deno.test("showDuration() takes the unit that fits", () => {
  const shown = [0, 9.94, 9.96, 59.4, 59.6, 185, 3599.6, 3720, 36_100, 5_500_000].map(showDuration);
  assertEquals(shown, [
    "0.0 s",
    "9.9 s",
    "10 s",
    "59 s",
    "1 min 00 s",
    "3 min 05 s",
    "1 h 00 min",
    "1 h 02 min",
    "10 h",
    "64 days",
  ]);
});
