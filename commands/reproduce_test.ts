import { hostname } from "node:os";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { DataError } from "../datasets/mod.ts";
import { adapterAdvice } from "../engine/adapter.ts";
import { filesIn, inFolder } from "../engine/testing.ts";
import chowdhuryPaper from "../papers/chowdhury/paper.ts";
import { newPaper } from "./new.ts";
import { reproduce } from "./reproduce.ts";
import { acquireLock } from "../disk/lock.ts";
import { figureDataPath } from "../records/figure_data.ts";
import { isStudy, recordPath, type RunRecord } from "../records/record.ts";
import { readRecords, writeRecord } from "../records/record_files.ts";
import { UsageError } from "../terminal/usage.ts";
import { probe } from "../workers/probe.ts";
import { MADE } from "./testing/made/paper.ts";
import { UNDECIDED } from "./testing/undecided/paper.ts";

const chowdhury = chowdhuryPaper.experiments.filter((one) => !isStudy(one) && one.profiles.smoke);

/** The command in a process of its own. */
function start(args: readonly string[], env: Record<string, string> = {}) {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=reproduce", "commands/reproduce.ts", ...args],
    cwd: new URL("..", import.meta.url),
    env,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Exit code and what a process wrote. */
async function ended(process: Deno.ChildProcess): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await process.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const command = (...args: string[]) => ended(start(args));

/** The command's options for made-up experiments. */
const made = (out: string) => [
  ...["--papers", MADE, "--profile", "smoke", "--out", out, "--quiet", "--engine", "cpu"],
];

/** The names of all files in a folder and the folders in it. */
async function filesOf(folder: string): Promise<string[]> {
  return (await filesIn(folder)).map((path) => path.slice(path.lastIndexOf("/") + 1));
}

/** Waits until `found()` is true. */
async function until(found: () => Promise<boolean>): Promise<void> {
  const started = performance.now();
  while (!await found()) {
    assert(performance.now() - started < 60_000, "waited for a minute");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a record found, without when and how fast. */
const found = ({ measurements, history }: RunRecord) => ({
  measurements,
  history: history.map(({ epoch, loss }) => [epoch, loss]),
});

Deno.test("reproduce leaves out what needs data that turn out to be damaged, does the rest, and exits with 2", () =>
  inFolder(async (folder) => {
    for (const name of ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]) {
      await Deno.writeTextFile(`${folder}/${name}-ubyte`, "torn");
    }
    const args = ["--profile", "paper", "--seed", "1,2", "--data-dir", folder, "--engine", "cpu", "--quiet"];
    const { code, stdout, stderr } = await ended(
      start(["made/large/*", "made/good/*", "--papers", MADE, ...args, "--out", `${folder}/out`]),
    );
    assertEquals(code, 2);
    assertStringIncludes(stderr, "Leaving out the runs on mnist: ");
    assertStringIncludes(stdout, "4 runs: 2 done, 0 already recorded, 0 failed, 2 left out for want of data");
    assertEquals((await readRecords(`${folder}/out`)).map(({ seed }) => seed), [1, 2]);
    assert((await Deno.stat(`${folder}/out/REPORT.md`)).isFile);
  }));

Deno.test("reproduce runs a paper's smoke profile, records it, reports it, and never does it twice", async () => {
  await inFolder(async (out) => {
    // One after the other, each on all threads: on some processors a product rounds otherwise on another number of them.
    const first = await command("--paper", "chowdhury", "--profile", "smoke", "--out", out, "--jobs", "1");
    assertEquals(first.code, 0, first.stderr);
    assertStringIncludes(
      first.stdout,
      `${chowdhury.length} runs: ${chowdhury.length} done, 0 already recorded`,
    );
    assertStringIncludes(first.stderr, `[${chowdhury.length}/${chowdhury.length}] chowdhury/`);
    const records = await readRecords(out);
    for (const { status, measurements, data, config, provenance } of records) {
      assertEquals(status, "done");
      assert(measurements.some(({ metric, space }) => metric === "SIL" && space !== ""));
      assertEquals(data[0].name, "mnist-10k");
      assertStringIncludes(config.split as string, "seed");
      assert(provenance.threads > 0 && provenance.versions.deno !== "");
    }
    assertStringIncludes(await Deno.readTextFile(`${out}/papers/chowdhury.md`), "reduced: smoke profile");

    const again = await command("--paper", "chowdhury", "--profile", "smoke", "--out", out, "--quiet");
    assertStringIncludes(again.stdout, `0 done, ${chowdhury.length} already recorded, 0 failed`);
    assertEquals(again.stderr, "");

    // What else the machine does can make one run twice as long as the one before: the estimate has three tries.
    let repeated = records, tries: string[] = [], right = false;
    while (!right && tries.length < 3) {
      const options = ["chowdhury/ae*", "--profile", "smoke", "--out", out, "--force"];
      const plan = await command(...options, "--dry-run");
      const estimate = Number(plan.stdout.match(/1 to run, about ([\d.]+) s on this machine/)![1]);
      const forced = await command(...options, "--quiet");
      assertEquals(forced.code, 0, forced.stderr);
      repeated = await readRecords(out);
      const { seconds } = repeated.find(({ experiment }) => experiment === "chowdhury/ae-kmeans/mnist")!;
      tries = [...tries, `${seconds} s, estimated ${estimate}`];
      right = seconds < 1.5 * estimate + 1 && estimate < 1.5 * seconds + 1;
    }
    assert(right, tries.join("; "));
    records.forEach((record, i) =>
      record.measurements.forEach(({ value }, j) =>
        assertAlmostEquals(repeated[i].measurements[j].value, value, 1e-6 * Math.abs(value))
      )
    );
  });
});

Deno.test("reproduce records a run that diverges, or whose process dies, as failed, goes on with the others, and exits with 1", async () => {
  await inFolder(async (out) => {
    const four = ["crashing", "bad", "nan", "good"].map((method) => `made/${method}/*`);
    assertEquals(await reproduce([...four, ...made(out)]), 1);
    const records = await readRecords(out);
    assertEquals(records.map(({ method, status }) => [method, status]), [
      ["bad", "failed"],
      ["crashing", "failed"],
      ["good", "done"],
      ["nan", "failed"],
    ]);
    assertStringIncludes(records[0].error!, "the loss of epoch 3 must be finite");
    assertEquals(records[0].measurements, []);
    assertEquals(records[1].error, "its process was ended by SIGABRT");
    assertStringIncludes(records[3].error!, "Cannot record SIL: its value must be finite");
    assertEquals((await filesOf(`${out}/runs`)).filter((name) => name.startsWith(".")), []);
    // A failed run is tried again, a finished one is not.
    const { code, stdout, stderr } = await command("made/bad/*", "made/good/*", ...made(out));
    assertEquals(code, 1);
    assertStringIncludes(stderr, "a library's own words");
    assertStringIncludes(stdout, "2 runs: 0 done, 1 already recorded, 1 failed");
    assertMatch(
      stdout,
      /\nFailed: made\/bad\/digits \(smoke, seed 42\): Cannot go on training: .*\.json\)\n/,
    );
  });
});

Deno.test("reproduce --fail-on exits with 1 where a claim gets that verdict", async () => {
  await inFolder(async (out) => {
    const args = ["made/good/*", ...made(out), "--fail-on"];
    assertEquals(await reproduce([...args, "contradicted,worse"]), 0);
    assertEquals(await reproduce([...args, "not run"]), 1);
    await assertRejects(
      () => reproduce([...args, "bad"]),
      UsageError,
      "Unknown verdict bad",
    );
  });
});

Deno.test("reproduce leaves out what lacks the profile, and refuses to run nothing", async () => {
  await inFolder(async (out) => {
    const args = ["--papers", MADE, "--out", out, "--quiet", "--engine", "cpu"];
    assertEquals(await reproduce(["made/good*", ...args]), 0);
    assertEquals((await readRecords(out)).map(({ experiment }) => experiment), ["made/good/digits"]);
    const fault = "Nothing to run in the profile quick: what was named is in other profiles only: " +
      "made/good-heavy/heavy-digits (smoke, paper)";
    for (
      const asked of [
        ["made/good-heavy/*"],
        ["made/good-heavy/*", "made/good/*"],
        ["--dataset", "heavy-digits"],
      ]
    ) await assertRejects(() => reproduce([...args, ...asked]), UsageError, fault);
  });
});

Deno.test("reproduce --dry-run says what would run and leaves nothing behind", async () => {
  await inFolder(async (out) => {
    const { code, stdout } = await command(
      "chowdhury/k*",
      "--seed",
      "5,6",
      "--dry-run",
      "--out",
      `${out}/new`,
    );
    assertEquals(code, 0);
    assertMatch(
      stdout,
      /^chowdhury\/kmeans\/mnist \(quick, seed 5\): about .*\nchowdhury\/kmeans\/mnist \(quick, seed 6\): about .*\n2 runs: 0 recorded, 2 to run, about .* on this machine(, 2 at once)?\n$/,
    );
    assertEquals([...Deno.readDirSync(out)], []);
  });
});

Deno.test("reproduce refuses what it does not know with exit code 2 and what was meant", async () => {
  const unknownExperiment = await command("chowdhury/ae-kmean/mnist");
  assertEquals(unknownExperiment.code, 2);
  assertStringIncludes(unknownExperiment.stderr, "nearest are chowdhury/ae-kmeans/mnist");
  const unknownFlag = await command("--profle", "smoke");
  assertEquals(unknownFlag.code, 2);
  assertStringIncludes(unknownFlag.stderr, "Unknown flag --profle: did you mean --profile?");
  for (
    const [args, message] of [
      [["--seeds", "0"], "--seeds must be a whole number from 1 to 10000"],
      [["--profile", "full"], "Unknown profile full"],
      [["--profile"], "Flag --profile needs a value"],
      [["--engine", "gpu"], "Unknown engine gpu"],
      [["--paper", "chowdhry"], "Unknown paper chowdhry"],
      [["--jobs", "0"], "--jobs must be a whole number of at least 1, got 0"],
      [["--jobs", "0x10"], "--jobs must be a whole number of at least 1, got 0x10"],
      [["--fail-on", ","], "--fail-on must name a verdict, such as worse, got ,"],
      [["--shard", "0/0"], "--shard must be i/n"],
      [["--shard", "3/2"], "--shard must be i/n"],
      [["--budget", "-1"], "--budget must be a length of time such as 90s"],
      [["--budget=10"], "--budget must be a length of time such as 90s"],
      [["--checkpoint", "often"], "--checkpoint must be a length of time"],
      [["--until-decided", "--max-seeds", "3"], "got 3: looks are at 4, 8 and 16 seeds"],
      [["--max-seeds", "8"], "--max-seeds needs --until-decided"],
      [["--until-decided", "--profile", "quick"], "is for the profile paper, whose results alone are judged"],
      [["--until-decided", "--seed", "5"], "it takes its seeds from one list, in order; --max-seeds says"],
      [["--until-decided", "--seeds", "5"], "it runs as many as it needs; --max-seeds says"],
      [["--until-decided", "--shard", "1/2"], "Run the shards without it, put them together, and go on"],
      [["--until-decided", "--force"], "it goes on from what is recorded"],
      [["--until-decided", "--refresh"], "it goes on from what is recorded"],
      [
        ["--until-decided", "comparison/study-*"],
        "no claim is about what was named, such as comparison/study-",
      ],
    ] as const
  ) await assertRejects(() => reproduce([...args]), UsageError, message);
});

Deno.test("reproduce refuses a data folder that is not there, or has none of the files, before any work", async () => {
  await inFolder(async (folder) => {
    const args = ["agarap/original/*", "--profile", "paper", "--out", `${folder}/out`, "--data-dir"];
    const { message } = await assertRejects(() => reproduce([...args, folder]), DataError);
    assertStringIncludes(message, folder);
    assertEquals([...Deno.readDirSync(folder)], []);
    await assertRejects(
      () => reproduce([...args, `${folder}/none`]),
      UsageError,
      `Cannot look for data in ${folder}/none: there is no such folder`,
    );
    const { code } = await command(...args, folder);
    assertEquals(code, 2);
  });
});

Deno.test("reproduce leaves out what the data folder lacks, and says so in a line for each data set", async () => {
  await inFolder(async (folder) => {
    // Fashion-MNIST's files have the same names.
    await Deno.mkdir(`${folder}/mnist`);
    for (const name of ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]) {
      await Deno.writeTextFile(`${folder}/mnist/${name}-ubyte`, "");
    }
    const args = ["--profile", "paper", "--seed", "1", "--data-dir", folder, "--dry-run"];
    const { code, stdout, stderr } = await command("agarap/original/*", ...args);
    assertEquals(code, 0, stderr);
    assertEquals(stderr.match(/^Leaving out 1 run: Cannot find [\w-]+ in the data folder/gm), [
      "Leaving out 1 run: Cannot find fashion-mnist in the data folder",
      "Leaving out 1 run: Cannot find emnist-balanced in the data folder",
    ]);
    assertMatch(stdout, /^agarap\/original\/mnist \(paper, seed 1\): about .*\n1 run: /);
  });
});

