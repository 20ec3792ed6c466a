/**
 * Runs all tests in two processes at once, which takes half the time on two cores. Types are not checked here.
 *
 * One half are the tests that start programs and wait for them, the other are those that compute. What the second prints
 * comes after the first is done. It ends as the tests did: 0 if all passed, otherwise 1.
 *
 *     deno run -P=tools tools/test_halves.ts
 *
 * @module
 */

/** The folders whose tests start programs of their own, and the page whose examples are commands. */
const STARTING = [
  ".github",
  "cluster",
  "commands",
  "conformance",
  "docs",
  "examples",
  "faults",
  "performance",
  "tools",
  "README.md",
];

const TEST = ["test", "-q", "-P=test", "--doc", "--no-check"];

const start = (args: readonly string[], stdout: "inherit" | "piped") =>
  new Deno.Command(Deno.execPath(), { args: [...TEST, ...args], stdin: "null", stdout, stderr: "inherit" })
    .spawn();

const starting = start(STARTING, "inherit");
const computing = start([`--ignore=${STARTING.join(",")}`], "piped").output();
const first = await starting.status;
const second = await computing;
await new Blob([second.stdout]).stream().pipeTo(Deno.stdout.writable);
Deno.exit(first.success && second.success ? 0 : 1);
