/**
 * Files that were changed or cut: records, checkpoints, data.
 *
 * @module
 */
import { recordPath } from "../records/record.ts";
import { readRecords } from "../records/record_files.ts";
import { parseRecord } from "../records/record_format.ts";
import { idx } from "../datasets/testing.ts";
import type { Random } from "../engine/mod.ts";
import { copyFolder, filesIn } from "../engine/testing.ts";
import { appears, differences, found, made, run, start } from "./command.ts";
import { below, type Finding, type Work } from "./fault.ts";

/** Cuts a file off at a random place, or flips a random bit of it; says which. */
async function damage(path: string, cut: boolean, random: Random): Promise<string> {
  const bytes = await Deno.readFile(path);
  const at = below(bytes.length, random);
  if (cut) {
    await Deno.writeFile(path, bytes.subarray(0, at));
    return `${path} cut after ${at} bytes`;
  }
  const bit = below(8, random);
  bytes[at] ^= 1 << bit;
  await Deno.writeFile(path, bytes);
  return `${path} with bit ${bit} of byte ${at} flipped`;
}

/** Damages records, half of them by cutting: each is found, set aside, said and made again. */
export async function damageRecords({ folder, times, random }: Work): Promise<Finding> {
  const out = `${folder}/out`, reference = `${folder}/undisturbed`;
  const seeds = Array.from({ length: times }, (_, i) => i + 1).join(",");
  const suite = made("made/good/*", "--quiet", "--seed", seeds);
  await run(suite, reference);
  await copyFolder(reference, out);
  const broken: string[] = [];
  let harmless = 0;
  const damaged = new Map<string, { how: string; text: string }>();
  for (const [i, record] of (await readRecords(out)).entries()) {
    const path = `${out}/${recordPath(record)}`;
    const how = await damage(path, i % 2 === 0, random);
    const text = await Deno.readTextFile(path);
    if (isAsBefore(text, found(record))) harmless++;
    else damaged.set(path, { how, text });
  }
  const { code, said } = await run(suite, out);
  if (code !== 0) broken.push(`It ended with ${code}: ${said}`);
  for (const [path, { how, text }] of damaged) {
    if (!said.includes(`Set aside ${path}.damaged`)) broken.push(`not said: ${how}`);
    const aside = await Deno.readTextFile(`${path}.damaged`).catch(() => undefined);
    if (aside !== text) broken.push(`not kept: ${how}`);
  }
  broken.push(...await differences(out, reference));
  return {
    times,
    happened: `${damaged.size} found, set aside, said and made again` +
      (harmless > 0 ? `; ${harmless} read the same as before` : ""),
    broken,
  };
}

/** Whether a damaged record still says what it said. */
function isAsBefore(text: string, before: string): boolean {
  try {
    return found(parseRecord(text, "")) === before;
  } catch {
    return false;
  }
}

/** Damages the checkpoint of a run that was broken off: it is found, set aside and said, and the run starts over. */
export async function damageCheckpoints({ folder, times, random }: Work): Promise<Finding> {
  const reference = `${folder}/undisturbed`, brokenOff = `${folder}/broken-off`;
  const suite = made("made/sum/*", "--checkpoint", "0s");
  await run(suite, reference);
  const process = start(suite, brokenOff);
  await appears(brokenOff, /\.checkpoint$/);
  process.signal("SIGTERM");
  await process.ended;
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const out = `${folder}/${i}`;
    await copyFolder(brokenOff, out);
    const how = await damage(await appears(out, /\.checkpoint$/), i % 2 === 0, random);
    const { code, said } = await run(suite, out);
    if (code !== 0) broken.push(`${how}: it ended with ${code}: ${said}`);
    if (!/Set aside .*\.damaged: the checkpoint is damaged/.test(said)) broken.push(`not said: ${how}`);
    broken.push(...(await differences(out, reference)).map((difference) => `${how}: ${difference}`));
  }
  return { times, happened: "all found, set aside and said; the runs started over", broken };
}

/** Sizes of the user's own files of Yale Face Database B. */
export const FACES = { images: 5850, height: 30, width: 40 };

const PIXELS = FACES.height * FACES.width;

/** Changes the user's own data between two runs, and a file whose content is pinned. */
export async function swapData({ folder, times, random }: Work): Promise<Finding> {
  const data = `${folder}/data`, out = `${folder}/out`;
  await Deno.mkdir(data);
  const images = idx(
    [FACES.images, FACES.height, FACES.width],
    Uint8Array.from({ length: FACES.images * PIXELS }, () => below(256, random)),
  );
  const labels = idx([FACES.images], Uint8Array.from({ length: FACES.images }, (_, i) => i % 10));
  await Deno.writeFile(`${data}/yaleb-images-idx3-ubyte`, images);
  await Deno.writeFile(`${data}/yaleb-labels-idx1-ubyte`, labels);
  const suite = made("made/own/*", "--quiet", "--data-dir", data);
  const broken: string[] = [];
  const kept = new Map<string, string>();
  for (let i = 0; i <= times; i++) {
    const { code, said } = await run(suite, out);
    if (code !== 0) broken.push(`It ended with ${code}: ${said}`);
    const paths = (await filesIn(`${out}/runs`)).filter((path) => path.endsWith(".json"));
    if (paths.length !== i + 1) broken.push(`${paths.length} records of ${i + 1} contents of the file`);
    for (const path of paths) {
      const text = await Deno.readTextFile(`${out}/runs/${path}`);
      if (text !== (kept.get(path) ?? text)) broken.push(`${path} was changed`);
      kept.set(path, text);
    }
    images[images.length - 1 - below(PIXELS, random)]++;
    await Deno.writeFile(`${data}/yaleb-images-idx3-ubyte`, images);
  }
  for (const file of ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"]) {
    await Deno.writeFile(`${data}/${file}-ubyte`, images);
  }
  const { code, said } = await run(made("made/pinned/*", "--quiet", "--data-dir", data), out);
  const refused = /^Leaving out the runs on mnist: .*train-images-idx3-ubyte/m.test(said);
  const undone = said.includes("1 run: 0 done, 0 already recorded, 0 failed, 1 left out");
  if (code !== 2 || !refused || !undone || said.includes("\n    at ")) {
    broken.push(`Another file than MNIST's ended it with ${code}: ${said}`);
  }
  return {
    times,
    happened: "each a new record beside the old ones, which stayed as they were; " +
      "a changed MNIST was refused by its SHA-256",
    broken,
  };
}