Deno.test("reproduce adds the cheapest runs of the full protocol where nothing is named and MNIST can be had", async () => {
  await inFolder(async (folder) => {
    const plan = async (...args: string[]) => {
      const { code, stdout, stderr } = await command(...args, "--data-dir", folder, "--dry-run");
      assertEquals(code, 0, stderr);
      return { stderr, full: stdout.match(/^\S+ \(paper, seed 42\)/gm) ?? [] };
    };
    const without = await plan();
    assertStringIncludes(
      without.stderr,
      "Leaving out the cheapest runs of the full protocol: Cannot find mnist in the data folder",
    );
    assertEquals(without.full, []);
    for (const name of ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]) {
      await Deno.writeTextFile(`${folder}/${name}-ubyte`, "");
    }
    const { full } = await plan();
    assert(full.length > 0);
    assert(full.every((name) => name.split(" ")[0].endsWith("/mnist")), full.join());
    assertEquals((await plan("--profile", "quick")).full, []);
  });
});

Deno.test("reproduce writes a line for each run, with its number, the reference's and the paper's", () =>
  inFolder(async (out) => {
    const args = ["made/good/*", "--papers", MADE, "--profile", "quick", "--engine", "cpu", "--out", out];
    const { code, stdout, stderr } = await command(...args);
    assertEquals(code, 0, stderr);
    assertEquals(
      stdout.split("\n")[0],
      "made/good/digits  SIL 0.50 (no reference for this experiment · paper 0.50)",
    );
    assertStringIncludes(stdout, "\n1 run: 1 done");
    const quiet = await command(...args, "--force", "--quiet");
    assertMatch(quiet.stdout, /^1 run: 1 done/);
  }));

