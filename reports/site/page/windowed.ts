/// <reference lib="dom" />
import { html } from "./dom.ts";

/** How many rows are drawn, or left out, together. */
export const CHUNK = 25;

/** How far outside the window rows are drawn: by keyboard and by wheel one gets there before they are seen. */
const MARGIN = "600px 0px";

/** A row's height in pixels, before any is known. */
const GUESS = 42;

/** A table of any number of rows, of which those near the window are drawn. */
export interface Windowed<T> {
  /** Shows these items, a row each, in this order. */
  show(items: readonly T[]): void;
  /** The items whose rows are drawn. */
  drawn(): T[];
  /** An item's row, which is drawn for it; nothing where it is not shown. */
  reveal(item: T): HTMLTableRowElement | undefined;
}

interface Chunk<T> {
  readonly body: HTMLTableSectionElement;
  readonly items: readonly T[];
  /** The position of its first item. */
  readonly first: number;
  isDrawn: boolean;
  /** As it was when it was last drawn. */
  height: number | undefined;
}

/**
 * Draws a table's rows as they come into view, and takes them away again: however many there are, the page stays small. The first
 * rows are always there, so that the list can be entered by keyboard from wherever the reader is. What is not drawn keeps its
 * place, and `aria-rowcount` and `aria-rowindex` tell the whole to those who listen.
 *
 * @param rowOf An item's row; the same one whenever it is asked for.
 */
export function windowed<T>(
  table: HTMLTableElement,
  rowOf: (item: T) => HTMLTableRowElement,
): Windowed<T> {
  let chunks: Chunk<T>[] = [];
  let guess = GUESS;
  const byBody = new Map<Element, Chunk<T>>();

  const draw = (chunk: Chunk<T>) => {
    if (chunk.isDrawn) return;
    chunk.isDrawn = true;
    chunk.body.replaceChildren(...chunk.items.map((item, i) => {
      const row = rowOf(item);
      // The table's head is the first row.
      row.ariaRowIndex = String(chunk.first + i + 2);
      return row;
    }));
  };
  const space = (chunk: Chunk<T>) => {
    const spacer = html("tr", { class: "spacer", "aria-hidden": "true" }, html("td"));
    spacer.style.height = `${chunk.height ?? guess * chunk.items.length}px`;
    chunk.isDrawn = false;
    chunk.body.replaceChildren(spacer);
  };
  /** Gives the place of what was never drawn the height that others turned out to have. */
  const learn = () => {
    const measured = chunks.filter(({ height }) => height !== undefined);
    const rows = measured.reduce((sum, { items }) => sum + items.length, 0);
    if (rows === 0) return;
    const mean = measured.reduce((sum, { height }) => sum + height!, 0) / rows;
    if (Math.abs(mean / guess - 1) < 0.1) return;
    guess = mean;
    for (const chunk of chunks) if (!chunk.isDrawn && chunk.height === undefined) space(chunk);
  };
  const near = new IntersectionObserver((entries) => {
    const seen = entries.flatMap(({ target, isIntersecting }) => {
      const chunk = byBody.get(target);
      return chunk === undefined ? [] : [{ chunk, isIntersecting }];
    });
    // All is measured before anything moves.
    for (const chunk of chunks) if (chunk.isDrawn) chunk.height = chunk.body.offsetHeight;
    for (const { chunk, isIntersecting } of seen) {
      if (isIntersecting) draw(chunk);
      else if (chunk.isDrawn && chunk.first > 0 && !chunk.body.contains(document.activeElement)) space(chunk);
    }
    learn();
  }, { rootMargin: MARGIN });

  addEventListener("resize", () => {
    for (const chunk of chunks) chunk.height = undefined;
  });
  addEventListener("beforeprint", () => chunks.forEach(draw));

  return {
    show(items) {
      near.disconnect();
      byBody.clear();
      for (const { body } of chunks) body.remove();
      chunks = Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, i): Chunk<T> => {
        const own = items.slice(i * CHUNK, (i + 1) * CHUNK);
        const body = html("tbody", { role: "rowgroup" });
        const chunk = { body, items: own, first: i * CHUNK, isDrawn: false, height: undefined };
        byBody.set(body, chunk);
        if (i === 0) draw(chunk);
        else space(chunk);
        return chunk;
      });
      table.ariaRowCount = String(items.length + 1);
      table.append(...byBody.keys());
      for (const body of byBody.keys()) near.observe(body);
    },
    drawn: () => chunks.flatMap(({ isDrawn, items }) => isDrawn ? items : []),
    reveal(item) {
      const chunk = chunks.find(({ items }) => items.includes(item));
      if (chunk === undefined) return undefined;
      draw(chunk);
      return rowOf(item);
    },
  };
}
