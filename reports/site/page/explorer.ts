/// <reference lib="dom" />
import type { SiteData, SiteEmbedding, SitePoints } from "../data.ts";
import { type Cloud, cloud } from "./cloud.ts";
import { byId, html } from "./dom.ts";
import { table } from "./record.ts";
import type { State } from "./state.ts";
import { recordFile } from "./text.ts";

/** Which embeddings are shown. */
type Chosen = Pick<State, "embedding" | "beside">;

/** The view of the embeddings. */
export interface Explorer {
  /** Shows an embedding and the one beside it, or nothing. */
  show(chosen: Chosen | null): void;
}

/** How many colours the figures and this view share; they are in the style sheet. */
const COLOURS = 10;

/** An embedding in its picture. */
interface Pane {
  readonly cloud: Cloud;
  /** What is said of it under the picture. */
  readonly words: HTMLElement;
  data: SitePoints | undefined;
  /** The class that each point's cluster is matched to. */
  matched: readonly (number | null)[] | undefined;
}

/**
 * Fills the view of the embeddings: one, or two of the same points side by side, such as before and after DEC.
 *
 * @param loaded Where the embeddings' files put their data.
 * @param choose Called with what the reader chooses.
 */
export function startExplorer(
  data: SiteData,
  loaded: Record<string, SitePoints>,
  choose: (change: Partial<Chosen>) => void,
): Explorer {
  const [select, beside] = [byId<HTMLSelectElement>("embedding"), byId<HTMLSelectElement>("beside")];
  const form = byId<HTMLFormElement>("explorer-form");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const hidden = new Set<number | null>();
  let wanted = "";

  const panes = [0, 1].map((own): Pane => {
    const picture = cloud("canvas-help", {
      tell: (row) => told(panes[own], row),
      point: (row) => {
        const [one, other] = [panes[own], panes[1 - own]];
        if (sameRows(one.data, other.data)) other.cloud.mark(row);
      },
    });
    const words = html("p", { class: "pane-words" });
    byId("panes").append(html("div", { class: "pane" }, picture.box, words));
    return { cloud: picture, words, data: undefined, matched: undefined };
  });

  const optionsOf = () =>
    data.embeddings.map(({ title, run, file }) =>
      html("option", { value: file }, `${title} (${data.runs[run].experiment}, ${data.runs[run].profile})`)
    );
  select.append(...optionsOf());
  beside.append(
    html("option", { value: "" }, "the other of the same run, if it has one"),
    html("option", { value: "none" }, "nothing"),
    ...optionsOf(),
  );
  select.addEventListener("change", () => choose({ embedding: select.value }));
  beside.addEventListener("change", () => choose({ beside: beside.value }));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (target !== select && target !== beside) paint();
  });
  dark.addEventListener("change", () => paint());

  const byCluster = () => (form.elements.namedItem("colour") as RadioNodeList).value === "clusters";
  const groupsOf = ({ data, matched }: Pane) => (byCluster() ? matched : undefined) ?? data!.classes;
  const shownPanes = () => panes.filter(({ data }) => data !== undefined);

  function paint(): void {
    const names = [...new Set(shownPanes().flatMap(({ data }) => data!.classes))].sort((a, b) => a - b);
    const colourOf = colours(names);
    drawGroups(names, colourOf);
    for (const pane of shownPanes()) {
      pane.cloud.paint({ groups: groupsOf(pane), colourOf, isShown: (group) => !hidden.has(group) });
    }
  }

  /** The legend, each entry of which shows and hides its points. */
  function drawGroups(names: readonly number[], colourOf: (group: number | null) => string): void {
    const groups = new Set(shownPanes().flatMap(groupsOf));
    const own = [...names, null].filter((name) => groups.has(name));
    const all = html(
      "button",
      { type: "button" },
      own.some((name) => !hidden.has(name)) ? "Hide all" : "Show all",
    );
    all.addEventListener("click", () => {
      const hides = own.some((name) => !hidden.has(name));
      hidden.clear();
      if (hides) { for (const name of own) hidden.add(name); }
      paint();
      byId("groups").querySelector("button")!.focus();
    });
    byId("groups").replaceChildren(
      all,
      ...own.map((name, i) => {
        const dot = html("i");
        dot.style.backgroundColor = colourOf(name);
        const words = name === null ? "no class" : String(name);
        const counts = shownPanes().map((pane) => groupsOf(pane).filter((one) => one === name).length);
        const button = html(
          "button",
          { type: "button", "aria-pressed": String(!hidden.has(name)) },
          dot,
          `${words} `,
        );
        button.append(html("small", {}, counts.join(" | ")));
        button.addEventListener("click", () => {
          if (!hidden.delete(name)) hidden.add(name);
          paint();
          (byId("groups").children[i + 1] as HTMLElement).focus();
        });
        return button;
      }),
    );
    byId("groups").setAttribute(
      "aria-label",
      byCluster() ? "Clusters, by the class they are matched to" : "Classes",
    );
  }

  function use(files: readonly (SiteEmbedding | undefined)[]): void {
    hidden.clear();
    for (const [i, pane] of panes.entries()) {
      const chosen = files[i];
      pane.data = chosen && loaded[chosen.file];
      const matched = new Map(pane.data?.matched);
      pane.matched = pane.data?.clusters?.map((cluster) => matched.get(cluster)!);
      pane.cloud.show(pane.data, chosen?.title ?? "", chosen?.images);
      pane.words.replaceChildren(...chosen === undefined ? [] : wordsOf(chosen, pane.data!));
    }
    byId("panes").classList.toggle("two", shownPanes().length === 2);
    const clusters = form.querySelector<HTMLInputElement>("input[value=clusters]")!;
    clusters.disabled = shownPanes().every(({ matched }) => matched === undefined);
    if (clusters.disabled) form.querySelector<HTMLInputElement>("input[value=classes]")!.checked = true;
    const sees = files.some((chosen) => chosen?.images !== undefined)
      ? "its image, class and cluster"
      : "its class and cluster";
    byId("canvas-help").textContent = `Point at a point to see ${sees}. ` +
      "By cluster, each cluster has the colour of the class that it is matched to." +
      (shownPanes().some(({ data }) => data!.dimensions === 3)
        ? " Drag, or use the arrow keys, to turn."
        : "");
    byId("embedding-counts").replaceChildren(
      ...shownPanes().flatMap(({ data }, i) => countsOf(data!, shownPanes().length > 1 ? WHICH[i] : "")),
    );
    paint();
  }

  function wordsOf({ title, run }: SiteEmbedding, { classes }: SitePoints): (Node | string)[] {
    const { experiment, profile, seed } = data.runs[run];
    return [
      html("b", {}, title),
      `. ${classes.length} points of ${experiment} (${profile}, seed ${seed}): `,
      html("a", { href: recordFile(data.runs[run]) }, "record"),
    ];
  }

  return {
    show(chosen) {
      const [first, second] = chosen === null ? [] : filesOf(chosen, data.embeddings);
      if (first !== undefined) select.value = first.file;
      if (chosen !== null) {
        beside.value = [...beside.options].some(({ value }) => value === chosen.beside) ? chosen.beside : "";
      }
      const next = JSON.stringify([first?.file, second?.file]);
      if (next === wanted) return;
      wanted = next;
      if (first === undefined) return;
      load([first, second].flatMap((one) => one === undefined ? [] : [one.file]), loaded, (fault) => {
        if (wanted !== next) return;
        if (fault === undefined) use([first, second]);
        else byId("canvas-help").textContent = fault;
      });
    },
  };
}