Deno.test("reproduce leaves out what can't be downloaded, unless nothing else was named", async () => {
  const whole = await command("song/kmeans/*", "--profile", "paper", "--seed", "1", "--dry-run");
  assertEquals(whole.code, 0, whole.stderr);
  assertStringIncludes(whole.stderr, "Leaving out 1 run: Cannot load yaleb: ");
  assertEquals(whole.stdout.split("\n").slice(0, 2).map((line) => line.replace(/:.*/, "")).sort(), [
    "song/kmeans/mnist (paper, seed 1)",
    "song/kmeans/usps (paper, seed 1)",
  ]);
  await assertRejects(
    () => reproduce(["*/yaleb", "--profile", "paper", "--dry-run"]),
    DataError,
    "name that with --data-dir",
  );
});

Deno.test("reproduce refuses a result folder that cannot be written before any work", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const args = ["made/good/*", ...made(`${folder}/file/out`)];
    await assertRejects(() => reproduce(args), UsageError, "Cannot write to the result folder");
  });
});

Deno.test("reproduce sets aside a record that was damaged, says so, and does its run again", async () => {
  await inFolder(async (out) => {
    assertEquals(await reproduce(["made/good/*", ...made(out)]), 0);
    const [record] = await readRecords(out);
    const path = `${out}/${recordPath(record)}`;
    const text = await Deno.readTextFile(path);
    for (
      const damaged of [text.slice(0, 100), text.replace(/("config":\s*\{\s*"method": ")good/, "$1goof"), ""]
    ) {
      await Deno.writeTextFile(path, damaged);
      const { code, stdout, stderr } = await command("made/good/*", ...made(out));
      assertEquals(code, 0, stderr);
      assertStringIncludes(
        stderr,
        `Set aside ${path}.damaged, the run is to be done again: Cannot use the record`,
      );
      assertStringIncludes(stdout, "1 run: 1 done");
      assertEquals(await Deno.readTextFile(`${path}.damaged`), damaged);
      assertEquals(found((await readRecords(out))[0]), found(record));
    }
  });
});

Deno.test("reproduce says which figure data its report leaves out", async () => {
  await inFolder(async (out) => {
    assertEquals(await reproduce(["made/good/*", ...made(out)]), 0);
    const [record] = await readRecords(out);
    await Deno.writeTextFile(`${out}/${figureDataPath(record)}`, "[");
    const { code, stderr } = await command("made/good/*", ...made(out));
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, `Cannot use the figure data ${figureDataPath(record)}: it is not JSON`);
  });
});

Deno.test("reproduce refuses a result folder of another version, and says what to do", async () => {
  await inFolder(async (out) => {
    assertEquals(await reproduce(["made/good/*", ...made(out)]), 0);
    const [record] = await readRecords(out);
    const path = `${out}/${recordPath(record)}`;
    const text = (await Deno.readTextFile(path)).replace('"format": 2', '"format": 3');
    await Deno.writeTextFile(path, text);
    const { code, stderr } = await command("made/good/*", ...made(out));
    assertEquals(code, 2);
    assertStringIncludes(stderr, `The result folder ${out} is another version's: `);
    assertStringIncludes(stderr, "format must be 2, got 3: name another folder with --out");
    assertEquals(await Deno.readTextFile(path), text);
  });
});

Deno.test("reproduce --budget takes what fits, --shard a share; both say so before any work", async () => {
  await inFolder(async (out) => {
    const plan = async (...args: string[]) => {
      const { code, stdout, stderr } = await command(...args, ...made(out), "--dry-run", "--seeds", "2");
      assertEquals(code, 0, stderr);
      return stdout.trimEnd().split("\n").map((line) => line.replace(/ \(.*seed (\d+)\).*/, " $1"));
    };
    const all = await plan();
    const methods = [
      ...["good/digits", "good-heavy/heavy-digits", "bad/digits", "nan/digits", "forgetful/digits"],
      ...["crashing/digits", "losing/digits", "slow/digits", "stuck/digits"],
    ];
    assertEquals(all.slice(0, -1), [
      ...methods.map((method) => `made/${method} 42`),
      ...methods.map((method) => `made/${method} 1234`),
    ]);
    assertMatch(all.at(-1)!, /^18 runs: 0 recorded, 18 to run, about .* on this machine(, \d+ at once)?$/);
    const none = await plan("--budget", "0s");
    assertEquals(none, [
      "0 runs: 0 recorded, 0 to run, about 0.0 s on this machine; 18 more do not fit into the budget",
    ]);
    const run = await command("made/good/*", ...made(`${out}/small`), "--budget", "0s");
    assertEquals(run.code, 0);
    assertStringIncludes(run.stderr, "Leaving out 1 run beyond the budget of 0s");
    assertStringIncludes(
      run.stdout,
      "1 run: 0 done, 0 already recorded, 0 failed, 1 left out for want of data or time",
    );
    await Deno.remove(`${out}/small`, { recursive: true });
    const shards = [await plan("--shard", "1/2"), await plan("--shard", "2/2")].map((lines) =>
      lines.slice(0, -1)
    );
    assertEquals(shards.flat().toSorted(), all.slice(0, -1).toSorted());
    assertEquals([...Deno.readDirSync(out)], []);
  });
});

Deno.test("reproduce takes no other engine's record for its own", () =>
  inFolder(async (out) => {
    const args = ["made/good/*", ...made(out)];
    assertEquals((await command(...args)).code, 0);
    const auto = args.map((arg) => arg === "cpu" ? "auto" : arg);
    const { stderr } = await command(...auto, "--budget", "0s");
    assertStringIncludes(stderr, "Leaving out 1 run beyond the budget of 0s");
  }));

Deno.test("two processes on one result folder do each run once, and both report", async () => {
  await inFolder(async (out) => {
    const args = [
      "made/slow/*",
      "made/good/*",
      "--seeds",
      "3",
      ...made(out).filter((arg) => arg !== "--quiet"),
    ];
    const both = await Promise.all([start(args), start(args)].map(ended));
    for (const { code, stderr } of both) assertEquals(code, 0, stderr);
    const done = both.map(({ stderr }) => stderr.match(/: done in/g)?.length ?? 0);
    assertEquals(done[0] + done[1], 6, both.map(({ stderr }) => stderr).join("\n"));
    assert(done.every((n) => n > 0), `${done}`);
    assertEquals((await readRecords(out)).map(({ status }) => status), Array(6).fill("done"));
    assertEquals((await filesOf(`${out}/runs`)).length, 6);
  });
});

Deno.test("reproduce --jobs does several runs at once, none twice, with the numbers of one process of that share", async () => {
  await inFolder(async (folder) => {
    const args = ["made/slow/*", "made/good/*", "--seeds", "3"];
    const options = (out: string) => made(out).filter((arg) => arg !== "--quiet");
    const [several, one] = [`${folder}/several`, `${folder}/one`];
    const { code, stderr } = await command(...args, ...options(several), "--jobs", "3");
    assertEquals(code, 0, stderr);
    assertEquals(stderr.match(/: done in/g)?.length, 6, stderr);
    let running = 0, most = 0;
    for (const [line] of stderr.matchAll(/^\[\d\/6\]|: done in/gm)) {
      running += line === ": done in" ? -1 : 1;
      most = Math.max(most, running);
    }
    assert(most >= 2, stderr);
    assertEquals((await command(...args, ...options(one), "--jobs", "1")).code, 0);
    const [a, b] = await Promise.all([several, one].map(readRecords));
    assertEquals(a.map(found), b.map(found));
    const share = Math.max(1, Math.floor(navigator.hardwareConcurrency / 3));
    assertEquals(a.map(({ provenance }) => provenance.threads), Array(6).fill(share));
    assertEquals(b[0].provenance.threads, navigator.hardwareConcurrency);
  });
});

Deno.test("reproduce --jobs goes on with the others where a run's process dies", () =>
  inFolder(async (out) => {
    const { code, stdout } = await command(
      ...["made/crashing/*", "made/good/*", "--seeds", "2", "--jobs", "2", ...made(out)],
    );
    assertEquals(code, 1);
    assertStringIncludes(stdout, "4 runs: 2 done, 0 already recorded, 2 failed");
  }));

Deno.test("reproduce goes on after Ctrl-C, SIGTERM or SIGKILL as if it had never been ended", async () => {
  await inFolder(async (folder) => {
    const args = (out: string) => ["made/slow/*", ...made(out)];
    const whole = await command(...args(`${folder}/whole`));
    assertEquals(whole.code, 0, whole.stderr);
    const [expected] = await readRecords(`${folder}/whole`);
    for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
      const out = `${folder}/${signal}`;
      const running = start([...args(out), "--checkpoint", signal === "SIGKILL" ? "0s" : "1h"]);
      const all = ended(running);
      const mark = signal === "SIGKILL" ? ".checkpoint" : ".lock";
      await until(async () => (await filesOf(out)).some((name) => name.endsWith(mark)));
      // Some epochs in.
      await new Promise((resolve) => setTimeout(resolve, 400));
      running.kill(signal);
      // deno task passes on what the process has already.
      if (signal === "SIGINT") running.kill(signal);
      const { code, stdout } = await all;
      const names = await filesOf(`${out}/runs`);
      assertEquals(names.filter((name) => name.endsWith(".checkpoint")).length, 1, `${names}`);
      if (signal !== "SIGKILL") {
        assertEquals(code, 130);
        assertStringIncludes(stdout, "1 left: the same command goes on with them");
        assertStringIncludes(stdout, "Report: ");
      }
      const again = await command(...args(out));
      assertEquals(again.code, 0, again.stderr);
      assertStringIncludes(again.stderr, "Going on with sum from where it was broken off");
      const [record] = await readRecords(out);
      assertEquals(found(record), found(expected));
      assert(record.seconds > 1.5, `${record.seconds} s, those before the break included`);
      assert(record.provenance.resumedAfter! > 0 && expected.provenance.resumedAfter === undefined);
      assertEquals((await filesOf(`${out}/runs`)).length, 1);
    }
  });
});

Deno.test("reproduce clears up after a process that was killed when its run was recorded", () =>
  inFolder(async (out) => {
    const args = ["made/good/*", ...made(out)];
    assertEquals((await command(...args)).code, 0);
    const [path, ...others] = await filesIn(`${out}/runs`);
    assertEquals(others, []);
    const stem = path.replace(/([^/]+)\.json$/, ".$1");
    const owner = { host: hostname(), pid: 1, started: new Date().toISOString() };
    for (const left of [".lock", ".sum.checkpoint"]) {
      await Deno.writeTextFile(`${out}/runs/${stem}${left}`, JSON.stringify(owner));
      const { code, stdout } = await command(...args);
      assertEquals([code, await filesIn(`${out}/runs`)], [0, [path]], left);
      assertStringIncludes(stdout, "1 run: 0 done, 1 already recorded");
    }
  }));

Deno.test("reproduce that has said where its report is ends as done, whatever signal comes while it clears up", () =>
  inFolder(async (out) => {
    const running = start(["made/good/*", "--jobs", "1", ...made(out)]);
    const stderr = new Response(running.stderr).text();
    let said = "", sent = false;
    for await (const text of running.stdout.pipeThrough(new TextDecoderStream())) {
      said += text;
      if (!sent && said.includes("Report: ")) {
        running.kill("SIGTERM");
        sent = true;
      }
    }
    assert(sent, said);
    assertEquals((await running.status).code, 0, await stderr);
  }));

Deno.test("reproduce does not go on with another engine's checkpoint: the digest names the engine", async () => {
  await inFolder(async (out) => {
    const args = ["made/slow/*", ...made(out).filter((arg) => arg !== "--quiet")];
    const running = start([...args, "--checkpoint", "1h"]);
    const broken = ended(running);
    await until(async () => (await filesOf(out)).some((name) => name.endsWith(".lock")));
    await new Promise((resolve) => setTimeout(resolve, 400));
    running.kill("SIGINT");
    assertEquals((await broken).code, 130);
    const [checkpoint, ...others] = (await filesOf(`${out}/runs`)).filter((name) =>
      name.endsWith(".checkpoint")
    );
    assertEquals([typeof checkpoint, others], ["string", []]);

    const elsewhere = await command(...args.map((arg) => arg === "cpu" ? "wasm" : arg));
    assertEquals(elsewhere.code, 0, elsewhere.stderr);
    assert(!elsewhere.stderr.includes("Going on with"), elsewhere.stderr);
    const [record] = await readRecords(out);
    assertEquals(record.engine.name, "wasm");
    // Nor where its file is given the other's name.
    const folder = `${out}/runs/made/slow/digits`;
    const path = `${folder}/${checkpoint.replace(/^\.[0-9a-f]{12}/, `.${record.digest}`)}`;
    await Deno.copyFile(`${folder}/${checkpoint}`, path);
    const forced = await command(...args.map((arg) => arg === "cpu" ? "wasm" : arg), "--force");
    assertStringIncludes(forced.stderr, `Not going on from ${path}: it is another run's`);

    const same = await command(...args);
    assertStringIncludes(same.stderr, "Going on with sum from where it was broken off");
    assertEquals((await readRecords(out)).map(({ engine }) => engine.name).sort(), ["cpu", "wasm"]);
  });
});

/** Whether this machine has a WebGPU device. */
const hasAdapter = (await probe()).adapter !== undefined;

Deno.test({
  name: "reproduce records that a run failed whose GPU was lost, and does the next one in a fresh process",
  ignore: !hasAdapter,
  fn: () =>
    inFolder(async (out) => {
      const args = made(out).map((arg) => arg === "cpu" ? "webgpu" : arg);
      const { code, stdout } = await command("made/losing/*", "made/slow/*", ...args);
      assertEquals(code, 1);
      assertStringIncludes(stdout, "2 runs: 1 done, 0 already recorded, 1 failed");
      const records = await readRecords(out);
      assertEquals(records.map(({ method, status }) => [method, status]), [["losing", "failed"], [
        "slow",
        "done",
      ]]);
      const [{ error, engine }, { history }] = records;
      assertMatch(error!, /^the GPU was lost: /);
      assertEquals([engine.name, history.length], ["webgpu", 30]);
      assertMatch(engine.backend!, /^webgpu \(.+\)$/);
      assert(engine.adapter!.description !== "" && typeof engine.adapter!.isFallback === "boolean");
    }),
});

Deno.test("reproduce --engine webgpu refuses a machine without a device before any work, and says what to install", () =>
  inFolder(async (out) => {
    const args = made(out).map((arg) => arg === "cpu" ? "webgpu" : arg);
    const backend = Deno.build.os === "windows" ? "metal" : "dx12";
    const { code, stdout, stderr } = await ended(
      start(["made/good/*", ...args], { DENO_WEBGPU_BACKEND: backend }),
    );
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, "Cannot start the engine webgpu: Deno finds no WebGPU device: ");
    assertStringIncludes(stderr, adapterAdvice());
    assertEquals(await readRecords(out), []);
  }));

Deno.test("reproduce ends at once at the second Ctrl-C, and leaves nothing that keeps the run from being done", async () => {
  await inFolder(async (out) => {
    const running = start(["made/stuck/*", ...made(out)]);
    const all = ended(running);
    await until(async () => (await filesOf(out)).some((name) => name.endsWith(".lock")));
    // The lock is there before the run begins, and what has not begun ends at the first.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const started = performance.now();
    running.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 1200));
    running.kill("SIGINT");
    assertEquals((await all).code, 130);
    assert(performance.now() - started < 10_000);
    const [name] = await filesOf(`${out}/runs`);
    const lock = await acquireLock(`${out}/runs/made/stuck/digits/${name}`);
    assert(lock);
    await lock.release();
  });
});

