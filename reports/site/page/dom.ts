/// <reference lib="dom" />
import type { Kind } from "../../../claims/claims.ts";
import type { Verdict } from "../../../judging/judge.ts";
import { verdictInWords } from "../../../judging/tallies.ts";
import { MARKS } from "../../markdown/markup.ts";

/** What an element can be given: text, never markup. */
export type Child = Node | string;

/** An attribute's value; `false` leaves it out. */
export type Attributes = Record<string, string | number | boolean>;

function fill<T extends Element>(element: T, attributes: Attributes, children: readonly Child[]): T {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** An HTML element. */
export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** The element of the page with this id. */
export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** A verdict's sign and name, of a claim of this kind: none is told by colour alone. */
export function verdictLabel(verdict: Verdict, kind: Kind = "result"): HTMLElement[] {
  return [
    html("span", { class: "mark", "aria-hidden": "true" }, MARKS[verdict]),
    html("span", {}, verdictInWords(verdict, kind)),
  ];
}

/** A part of a panel, under its heading. */
export function section(title: string, ...children: Child[]): HTMLElement {
  return html("section", {}, html("h3", {}, title), ...children);
}

/** Names with their values, without those that are empty. */
export function listOf(items: readonly (readonly [string, Child])[]): HTMLElement {
  return html(
    "dl",
    {},
    ...items.filter(([, value]) => value !== "")
      .flatMap(([name, value]) => [html("dt", {}, name), html("dd", {}, value)]),
  );
}