const WHICH = ["left", "right"];

/** The embedding that is chosen, or the first; and the one that is shown beside it. */
function filesOf(
  { embedding, beside }: Chosen,
  embeddings: readonly SiteEmbedding[],
): [SiteEmbedding, SiteEmbedding | undefined] {
  const named = (file: string) => embeddings.find((one) => one.file === file);
  const first = named(embedding) ?? embeddings[0];
  const other = named(beside) ??
    (beside === "none"
      ? undefined
      : embeddings.find(({ run, file }) => run === first.run && file !== first.file));
  return [first, other === first ? undefined : other];
}

/** Loads what is not loaded yet, and then says so, or which file cannot be read. */
function load(
  files: readonly string[],
  loaded: Readonly<Record<string, SitePoints>>,
  then: (fault?: string) => void,
): void {
  const missing = files.find((file) => loaded[file] === undefined);
  if (missing === undefined) return then();
  const script = html("script", { src: missing });
  script.addEventListener("load", () => {
    if (loaded[missing] === undefined) then(`Cannot read ${missing}`);
    else load(files, loaded, then);
  });
  script.addEventListener("error", () => then(`Cannot read ${missing}`));
  document.body.append(script);
}

/** A colour for each class: the figures' ten, and of more as many around the circle. Points of none are grey. */
function colours(names: readonly number[]): (group: number | null) => string {
  const style = getComputedStyle(document.documentElement);
  const none = style.getPropertyValue("--none");
  const own = new Map(names.map((name, i) => [name, colourAt(i, names.length, style)]));
  return (group) => group === null ? none : own.get(group)!;
}

function colourAt(index: number, count: number, style: CSSStyleDeclaration): string {
  if (count <= COLOURS) return style.getPropertyValue(`--c${index}`);
  return `hsl(${Math.round(360 * index / count)} ${index % 2 === 0 ? 70 : 50}% ${
    index % 3 === 0 ? 42 : 58
  }%)`;
}

function told({ data, matched }: Pane, row: number): string {
  const { classes, clusters } = data!;
  if (clusters === undefined) return `class ${classes[row]}`;
  const own = matched![row] === null ? "no class" : matched![row];
  return `class ${classes[row]}, cluster ${clusters[row]} (matched to ${own})`;
}

/** Whether two embeddings are of the same points, row by row: of the same classes, as far as can be told. */
function sameRows(one: SitePoints | undefined, other: SitePoints | undefined): boolean {
  return one !== undefined && other !== undefined && one.classes.length === other.classes.length &&
    one.classes.every((own, row) => own === other.classes[row]);
}

function valuesOf(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** How many points of each class each cluster has, as a table: what the picture shows, in numbers. */
function countsOf({ classes, clusters }: SitePoints, which: string): HTMLElement[] {
  if (clusters === undefined) return [];
  const [rows, columns] = [valuesOf(classes), valuesOf(clusters)];
  const counts = new Map<string, number>();
  for (const [i, own] of classes.entries()) {
    const key = `${own} ${clusters[i]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const name = `The same in numbers: classes by clusters${which && ` (${which})`}`;
  return [html(
    "details",
    {},
    html("summary", {}, name),
    table(
      name,
      ["class \\ cluster", ...columns.map(String)],
      rows.map((row) => [
        html("td", {}, html("b", {}, String(row))),
        ...columns.map((column) => html("td", {}, String(counts.get(`${row} ${column}`) ?? ""))),
      ]),
    ),
  )];
}
