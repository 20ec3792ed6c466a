import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { DataError } from "./data_error.ts";
import { get, reasonOf } from "./http.ts";
import { deadMirror, mirror } from "./testing.ts";

const redirect = (location: string, status = 302) => new Response(null, { status, headers: { location } });

Deno.test("get() follows redirections, relative ones too, and passes the headers on", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const served = mirror((path) => path === "/a" ? redirect("b/c", status) : new Response("there"));
    const response = await get(`${served.url}a`);
    assertEquals([response.status, await response.text()], [200, "there"]);
    assertEquals(served.asked, ["/a", "/b/c"]);
    await served.stop();
  }
  let ranges = "";
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, ({ headers, url }) => {
    ranges += `${headers.get("range")} `;
    return url.endsWith("/a") ? redirect("/b") : new Response("there");
  });
  const response = await get(`http://127.0.0.1:${server.addr.port}/a`, { headers: { range: "bytes=3-" } });
  assertEquals([await response.text(), ranges], ["there", "bytes=3- bytes=3- "]);
  await server.shutdown();
});

Deno.test("get() asks no host that the permissions do not name, and says which", async () => {
  const other = mirror(() => new Response("not to be had"));
  const location = other.url.replace("127.0.0.1", "localhost");
  const { host } = new URL(location);
  const served = mirror(() => redirect(location));
  await assertRejects(
    () => get(served.url),
    DataError,
    `it redirects to ${host}, which deno.json's permission sets do not name: if you trust it, add ${host} to "net"`,
  );
  assertEquals(other.asked, []);
  await served.stop();
  await other.stop();
  await assertRejects(
    () => get("https://data.example/"),
    DataError,
    'may come from: add data.example to "net"',
  );
});

Deno.test("get() goes to web servers only, and not on for ever", async () => {
  const served = mirror((path) => path === "/loop" ? redirect("/loop") : redirect("file:///etc/hosts"));
  await assertRejects(() => get(served.url), DataError, "it redirects to ");
  await assertRejects(() => get(`${served.url}loop`), Error, "more than 5 redirections");
  await served.stop();
});

Deno.test("get() answers with any status, and with a redirection that leads nowhere", async () => {
  const served = mirror((path) => new Response(null, { status: path === "/304" ? 304 : 503 }));
  for (const status of [304, 503]) {
    const response = await get(`${served.url}${status}`);
    assertEquals([response.status, await response.text()], [status, ""]);
  }
  await served.stop();
});

Deno.test("reasonOf() says why a request failed", async () => {
  const error = await assertRejects(() => get(deadMirror()), Error);
  assertMatch(reasonOf(error), /^no connection: Connection refused[^:]*$/);
  const layers =
    "client error (Connect): dns error: failed to lookup address information: Name or service not known";
  const lookup = new Error(`error sending request for url (https://a.example/b): ${layers}`);
  assertEquals(
    reasonOf(new TypeError("failed", { cause: lookup })),
    "no connection: Name or service not known",
  );
  const cut = new Error(
    "error sending request for url (https://a.example/b): connection closed before message completed",
  );
  assertEquals(
    reasonOf(new TypeError("failed", { cause: cut })),
    "connection closed before message completed",
  );
  assertEquals(reasonOf(new TypeError("failed", { cause: new Error("other") })), "other");
  assertEquals(reasonOf(new Error("alone")), "alone");
});
