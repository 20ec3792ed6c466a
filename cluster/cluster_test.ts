import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fileURLToPath } from "node:url";
import { inFolder } from "../engine/testing.ts";

const SLURM = fileURLToPath(new URL("slurm.sh", import.meta.url));
const MANIFEST = await Deno.readTextFile(new URL("kubernetes.yaml", import.meta.url));

/** Starts a command in a folder, with `fakes` in place of the commands of those names. */
async function start(
  folder: string,
  [command, ...args]: string[],
  { env = {}, fakes = {} }: { env?: Record<string, string>; fakes?: Record<string, string> },
): Promise<Deno.ChildProcess> {
  await Deno.mkdir(`${folder}/bin`, { recursive: true });
  for (const [name, body] of Object.entries(fakes)) {
    await Deno.writeTextFile(`${folder}/bin/${name}`, `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  }
  return new Deno.Command(command, {
    args,
    cwd: folder,
    env: { ...env, PATH: `${folder}/bin:${Deno.env.get("PATH")}` },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function ended(process: Deno.ChildProcess): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await process.output();
  return { code, text: [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("") };
}

const said = (folder: string, file: string) => Deno.readTextFile(`${folder}/${file}`).catch(() => "");

/** Waits until a file has some content. */
async function written(folder: string, file: string): Promise<void> {
  for (let i = 0; i < 500 && await said(folder, file) === ""; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The second task of an array of three. */
const TASK = {
  SLURM_JOB_ID: "17",
  SLURM_ARRAY_JOB_ID: "17",
  SLURM_ARRAY_TASK_ID: "2",
  SLURM_ARRAY_TASK_COUNT: "3",
};

/** A `scontrol` that writes what it is asked. */
const scontrol = `echo "$*" >> asked`;

Deno.test("slurm.sh submits an array and a report after it, with the options given and the folder's logs", async () => {
  await inFolder(async (folder) => {
    const sbatch = `echo "$*" >> ${folder}/submitted; echo "1$(wc -l < ${folder}/submitted);cluster"`;
    const env = { OUT: `${folder}/out`, DENO: "npx --yes deno@2.9.6" };
    const process = await start(folder, [SLURM, "--array=1-8", "--gres=gpu:1"], { env, fakes: { sbatch } });
    assertEquals(await ended(process), { code: 0, text: "Array 11\nReport 12;cluster\n" });
    const [array, report] = (await said(folder, "submitted")).trim().split("\n");
    assertEquals(
      array,
      `--parsable --output=${folder}/out/logs/%A_%a.log --array=1-8 --gres=gpu:1 cluster/slurm.sh`,
    );
    assertStringIncludes(report, "--dependency=afterany:11 ");
    assertStringIncludes(report, `--wrap=npx --yes deno@2.9.6 task report --out ${folder}/out`);
    assert((await Deno.stat(`${folder}/out/logs`)).isDirectory);
  });
});

Deno.test("slurm.sh does its task's share and ends as the run did; one that was killed goes back into the queue, a failed one does not", async () => {
  await inFolder(async (folder) => {
    const deno = `echo "$*" > arguments; exit "$CODE"`;
    const env = { ...TASK, OUT: "out", PROFILE: "smoke", EXPERIMENTS: "a/* b", OPTIONS: "--seeds 2" };
    for (
      const [code, restarts, requeued] of [[0, 0, false], [1, 0, false], [137, 0, true], [137, 20, false]]
    ) {
      const process = await start(folder, [SLURM], {
        env: { ...env, CODE: `${code}`, SLURM_RESTART_COUNT: `${restarts}` },
        fakes: { deno, scontrol },
      });
      const { code: left, text } = await ended(process);
      assertEquals(left, code, text);
      assertStringIncludes(text, `Share 2/3 ended with exit code ${code}\n`);
      assertEquals(await said(folder, "asked"), requeued ? "requeue 17_2\n" : "");
      await Deno.remove(`${folder}/asked`).catch(() => {});
    }
    assertEquals(
      await said(folder, "arguments"),
      "task reproduce --out out --shard 2/3 --profile smoke --seeds 2 a/* b\n",
    );
    const resubmitted = { ...env, CODE: "0", SLURM_ARRAY_TASK_COUNT: "1", SHARDS: "8" };
    await ended(await start(folder, [SLURM], { env: resubmitted, fakes: { deno } }));
    assertStringIncludes(await said(folder, "arguments"), "--shard 2/8 ");
  });
});

Deno.test("slurm.sh lets a run end when the time limit is near and puts it back into the queue; when it is cancelled it does not", async () => {
  for (const [signal, requeued] of [["SIGUSR1", "requeue 17_2\n"], ["SIGTERM", ""]] as const) {
    await inFolder(async (folder) => {
      const deno = `trap 'sleep 0.3; echo kept > kept; exit 130' TERM
        echo > ready; while :; do sleep 0.05; done`;
      const process = await start(folder, [SLURM], { env: TASK, fakes: { deno, scontrol } });
      await written(folder, "ready");
      process.kill(signal);
      const { code, text } = await ended(process);
      assertEquals(code, 130, text);
      assertEquals(await said(folder, "kept"), "kept\n");
      assertEquals(await said(folder, "asked"), requeued);
    });
  }
});

Deno.test("slurm.sh does not put a cancelled job back into the queue whose npx dies of the signal", async () => {
  await inFolder(async (folder) => {
    const npx = `echo > ready; exec sleep 60`;
    const env = { ...TASK, DENO: "npx --yes deno@2.9.6" };
    const process = await start(folder, [SLURM], { env, fakes: { npx, scontrol } });
    await written(folder, "ready");
    process.kill("SIGTERM");
    const { code, text } = await ended(process);
    assertEquals(code, 143, text);
    assertEquals(await said(folder, "asked"), "");
  });
});

/** The values that the manifest gives to a variable. */
const values = (name: string) =>
  [...MANIFEST.matchAll(new RegExp(`name: ${name}\\n +value: "?([^"\\n]*)"?\\n`, "g"))].map(([, value]) =>
    value
  );

