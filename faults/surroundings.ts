/**
 * What a machine, its user or a server has set up otherwise than one thinks.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { DataError } from "../datasets/data_error.ts";
import { download } from "../datasets/download.ts";
import { idx, miniatures, mirror } from "../datasets/testing.ts";
import { filesIn } from "../engine/testing.ts";
import { differences, made, real, run } from "./command.ts";
import { type Finding, NotTried, type Work } from "./fault.ts";
import { FACES } from "./files.ts";

/** Megabytes that a transfer which is given up may take. */
const MOST_MEMORY = 200;

/** Has a mirror send without end, and a small file that holds gigabytes. */
export async function tooMuch({ times }: Work): Promise<Finding> {
  const [{ file }] = miniatures();
  const bomb = new Uint8Array(gzipSync(new Uint8Array(2 ** 30)));
  const packed = bomb.slice(0, bomb.length);
  const broken: string[] = [];
  const before = Deno.memoryUsage().rss;
  for (let i = 0; i < times; i++) {
    for (
      const [name, body] of [
        [
          "without end",
          () => new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65536)) }),
        ],
        ["packed", () => packed],
      ] as const
    ) {
      const served = mirror(() => new Response(body()));
      const pin = name === "packed" ? { ...file, bytes: packed.length } : file;
      const error = await download(pin, [served.url], { quiet: true }).catch((error) => error);
      if (!(error instanceof DataError && /must h(ave|old) at most/.test(error.message))) {
        broken.push(`${name}: ${error}`);
      }
      await served.stop();
    }
  }
  const grown = (Deno.memoryUsage().rss - before) / 1e6;
  if (grown > MOST_MEMORY) broken.push(`it took ${grown.toFixed(0)} MB`);
  return { times: 2 * times, happened: "given up at once, with the size in words", broken };
}

/** Sets the variables of the system's loader, as modules of CUDA and containers do. */
export async function loaderVariables({ folder, times }: Work): Promise<Finding> {
  const suite = real("chowdhury/kmeans/mnist");
  const reference = `${folder}/undisturbed`;
  await run(suite, reference);
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    const env = { LD_LIBRARY_PATH: "/usr/lib", LD_PRELOAD: "libm.so.6", LD_DEBUG_OUTPUT: "/dev/null" };
    // The second time a record is there, and the digest of its code is needed.
    for (const done of ["1 done, 0 already", "0 done, 1 already"]) {
      const { code, said } = await run(suite, out, { env });
      if (code !== 0 || !said.includes(done)) broken.push(`exit ${code}: ${said}`);
    }
    broken.push(...await differences(out, reference));
  }
  return { times, happened: "done, and found the same", broken };
}

/** Puts a pip.py and a tempfile.py into the current folder, and looks for a Python with pip. */
export async function pipHere({ folder, times }: Work): Promise<Finding> {
  const broken: string[] = [];
  const module = new URL("../engine/python.ts", import.meta.url).href;
  const program = `${folder}/find.ts`;
  await Deno.writeTextFile(
    program,
    `import { findPython } from ${JSON.stringify(module)}; await findPython(["python3"]);`,
  );
  for (let i = 0; i < times; i++) {
    const here = `${folder}/${i}`;
    await Deno.mkdir(here);
    for (const name of ["pip.py", "tempfile.py"]) {
      await Deno.writeTextFile(`${here}/${name}`, `open("executed", "w")\n`);
    }
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--allow-all", "--config", CONFIG, program],
      cwd: here,
    }).output();
    const said = new TextDecoder().decode(stderr);
    if (said.includes("no Python with pip")) throw new NotTried("there is no Python with pip");
    if (code !== 0) broken.push(`exit ${code}: ${said}`);
    if ((await filesIn(here)).includes("executed")) broken.push("it was executed");
  }
  return { times, happened: "neither was executed", broken };
}

const CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));

/** Takes HOME away, so that there is no cache. */
export async function noHome({ folder, times }: Work): Promise<Finding> {
  const home = Deno.env.get("HOME");
  const env = { DENO_DIR: Deno.env.get("DENO_DIR") ?? `${home}/.cache/deno` };
  const under = ["env", "-u", "HOME", "-u", "XDG_CACHE_HOME", "-u", "RECLAIM_CACHE"];
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    for (const [engine, words] of [["cpu", "1 done"], ["auto", "Going on with the slower engine wasm"]]) {
      const suite = real("chowdhury/kmeans/mnist", "--engine", engine);
      const { code, said } = await run(suite, `${folder}/${engine}-${i}`, { env, under });
      const isPlain = !said.includes("\n    at ");
      if (code !== 0 || !said.includes(words) || !isPlain) broken.push(`${engine}: exit ${code}: ${said}`);
    }
  }
  return {
    times: 2 * times,
    happened: "done without a cache; by wasm where the engine was to be chosen, which was said",
    broken,
  };
}

/** Gives files of the right sizes that hold one image again and again. */
export async function blackImages({ folder, times }: Work): Promise<Finding> {
  const { images, height, width } = FACES;
  await Deno.writeFile(
    `${folder}/yaleb-images-idx3-ubyte`,
    idx([images, height, width], new Uint8Array(images * height * width)),
  );
  await Deno.writeFile(
    `${folder}/yaleb-labels-idx1-ubyte`,
    idx([images], Uint8Array.from({ length: images }, (_, i) => i % 10)),
  );
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const suite = made("made/own/*", "made/good/*", "--quiet", "--data-dir", folder);
    const { code, said } = await run(suite, `${folder}/out-${i}`);
    const refused = /^Leaving out the runs on yaleb: .*got 1 different images$/m.test(said);
    if (code !== 2 || !refused || !said.includes("2 runs: 1 done")) broken.push(`exit ${code}: ${said}`);
  }
  return { times, happened: "refused; the other run done", broken };
}
