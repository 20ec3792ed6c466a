/// <reference lib="dom" />
import type { EmbeddingData } from "../../../records/figure_data.ts";
import { THUMBNAILS_ACROSS } from "../../../records/thumbnails_across.ts";
import { html } from "./dom.ts";
import { nearestPoint, project } from "./projection.ts";

/** How the points are drawn. */
export interface Paint {
  /** The group of each point; null for those of none. */
  readonly groups: readonly (number | null)[];
  readonly colourOf: (group: number | null) => string;
  /** Whether a group is shown in its colour; others are faint. */
  readonly isShown: (group: number | null) => boolean;
}

/** A picture of one embedding. */
export interface Cloud {
  /** What is put into the page. */
  readonly box: HTMLElement;
  /** Shows an embedding, or nothing; with a file of small images of its points, if there is one. */
  show(data: EmbeddingData | undefined, name: string, images?: string): void;
  /** Draws it so. */
  paint(paint: Paint): void;
  /** Marks a point; nothing marks none. */
  mark(row: number | undefined): void;
}

/** What a picture tells. */
export interface CloudEvents {
  /** What is said of a point. */
  readonly tell: (row: number) => string;
  /** The reader points at a point, or at none. */
  readonly point: (row: number | undefined) => void;
}

/** How far the arrow keys turn a cloud, in radians. */
const STEP = 0.12;

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/**
 * A picture of an embedding, in which points can be pointed at, and which can be turned if it is of three dimensions.
 *
 * @param help The id of what says how it is used.
 */
export function cloud(help: string, { tell, point }: CloudEvents): Cloud {
  const canvas = html("canvas", { role: "img", tabindex: 0, "aria-describedby": help });
  const [ring, tip] = [
    html("div", { class: "ring", hidden: true }),
    html("div", { class: "tip", hidden: true }),
  ];
  const [words, picture] = [html("span"), html("span", { class: "picture", hidden: true })];
  tip.append(words, picture);
  /** All points' images on one sheet, when it is there. */
  let sheet: HTMLImageElement | undefined;
  const box = html("div", { class: "canvas-box" }, canvas, ring, tip);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let current: EmbeddingData | undefined, how: Paint | undefined;
  let turn = { yaw: 0.5, pitch: 0.35 };
  let seen: Float32Array = new Float32Array();

  /** The number of pixels from the middle to the edge of what is drawn. */
  const reach = () => Math.min(canvas.clientWidth, canvas.clientHeight) / 2 * 0.95;

  function draw(): void {
    if (current === undefined || how === undefined || canvas.clientWidth === 0) return;
    const ratio = devicePixelRatio;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    const context = canvas.getContext("2d")!;
    seen = project(current, turn);
    const { groups, colourOf, isShown } = how;
    const rows = Uint32Array.from(groups.keys());
    if (current.dimensions === 3) rows.sort((a, b) => seen[3 * a + 2] - seen[3 * b + 2]);
    const radius = (rows.length > 4000 ? 1.6 : 2.6) * ratio;
    for (const row of rows) {
      const off = !isShown(groups[row]);
      context.globalAlpha = off ? 0.08 : 0.75;
      context.fillStyle = off ? (dark.matches ? "#fff" : "#000") : colourOf(groups[row]);
      context.beginPath();
      context.arc(
        canvas.width / 2 + seen[3 * row] * reach() * ratio,
        canvas.height / 2 - seen[3 * row + 1] * reach() * ratio,
        radius,
        0,
        2 * Math.PI,
      );
      context.fill();
    }
  }

  function mark(row: number | undefined): void {
    ring.hidden = row === undefined;
    if (row === undefined) return;
    place(
      ring,
      canvas.clientWidth / 2 + seen[3 * row] * reach(),
      canvas.clientHeight / 2 - seen[3 * row + 1] * reach(),
    );
  }

  function showTip(event: PointerEvent): void {
    const x = (event.offsetX - canvas.clientWidth / 2) / reach();
    const y = (canvas.clientHeight / 2 - event.offsetY) / reach();
    const row = nearestPoint(seen, [x, y], 9 / reach(), (row) => how!.isShown(how!.groups[row]));
    mark(row);
    point(row);
    tip.hidden = row === undefined;
    if (row === undefined) return;
    words.textContent = tell(row);
    picture.hidden = sheet === undefined;
    if (sheet !== undefined) cut(picture, sheet, row);
    const right = event.offsetX > canvas.clientWidth / 2;
    place(tip, event.offsetX + (right ? -tip.offsetWidth - 12 : 12), event.offsetY + 12);
  }

  function hideTip(): void {
    tip.hidden = ring.hidden = true;
    point(undefined);
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
    if (current === undefined || how === undefined) return;
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

  return {
    box,
    show(data, name, images) {
      sheet = undefined;
      if (images !== undefined) {
        const loading = new Image();
        loading.addEventListener("load", () => {
          if (current === data) sheet = loading;
        });
        loading.src = images;
      }
      current = data;
      how = undefined;
      tip.hidden = ring.hidden = true;
      box.hidden = data === undefined;
      if (data === undefined) return;
      canvas.setAttribute(
        "aria-label",
        `${name}: ${data.classes.length} points in ${data.dimensions} dimensions`,
      );
      canvas.classList.toggle("turns", data.dimensions === 3);
    },
    paint(paint) {
      how = paint;
      draw();
    },
    mark,
  };
}

/** The side of a point's image as it is shown, in pixels of the page. */
const SHOWN = 64;

/** Shows one image of a sheet. */
function cut(element: HTMLElement, sheet: HTMLImageElement, row: number): void {
  const [across, down] = [row % THUMBNAILS_ACROSS, Math.floor(row / THUMBNAILS_ACROSS)];
  element.style.setProperty("background-image", `url("${sheet.src}")`);
  element.style.setProperty("background-size", `${SHOWN * THUMBNAILS_ACROSS}px auto`);
  element.style.setProperty("background-position", `${-SHOWN * across}px ${-SHOWN * down}px`);
}

/** Puts an element at a place of the box around it. */
function place(element: HTMLElement, x: number, y: number): void {
  element.style.setProperty("left", `${x}px`);
  element.style.setProperty("top", `${y}px`);
}
