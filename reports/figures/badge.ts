import { type Verdict, VERDICTS } from "../../judging/judge.ts";
import { xml } from "./look.ts";

/** Dark enough for white letters. */
const COLOURS: Record<Verdict, string> = {
  reproduced: "00734f",
  close: "1f6f99",
  better: "0058a3",
  worse: "b04a00",
  contradicted: "a23f72",
  unreachable: "8a1f3d",
  inconclusive: "6b6000",
  "not comparable": "5f6368",
  "not run": "5f6368",
};

const HEIGHT = 20;
const PADDING = 6;
const LETTER = 6.4;

/** A badge for a README: the name, and how many scores came to each verdict; what there is none of is left out. */
export function badge(counts: Readonly<Record<Verdict, number>>): string {
  const parts = [
    { words: "scores", colour: "3d444d" },
    ...VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => ({
      words: `${counts[verdict]} ${verdict}`,
      colour: COLOURS[verdict],
    })),
  ];
  let x = 0;
  const drawn = parts.map(({ words, colour }) => {
    const width = Math.round(words.length * LETTER) + 2 * PADDING;
    const part = `<rect x="${x}" width="${width}" height="${HEIGHT}" fill="#${colour}"/>` +
      `<text x="${x + width / 2}" y="14" textLength="${width - 2 * PADDING}">${xml(words)}</text>`;
    x += width;
    return part;
  });
  const title = parts.map(({ words }) => words).join(", ").replace(", ", ": ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${x}" height="${HEIGHT}" role="img" aria-label="${
      xml(title)
    }">`,
    `<title>${xml(title)}</title>`,
    `<clipPath id="round"><rect width="${x}" height="${HEIGHT}" rx="3"/></clipPath>`,
    '<g clip-path="url(#round)" fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    ...drawn,
    "</g>",
    "</svg>",
  ].join("\n") + "\n";
}
