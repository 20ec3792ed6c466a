/**
 * The command `deno task data`: fetches and verifies the data sets.
 *
 * @module
 */
import { DataError } from "../datasets/data_error.ts";
import { DATASETS, loadDataset, locateDataset } from "../datasets/mod.ts";
import { loadDeclarations } from "../papers/load.ts";
import { main, print, readFlags } from "../terminal/command.ts";
import { nearest, UsageError } from "../terminal/usage.ts";
import { checkDataFolder } from "./data_folder.ts";
import { outsidePapers } from "./papers.ts";

const USAGE = `deno task data [NAME…] [options]

Fetches the named data sets (default: all) into the cache and checks the SHA-256 of each file. Files that are in the cache
already are only checked. EMNIST Balanced is part of an archive of 562 MB: its four files are kept, and the archive is
removed. A download of it that is cut off goes on where it ended. If a data set can't be downloaded, the command says where
to get it. With --data-dir nothing is downloaded.

Names: ${DATASETS.map(({ name }) => name).join(", ")}

  --papers DIR      add the data sets of the paper in this folder, and take these alone unless others are named; may be
                    given more than once. This executes the paper's code, with this command's permissions
  --data-dir DIR    check the files in this folder instead
  --quiet           show no progress of downloads

Exit codes: 0 done, 1 a data set is damaged or can't be fetched (where none is named: of those that can be), 2 bad usage.`;

/** Runs the command; returns its exit code. */
export async function data(args: string[]): Promise<number> {
  const flags = readFlags(args, {
    string: ["papers", "data-dir"],
    boolean: ["quiet", "help"],
    collect: ["papers"],
  });
  if (flags.help) {
    print(USAGE);
    return 0;
  }
  const declared = outsidePapers(await loadDeclarations(flags.papers)).flatMap(({ datasets }) => datasets);
  const own = declared.map(({ name }) => name);
  const known = [...DATASETS.map(({ name }) => name), ...own];
  for (const name of flags._) {
    if (!known.includes(name)) {
      throw new UsageError(`Unknown data set ${name}: did you mean ${nearest(name, known, 1)[0]}?`);
    }
  }
  // Of the suite's own only those that are named must be there: one of them cannot be downloaded.
  const isNeeded = (name: string) => flags._.includes(name) || own.includes(name);
  const named = flags._.length > 0;
  const names = named
    ? known.filter((name) => flags._.includes(name))
    : flags.papers.length > 0
    ? own
    : known;
  if (names.length === 0) print("No data set of its own is declared there");
  const width = Math.max(...names.map((name) => name.length));
  const options = { quiet: flags.quiet, ...flags["data-dir"] && { dataDir: flags["data-dir"] } };
  await checkDataFolder(options.dataDir);
  let failed = false;
  for (const name of names) {
    const line = (mark: string, text: string) => print(`${mark} ${name.padEnd(width)} ${text}`);
    let located = false;
    try {
      const place = await locateDataset(name, options, declared);
      located = true;
      const { train, test, width, height, sources } = await loadDataset(name, options, declared);
      const folder = place === "stand-in" ? "data folder" : place;
      const from = place === "generator"
        ? "made from a seed"
        : `${place === "download" ? "downloaded" : `from the ${folder}`}, verified`;
      const standIn = sources.find((source) => source.standIn !== undefined)?.standIn;
      line(
        "✓",
        `${train.labels.length} + ${test.labels.length} ` +
          `${height === 1 ? `rows of ${width} numbers` : `images ${height}×${width}`}, ` +
          from +
          (standIn === undefined ? "" : `; ${standIn}`),
      );
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      line("✗", error.message);
      failed ||= isNeeded(name) || located;
    }
  }
  return failed ? 1 : 0;
}

if (import.meta.main) await main(data);
