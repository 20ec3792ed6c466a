/// <reference lib="dom" />
import type { EmbeddingData } from "../../../records/figure_data.ts";
import type { SiteData } from "../data.ts";
import { byId, html } from "./dom.ts";
import { nearestPoint, project } from "./projection.ts";
import { recordFile } from "./text.ts";

/** The view of the embeddings. */
export interface Explorer {
  /** Shows the embedding of this file (the first, if none has it), or nothing. */
  show(file: string | null): void;
}

/** A colour for each of `count` groups: ten that are told apart easily, and more around the circle. */
function colourOf(index: number, count: number): string {
  if (count <= TEN.length) return TEN[index];
  return `hsl(${Math.round(360 * index / count)} ${index % 2 === 0 ? 70 : 50}% ${
    index % 3 === 0 ? 42 : 58
  }%)`;
}

const TEN = [
  "#4269d0",
  "#e0962f",
  "#e0483e",
  "#5bb5a8",
  "#3a9d4f",
  "#e079c0",
  "#9c5fd6",
  "#6f9fe8",
  "#9c6b4e",
  "#8a94a0",
];

/** How far the arrow keys turn a cloud, in radians. */
const STEP = 0.12;

/**
 * Fills the view of the embeddings.
 *
 * @param loaded Where the embeddings' files put their data.
 * @param choose Called with the file of the embedding that the reader chooses.
 */
