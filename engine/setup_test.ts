import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildsFor, type EnsureLibraryOptions, type Host, type Library } from "./setup.ts";
import { SetupError } from "./setup_error.ts";
import { type Build, buildFiles, BUILDS, type Wheel, wheelFile } from "./wheels.ts";

// Each set-up runs in a process of its own, under the permissions that it is meant to get by on, with a Python of a
// few lines of shell first on its PATH that delivers a small wheel.

const MODULE = new URL("./setup.ts", import.meta.url).href;
const CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));
const FLAGS = "flags\t\t: fpu sse2 avx avx2";
const DELIVER = 'cp "$WHEEL" "$folder/"';
const HALF = 'mkdir "$TMPDIR/pip-unpack"; head -c 1000 "$WHEEL" > "$TMPDIR/pip-unpack/$(basename "$WHEEL")"';

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const content = (length: number, step: number) => Uint8Array.from({ length }, (_, i) => (i * i * step) >> 3);
const CC = content(300_000, 7);
const FRAMEWORK = content(20_000, 11);

const WHEEL: Wheel = {
  package: "fake-tensorflow",
  version: "1.2.3",
  python: "cp312-cp312",
  platform: "manylinux_2_27_x86_64",
  bytes: 500_000,
  sha256: "ab".repeat(32),
  files: [
    { path: "tensorflow/libtensorflow_cc.so.2", bytes: CC.length, sha256: sha256(CC) },
    { path: "tensorflow/libtensorflow_framework.so.2", bytes: FRAMEWORK.length, sha256: sha256(FRAMEWORK) },
  ],
};

const BUILD: Build = { os: "linux", arch: "x86_64", gpu: false, wheels: [WHEEL] };

async function zip(members: Record<string, Uint8Array>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [path, bytes] of Object.entries(members)) await writer.add(path, new Uint8ArrayReader(bytes));
  return await writer.close();
}

const GOOD = await zip({
  "tensorflow/__init__.py": content(1000, 3),
  [WHEEL.files[0].path]: CC,
  [WHEEL.files[1].path]: FRAMEWORK,
});

interface Start {
  host?: Partial<Host>;
  env?: Record<string, string>;
  run?: string;
  options?: EnsureLibraryOptions;
}

class Bench implements AsyncDisposable {
  readonly root = Deno.makeTempDirSync({ prefix: "reclaim-setup-" });
  readonly cache = join(this.root, "cache");
  readonly parent = join(this.cache, "tensorflow");
  readonly directory = join(this.parent, "fake-tensorflow-1.2.3-manylinux_2_27_x86_64");
  readonly bin = join(this.root, "bin");
  readonly wheel = join(this.root, wheelFile(WHEEL));
  /** Where the libraries are. */
  readonly folder = join(this.directory, "tensorflow");

  constructor() {
    Deno.mkdirSync(this.bin);
    Deno.writeFileSync(this.wheel, GOOD);
    Deno.writeTextFileSync(
      join(this.root, "ensure.ts"),
      `import { ensureLibrary } from ${JSON.stringify(MODULE)};
const [options, host] = JSON.parse(Deno.args[0]);
let result;
try {
  result = await ensureLibrary(options, host);
} catch (error) {
  result = { name: error.name, message: error.message };
}
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(result)));
`,
    );
    this.python(DELIVER);
  }

  /** A python3 with pip, which runs the shell lines on `pip download`: `$folder` is where the wheel should go. */
  python(download: string, options: { cpuinfo?: string; pip?: boolean } = {}) {
    const { cpuinfo = FLAGS, pip = true } = options;
    const script = `#!/bin/sh
for folder; do :; done
# A pip.py in the current folder would be run in place of pip.
[ "$(pwd)" = / ] || exit 9
case "$*" in
  "-m pip --version") exit ${pip ? 0 : 1} ;;
  -c*) echo '${cpuinfo}' ;;
  *)
    echo "$*" >> ${this.root}/calls
    [ "$TMPDIR" = "$folder" ] || exit 9
    cat "$folder/requirements.txt" >> ${this.root}/requirements
    WHEEL=${this.wheel}
    ${download} ;;
esac
`;
    Deno.writeTextFileSync(join(this.bin, "python3"), script, { mode: 0o755 });
  }