Deno.test("shards in folders of their own are put together by copying their runs", async () => {
  await inFolder(async (folder) => {
    const shards = ["1/2", "2/2"].map((shard) =>
      command("made/good/*", "--seeds", "3", "--shard", shard, ...made(`${folder}/${shard[0]}`))
    );
    for (const { code, stderr } of await Promise.all(shards)) assertEquals(code, 0, stderr);
    const copy = new Deno.Command("cp", { args: ["-r", "1/runs", "2/runs", "both"], cwd: folder });
    await Deno.mkdir(`${folder}/both`);
    assertEquals((await copy.output()).code, 0);
    const count = async (out: string) => (await readRecords(`${folder}/${out}`)).length;
    assertEquals([await count("1"), await count("2"), await count("both")], [2, 1, 3]);
    const { stdout } = await command("made/good/*", "--seeds", "3", ...made(`${folder}/both`));
    assertStringIncludes(stdout, "3 runs: 0 done, 3 already recorded");
  });
});

Deno.test("reproduce says which records other code made, and runs them again with --refresh alone", () =>
  inFolder(async (out) => {
    const args = ["made/good/*", "--seeds", "3", ...made(out)];
    assertEquals(await reproduce(args), 0);
    const records = await readRecords(out);
    assertMatch(records[0].code, /^[0-9a-f]{12}$/);
    const [other, unkept, same] = records;
    await writeRecord(out, { ...other, code: "0123456789ab" });
    await writeRecord(out, { ...unkept, code: "" });
    const again = await command(...args);
    assertStringIncludes(
      again.stdout,
      "3 runs: 0 done, 3 already recorded (1 of them by other code, 1 without a digest of their code: --refresh runs those " +
        "again), 0 failed\n",
    );
    assertEquals((await readRecords(out)).map(({ code }) => code), ["0123456789ab", "", same.code]);

    const plan = await command(...args, "--dry-run");
    assertMatch(plan.stdout, /: recorded, other code\n/);
    assertMatch(plan.stdout, /: recorded, code not known\n/);
    assertMatch(plan.stdout, /\n3 runs: 3 recorded \(1 of them by other code, 1 without .*\), 0 to run/);
    const refreshing = await command(...args, "--dry-run", "--refresh");
    assertMatch(refreshing.stdout, /\n3 runs: 1 recorded, 2 to run/);

    const refreshed = await command(...args, "--refresh");
    assertStringIncludes(refreshed.stdout, "3 runs: 2 done, 1 already recorded, 0 failed\n");
    const now = await readRecords(out);
    assertEquals(now.map(({ code }) => code), [same.code, same.code, same.code]);
    assertEquals(now.map(found), records.map(found));
    assertEquals(now[2].provenance.started, same.provenance.started);
  }));

