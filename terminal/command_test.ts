import { assertEquals, assertThrows } from "@std/assert";
import { readFlags } from "./command.ts";
import { UsageError } from "./usage.ts";

const FLAGS = { string: ["seed", "paper"], boolean: ["dry-run"], collect: ["paper"] };

Deno.test("readFlags() reads values, switches, what may be given more than once, and what is no flag", () => {
  const flags = readFlags(["a/*", "--seed", "1", "--paper", "x", "--paper=y", "--dry-run", "b"], FLAGS);
  assertEquals([flags.seed, flags.paper, flags["dry-run"], flags._], ["1", ["x", "y"], true, ["a/*", "b"]]);
  const none = readFlags([], FLAGS);
  assertEquals([none.seed, none.paper, none["dry-run"], none._], [undefined, [], false, []]);
  assertEquals(readFlags(["--seed=1", "--", "--seed=2"], FLAGS)._, ["--seed=2"]);
  assertEquals(readFlags(["--", "--seed", "--x"], FLAGS)._, ["--seed", "--x"]);
  assertEquals(readFlags(["-h"], { boolean: ["help"] }).help, true);
  assertEquals(readFlags(["007", "1e3"], FLAGS)._, ["007", "1e3"]);
});

Deno.test("readFlags() refuses a flag that it would have to guess about", () => {
  for (
    const [args, message] of [
      [["--sed", "1"], "Unknown flag --sed: did you mean --seed?"],
      [["--_=1", "x"], "Unknown flag --_=1"],
      [["-_"], "Unknown flag -_"],
      [["--colour"], "Unknown flag --colour: known are --seed, --paper, --dry-run"],
      [["--seed", "1", ""], "An argument is empty: is a variable of the shell not set?"],
      [["--seed"], "Flag --seed needs a value"],
      [["--seed="], "Flag --seed needs a value"],
      [["--seed", "--dry-run"], "Flag --seed needs a value"],
      [["--seed", "1", "--seed", "2"], "Flag --seed is given twice: give it once"],
      [["--seed=1", "--dry-run", "--seed=1"], "Flag --seed is given twice: give it once"],
      [["--dry-run=no"], "Flag --dry-run takes no value, got no"],
      [["--dry-run=false"], "Flag --dry-run takes no value, got false"],
    ] as const
  ) assertThrows(() => readFlags(args, FLAGS), UsageError, message);
});
