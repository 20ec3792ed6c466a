import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { OutputError } from "./files.ts";
import { inFolder } from "../engine/testing.ts";
import { acquireLock, type Owner, waitForLock } from "./lock.ts";

const HERE = "here";

Deno.test("acquireLock() gives a lock to one alone, and to the next when it was given back", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/runs/.a.lock`;
    const lock = await acquireLock(path);
    assert(lock);
    assertEquals(await acquireLock(path), undefined);
    const owner: Owner = JSON.parse(await Deno.readTextFile(path));
    assertEquals(owner.pid, Deno.pid);
    assertMatch(owner.started, /^\d{4}-.*Z$/);
    await lock.release();
    assertEquals([...Deno.readDirSync(`${folder}/runs`)], []);
    const next = await acquireLock(path);
    assert(next);
    await next.release();
  });
});

Deno.test("acquireLock() gives a lock to one alone, however many ask at once", async () => {
  await inFolder(async (folder) => {
    for (let round = 0; round < 20; round++) {
      const locks = await Promise.all(
        Array.from({ length: 8 }, () => acquireLock(`${folder}/.a.lock`)),
      );
      const held = locks.filter((lock) => lock !== undefined);
      assertEquals(held.length, 1);
      await held[0].release();
    }
  });
});

/** A lock's file that no process holds, touched `age` seconds ago. */
async function leave(path: string, text: string, age: number): Promise<void> {
  await Deno.writeTextFile(path, text);
  const then = Date.now() / 1000 - age;
  await Deno.utime(path, then, then);
}

Deno.test("acquireLock() takes over what a process left that ended, on this machine at once, on others when it is old", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.a.lock`;
    const by = (host: string) => JSON.stringify({ host, pid: 1, started: "" });
    for (
      const [text, age, free] of [
        [by(HERE), 0, true],
        [by("elsewhere"), 60, false],
        [by("elsewhere"), 400, true],
        [by("elsewhere"), -60, false],
        [by("elsewhere"), -86400, true],
        ["", 0, false],
        [by(HERE).slice(0, 9), 10, true],
      ] as const
    ) {
      await leave(path, text, age);
      const lock = await acquireLock(path, HERE);
      assertEquals(lock !== undefined, free, `${text} of ${age} s`);
      // What is another's stays as it is.
      if (!lock) assertEquals(await Deno.readTextFile(path), text);
      await lock?.release();
    }
  });
});

Deno.test("acquireLock() gives back its own lock alone, not one that another machine has taken meanwhile", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.a.lock`;
    const theirs = JSON.stringify({ host: "elsewhere", pid: 1, started: "" });
    const taken = await acquireLock(path, HERE);
    await Deno.writeTextFile(path, theirs);
    await taken!.release();
    assertEquals(await Deno.readTextFile(path), theirs);
    await Deno.remove(path);
    const replaced = await acquireLock(path, HERE);
    await Deno.rename(path, `${folder}/old`);
    await Deno.writeTextFile(path, theirs);
    await replaced!.release();
    assertEquals(await Deno.readTextFile(path), theirs);
  });
});

Deno.test("acquireLock() gets the lock of a process that was killed", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.a.lock`;
    const module = new URL("lock.ts", import.meta.url);
    const holder = new Deno.Command(Deno.execPath(), {
      args: [
        "eval",
        `import { acquireLock } from ${JSON.stringify(module)};
        await acquireLock(${JSON.stringify(path)});
        Deno.stdout.writeSync(new Uint8Array(1));
        await new Promise((resolve) => setTimeout(resolve, 60_000));`,
      ],
      cwd: new URL("..", import.meta.url),
      stdout: "piped",
    }).spawn();
    const reader = holder.stdout.getReader();
    await reader.read();
    assertEquals(await acquireLock(path), undefined);
    holder.kill("SIGKILL");
    await holder.status;
    await reader.cancel();
    const lock = await acquireLock(path);
    assert(lock);
    await lock.release();
  });
});

Deno.test("acquireLock() touches the file again and again while the lock is held", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.a.lock`;
    const lock = await acquireLock(path, HERE, 10);
    for (let beat = 0; beat < 2; beat++) {
      await Deno.utime(path, 0, 0);
      const age = async () => Date.now() - (await Deno.stat(path)).mtime!.getTime();
      for (let tries = 0; tries < 200 && await age() > 60_000; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert(await age() < 60_000);
    }
    await lock!.release();
  });
});

Deno.test("acquireLock() names a file that it cannot write", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "");
    const path = `${folder}/file/.a.lock`;
    await assertRejects(() => acquireLock(path), OutputError, `Cannot write ${path}: `);
  });
});

Deno.test("acquireLock() leaves alone what a link at its path leads to", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/other`, "another's");
    await Deno.utime(`${folder}/other`, 0, 0);
    const path = `${folder}/.a.lock`;
    await Deno.symlink(`${folder}/other`, path);
    await assertRejects(
      () => acquireLock(path),
      OutputError,
      `Cannot write ${path}: it is a link to another file`,
    );
    assertEquals(await Deno.readTextFile(`${folder}/other`), "another's");
  });
});

Deno.test("acquireLock() does not wait for a pipe at its path", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.a.lock`;
    assert((await new Deno.Command("mkfifo", { args: [path] }).output()).success);
    await assertRejects(
      () => acquireLock(path),
      OutputError,
      `Cannot write ${path}: something else than a file is in its place`,
    );
  });
});

Deno.test("waitForLock() waits for the one that holds it, says so once, and may be told to wait no longer", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/.a.lock`;
    let told = 0, tries = 0;
    const waiting = { every: 5, begin: () => void told++ };
    const free = await waitForLock(path, waiting);
    assertEquals(told, 0);
    assertEquals(await waitForLock(path, { ...waiting, isOver: () => ++tries > 3 }), undefined);
    assertEquals([told, tries], [1, 4]);
    setTimeout(() => free.release(), 20);
    await (await waitForLock(path, waiting)).release();
    assertEquals(told, 2);
  });
});