/** The scripts of the manifest's containers, in order. */
const scripts = [...MANIFEST.matchAll(/- -fc\n( +)- \|\n((?:\1 {2}.*\n)+)/g)]
  .map(([, indent, text]) => text.replaceAll(`${indent}  `, ""));

Deno.test("the Kubernetes Job's script does the share of the pod's index, of as many as there are pods", async () => {
  const [shards] = values("SHARDS");
  for (const field of ["completions", "parallelism"]) {
    assertMatch(MANIFEST, new RegExp(`^  ${field}: ${shards}$`, "m"));
  }
  await inFolder(async (folder) => {
    const env = {
      ...Object.fromEntries(["SHARDS", "PROFILE", "OUT"].map((name) => [name, values(name)[0]])),
      EXPERIMENTS: "a/* b",
      OPTIONS: "--seeds 2",
      JOB_COMPLETION_INDEX: "0",
    };
    const process = await start(folder, ["/bin/sh", "-fc", scripts[0]], {
      env,
      fakes: { deno: `echo "$*"` },
    });
    assertEquals(await ended(process), {
      code: 0,
      text: `task reproduce --out /out --profile paper --shard 1/${shards} --seeds 2 a/* b\n`,
    });
    const report = await start(folder, ["/bin/sh", "-fc", scripts[1]], { env, fakes: {} });
    assertEquals((await ended(report)).text, "task report --out /out\n");
  });
});

Deno.test("the Kubernetes Job's script runs a share here", async () => {
  await inFolder(async (folder) => {
    const env = {
      SHARDS: "2",
      PROFILE: "smoke",
      OUT: `${folder}/out`,
      OPTIONS: "--papers commands/testing/made --engine cpu --quiet",
      EXPERIMENTS: "made/good/* made/slow/*",
      JOB_COMPLETION_INDEX: "1",
    };
    const deno = `cd ${fileURLToPath(new URL("..", import.meta.url))} && exec ${Deno.execPath()} "$@"`;
    const process = await start(folder, ["/bin/sh", "-fc", scripts[0]], { env, fakes: { deno } });
    const { code, text } = await ended(process);
    assertEquals(code, 0, text);
    assertStringIncludes(text, "1 run: 1 done");
  });
});
