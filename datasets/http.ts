import { DataError } from "./data_error.ts";

/** How many redirections are followed. */
const MOST_HOPS = 5;

const REDIRECTED = [301, 302, 303, 307, 308];

/** Options of {@linkcode get}. */
export interface GetOptions {
  /** Headers of the request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

/**
 * What a URL answers, of whatever status, and where it leads to another one, what that answers. Redirections are followed
 * by hand: one to a host that the permissions do not name is refused by that host's name, and never asked about.
 *
 * @throws {DataError} If the permissions do not name a host.
 * @throws {Error} If there is no answer, or there are more than five redirections.
 */
export async function get(url: string, { headers = {}, signal }: GetOptions = {}): Promise<Response> {
  let at = new URL(url);
  for (let hop = 0; hop <= MOST_HOPS; hop++) {
    const response = await ask(at, { headers, redirect: "manual", ...signal && { signal } });
    const location = response.headers.get("location");
    if (!REDIRECTED.includes(response.status) || location === null) return response;
    await response.body?.cancel();
    at = new URL(location, at);
    if (!await isNamed(at)) {
      throw new DataError(
        `it redirects to ${at.host}, which deno.json's permission sets do not name: if you trust it, add ${at.host} to "net"`,
      );
    }
  }
  throw new Error(`more than ${MOST_HOPS} redirections`);
}

async function ask(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new DataError(
      `deno.json's permission sets name the hosts that data may come from: add ${url.host} to "net"`,
      { cause: error },
    );
  }
}

/** Whether the permissions name a URL's host; nobody is asked. */
async function isNamed({ protocol, hostname, port }: URL): Promise<boolean> {
  const usual = { "http:": "80", "https:": "443" }[protocol];
  if (usual === undefined) return false;
  const host = `${hostname}:${port || usual}`;
  return (await Deno.permissions.query({ name: "net", host })).state === "granted";
}

/**
 * Why a request failed, in words. `fetch` itself only says that it failed, and its cause names the URL again and each layer:
 * "error sending request for url (…): client error (Connect): dns error: failed to lookup …: Name or service not known".
 */
export function reasonOf({ message, cause }: Error): string {
  if (!(cause instanceof Error)) return message;
  const [, layers] = cause.message.match(/^error sending request for url \(.*?\): (.*)$/s) ?? [];
  if (layers === undefined) return cause.message;
  const last = layers.split(": ").at(-1)!;
  return layers.startsWith("client error (Connect)") ? `no connection: ${last}` : last;
}
