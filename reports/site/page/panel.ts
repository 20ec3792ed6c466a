/// <reference lib="dom" />
import type { SiteClaim, SiteData } from "../data.ts";
import { detailsOf } from "./details.ts";
import { byId, html } from "./dom.ts";
import type { Mine } from "./my_runs.ts";

/** What the panel shows. */
export interface Shown {
  /** The id of the claim that is open; nothing where none is. */
  readonly claim: string;
  readonly factor: number;
  /** The claims in the order of the list, for "previous" and "next". */
  readonly order: readonly SiteClaim[];
  readonly mine: ReadonlyMap<string, Mine>;
}

/** The panel of a claim. */
export interface Panel {
  /** Shows a claim, or closes. */
  show(shown: Shown): void;
}

/** What the panel tells. */
export interface PanelEvents {
  /** The reader goes on to another claim. */
  readonly go: (claim: SiteClaim) => void;
  /** The reader closes it. */
  readonly leave: () => void;
  /** It is closed: the claim's link in the list, if the list has it. */
  readonly linkOf: (claim: SiteClaim) => HTMLElement | undefined;
}

/** Fills the panel of a claim. Focus goes to its title, and when it closes back to what opened it. */
export function startPanel(data: SiteData, { go, leave, linkOf }: PanelEvents): Panel {
  const dialog = byId<HTMLDialogElement>("details");
  let opener: Element | null = null;
  let open: SiteClaim | undefined;
  let drawn = "";

  byId("close").addEventListener("click", () => dialog.close());
  // What is beside the panel is the dialog's too, as is the panel's margin.
  dialog.addEventListener("pointerdown", ({ clientX }) => {
    if (clientX < dialog.getBoundingClientRect().left) dialog.close();
  });
  dialog.addEventListener("close", () => {
    drawn = "";
    const link = open && linkOf(open);
    const isStill = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
    // Whoever went on to other claims is led to the last one.
    if (link !== undefined && !(isStill && opener!.closest("table") === null)) link.focus();
    else if (isStill) (opener as HTMLElement).focus();
    leave();
  });

  return {
    show({ claim: id, factor, order, mine }) {
      if (id === "") {
        if (dialog.open) dialog.close();
        return;
      }
      const claim = data.claims.find((one) => one.id === id);
      const position = claim === undefined ? -1 : order.indexOf(claim);
      for (const [name, to] of [["previous", position - 1], ["next", position + 1]] as const) {
        const button = byId<HTMLButtonElement>(name);
        button.disabled = position === -1 || order[to] === undefined;
        button.onclick = () => go(order[to]);
      }
      const own = mine.get(id);
      const key = JSON.stringify([id, factor, own ?? null]);
      if (dialog.open && key === drawn) return;
      [drawn, open] = [key, claim];
      byId("details-body").replaceChildren(
        ...(claim === undefined
          ? [html("h2", { id: "details-title", tabindex: -1 }, `No claim has the id ${id}`)]
          : detailsOf(claim, { data, factor, mine: own })),
      );
      if (!dialog.open) {
        opener = document.activeElement;
        dialog.showModal();
      }
      dialog.scrollTop = 0;
      byId("details-title").focus();
    },
  };
}
