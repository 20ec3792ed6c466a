/**
 * Locks on files, so that of several processes, on one machine or on several that share a folder, one alone does something.
 *
 * A lock is a file that names its owner, is locked by the operating system, and is touched every half minute. On the
 * machine that made it the system's lock decides: that ends with its process, however it ends. On others, to which a
 * shared folder may not pass the system's locks on, the file's time does.
 *
 * @module
 */
import { hostname } from "node:os";
import { dirname } from "node:path";
import { OutputError, statIfThere } from "./files.ts";

/** A lock that this process holds. */
export interface Lock {
  /** Gives it back. */
  release(): Promise<void>;
}

/** Who holds a lock. */
export interface Owner {
  host: string;
  pid: number;
  /** UTC. */
  started: string;
}

/** Milliseconds from one touch to the next. */
const BEAT = 30_000;

/** Milliseconds without a touch after which an owner on another machine is taken for gone. */
const GONE = 10 * BEAT;

/** The same where the file does not name its owner, which writes it at once. */
const UNNAMED = 5000;

/**
 * Takes the lock at `path`, whose folder is made; undefined where another process holds it.
 *
 * @param beat Milliseconds from one touch to the next.
 * @throws {OutputError} If the file cannot be written.
 */
export async function acquireLock(
  path: string,
  host: string = hostname(),
  beat: number = BEAT,
): Promise<Lock | undefined> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    const file = await openNew(path) ?? await openFree(path, host);
    if (!file) return undefined;
    const owner: Owner = { host, pid: Deno.pid, started: new Date().toISOString() };
    const text = JSON.stringify(owner) + "\n";
    const lock = hold(file, path, text, beat);
    try {
      await file.truncate();
      await file.seek(0, Deno.SeekMode.Start);
      await file.write(new TextEncoder().encode(text));
    } catch (error) {
      await lock.release();
      throw error;
    }
    return lock;
  } catch (error) {
    throw new OutputError(path, error as Error);
  }
}

/** How a process waits for a lock. */
export interface Waiting {
  /** Milliseconds from one try to the next. */
  readonly every: number;
  /** Called once, where another process holds the lock. */
  begin(): void;
}

/**
 * Takes the lock at `path` as soon as no other process holds it.
 *
 * @param waiting.isOver Whether to wait no longer; there is no lock then.
 * @throws {OutputError} If the file cannot be written.
 */
export async function waitForLock(path: string, waiting: Waiting): Promise<Lock>;
export async function waitForLock(
  path: string,
  waiting: Waiting & { isOver(): boolean },
): Promise<Lock | undefined>;
export async function waitForLock(
  path: string,
  { every, begin, isOver }: Waiting & { isOver?(): boolean },
): Promise<Lock | undefined> {
  for (let isFirst = true; !isOver?.(); isFirst = false) {
    const lock = await acquireLock(path);
    if (lock) return lock;
    if (isFirst) begin();
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

/** The file, made and locked by the system for this process; undefined where there is one. */
async function openNew(path: string): Promise<Deno.FsFile | undefined> {
  try {
    const file = await Deno.open(path, { read: true, write: true, createNew: true });
    // Another process may look at it just now, and leaves it.
    await file.lock(true);
    return file;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return undefined;
    throw error;
  }
}

/** The file that is there, locked by the system for this process; undefined where its owner holds it. */
async function openFree(path: string, host: string): Promise<Deno.FsFile | undefined> {
  try {
    const { isFile, isSymlink } = await Deno.lstat(path);
    if (isSymlink) throw new Error("it is a link to another file");
    // A pipe would keep who reads it waiting.
    if (!isFile) throw new Error("something else than a file is in its place");
    const file = await Deno.open(path, { read: true, write: true });
    if (await file.tryLock(true) && await isFree(file, path, host)) return file;
    file.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Whether a file that the system lets this process lock is the one at its path, and its owner is gone. */
async function isFree(file: Deno.FsFile, path: string, host: string): Promise<boolean> {
  // An owner that has just given it back has removed the file that was opened here.
  if (!await isAt(file, path)) return false;
  const { mtime } = await file.stat();
  const owner = parseOwner(await readAll(file));
  // A time to come is that of a clock which is ahead: waiting for it could take as long as that.
  return owner?.host === host || Math.abs(Date.now() - mtime!.getTime()) > (owner ? GONE : UNNAMED);
}

/** Whether an open file is the one at a path. */
async function isAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const there = await statIfThere(path);
  return there !== undefined && there.ino === (await file.stat()).ino;
}

/** @param text What the file says of this owner. */
function hold(file: Deno.FsFile, path: string, text: string, beat: number): Lock {
  const beating = setInterval(() => {
    const now = new Date();
    // Where the folder is gone for a while, the next one may come through.
    file.utime(now, now).catch(() => {});
  }, beat);
  Deno.unrefTimer(beating);
  const isHeld = async () => {
    await file.seek(0, Deno.SeekMode.Start);
    // Broken off where the disk was full.
    return text.startsWith(await readAll(file)) && await isAt(file, path);
  };
  return {
    async release() {
      clearInterval(beating);
      // Removed while it is still locked. Of an owner that was silent for long another machine may have taken it.
      if (await isHeld().catch(() => false)) await Deno.remove(path).catch(() => {});
      file.close();
    },
  };
}

/** Who a lock's file names; undefined where it is empty or broken off, as that of a process that ended while writing it. */
function parseOwner(text: string): Owner | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readAll(file: Deno.FsFile): Promise<string> {
  const buffer = new Uint8Array(1024);
  const read = await file.read(buffer);
  return new TextDecoder().decode(buffer.subarray(0, read ?? 0));
}