  /** How often pip was asked to download. */
  downloads(): number {
    try {
      return Deno.readTextFileSync(join(this.root, "calls")).trim().split("\n").length;
    } catch {
      return 0;
    }
  }

  start(options: Start = {}) {
    const host = {
      os: "linux",
      arch: "x86_64",
      libc: "gnu",
      gpu: false,
      pythons: ["python3", "python"],
      builds: [BUILD],
    };
    // deno-fmt-ignore
    const args = [
      "run", "--no-prompt", "--no-lock", "--config", CONFIG, "--allow-read", "--allow-write",
      "--allow-env=RECLAIM_TENSORFLOW,RECLAIM_CACHE,RECLAIM_CHECK_LIBRARY,XDG_CACHE_HOME,HOME", `--allow-run=${options.run ?? "python3"}`,
      join(this.root, "ensure.ts"), JSON.stringify([{ quiet: false, ...options.options }, { ...host, ...options.host }]),
    ];
    const denoDir = Deno.env.get("DENO_DIR");
    const home = Deno.env.get("HOME");
    return new Deno.Command(Deno.execPath(), {
      args,
      clearEnv: true,
      env: {
        PATH: `${this.bin}:/usr/bin:/bin`,
        RECLAIM_CACHE: this.cache,
        NO_COLOR: "1",
        ...(denoDir ? { DENO_DIR: denoDir } : {}),
        ...(home ? { HOME: home } : {}),
        ...options.env,
      },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  async ensure(options: Parameters<Bench["start"]>[0] = {}): Promise<Result> {
    return await resultOf(this.start(options));
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.root, { recursive: true });
  }
}

interface Result extends Partial<Library> {
  name?: string;
  message?: string;
  stderr: string;
}

async function resultOf(child: Deno.ChildProcess): Promise<Result> {
  const { stdout, stderr } = await child.output();
  const said = new TextDecoder().decode(stderr);
  const text = new TextDecoder().decode(stdout);
  assert(text !== "", said);
  return { ...JSON.parse(text), stderr: said };
}

async function assertSetUp(bench: Bench, result: Result) {
  const { directory } = bench;
  assertEquals({ ...result, stderr: "" }, {
    cc: join(bench.folder, "libtensorflow_cc.so.2"),
    directory: bench.folder,
    origin: "cache",
    build: BUILD,
    stderr: "",
  });
  for (const { path, sha256: expected } of WHEEL.files) {
    assertEquals(sha256(await Deno.readFile(join(directory, path))), expected);
  }
  const names = [...Deno.readDirSync(bench.parent)].map((entry) => entry.name).sort();
  const own = basename(directory);
  assertEquals(names, [own, `${own}.lock`]);
}

function assertRefused(bench: Bench, result: Result, message: string) {
  assertEquals([result.name, result.message], ["SetupError", `Cannot set up libtensorflow: ${message}`]);
  const left = [...readNames(bench.parent)].filter((name) => !name.endsWith(".lock"));
  assertEquals(left, []);
}

function readNames(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map((entry) => entry.name);
  } catch {
    return [];
  }
}

Deno.test("ensureLibrary() downloads the pinned wheel with pip and keeps its two libraries", async () => {
  await using bench = new Bench();
  const result = await bench.ensure();
  await assertSetUp(bench, result);
  assertMatch(
    result.stderr,
    /^Downloading libtensorflow: .* in .*\nExtracting libtensorflow: 320\.0 kB in [^\n]*\n$/s,
  );
  const [call] = (await Deno.readTextFile(join(bench.root, "calls"))).split("\n");
  assertMatch(
    call,
    /^-m pip download --no-deps --only-binary=:all: --no-cache-dir --no-input --disable-pip-version-check --require-hashes -r \S+requirements.txt --python-version 3.12 --implementation cp --abi cp312 --platform manylinux_2_27_x86_64 -d \S+$/,
  );
  assertEquals(
    await Deno.readTextFile(join(bench.root, "requirements")),
    `fake-tensorflow==1.2.3 --hash=sha256:${"ab".repeat(32)}\n`,
  );
  assertEquals(JSON.parse(await Deno.readTextFile(join(bench.directory, "manifest.json"))), {
    wheels: [{
      wheel: "fake_tensorflow-1.2.3-cp312-cp312-manylinux_2_27_x86_64.whl",
      sha256: "ab".repeat(32),
      files: [
        { path: "tensorflow/libtensorflow_cc.so.2", bytes: CC.length, sha256: sha256(CC) },
        {
          path: "tensorflow/libtensorflow_framework.so.2",
          bytes: FRAMEWORK.length,
          sha256: sha256(FRAMEWORK),
        },
      ],
    }],
  });
});

Deno.test("ensureLibrary() takes the library from the cache the second time, without a Python and in silence", async () => {
  await using bench = new Bench();
  await bench.ensure();
  bench.python("exit 1", { pip: false });
  const result = await bench.ensure();
  await assertSetUp(bench, result);
  assertEquals([bench.downloads(), result.stderr], [1, ""]);
});

Deno.test("ensureLibrary() writes nothing when quiet", async () => {
  await using bench = new Bench();
  const result = await bench.ensure({ options: { quiet: true } });
  await assertSetUp(bench, result);
  assertEquals(result.stderr, "");
});

Deno.test("ensureLibrary() starts Python although a variable of the loader is set", async () => {
  await using bench = new Bench();
  await assertSetUp(bench, await bench.ensure({ env: { LD_LIBRARY_PATH: "/usr/local/cuda/lib64" } }));
});

Deno.test("ensureLibrary() goes on to python where python3 has no pip", async () => {
  await using bench = new Bench();
  await Deno.rename(join(bench.bin, "python3"), join(bench.bin, "python"));
  await Deno.writeTextFile(join(bench.bin, "python3"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  await assertSetUp(bench, await bench.ensure({ run: "python3,python" }));
});

Deno.test("ensureLibrary() starts again after a set-up that was killed, and says so", async () => {
  await using bench = new Bench();
  bench.python(`${HALF}; touch ${bench.root}/half; while kill -0 $PPID; do sleep 0.02; done 2> /dev/null`);
  const killed = bench.start();
  while (!readNames(bench.root).includes("half")) await new Promise((resolve) => setTimeout(resolve, 20));
  killed.kill("SIGKILL");
  await killed.output();
  assert(readNames(bench.parent).some((name) => name.includes(".part-")));

  bench.python(DELIVER);
  const result = await bench.ensure();
  await assertSetUp(bench, result);
  assertEquals(
    result.stderr.split("\n")[0],
    "An earlier set-up of libtensorflow was cut off: doing it again",
  );
});

Deno.test("ensureLibrary() sets up again, saying why, what is not complete in the cache", async () => {
  await using bench = new Bench();
  await bench.ensure();
  const faults: [() => Promise<void>, string][] = [
    [
      () => Deno.truncate(join(bench.folder, "libtensorflow_cc.so.2"), 12),
      "libtensorflow_cc.so.2 has 12 bytes instead of 300000",
    ],
    [
      () => Deno.remove(join(bench.folder, "libtensorflow_framework.so.2")),
      "libtensorflow_framework.so.2 is missing",
    ],
    [() => Deno.remove(join(bench.directory, "manifest.json")), "its manifest.json is missing"],
    [
      () => Deno.truncate(join(bench.directory, "manifest.json"), 40),
      "its manifest.json is not of this version",
    ],
  ];
  for (const [i, [spoil, why]] of faults.entries()) {
    await spoil();
    const result = await bench.ensure();
    await assertSetUp(bench, result);
    assertEquals(
      result.stderr.split("\n")[0],
      `libtensorflow in ${bench.directory} is not usable (${why}): doing it again`,
    );
    assertEquals(bench.downloads(), 2 + i);
  }
});

Deno.test("ensureLibrary() looks at the SHA-256 of what is in the cache where it is asked to", async () => {
  await using bench = new Bench();
  await bench.ensure();
  const path = join(bench.folder, "libtensorflow_cc.so.2");
  const changed = CC.slice();
  changed[1000] ^= 1;
  await Deno.writeFile(path, changed);
  const unseen = await bench.ensure();
  assertEquals([unseen.origin, unseen.stderr, bench.downloads()], ["cache", "", 1]);
  const env = { RECLAIM_CHECK_LIBRARY: "1" };
  const seen = await bench.ensure({ env });
  await assertSetUp(bench, seen);
  assertEquals(
    seen.stderr.split("\n")[0],
    `libtensorflow in ${bench.directory} is not usable (libtensorflow_cc.so.2 has SHA-256 ${
      sha256(changed)
    } ` +
      `instead of ${sha256(CC)}): doing it again`,
  );
  const sound = await bench.ensure({ env });
  assertEquals([sound.stderr, bench.downloads()], ["", 2]);
  const odd = await bench.ensure({ env: { RECLAIM_CHECK_LIBRARY: "yes" } });
  assertEquals(odd.message, "Cannot set up libtensorflow: RECLAIM_CHECK_LIBRARY must be 0 or 1, got yes");
});

Deno.test("ensureLibrary() says what to do where there is no cache", async () => {
  await using bench = new Bench();
  const result = await bench.ensure({ env: { RECLAIM_CACHE: "", HOME: "" } });
  assertEquals([result.name, result.message], [
    "SetupError",
    "Cannot set up libtensorflow: Cannot choose a cache folder: HOME is not set: set RECLAIM_CACHE to a folder, or " +
    "RECLAIM_TENSORFLOW to one that holds libtensorflow",
  ]);
});

Deno.test("ensureLibrary() of two processes at once sets up once: the second waits, and says so", async () => {
  await using bench = new Bench();
  bench.python(
    `touch ${bench.root}/begun; while [ ! -e ${bench.root}/go ] && kill -0 $PPID; do sleep 0.02; done; ${DELIVER}`,
  );
  const first = bench.start();
  while (!readNames(bench.root).includes("begun")) await new Promise((resolve) => setTimeout(resolve, 20));
  const second = bench.start();
  const said = second.stderr.getReader();
  const { value } = await said.read();
  assertEquals(
    new TextDecoder().decode(value),
    "Another process is setting up libtensorflow: waiting for it\n",
  );
  said.releaseLock();
  await Deno.writeTextFile(join(bench.root, "go"), "");
  const results = await Promise.all([resultOf(first), resultOf(second)]);
  for (const result of results) await assertSetUp(bench, result);
  assertEquals([bench.downloads(), results[1].stderr], [1, ""]);
});

Deno.test("ensureLibrary() refuses a wheel whose library has another hash", async () => {
  await using bench = new Bench();
  const other = CC.slice();
  other[1000] ^= 1;
  const members = { [WHEEL.files[0].path]: other, [WHEEL.files[1].path]: FRAMEWORK };
  await Deno.writeFile(bench.wheel, await zip(members));
  assertRefused(
    bench,
    await bench.ensure(),
    `the downloaded wheel is not the pinned one: tensorflow/libtensorflow_cc.so.2 has SHA-256 ${
      sha256(other)
    }: ` +
      "try again, or set RECLAIM_TENSORFLOW to a folder that holds libtensorflow",
  );
});

Deno.test("ensureLibrary() refuses a wheel without a library, and one that is cut off", async () => {
  await using bench = new Bench();
  await Deno.writeFile(bench.wheel, await zip({ [WHEEL.files[0].path]: CC }));
  assertRefused(
    bench,
    await bench.ensure(),
    "the downloaded wheel is not the pinned one: tensorflow/libtensorflow_framework.so.2 is not in it: " +
      "try again, or set RECLAIM_TENSORFLOW to a folder that holds libtensorflow",
  );
  await Deno.writeFile(bench.wheel, GOOD.subarray(0, GOOD.length / 2));
  const result = await bench.ensure();
  assertRefused(bench, result, result.message!.split(": ").slice(1).join(": "));
  assertMatch(result.message!, /the downloaded fake_tensorflow-1\.2\.3\S+whl is damaged \(.+\): try again$/);
});

Deno.test("ensureLibrary() takes no more than the wheel and its libraries have", async () => {
  await using bench = new Bench();
  const half = `mkdir "$folder/pip"; head -c ${
    WHEEL.bytes + 1
  } /dev/zero > "$folder/pip/$(basename "$WHEEL")"`;
  bench.python(`${half}; exec sleep 60`);
  const started = performance.now();
  assertRefused(
    bench,
    await bench.ensure(),
    "pip was sent more than the 500000 bytes of fake-tensorflow 1.2.3: check the index that pip is set to, or set " +
      "RECLAIM_TENSORFLOW to a folder that holds libtensorflow",
  );
  assert(performance.now() - started < 30_000);

  bench.python(DELIVER);
  const members = { [WHEEL.files[0].path]: new Uint8Array(1e8), [WHEEL.files[1].path]: FRAMEWORK };
  await Deno.writeFile(bench.wheel, await zip(members));
  assertRefused(
    bench,
    await bench.ensure(),
    "the downloaded wheel is not the pinned one: tensorflow/libtensorflow_cc.so.2 has more than 300000 bytes: " +
      "try again, or set RECLAIM_TENSORFLOW to a folder that holds libtensorflow",
  );
});

Deno.test("ensureLibrary() gives pip's last error when it fails", async () => {
  await using bench = new Bench();
  const refusal = (line: string) =>
    `pip could not download fake-tensorflow 1.2.3 (${line}): check the network and pip's settings and try again, ` +
    "or set RECLAIM_TENSORFLOW to a folder that holds libtensorflow";

  bench.python(`echo "WARNING: Retrying (Retry(total=0)) after connection broken" >&2
    echo "ERROR: No matching distribution found for fake-tensorflow==1.2.3" >&2
    echo "a word after it" >&2
    exit 1`);
  const line = "ERROR: No matching distribution found for fake-tensorflow==1.2.3";
  assertRefused(bench, await bench.ensure(), refusal(line));

  bench.python(`${HALF}; kill -9 $$`);
  const killed = await bench.ensure();
  assertRefused(bench, killed, refusal("no message"));
  assertMatch(killed.stderr, /Downloading libtensorflow: .*, failed\n$/s);
});

Deno.test("ensureLibrary() says how much space it needs where there is none left", async () => {
  await using bench = new Bench();
  bench.python(`echo "ERROR: Could not install: [Errno 28] No space left on device" >&2; exit 1`);
  assertRefused(
    bench,
    await bench.ensure({ host: { builds: [{ ...BUILD, wheels: [{ ...WHEEL, bytes: 2_000_000_000 }] }] } }),
    `no space left in ${bench.parent}, where it needs 2.0 GB: ` +
      "free some, or set RECLAIM_CACHE to a folder on another disk",
  );
});

Deno.test("ensureLibrary() refuses without a Python that has pip", async () => {
  await using bench = new Bench();
  bench.python(DELIVER, { pip: false });
  assertRefused(
    bench,
    await bench.ensure({ env: { PATH: bench.bin } }),
    "no Python with pip is on the PATH, and pip is what downloads it: install Python 3 with pip, or " +
      "set RECLAIM_TENSORFLOW to a folder that holds libtensorflow",
  );
});

Deno.test("ensureLibrary() leaves out a python that it may not run", async () => {
  await using bench = new Bench();
  await Deno.rename(join(bench.bin, "python3"), join(bench.bin, "python"));
  await Deno.writeTextFile(join(bench.bin, "python3"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const result = await bench.ensure({ run: "python3" });
  assertEquals(result.name, "SetupError");
  assertStringIncludes(result.message!, "no Python with pip");
});

Deno.test("ensureLibrary() refuses systems that have no wheel", async () => {
  await using bench = new Bench();
  for (
    const [host, machine] of [
      [{ os: "windows", libc: "msvc" }, "windows x86_64"],
      [{ os: "darwin", libc: undefined }, "darwin x86_64"],
      [{ libc: "musl" }, "linux x86_64 musl"],
    ] as const
  ) {
    assertRefused(
      bench,
      await bench.ensure({ host: { ...host, builds: BUILDS } }),
      `TensorFlow has no library for ${machine}: use --engine wasm, or ` +
        "set RECLAIM_TENSORFLOW to a folder that holds libtensorflow",
    );
  }
});

Deno.test("ensureLibrary() refuses an x86-64 processor without AVX, before it downloads", async () => {
  await using bench = new Bench();
  bench.python(DELIVER, { cpuinfo: "flags\t\t: fpu sse2 sse4_2" });
  assertRefused(
    bench,
    await bench.ensure(),
    "this processor has no AVX, which TensorFlow needs: use --engine wasm, or another machine",
  );
  assertEquals(bench.downloads(), 0);
});

Deno.test("ensureLibrary() refuses a cache folder that can't be written", async () => {
  await using bench = new Bench();
  await Deno.writeTextFile(join(bench.root, "file"), "");
  const result = await bench.ensure({ env: { RECLAIM_CACHE: join(bench.root, "file") } });
  assertEquals(result.name, "SetupError");
  assertStringIncludes(
    result.message!,
    `the cache folder ${bench.root}/file/tensorflow can't be written or locked`,
  );
  assertMatch(result.message!, /: set RECLAIM_CACHE to a folder that can$/);
});

Deno.test("ensureLibrary() uses the folder that RECLAIM_TENSORFLOW names, or its tensorflow folder", async () => {
  await using bench = new Bench();
  const packages = join(bench.root, "site-packages");
  const directory = join(packages, "tensorflow");
  await Deno.mkdir(directory, { recursive: true });
  const names = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
  for (const name of names) await Deno.writeFile(join(directory, name), elf(62));
  const expected = {
    cc: join(directory, names[0]),
    directory,
    origin: "RECLAIM_TENSORFLOW" as const,
    stderr: "",
  };
  assertEquals(await bench.ensure({ env: { RECLAIM_TENSORFLOW: directory } }), expected);
  assertEquals(await bench.ensure({ env: { RECLAIM_TENSORFLOW: packages } }), expected);

  await Deno.remove(join(directory, names[1]));
  const result = await bench.ensure({ env: { RECLAIM_TENSORFLOW: packages } });
  assertRefused(
    bench,
    result,
    `RECLAIM_TENSORFLOW is ${packages}, which lacks libtensorflow_framework.so.2: set it to a folder that holds ` +
      "libtensorflow_cc.so.2 and libtensorflow_framework.so.2, or unset it to have them downloaded",
  );
  assertEquals(bench.downloads(), 0);
});

Deno.test("ensureLibrary() refuses named libraries that are for another machine or no libraries", async () => {
  await using bench = new Bench();
  const [cc, framework] = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"].map((name) =>
    join(bench.root, name)
  );
  const refused = async (why: string) =>
    assertRefused(
      bench,
      await bench.ensure({ env: { RECLAIM_TENSORFLOW: bench.root } }),
      `${why}: set RECLAIM_TENSORFLOW to a folder that holds TensorFlow for this machine, ` +
        "or unset it to have it downloaded",
    );
  await Deno.writeFile(cc, elf(183));
  await Deno.writeFile(framework, elf(62));
  await refused(`${cc} is for linux aarch64, and this is linux x86_64`);
  await Deno.writeFile(cc, elf(62));
  await Deno.writeTextFile(framework, "version https://git-lfs.github.com/spec/v1");
  await refused(`${framework} is not a shared library`);
});

/** The start of an ELF file for a machine. */
function elf(machine: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  new DataView(bytes.buffer).setUint16(18, machine, true);
  return bytes;
}

const CUBLAS = content(5000, 5);
const PTXAS = content(3000, 13);

const GPU: Build = {
  os: "linux",
  arch: "x86_64",
  gpu: true,
  wheels: [{ ...WHEEL, package: "fake-tensorflow-gpu" }, {
    package: "fake-cuda-cu12",
    version: "12.9.1",
    python: "py3-none",
    platform: "manylinux2014_x86_64.manylinux_2_17_x86_64",
    bytes: 9000,
    sha256: "cd".repeat(32),
    files: [
      { path: "nvidia/cublas/lib/libcublas.so.12", bytes: CUBLAS.length, sha256: sha256(CUBLAS) },
      { path: "nvidia/cuda_nvcc/bin/ptxas", bytes: PTXAS.length, sha256: sha256(PTXAS), executable: true },
    ],
  }],
};

/** A bench whose index has both wheels of the GPU build beside the other one. */
async function gpuBench(): Promise<Bench> {
  const bench = new Bench();
  await Deno.writeFile(join(bench.root, wheelFile(GPU.wheels[0])), GOOD);
  const cuda = await zip({
    "nvidia/cublas/include/cublas.h": content(100, 3),
    [GPU.wheels[1].files[0].path]: CUBLAS,
    [GPU.wheels[1].files[1].path]: PTXAS,
  });
  await Deno.writeFile(join(bench.root, wheelFile(GPU.wheels[1])), cuda);
  bench.python(`case "$(cat "$folder/requirements.txt")" in
      fake-tensorflow-gpu*) WHEEL=${join(bench.root, wheelFile(GPU.wheels[0]))} ;;
      fake-cuda*) WHEEL=${join(bench.root, wheelFile(GPU.wheels[1]))} ;;
    esac
    ls "$folder" >> ${bench.root}/staged
    ${DELIVER}`);
  return bench;
}

Deno.test("ensureLibrary() takes the GPU build where there is a GPU, NVIDIA's libraries beside TensorFlow", async () => {
  await using bench = await gpuBench();
  const result = await bench.ensure({ host: { gpu: true, builds: [GPU, BUILD] } });
  const root = join(bench.parent, "fake-tensorflow-gpu-1.2.3-manylinux_2_27_x86_64");
  assertEquals([result.cc, result.build?.gpu], [join(root, "tensorflow", "libtensorflow_cc.so.2"), true]);
  for (const { path, sha256: expected, executable } of buildFiles(GPU)) {
    assertEquals(sha256(await Deno.readFile(join(root, path))), expected);
    assertEquals(((await Deno.stat(join(root, path))).mode! & 0o100) !== 0, executable === true);
  }
  assertEquals(readNames(join(root, "nvidia", "cublas")), ["lib"]);
  assertMatch(result.stderr, /Downloading fake-cuda-cu12: .*Extracting fake-cuda-cu12: /s);
  const [, call] = (await Deno.readTextFile(join(bench.root, "calls"))).split("\n");
  assertStringIncludes(call, " --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 -d ");
  // A wheel makes room on the disk for the next one.
  const staged = (await Deno.readTextFile(join(bench.root, "staged"))).split("\n");
  assertEquals(staged.filter((name) => name.endsWith(".whl")), []);

  const again = await bench.ensure({ host: { gpu: true, builds: [GPU, BUILD] } });
  assertEquals([again.cc, again.stderr, bench.downloads()], [result.cc, "", 2]);
  await Deno.remove(join(root, GPU.wheels[1].files[1].path));
  assertStringIncludes(
    (await bench.ensure({ host: { gpu: true, builds: [GPU, BUILD] } })).stderr,
    "is not usable (ptxas is missing): doing it again",
  );
});

Deno.test("ensureLibrary() takes the other build where there is no GPU", async () => {
  await using bench = await gpuBench();
  const result = await bench.ensure({ host: { builds: [GPU, BUILD] } });
  await assertSetUp(bench, result);
});

Deno.test("ensureLibrary() goes on with the other build where the GPU build can't be had, and says so", async () => {
  await using bench = await gpuBench();
  bench.python(`grep -q fake-tensorflow-gpu "$folder/requirements.txt" && exit 1
    ${DELIVER}`);
  const result = await bench.ensure({ host: { gpu: true, builds: [GPU, BUILD] }, options: { quiet: true } });
  assertEquals(result.build?.gpu, false);
  assertMatch(
    result.stderr,
    /^Cannot set up libtensorflow: pip could not download fake-tensorflow-gpu .*\. Going on without the GPU; RECLAIM_GPU=0 does so without asking\n$/,
  );
});

Deno.test("ensureLibrary() refuses where a GPU is required and there is none, before it downloads", async () => {
  await using bench = await gpuBench();
  const refuse = async (host: Partial<Host>, message: string) =>
    assertRefused(bench, await bench.ensure({ host, options: { requireGpu: true } }), message);
  await refuse(
    { builds: [GPU, BUILD] },
    "a GPU is required, and NVIDIA's driver finds none here (deno task doctor says more): " +
      "install the driver, or set RECLAIM_GPU to 1 to set up the GPU build all the same",
  );
  await refuse(
    { os: "darwin", arch: "aarch64", libc: undefined!, builds: BUILDS },
    "a GPU is required, and TensorFlow has no GPU build for darwin aarch64: use --engine webgpu, or " +
      "set RECLAIM_TENSORFLOW to a folder that holds libtensorflow",
  );
  bench.python("exit 1");
  const failed = await bench.ensure({
    host: { gpu: true, builds: [GPU, BUILD] },
    options: { requireGpu: true },
  });
  assertStringIncludes(failed.message!, "pip could not download fake-tensorflow-gpu 1.2.3");
  assertEquals(bench.downloads(), 1);
});

Deno.test("ensureLibrary() asks the driver for a GPU unless RECLAIM_GPU says 0 or 1", () => {
  const before = Deno.env.get("RECLAIM_GPU");
  try {
    Deno.env.set("RECLAIM_GPU", "0");
    assert(buildsFor().every(({ gpu }) => !gpu));
    Deno.env.set("RECLAIM_GPU", "1");
    assertEquals(
      buildsFor().map(({ gpu }) => gpu),
      BUILDS.filter(({ os, arch }) => os === Deno.build.os && arch === Deno.build.arch).map(({ gpu }) => gpu),
    );
    Deno.env.set("RECLAIM_GPU", "yes");
    const error = assertThrows(() => buildsFor(), SetupError);
    assertEquals(error.message, "Cannot set up libtensorflow: RECLAIM_GPU must be 0 or 1, got yes");
  } finally {
    if (before === undefined) Deno.env.delete("RECLAIM_GPU");
    else Deno.env.set("RECLAIM_GPU", before);
  }
});

Deno.test("BUILDS names each wheel's file as the index does", () => {
  assertEquals(BUILDS.map(({ wheels }) => wheelFile(wheels[0])), [
    "tensorflow-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl",
    "tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl",
    "tensorflow-2.21.0-cp312-cp312-manylinux_2_27_aarch64.whl",
    "tensorflow-2.21.0-cp312-cp312-macosx_12_0_arm64.whl",
  ]);
  assert(
    BUILDS[0].wheels.map(wheelFile).includes(
      "nvidia_cufft_cu12-11.4.1.4-py3-none-" +
        "manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
    ),
  );
});

Deno.test("the GPU build has its libraries where those that ask for them look", () => {
  const paths = buildFiles(BUILDS[0]).map(({ path }) => path);
  assertEquals(new Set(paths).size, paths.length);
  // The folders of the run paths of TensorFlow's libraries, and where XLA looks for ptxas and libdevice.
  for (
    const folder of [
      ...["cublas", "cuda_cupti", "cuda_runtime", "cudnn", "cufft", "cusolver", "cusparse", "nccl"]
        .map((name) => `nvidia/${name}/lib/`),
      // cuSOLVER's, cuSPARSE's and cuDNN's own run paths.
      "nvidia/nvjitlink/lib/",
      "nvidia/cuda_nvrtc/lib/",
      "nvidia/cuda_nvcc/bin/ptxas",
      "nvidia/cuda_nvcc/nvvm/libdevice/libdevice.10.bc",
    ]
  ) assert(paths.some((path) => path.startsWith(folder)), folder);
});
