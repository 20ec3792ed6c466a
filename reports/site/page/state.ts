import { type Verdict, VERDICTS } from "../../../judging/judge.ts";
import { type Column, COLUMNS, type Query, SHOWN } from "./rows.ts";

/** The page's views, the first one first. */
export const VIEWS = ["claims", "embeddings", "league"] as const;

/** All that the page shows depends on; the address after `#` says it. */
export interface State extends Query {
  readonly view: typeof VIEWS[number];
  /** The id of the claim that is open, or nothing. */
  readonly claim: string;
  /** The tolerances' factor, ½ to 2. */
  readonly factor: number;
  /** The file of the embedding that is shown; nothing for the first. */
  readonly embedding: string;
  /** The file of the one beside it; nothing for another of the same run, `none` for none. */
  readonly beside: string;
}

/** What the page shows at first. */
export const START: State = {
  view: "claims",
  claim: "",
  show: "",
  paper: "",
  dataset: "",
  metric: "",
  kind: "",
  verdicts: [],
  text: "",
  factor: 1,
  sort: "",
  descending: false,
  embedding: "",
  beside: "",
};

const TEXTS = ["claim", "paper", "dataset", "metric", "kind", "text", "embedding", "beside"] as const;

/** The state as what follows `#` in the address: only what differs from the start. */
export function toHash(state: State): string {
  const fields = new URLSearchParams();
  if (state.view !== START.view) fields.set("view", state.view);
  if (state.show !== START.show) fields.set("show", state.show);
  for (const field of TEXTS) if (state[field] !== "") fields.set(field, state[field]);
  if (state.verdicts.length > 0) fields.set("verdict", state.verdicts.join(","));
  if (state.factor !== 1) fields.set("tolerance", String(state.factor));
  if (state.sort !== "") fields.set("sort", (state.descending ? "-" : "") + state.sort);
  return fields.toString();
}

/** The state that an address means; what none can be is left at its start. */
export function fromHash(hash: string): State {
  const fields = new URLSearchParams(hash.replace(/^#/, ""));
  const texts = Object.fromEntries(TEXTS.map((field) => [field, fields.get(field) ?? ""]));
  const named = (fields.get("verdict") ?? "").split(",");
  const factor = Number(fields.get("tolerance") ?? 1);
  const sort = fields.get("sort") ?? "";
  const column = sort.replace(/^-/, "") as Column;
  const known = (COLUMNS as readonly string[]).includes(column);
  return {
    ...START,
    ...texts,
    view: VIEWS.find((view) => view === fields.get("view")) ?? START.view,
    show: SHOWN.find((show) => show === fields.get("show")) ?? START.show,
    verdicts: VERDICTS.filter((verdict: Verdict) => named.includes(verdict)),
    factor: factor >= 0.5 && factor <= 2 ? factor : 1,
    sort: known ? column : "",
    descending: known && sort.startsWith("-"),
  };
}
