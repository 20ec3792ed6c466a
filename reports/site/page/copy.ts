/// <reference lib="dom" />
import { html } from "./dom.ts";

/** How long a button says what came of it, in milliseconds. */
const SAID = 2000;

/** A text to be taken elsewhere, such as a command, with a button that copies it. */
export function copied(text: string, what: string): HTMLElement {
  const block = html("pre", { tabindex: 0, role: "region", "aria-label": what }, text);
  const said = html("span", { role: "status" });
  const button = html("button", { type: "button", "aria-label": `Copy: ${what}` }, "Copy");
  let back: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener("click", async () => {
    said.textContent = await copy(text, block) ? "Copied" : "Selected: copy it with Ctrl+C or ⌘C";
    clearTimeout(back);
    back = setTimeout(() => said.textContent = "", SAID);
  });
  return html("div", { class: "copied" }, block, html("div", {}, button, said));
}

/** Copies a text; where the browser does not allow that, selects what shows it, and says so by `false`. */
async function copy(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection()!.selectAllChildren(shown);
    return false;
  }
}