Deno.test("reproduce --papers runs the paper of that folder alone, unless a glob or --paper names others", () =>
  inFolder(async (out) => {
    const ids = async (...args: string[]) => {
      const { code, stdout, stderr } = await command(
        ...[
          "--papers",
          MADE,
          "--profile",
          "smoke",
          "--engine",
          "cpu",
          "--dry-run",
          "--out",
          `${out}/new`,
          ...args,
        ],
      );
      assertEquals(code, 0, stderr);
      return stdout.trimEnd().split("\n").slice(0, -1).map((line) => line.replace(/ .*/, ""));
    };
    const own = await ids();
    assertEquals(own.length, 9);
    assert(own.every((id) => id.startsWith("made/")));
    const both = await ids("--paper", "siam", "--paper", "made");
    assert(both.some((id) => id.startsWith("siam/")) && own.every((id) => both.includes(id)));
    assertEquals((await ids("made/good/*", "siam/kmeans/mnist")).toSorted(), [
      "made/good/digits",
      "siam/kmeans/mnist",
    ]);
    for (
      const [folder, message] of [
        [`${out}/none`, "there is no such folder of a paper"],
        [out, "paper.ts: the file is missing"],
      ]
    ) {
      const { code, stderr } = await command("--papers", folder);
      assertEquals(code, 2);
      assertStringIncludes(stderr, message);
      assertEquals(stderr.trimEnd().split("\n").length, 1);
    }
  }));

