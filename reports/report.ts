/**
 * The command `deno task report`: draws the report of a result folder again from its records.
 *
 * @module
 */
import { parseArgs } from "@std/cli";
import { RecordError } from "../benchmarks/runner/record.ts";
import { ClaimsError } from "./claims.ts";
import { writeReport } from "./write.ts";
import { VERDICTS } from "./compare.ts";

const USAGE = `deno task report [--out DIR]

Draws DIR/REPORT.md and DIR/claims.csv from the records in DIR/runs. DIR is reports/local unless given.
`;

/** Runs the command; returns its exit code: 0 done, 1 a broken file, 2 bad usage. */
export async function main(args: string[]): Promise<number> {
  const wrong: string[] = [];
  const { out = "reports/local", help } = parseArgs(args, {
    string: ["out"],
    boolean: ["help"],
    unknown: (argument) => {
      wrong.push(argument);
      return false;
    },
  });
  if (help) {
    print(Deno.stdout, USAGE);
    return 0;
  }
  if (wrong.length > 0 || out === "") {
    print(Deno.stderr, `${out === "" ? "--out needs a folder" : `What is ${wrong[0]}?`}\n\n${USAGE}`);
    return 2;
  }
  try {
    const { path, counts, records } = await writeReport(out);
    const verdicts = VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) =>
      `${counts[verdict]} ${verdict}`
    );
    print(
      Deno.stdout,
      `${path}, from ${records} record${records === 1 ? "" : "s"}: ${verdicts.join(", ")}\n`,
    );
    return 0;
  } catch (error) {
    if (!(error instanceof RecordError || error instanceof ClaimsError)) throw error;
    print(Deno.stderr, `${error.message}\n`);
    return 1;
  }
}

function print(stream: typeof Deno.stdout, text: string): void {
  stream.writeSync(new TextEncoder().encode(text));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