export function startExplorer(
  data: SiteData,
  loaded: Record<string, EmbeddingData>,
  choose: (file: string) => void,
): Explorer {
  const canvas = byId<HTMLCanvasElement>("canvas");
  const select = byId<HTMLSelectElement>("embedding");
  const form = byId<HTMLFormElement>("explorer-form");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let current: EmbeddingData | undefined, wanted: string | null = null;
  let turn = { yaw: 0.5, pitch: 0.35 };
  let only: number | undefined;
  let seen: Float32Array = new Float32Array();

  select.append(
    ...data.embeddings.map(({ title, run, file }) =>
      html("option", { value: file }, `${title} (${data.runs[run].experiment}, ${data.runs[run].profile})`)
    ),
  );
  select.addEventListener("change", () => choose(select.value));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (target === select) return;
    only = undefined;
    drawGroups();
  });

  const groups = () => {
    const by = (form.elements.namedItem("colour") as RadioNodeList).value;
    return (by === "clusters" ? current!.clusters : undefined) ?? current!.classes;
  };

  /** The number of device pixels from the middle to the edge of what is drawn. */
  const reach = () => Math.min(canvas.width, canvas.height) / 2 * 0.95;

  function draw(): void {
    if (current === undefined || canvas.clientWidth === 0) return;
    const ratio = devicePixelRatio;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    const context = canvas.getContext("2d")!;
    const group = groups();
    const names = valuesOf(group);
    const colours = new Map(names.map((name, i) => [name, colourOf(i, names.length)]));
    seen = project(current, turn);
    const rows = Uint32Array.from(group.keys());
    if (current.dimensions === 3) rows.sort((a, b) => seen[3 * a + 2] - seen[3 * b + 2]);
    const radius = (rows.length > 4000 ? 1.6 : 2.6) * ratio;
    for (const row of rows) {
      const off = only !== undefined && group[row] !== only;
      context.globalAlpha = off ? 0.08 : 0.75;
      context.fillStyle = off ? (dark.matches ? "#fff" : "#000") : colours.get(group[row])!;
      context.beginPath();
      context.arc(
        canvas.width / 2 + seen[3 * row] * reach(),
        canvas.height / 2 - seen[3 * row + 1] * reach(),
        radius,
        0,
        2 * Math.PI,
      );
      context.fill();
    }
  }

  function drawGroups(): void {
    const group = groups();
    const names = valuesOf(group);
    byId("groups").replaceChildren(...names.map((name, i) => {
      const count = group.filter((one) => one === name).length;
      const dot = html("i");
      dot.style.backgroundColor = colourOf(i, names.length);
      const button = html("button", { type: "button", "aria-pressed": "false" }, dot, `${name} `);
      button.append(html("small", {}, String(count)));
      button.addEventListener("click", () => {
        only = only === name ? undefined : name;
        for (const [j, other] of [...byId("groups").children].entries()) {
          other.setAttribute("aria-pressed", String(names[j] === only));
        }
        draw();
      });
      return button;
    }));
    draw();
  }

  function showTip(event: PointerEvent): void {
    const tip = byId("tip");
    const scale = devicePixelRatio / reach();
    const x = (event.offsetX - canvas.clientWidth / 2) * scale;
    const y = (canvas.clientHeight / 2 - event.offsetY) * scale;
    const group = groups();
    const row = nearestPoint(seen, [x, y], 9 * scale, (row) => only === undefined || group[row] === only);
    showRing(row);
    tip.hidden = row === undefined;
    if (row === undefined) return;
    const cluster = current!.clusters === undefined ? "" : `, cluster ${current!.clusters[row]}`;
    tip.textContent = `class ${current!.classes[row]}${cluster}`;
    const right = event.offsetX > canvas.clientWidth / 2;
    place(tip, event.offsetX + (right ? -tip.offsetWidth - 12 : 12), event.offsetY + 12);
  }

  /** Marks the point that is told. */
  function showRing(row: number | undefined): void {
    const ring = byId("ring");
    ring.hidden = row === undefined;
    if (row === undefined) return;
    const size = reach() / devicePixelRatio;
    place(
      ring,
      canvas.clientWidth / 2 + seen[3 * row] * size,
      canvas.clientHeight / 2 - seen[3 * row + 1] * size,
    );
  }

  function hideTip(): void {
    byId("tip").hidden = byId("ring").hidden = true;
  }

  const turnBy = (yaw: number, pitch: number) => {
    hideTip();
    turn = {
      yaw: turn.yaw + yaw,
      pitch: Math.max(-Math.PI / 2, Math.min(Math.PI / 2, turn.pitch + pitch)),
    };
    draw();
  };
  canvas.addEventListener("pointerdown", ({ pointerId }) => canvas.setPointerCapture(pointerId));
  canvas.addEventListener("pointermove", (event) => {
    if (current === undefined) return;
    const drags = canvas.hasPointerCapture(event.pointerId) && current.dimensions === 3;
    if (drags) turnBy(event.movementX / 150, event.movementY / 150);
    else showTip(event);
  });
  canvas.addEventListener("pointerleave", hideTip);
  canvas.addEventListener("keydown", (event) => {
    const [yaw, pitch] = ARROWS[event.key] ?? [0, 0];
    if (current?.dimensions !== 3 || (yaw === 0 && pitch === 0)) return;
    event.preventDefault();
    turnBy(yaw, pitch);
  });
  new ResizeObserver(draw).observe(canvas);
  dark.addEventListener("change", draw);

  function use(file: string): void {
    current = loaded[file];
    only = undefined;
    hideTip();
    const { run, title } = data.embeddings.find((one) => one.file === file)!;
    const clusters = form.querySelector<HTMLInputElement>("input[value=clusters]")!;
    clusters.disabled = current.clusters === undefined;
    const { experiment, profile, seed } = data.runs[run];
    const count = current.classes.length;
    canvas.setAttribute("aria-label", `${title}: ${count} points in ${current.dimensions} dimensions`);
    canvas.classList.toggle("turns", current.dimensions === 3);
    byId("canvas-help").textContent = "Point at a point to see its class and cluster." +
      (current.dimensions === 3 ? " Drag, or use the arrow keys, to turn." : "");
    byId("embedding-run").replaceChildren(
      `${count} points of ${experiment} (${profile}, seed ${seed}): `,
      html("a", { href: recordFile(data.runs[run]) }, "record"),
    );
    byId("embedding-counts").replaceChildren(...countsOf(current));
    drawGroups();
  }

  return {
    show(file) {
      const known = data.embeddings.some((one) => one.file === file);
      const next = file === null || known ? file : data.embeddings[0].file;
      if (next !== null) select.value = next;
      if (next === wanted) return;
      wanted = next;
      if (next === null) return;
      if (loaded[next] !== undefined) return use(next);
      const script = html("script", { src: next });
      script.addEventListener("load", () => {
        if (wanted === next) use(next);
      });
      script.addEventListener("error", () => byId("embedding-run").textContent = `Cannot read ${next}`);
      document.body.append(script);
    },
  };
}

/** Puts an element at a place of the box around it. */
function place(element: HTMLElement, x: number, y: number): void {
  element.style.setProperty("left", `${x}px`);
  element.style.setProperty("top", `${y}px`);
}

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

function valuesOf(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** How many points of each class each cluster has, as a table: what the picture shows, in numbers. */
function countsOf({ classes, clusters }: EmbeddingData): HTMLElement[] {
  if (clusters === undefined) return [];
  const [rows, columns] = [valuesOf(classes), valuesOf(clusters)];
  const counts = new Map<string, number>();
  for (const [i, own] of classes.entries()) {
    const key = `${own} ${clusters[i]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const head = (name: string | number, scope: string) => html("th", { scope }, String(name));
  return [html(
    "details",
    {},
    html("summary", {}, "The same in numbers: classes by clusters"),
    html(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Classes by clusters" },
      html(
        "table",
        {},
        html(
          "thead",
          {},
          html("tr", {}, html("th", {}, "class \\ cluster"), ...columns.map((one) => head(one, "col"))),
        ),
        html(
          "tbody",
          {},
          ...rows.map((row) =>
            html(
              "tr",
              {},
              head(row, "row"),
              ...columns.map((column) => html("td", {}, String(counts.get(`${row} ${column}`) ?? ""))),
            )
          ),
        ),
      ),
    ),
  )];
}