Deno.test("reproduce runs with libraries of the system's loader named, as modules of CUDA name theirs", () =>
  inFolder(async (out) => {
    const process = start(["made/good/*", ...made(out)], {
      LD_LIBRARY_PATH: "/usr/lib",
      LD_DEBUG_OUTPUT: "/dev/null",
    });
    const { code, stdout, stderr } = await ended(process);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "1 run: 1 done");
  }));

Deno.test("reproduce goes on with wasm where the engine ends its process at the start, unless it was asked for", () =>
  inFolder(async (out) => {
    const [, ...rest] = made(out).map((arg) => arg === "cpu" ? "auto" : arg);
    const args = ["made/good/*", "--papers", ...rest];
    // A deno that ends as a damaged library ends it, except for the engine wasm.
    const deno =
      `#!/bin/sh\ncase "$*" in *'"engine":"wasm"'*|info*) exec ${Deno.execPath()} "$@" ;; esac\nkill -ABRT $$\n`;
    await Deno.mkdir(`${out}/bin`);
    await Deno.writeTextFile(`${out}/bin/deno`, deno, { mode: 0o755 });
    const broken = { PATH: `${out}/bin:${Deno.env.get("PATH")}` };
    const { code, stdout, stderr } = await ended(start(args, broken));
    assertEquals(code, 0, stderr);
    assertMatch(
      stderr,
      /Cannot start the engine tensorflow: its process was ended by .*\. Going on with the slower engine wasm/,
    );
    assertStringIncludes(stdout, "1 run: 1 done");
    assertEquals((await readRecords(out)).map(({ engine }) => engine.name), ["wasm"]);
    const asked = await ended(start(args.map((arg) => arg === "auto" ? "tensorflow" : arg), broken));
    assertEquals(asked.code, 2);
    assertMatch(
      asked.stderr,
      /^Cannot start the engine tensorflow: its process was ended by .*--engine wasm does without it$/m,
    );
    assert(!/\n +at /.test(asked.stderr));
  }));

