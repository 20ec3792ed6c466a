/// <reference lib="dom" />
import { byId, type Child, html } from "./dom.ts";
import { GLOSSARY, partsOf } from "./glossary.ts";

/**
 * A text whose abbreviations are explained on hover, focus and tap.
 *
 * @param how Whether the words can be reached by keyboard: in a list of many rows that would be too many stops.
 */
export function explained(text: string, how: "stops" | "no stops" = "stops"): Child[] {
  return partsOf(text).map(({ text, isWord }) => {
    if (!isWord) return text;
    return how === "stops"
      ? html("button", { type: "button", class: "term", "data-term": text }, text)
      : html("abbr", { class: "term", "data-term": text }, text);
  });
}

/** All words with what they mean. */
export function glossaryList(): HTMLElement {
  return html(
    "dl",
    {},
    ...[...GLOSSARY].sort(([a], [b]) => a < b ? -1 : 1)
      .flatMap(([word, text]) => [html("dt", {}, word), html("dd", {}, text)]),
  );
}

/** How long the explanation stays when the pointer has left the word, in milliseconds: enough to move onto it. */
const LINGER = 200;

/** Shows what a word means while it is pointed at, focused, or after a tap, wherever words are on the page. */
export function startTerms(): void {
  const tip = byId("term-tip");
  let told: HTMLElement | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;

  const hide = () => {
    clearTimeout(leaving);
    told?.removeAttribute("aria-describedby");
    told = undefined;
    if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const show = (word: HTMLElement) => {
    clearTimeout(leaving);
    if (word === told) return;
    hide();
    told = word;
    tip.textContent = GLOSSARY.get(word.dataset.term!) ?? "";
    // A dialog that is open makes all outside of it inert.
    (word.closest("dialog") ?? document.body).append(tip);
    word.setAttribute("aria-describedby", tip.id);
    tip.showPopover();
    place(word);
  };
  const place = (word: HTMLElement) => {
    const { left, top, bottom } = word.getBoundingClientRect();
    const below = bottom + 6 + tip.offsetHeight < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below ? bottom + 6 : Math.max(8, top - 6 - tip.offsetHeight)}px`;
  };
  const wordOf = ({ target }: Event) =>
    target instanceof Element ? target.closest<HTMLElement>("[data-term]") : null;

  document.addEventListener("pointerover", (event) => {
    const word = wordOf(event);
    if (word !== null) show(word);
    else if (event.target === tip) clearTimeout(leaving);
    else if (told !== undefined && told !== document.activeElement) {
      clearTimeout(leaving);
      leaving = setTimeout(hide, LINGER);
    }
  });
  document.addEventListener("focusin", (event) => {
    const word = wordOf(event);
    if (word !== null) show(word);
    else hide();
  });
  document.addEventListener("click", (event) => {
    const word = wordOf(event);
    // A click that opened a claim did not ask what its metric is.
    if (word !== null && !event.defaultPrevented) show(word);
    else if (event.target !== tip) hide();
  });
  document.addEventListener("scroll", () => told !== undefined && place(told), {
    capture: true,
    passive: true,
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || told === undefined) return;
    // The explanation goes first, and what is under it stays open.
    event.preventDefault();
    event.stopPropagation();
    hide();
  }, { capture: true });
}
