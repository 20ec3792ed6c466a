/**
 * The command `deno task faults`: does what goes wrong on real machines on purpose, and says whether what must hold did.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { cpuModel } from "../engine/processor.ts";
import { notice } from "../terminal/notice.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { nearest, UsageError } from "../terminal/usage.ts";
import { random, seedFor } from "../engine/random.ts";
import { FAULTS } from "./all.ts";
import { type Fault, type Finding, NotTried } from "./fault.ts";

const USAGE = `deno task faults [NAME…] [--times N]

Does faults on purpose, of all kinds or those named, each in a folder of its own for temporary files, and writes what
happened. Without names it also writes that to faults/RESULTS.md.

  --times N   how often to do each; every kind has a number of its own unless given

${FAULTS.map(({ name, times, what }) => `  ${name.padEnd(17)} ${what} (${times})`).join("\n")}

Exit codes: 0 all that must hold held, 1 something did not, 2 bad usage.`;

/** A fault and what happened, or why it was not tried. */
interface Row {
  fault: Fault;
  finding: Finding | NotTried;
  seconds: number;
}

/** Runs the command; returns its exit code. */
async function faults(args: string[]): Promise<number> {
  const flags = readFlags(args, { string: ["times"], boolean: ["help"] });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const { _: names } = flags;
  for (const name of names) {
    const known = FAULTS.map((fault) => fault.name);
    if (!known.includes(name)) {
      throw new UsageError(`Unknown fault ${name}: nearest is ${nearest(name, known, 1)}`);
    }
  }
  const times = flags.times === undefined ? undefined : readTimes(flags.times);
  const rows: Row[] = [];
  for (const fault of FAULTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    notice(`${fault.name}: ${fault.what}`);
    const row = await tried(fault, times ?? fault.times);
    notice(`  ${row.seconds.toFixed(0)} s: ${outcome(row)}`);
    rows.push(row);
  }
  const table = tableOf(rows);
  print(table);
  if (names.length === 0) await writePage(pageOf(rows, table));
  return rows.some(({ finding }) => !(finding instanceof NotTried) && finding.broken.length > 0) ? 1 : 0;
}

function readTimes(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--times must be a positive whole number, got ${text}`);
}

async function tried(fault: Fault, times: number): Promise<Row> {
  const folder = await Deno.makeTempDir({ prefix: `faults-${fault.name}-` });
  const started = performance.now();
  const row = (finding: Row["finding"]) => ({
    fault,
    finding,
    seconds: (performance.now() - started) / 1000,
  });
  try {
    return row(await fault.inflict({ folder, times, random: random(seedFor(fault.name)) }));
  } catch (error) {
    if (error instanceof NotTried) return row(error);
    const message = error instanceof Error ? error.stack ?? error.message : String(error);
    return row({ times: 0, happened: "", broken: [`It could not be done: ${message}`] });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What became of a fault, in words. */
function outcome({ finding }: Row): string {
  if (finding instanceof NotTried) return `not tried: ${finding.message}`;
  const { happened, broken } = finding;
  return broken.length === 0 ? `held: ${happened}` : `**did not hold**: ${broken.join("; ")}`;
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { fault: { name, what, holds }, finding, seconds } = row;
    const times = finding instanceof NotTried ? 0 : finding.times;
    return [`\`${name}\`: ${what}`, times, holds, outcome(row), seconds.toFixed(0)];
  });
  const head = [["fault", "times", "what must hold", "what happened", "seconds"], [
    "---",
    "--:",
    "---",
    "---",
    "--:",
  ]];
  return [...head, ...lines].map((cells) => `| ${cells.map(cellOf).join(" | ")} |`).join("\n");
}

const cellOf = (value: string | number) => `${value}`.replace(/\s+/g, " ").replaceAll("|", "\\|");

function pageOf(rows: readonly Row[], table: string): string {
  const minutes = rows.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  const { deno } = Deno.version, { os, arch } = Deno.build;
  return [
    "# Faults, done on purpose",
    "",
    `Written by \`deno task faults\`, ${new Date().toISOString().slice(0, 10)}: Deno ${deno}, ${os} ${arch},`,
    `${navigator.hardwareConcurrency} threads of ${cpuModel()}, in ${
      minutes.toFixed(0)
    } minutes, load average`,
    `${
      Deno.loadavg()[0].toFixed(1)
    } at the end. The moments and places are random, by a fixed seed; where they fall in a run`,
    "is up to the machine.",
    "",
    table,
    "",
  ].join("\n");
}

async function writePage(text: string): Promise<void> {
  const page = new URL("RESULTS.md", import.meta.url);
  await Deno.writeTextFile(page, text);
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "-q", fileURLToPath(page)] }).output();
}

if (import.meta.main) await main(faults);