Deno.test("reproduce --require-gpu refuses an engine without one before it says what would run", () =>
  inFolder(async (out) => {
    const { code, stdout, stderr } = await command("made/good/*", ...made(out), "--dry-run", "--require-gpu");
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, "Cannot run on a GPU");
  }));

Deno.test("reproduce says that records are of other code once a paper's own code has changed, and its configuration has not", () =>
  inFolder(async (folder) => {
    const paper = `${folder}/clouds`;
    assertEquals(await newPaper([paper]), 0);
    const args = ["--papers", paper, "--engine", "cpu", "--out", `${folder}/out`, "--quiet"];
    assertStringIncludes((await command(...args)).stdout, "2 runs: 2 done, 0 already recorded, 0 failed");
    const source = await Deno.readTextFile(`${paper}/paper.ts`);
    await Deno.writeTextFile(`${paper}/paper.ts`, `// Another comment.\n${source}`);
    assertStringIncludes((await command(...args)).stdout, "2 runs: 0 done, 2 already recorded, 0 failed");
    await Deno.writeTextFile(
      `${paper}/paper.ts`,
      source.replace("measure: [sizes]", "measure: [sizes, classCount]"),
    );
    const broken = await command(...args);
    assertEquals(broken.code, 2);
    assertMatch(broken.stderr, /^.*paper\.ts: row \d+: it cannot be loaded: classCount is not defined\n$/);
    await Deno.writeTextFile(
      `${paper}/paper.ts`,
      source.replace("measure: [sizes]", "measure: [sizes, classCount]").replace(
        "sizes,",
        "classCount, sizes,",
      ),
    );
    const outdated = "2 already recorded (2 of them by other code: --refresh runs those again), 0 failed";
    assertStringIncludes((await command(...args)).stdout, `2 runs: 0 done, ${outdated}`);
    assertStringIncludes(
      (await command(...args, "--refresh")).stdout,
      "2 runs: 2 done, 0 already recorded, 0 failed",
    );
    const [one, ten] = await readRecords(`${folder}/out`);
    assertEquals(one.code, ten.code);
    assert(ten.measurements.some(({ metric }) => metric === "OTHER:classes"));
  }));

