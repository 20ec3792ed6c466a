/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import { existsSync } from "node:fs";
// @ts-types="../site/driver.d.ts"
import { launch } from "puppeteer-core";

/** Checks that a text is one well-formed XML element: tags close in order, quotes and entities are whole. */
export function assertWellFormed(svg: string): void {
  const open: string[] = [];
  let rest = svg.trim();
  let elements = 0;
  while (rest !== "") {
    const tag = rest.match(/^<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/);
    if (tag === null) {
      const text = rest.match(/^[^<]+/)?.[0];
      assert(text !== undefined, `Not a tag: ${rest.slice(0, 80)}`);
      assert(!/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(text), `Not an entity: ${text.slice(0, 80)}`);
      rest = rest.slice(text.length);
      continue;
    }
    const [whole, closing, name, attributes, empty] = tag;
    assert(!/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(attributes), `Not an entity: ${attributes}`);
    if (closing !== "") assertEquals(open.pop(), name);
    else {
      if (open.length === 0) elements++;
      if (empty === "") open.push(name);
    }
    rest = rest.slice(whole.length);
  }
  assertEquals([open, elements], [[], 1]);
}

/** A Chromium on this machine: what the variable CHROMIUM names, or one in a usual place; nothing where there is none. */
export const CHROMIUM: string | undefined = [
  Deno.env.get("CHROMIUM"),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

/**
 * What is wrong with the text of figures as Chromium shows them: what is cut off at an edge, lies on other text or on a mark,
 * or is too small to be read where a figure is 360 pixels wide.
 *
 * @param figures SVG elements by their names.
 */
export async function textFaults(
  chromium: string,
  figures: ReadonlyMap<string, string>,
): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  const browser = await launch({ executablePath: chromium, args: ["--no-sandbox"] });
  try {
    const shown = [...figures].map(([name, svg]) => `<div title="${name}">${svg}</div>`).join("\n");
    const path = `${folder}/figures.html`;
    await Deno.writeTextFile(
      path,
      `<!doctype html><meta charset="utf-8"><body style="width:2000px">${shown}`,
    );
    const page = await browser.newPage();
    await page.goto(`file://${path}`);
    return await page.evaluate(faultsOnPage);
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs in the page, and sees nothing but that. */
function faultsOnPage(): string[] {
  // Boxes of text include what is above and below its letters, and edges are not on whole pixels.
  const TOLERANCE = 1;
  const PHONE = 360, LEGIBLE = 9;
  const overlap = (a: DOMRect, b: DOMRect) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOLERANCE &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > TOLERANCE;
  return [...document.querySelectorAll("div")].flatMap((figure) => {
    const svg = figure.querySelector("svg")!;
    const edge = svg.getBoundingClientRect();
    const boxes = (selector: string) =>
      [...svg.querySelectorAll(selector)].map((one) => ({ one, box: one.getBoundingClientRect() }));
    const texts = boxes("text").filter(({ box }) => box.width > 0);
    const marks = boxes(".mark");
    const said = (one: Element) => `"${one.textContent}"`;
    return texts.flatMap(({ one, box }, i) => {
      const isInside = box.left >= edge.left - TOLERANCE && box.right <= edge.right + TOLERANCE &&
        box.top >= edge.top - TOLERANCE && box.bottom <= edge.bottom + TOLERANCE;
      const size = parseFloat(getComputedStyle(one).fontSize) * PHONE / svg.viewBox.baseVal.width;
      return [
        ...isInside ? [] : [`${said(one)} is cut off`],
        ...size < LEGIBLE ? [`${said(one)} is ${size.toFixed(1)} pixels high on a phone`] : [],
        ...texts.slice(i + 1).filter((other) => overlap(box, other.box)).map((other) =>
          `${said(one)} and ${said(other.one)} overlap`
        ),
        ...marks.some((other) => overlap(box, other.box)) ? [`${said(one)} lies on a mark`] : [],
      ].map((fault) => `${figure.title}: ${fault}`);
    });
  });
}
