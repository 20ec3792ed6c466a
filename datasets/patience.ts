/** Waiting for a server, with an end: see {@linkcode patience}. */
export interface Patience {
  /** Ends the request when nothing was heard for too long. */
  readonly signal: AbortSignal;
  /** Something was heard: the time begins anew. */
  heard(): void;
  /** Stops waiting. */
  end(): void;
}

/**
 * Ends a request when nothing was heard of it for that long; the time begins now.
 *
 * @param seconds Without a byte, after which a server is given up.
 */
export function patience(seconds = 30): Patience {
  const watch = new AbortController();
  const expire = () => watch.abort(new Error(`nothing received for ${seconds} s`));
  let timer = setTimeout(expire, seconds * 1000);
  return {
    signal: watch.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(expire, seconds * 1000);
    },
    end: () => clearTimeout(timer),
  };
}