Deno.test("reproduce --until-decided says at which look it is and why, goes on where it was ended, and names what stays open", () =>
  inFolder(async (out) => {
    const named = [
      "undecided/s*",
      "undecided/decided/*",
      "--papers",
      UNDECIDED,
      "--engine",
      "cpu",
      "--out",
      out,
    ];
    const until = async (...args: string[]) => {
      const { code, stdout, stderr } = await command(...named, "--until-decided", ...args);
      assertEquals(code, 0, stderr);
      return { stdout, looks: stderr.split("\n").filter((line) => line.startsWith("Look ")) };
    };
    const experiments = ["scattered", "settling", "decided", "steady"].map((method) =>
      `undecided/${method}/points`
    );
    const before = await until("--dry-run");
    assertEquals(before.stdout.split("\n").slice(0, 5).map((line) => line.replace(/, about.*/, "")), [
      "Look 1 of 3: 4 seeds, 4 experiments with fewer",
      ...experiments.map((id) => `${id}: seeds 42, 1234, 73, 1024`),
    ]);
    assertMatch(before.stdout, /\n16 runs to do now, about .* on this machine\n$/);
    assertEquals([...Deno.readDirSync(out)], []);

    const eight = await until("--max-seeds", "8");
    assertEquals(eight.looks, [
      "Look 1 of 2: 4 seeds, 4 experiments with fewer",
      "Look 2 of 2: 8 seeds, 3 claims open",
    ]);
    assertMatch(eight.stdout, /^28 runs: 28 done, 0 already recorded, 0 failed\nClaims: .*2 inconclusive/m);
    assertMatch(
      eight.stdout,
      /\nStill inconclusive after 8 seeds: undecided-scattered, undecided-order\n$/,
    );

    const plan = await until("--dry-run");
    assertMatch(
      plan.stdout,
      /^Look 3 of 3: 16 seeds, 2 claims open\n(undecided\/s\w+\/points: seeds 5, 6, 7, 8, 9, 10, 11, 12, about .*\n){2}16 runs to do now/,
    );
    const sixteen = await until();
    assertEquals(sixteen.looks, ["Look 3 of 3: 16 seeds, 2 claims open"]);
    const open = "Still inconclusive after 16 seeds: undecided-scattered, undecided-order\n";
    assertStringIncludes(sixteen.stdout, "16 runs: 16 done, 0 already recorded, 0 failed\n");
    assert(sixteen.stdout.endsWith(open));
    const rest = await until();
    assertEquals(rest.looks, []);
    assertStringIncludes(rest.stdout, "0 runs: 0 done, 0 already recorded, 0 failed\n");
    assert(rest.stdout.endsWith(open));
    assertEquals(
      (await until("--dry-run")).stdout,
      `Nothing to run: every claim is decided, or was looked at for the last time\n${open}`,
    );
    assertEquals(await reproduce([...named, "--until-decided", "--quiet", "--fail-on", "inconclusive"]), 1);
  }));
