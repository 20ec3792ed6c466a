import { assertEquals, assertRejects } from "@std/assert";
import { gaussian } from "./gaussian.ts";
import { type DatasetInfo, loadDataset, locateDataset } from "./mod.ts";

Deno.test("loadDataset() and locateDataset() find a data set by its name", async () => {
  assertEquals((await loadDataset("mnist-10k")).name, "mnist-10k");
  assertEquals(await locateDataset("mnist-10k"), "package");
});

Deno.test("loadDataset() and locateDataset() find a paper's own data set beside the suite's", async () => {
  const own: DatasetInfo = { ...gaussian, name: "own" };
  assertEquals((await loadDataset("own", {}, [own])).width, 2);
  assertEquals(await locateDataset("own", {}, [own]), "generator");
  assertEquals(await locateDataset("mnist-10k", {}, [own]), "package");
  await assertRejects(() => loadDataset("ow", {}, [own]), RangeError, "usps, yaleb, own, got ow");
});

Deno.test("loadDataset() refuses a name that it doesn't know, with those it does", async () => {
  for (const call of [loadDataset, locateDataset]) {
    await assertRejects(
      () => call("mnist10k"),
      RangeError,
      "Cannot find the data set: name must be one of mnist, mnist-10k, fashion-mnist, emnist-balanced, gaussian, usps, " +
        "yaleb, got mnist10k",
    );
  }
});

Deno.test("the permission sets of the commands that download name every host that data come from", async () => {
  const { permissions } = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  const hosts = new Set<string>();
  for await (const { name } of Deno.readDir(new URL(".", import.meta.url))) {
    if (!name.endsWith(".ts") || /_test|testing/.test(name)) continue;
    const text = await Deno.readTextFile(new URL(name, import.meta.url));
    for (const [, host] of text.matchAll(/"https?:\/\/([^/"]+)\//g)) hosts.add(host);
  }
  assertEquals(hosts.has("biometrics.nist.gov"), true);
  for (const set of ["data", "reproduce"]) {
    assertEquals([...hosts].filter((host) => !permissions[set].net.includes(host)), [], set);
  }
});
