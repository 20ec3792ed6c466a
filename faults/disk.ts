/**
 * Disks that are full or cannot be written to: a small file system in memory, which only root can make.
 *
 * @module
 */
import { DataError } from "../datasets/data_error.ts";
import { loadFiles } from "../datasets/store.ts";
import { goodMirror, miniatures } from "../datasets/testing.ts";
import { filesIn } from "../engine/testing.ts";
import { appears, BEGUN, differences, hears, made, run, start } from "./command.ts";
import { type Finding, NotTried, type Work } from "./fault.ts";

/** A file system of its own. */
interface Disk {
  path: string;
  /** Takes all that is free. */
  fill(): Promise<void>;
  /** Gives that back. */
  free(): Promise<void>;
  readOnly(): Promise<void>;
  end(): Promise<void>;
}

/** A file system in memory of some megabytes, at `path`. */
async function diskAt(path: string, megabytes: number): Promise<Disk> {
  await Deno.mkdir(path);
  await mount("-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path);
  const filling = `${path}/filling`;
  return {
    path,
    async fill() {
      using file = await Deno.open(filling, { write: true, create: true });
      const block = new Uint8Array(4096);
      try {
        while (true) await file.write(block);
      } catch (error) {
        if ((error as { code?: string }).code !== "ENOSPC") throw error;
      }
    },
    free: () => Deno.remove(filling),
    readOnly: () => mount("-o", "remount,ro", path),
    async end() {
      await new Deno.Command("umount", { args: ["-l", path] }).output();
    },
  };
}

async function mount(...args: string[]): Promise<void> {
  try {
    const { success, stderr } = await new Deno.Command("mount", { args }).output();
    if (!success) throw new NotTried(`cannot mount: ${new TextDecoder().decode(stderr).trim()}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new NotTried("there is no mount");
    throw error;
  }
}

const slow = made("made/slow/*", "--checkpoint", "0s");

/** Fills the disk while a checkpoint is to be written, and frees it before the record is. */
export async function fullAtCheckpoint({ folder, times }: Work): Promise<Finding> {
  const reference = `${folder}/undisturbed`;
  await run(slow, reference);
  const broken: string[] = [];
  let refused = 0;
  for (let i = 0; i < times; i++) {
    const disk = await diskAt(`${folder}/${i}`, 16);
    try {
      const process = start(slow, disk.path);
      await appears(disk.path, /\.checkpoint$/);
      await disk.fill();
      if (await hears(process, /^Going on without checkpoints?: /m)) refused++;
      await disk.free();
      const { code, said } = await process.ended;
      if (code !== 0) broken.push(`It ended with ${code}: ${said}`);
      broken.push(...await differences(disk.path, reference));
    } finally {
      await disk.end();
    }
  }
  if (refused < times) broken.push(`said ${refused} times of ${times}`);
  return { times, happened: "said; the run went on without checkpoints and found the same", broken };
}

/** Fills the disk while a run is under way, so that its record cannot be written; then frees it and starts again. */
export async function fullAtRecord({ folder, times }: Work): Promise<Finding> {
  const reference = `${folder}/undisturbed`;
  await run(slow, reference);
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const disk = await diskAt(`${folder}/${i}`, 16);
    try {
      const process = start(slow, disk.path);
      await hears(process, BEGUN);
      await disk.fill();
      const { code, said } = await process.ended;
      if (code !== 1 || !/^Cannot write .*No space left/m.test(said)) {
        broken.push(`It ended with ${code}: ${said}`);
      }
      const half = (await filesIn(`${disk.path}/runs`)).filter((path) => /\.json$|\.tmp$/.test(path));
      if (half.length > 0) broken.push(`left behind: ${half.join(", ")}`);
      await disk.free();
      const again = await run(slow, disk.path);
      if (again.code !== 0) broken.push(`With space again, it ended with ${again.code}: ${again.said}`);
      broken.push(...await differences(disk.path, reference));
    } finally {
      await disk.end();
    }
  }
  return {
    times,
    happened: "exit 1 with a line that names file and reason; with space again, completed",
    broken,
  };
}

/** Has a download meet a full cache; then frees it. */
export async function fullCache({ folder, times }: Work): Promise<Finding> {
  const files = miniatures();
  const known = files.map(({ file }) => file);
  const mirror = goodMirror(files);
  const before = Deno.env.get("RECLAIM_CACHE");
  const broken: string[] = [];
  try {
    for (let i = 0; i < times; i++) {
      const disk = await diskAt(`${folder}/${i}`, 1);
      Deno.env.set("RECLAIM_CACHE", disk.path);
      try {
        await disk.fill();
        const error = await loadFiles(known, [mirror.url], { quiet: true }).then(
          () => undefined,
          (error) => error,
        );
        if (!(error instanceof DataError && error.message.includes(disk.path))) {
          broken.push(`It said: ${error}`);
        }
        const left = (await filesIn(disk.path)).filter((path) => path !== "filling");
        if (left.length > 0) broken.push(`left behind: ${left.join(", ")}`);
        await disk.free();
        await loadFiles(known, [mirror.url], { quiet: true });
      } finally {
        await disk.end();
      }
    }
  } finally {
    if (before === undefined) Deno.env.delete("RECLAIM_CACHE");
    else Deno.env.set("RECLAIM_CACHE", before);
    await mirror.stop();
  }
  return {
    times,
    happened: "refused with the folder's name, nothing half written; with space again, loaded",
    broken,
  };
}

/** Takes a result folder that cannot be written to. */
export async function readOnlyFolder({ folder, times }: Work): Promise<Finding> {
  const broken: string[] = [];
  for (let i = 0; i < times; i++) {
    const disk = await diskAt(`${folder}/${i}`, 16);
    try {
      await disk.readOnly();
      const { code, said } = await run(slow, disk.path);
      if (code !== 2 || !said.startsWith("Cannot write to the result folder") || said.trim().includes("\n")) {
        broken.push(`It ended with ${code}: ${said}`);
      }
    } finally {
      await disk.end();
    }
  }
  return { times, happened: "exit 2 before any run, with a line that names the folder", broken };
}
