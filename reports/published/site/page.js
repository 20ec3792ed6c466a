// Made by `deno task site` from the files beside it; changes belong there.
// deno-fmt-ignore-file
// deno-lint-ignore-file
(() => {
  // ../../records/record.ts
  function plainMetric(metric) {
    return metric.replace("OTHER:", "");
  }

  // ../../judging/judge.ts
  var VERDICTS = [
    "reproduced",
    "close",
    "better",
    "worse",
    "contradicted",
    "unreachable",
    "inconclusive",
    "not comparable",
    "not run"
  ];
  function verdictAt(judging, factor) {
    if ("verdict" in judging) return judging.verdict;
    return "leads" in judging ? orderAt(judging, factor) : numberAt(judging, factor);
  }
  function numberAt(judging, factor) {
    const { estimate, printed, interval, others, direction, bound } = judging;
    const tolerance = judging.tolerance * factor;
    const slack = roundingOf(estimate, printed);
    if (isWithin(estimate, printed, tolerance)) return "reproduced";
    if (interval !== null && interval[0] <= tolerance + slack && interval[1] >= -tolerance - slack) {
      return "inconclusive";
    }
    if (others.some((other) => isWithin(estimate, other.value, other.tolerance * factor))) {
      return "contradicted";
    }
    if (bound !== void 0 && isBeyond(bound, printed, tolerance)) return "unreachable";
    if (isWithin(estimate, printed, 2 * tolerance)) return "close";
    if (direction === null) return "worse";
    return estimate > printed === (direction === "higher") ? "better" : "worse";
  }
  function firmAt(judging, factor) {
    if (!("estimate" in judging) || verdictAt(judging, factor) !== "reproduced") return null;
    const { estimate, printed, interval } = judging;
    if (interval === null) return false;
    const most = judging.tolerance * factor + roundingOf(estimate, printed);
    return interval[0] >= -most && interval[1] <= most;
  }
  function isBeyond({ side, value }, printed, tolerance) {
    const beyond = side === "at most" ? printed - value : value - printed;
    return beyond > tolerance + roundingOf(printed, value);
  }
  function isWithin(a, b, tolerance) {
    return Math.abs(a - b) <= tolerance + roundingOf(a, b);
  }
  function roundingOf(a, b) {
    return 1e-12 * Math.max(Math.abs(a), Math.abs(b));
  }
  var STANDINGS = ["worse", "inconclusive", "reproduced"];
  function orderAt({ leads, margin, doubted }, factor) {
    const standings = leads.map((lead) => STANDINGS.indexOf(standingOf(lead, margin * factor)));
    const weakest = STANDINGS[Math.min(...standings)];
    return weakest === "worse" && doubted ? "contradicted" : weakest;
  }
  function standingOf({ interval }, margin) {
    if (interval === null) return "inconclusive";
    const [low, high] = interval;
    const isAhead = (lead) => margin === 0 ? lead > 0 : lead >= -margin;
    if (isAhead(low)) return "reproduced";
    return isAhead(high) ? "inconclusive" : "worse";
  }

  // ../../terminal/progress.ts
  function showDuration(seconds) {
    if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole} s`;
    const pad = (n) => String(n).padStart(2, "0");
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`;
    const minutes = Math.round(whole / 60);
    return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  }

  // ../../judging/spread.ts
  var ROUNDING = 1e-12;
  function shownSpread(spread, size) {
    return spread < ROUNDING * Math.abs(size) ? 0 : spread;
  }

  // ../markdown/digits.ts
  var USUAL = 3;
  function decimalsFor(spread, printed = USUAL) {
    if (spread === null || !(spread > 0 && spread < Infinity)) return printed;
    const [first, exponent] = spread.toExponential(1).split("e");
    const one = -Number(exponent);
    const most = one + (first.startsWith("1") ? 2 : 1);
    return Math.min(most, Math.max(printed, one));
  }
  function numberText(value, decimals) {
    if (!Number.isFinite(value)) return String(value);
    const step = 10 ** Math.max(0, -decimals);
    const digits = Math.min(20, Math.max(0, decimals));
    const text = (Math.round(value / step * 10 ** digits) / 10 ** digits * step).toLocaleString("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits
    });
    return /^-[0.,]*$/.test(text) ? text.slice(1) : text;
  }
  function spreadText(mean, sd, printed) {
    const spread = sd === null ? 0 : shownSpread(sd, mean);
    const decimals = decimalsFor(spread, printed ?? usualFor(mean));
    return numberText(mean, decimals) + (spread === 0 ? "" : ` ± ${numberText(spread, decimals)}`);
  }
  function usualFor(value) {
    if (Number.isInteger(value)) return 0;
    const size = Math.floor(Math.log10(Math.abs(value)));
    return Math.max(0, size < 0 ? USUAL : USUAL - size);
  }
  function decimalsIn(value) {
    const [digits, exponent = "0"] = value.split("e");
    return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
  }
  function asPrinted(value, { value: printed }, sd = null) {
    const decimals = decimalsIn(printed);
    const shown2 = decimalsFor(sd === null ? null : shownSpread(sd, value), decimals);
    return numberText(value, shown2 === 0 && sd === null && !Number.isInteger(value) ? 1 : shown2);
  }
  function signed(difference, claim, sd = null) {
    const text = asPrinted(Math.abs(difference), claim, sd);
    return `${difference < 0 && /[1-9]/.test(text) ? "−" : "+"}${text}`;
  }

  // ../../claims/numbers.ts
  function significant(value, digits) {
    return Number(value.toPrecision(digits));
  }

  // ../markdown/markup.ts
  var MARKS = {
    reproduced: "✓",
    close: "≈",
    better: "▲",
    worse: "▼",
    contradicted: "≠",
    unreachable: "⊘",
    inconclusive: "?",
    "not comparable": "○",
    "not run": "·"
  };
  function spacesIn(space) {
    return [...new Set(space.split(/ [>&] /))].join(" / ");
  }

  // page/dom.ts
  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children);
    return element;
  }
  function html(tag, attributes = {}, ...children) {
    return fill(document.createElement(tag), attributes, children);
  }
  function svg(tag, attributes = {}, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  }
  function byId(id) {
    return document.getElementById(id);
  }
  function verdictLabel(verdict) {
    return [html("span", { class: "mark", "aria-hidden": "true" }, MARKS[verdict]), html("span", {}, verdict)];
  }

  // page/rows.ts
  var COLUMNS = ["verdict", "paper", "dataset", "method", "metric", "printed", "ours", "off"];
  var CHOICES = ["paper", "dataset", "metric", "kind"];
  function isAsked(claim, query) {
    return CHOICES.every((field) => query[field] === "" || claim[field] === query[field]) && words(query.text).every((word2) => searched(claim).includes(word2));
  }
  function words(text) {
    return text.toLowerCase().split(/\s+/).filter((word2) => word2 !== "");
  }
  var texts = /* @__PURE__ */ new WeakMap();
  function searched(claim) {
    const known = texts.get(claim);
    if (known !== void 0) return known;
    const { id, paper, where, dataset, method, metric, space, kind, printed, note, reason } = claim;
    const text = [id, paper, where, dataset, method, metric, space, kind, printed, note, reason].join(" ").toLowerCase();
    texts.set(claim, text);
    return text;
  }
  function tally(verdicts) {
    const counts = VERDICTS.map(() => 0);
    for (const verdict of verdicts) counts[VERDICTS.indexOf(verdict)]++;
    return counts;
  }
  function sorted(rows, { sort, descending }) {
    if (sort === "") return [...rows];
    const sign = descending ? -1 : 1;
    const keyed = rows.map((row) => ({ row, key: KEYS[sort](row) }));
    return keyed.sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      if (typeof a.key === "string" && typeof b.key === "string") return sign * compareTexts(a.key, b.key);
      return sign * (Number(a.key) - Number(b.key));
    }).map(({ row }) => row);
  }
  var compareTexts = new Intl.Collator("en", { numeric: true }).compare;
  var KEYS = {
    verdict: ({ verdict }) => VERDICTS.indexOf(verdict),
    paper: ({ claim }) => `${claim.paper} ${claim.where}`,
    dataset: ({ claim }) => claim.dataset,
    method: ({ claim }) => claim.method,
    metric: ({ claim }) => plainMetric(claim.metric),
    printed: ({ claim }) => claim.value === "" ? null : Number(claim.value),
    ours: ({ claim }) => claim.ours,
    off: ({ claim }) => {
      const off = offOf(claim);
      return off === null ? null : Math.abs(off);
    }
  };
  function offOf({ judging }) {
    if (!("printed" in judging)) return null;
    const difference = judging.estimate - judging.printed;
    return difference === 0 ? 0 : difference / judging.tolerance;
  }
  function valuesOf(claims, field) {
    return [...new Set(claims.map((claim) => claim[field]))].sort(compareTexts);
  }

  // ../markdown/again.ts
  function commandFor(experiments, { profile, seeds = [] }, { dataDir, papers = [] } = {}) {
    return [
      "deno task reproduce",
      ...experiments.map(word),
      `--profile ${profile}`,
      ...seeds.length === 0 ? [] : [`--seed ${[...new Set(seeds)].sort((a, b) => a - b)}`],
      ...dataDir === void 0 ? [] : [`--data-dir ${word(dataDir)}`],
      ...papers.map((folder) => `--papers ${word(folder)}`)
    ].join(" ");
  }
  function word(text) {
    return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
  }

  // page/text.ts
  function subjectOf(claim) {
    return claim.method === "" ? metricName(claim) : claim.method;
  }
  function verdictClass(verdict) {
    return `verdict ${verdict.replace(" ", "-")}`;
  }
  function metricName({ metric, space, average }) {
    return [plainMetric(metric), spacesIn(space), average && `${average} average`].filter((part) => part !== "").join(", ");
  }
  function oursText(claim) {
    const { ours, sd, n, judging } = claim;
    if (ours === null) return "";
    if (claim.kind === "ordinal") {
      const weakest = "leads" in judging ? judging.leads.find(({ lead }) => lead === ours) : void 0;
      const range = weakest?.interval?.map((end) => numberText(end, decimalsFor(spanOf(weakest.interval))));
      return `${signedText(ours, range === void 0 ? 3 : decimalsFor(spanOf(weakest.interval)))}${range === void 0 ? "" : ` (${range.join(" to ")})`}`;
    }
    return `${claim.statistic === "best" ? asPrinted(ours, claim, sd) : spreadText(ours, sd, decimalsIn(claim.value))}${n > 1 ? ` (${n})` : ""}`;
  }
  function spanOf([low, high]) {
    return (high - low) / 2;
  }
  function signedText(value, decimals) {
    return `${value < 0 ? "−" : "+"}${numberText(Math.abs(value), decimals)}`;
  }
  function short(value) {
    return String(significant(value, 3));
  }
  function recordFile({ experiment, digest, seed }) {
    return `../runs/${experiment}/${digest}-s${seed}.json`;
  }
  function commandsFor(runs, again) {
    const groups = Map.groupBy(runs, ({ experiment, profile }) => JSON.stringify([experiment, profile]));
    return [...groups.values()].map((own) => {
      const [{ experiment, profile }] = own;
      return commandFor([experiment], { profile, seeds: own.map(({ seed }) => seed) }, again);
    });
  }

  // page/plots.ts
  function scale([low, high], [from, to]) {
    const span = high - low || 1;
    return (value) => from + (value - low) / span * (to - from);
  }
  function drawing(width, height, name, ...children) {
    const seen = name === "" ? { "aria-hidden": "true" } : { role: "img", "aria-label": name };
    return svg("svg", { viewBox: `0 0 ${width} ${height}`, ...seen }, ...children);
  }
  var REACH = 4;
  function offPlot(claim) {
    const off = offOf(claim);
    if (off === null) return "";
    const [width, middle] = [112, 56];
    const at = (tolerances) => middle + tolerances * (middle - 6) / REACH;
    const beyond = Math.abs(off) > REACH;
    const x = at(Math.max(-REACH, Math.min(REACH, off)));
    const tip = Math.sign(off) * 5;
    return drawing(
      width,
      16,
      "",
      svg("line", { x1: 0, x2: width, y1: 8, y2: 8, class: "axis" }),
      svg(
        "g",
        { transform: `translate(${middle} 0)` },
        svg("rect", { x: at(-1) - middle, width: at(1) - at(-1), y: 2, height: 12, class: "band" })
      ),
      svg("line", { x1: middle, x2: middle, y1: 1, y2: 15, class: "paper-line" }),
      beyond ? svg("path", { d: `M${x - tip} 3L${x + tip} 8L${x - tip} 13Z`, class: "ours" }) : svg("circle", { cx: x, cy: 8, r: 3.5, class: "ours" })
    );
  }
  function seedPlot(claim, factor) {
    const { judging, values, ours } = claim;
    const printed = Number(claim.value);
    if (claim.value === "" || ours === null) return "";
    const { tolerance, others, interval } = "printed" in judging ? { ...judging, tolerance: judging.tolerance * factor } : { tolerance: 0, others: [], interval: null };
    const ends = (interval ?? []).map((end) => printed + end);
    const shown2 = [
      printed - tolerance,
      printed + tolerance,
      ...values,
      ...ends,
      ...others.map(({ value }) => value)
    ];
    const range = [Math.min(...shown2), Math.max(...shown2)];
    const x = scale(range, [14, 546]);
    const wide2 = (half, name) => svg("rect", {
      x: Math.max(0, x(printed - half)),
      width: Math.min(560, x(printed + half)) - Math.max(0, x(printed - half)),
      y: 22,
      height: 24,
      class: name
    });
    const anchor = (at) => at < 90 ? "start" : at > 470 ? "end" : "middle";
    return drawing(
      560,
      66,
      `${values.length === 1 ? "one value" : `${values.length} values`}, from ${short(Math.min(...values))} to ${short(Math.max(...values))}; the paper's is ${claim.value}`,
      ...tolerance > 0 ? [wide2(2 * tolerance, "band near"), wide2(tolerance, "band")] : [],
      svg("line", { x1: 0, x2: 560, y1: 34, y2: 34, class: "axis" }),
      svg("line", { x1: x(printed), x2: x(printed), y1: 18, y2: 50, class: "paper-line" }),
      svg(
        "text",
        { x: x(printed), y: 13, "text-anchor": anchor(x(printed)) },
        `paper ${claim.value}`
      ),
      ...others.map(
        ({ value }) => svg("line", { x1: x(value), x2: x(value), y1: 22, y2: 46, class: "paper-line other" })
      ),
      ...ends.length === 0 ? [] : [svg("line", { x1: x(ends[0]), x2: x(ends[1]), y1: 34, y2: 34, class: "interval-line" })],
      ...values.map((value) => svg("circle", { cx: x(value), cy: 34, r: 5, class: "ours seed" })),
      svg("line", { x1: x(ours), x2: x(ours), y1: 26, y2: 42, class: "ours-line" }),
      svg(
        "text",
        { x: x(ours), y: 63, "text-anchor": anchor(x(ours)) },
        `ours ${asPrinted(ours, claim, claim.sd)}`
      )
    );
  }
  function curvePlot(runs, name) {
    const series = runs.map(({ seed, epochs, curves: curves2 }) => {
      const values = curves2.find(([own]) => own === name)?.[1] ?? [];
      return {
        seed,
        points: values.flatMap((value, i) => value === null ? [] : [[epochs[i], value]])
      };
    }).filter(({ points: points2 }) => points2.length > 0);
    const points = series.flatMap(({ points: points2 }) => points2);
    const [xs, ys] = [points.map(([epoch]) => epoch), points.map(([, value]) => value)];
    const rangeOf = (values) => [
      values.reduce((a, b) => Math.min(a, b)),
      values.reduce((a, b) => Math.max(a, b))
    ];
    const [xRange, yRange] = [rangeOf(xs), rangeOf(ys)];
    const x = scale(xRange, [64, 548]);
    const y = scale(yRange, [172, 14]);
    const middle = (yRange[0] + yRange[1]) / 2;
    const levels = yRange[0] === yRange[1] ? [yRange[0]] : [yRange[0], middle, yRange[1]];
    return drawing(
      560,
      206,
      `${name} by epoch, ${series.length} ${series.length === 1 ? "run" : "runs"}: from ${short(ys[0])} at epoch ${xs[0]} to ${short(ys.at(-1))} at epoch ${xs.at(-1)}`,
      ...levels.flatMap((level) => [
        svg("line", { x1: 64, x2: 548, y1: y(level), y2: y(level), class: "grid" }),
        svg("text", { x: 58, y: y(level) + 4, "text-anchor": "end" }, short(level))
      ]),
      ...(xRange[0] === xRange[1] ? [xRange[0]] : xRange).map(
        (epoch, i) => svg("text", { x: x(epoch), y: 192, "text-anchor": i === 0 ? "start" : "end" }, String(epoch))
      ),
      svg("text", { x: 306, y: 192, "text-anchor": "middle" }, "epoch"),
      ...series.map(
        ({ seed, points: points2 }, i) => points2.length === 1 ? svg("circle", { cx: x(points2[0][0]), cy: y(points2[0][1]), r: 3, class: `line-dot line-${i % 4}` }) : svg(
          "path",
          {
            d: `M${points2.map(([epoch, value]) => `${tenth(x(epoch))} ${tenth(y(value))}`).join("L")}`,
            class: `line line-${i % 4}`
          },
          svg("title", {}, `seed ${seed}`)
        )
      )
    );
  }
  function factorPlot(claims) {
    const judged = claims.filter(({ judging }) => !("verdict" in judging));
    if (judged.length === 0) return "";
    const steps = 48;
    const counts = Array.from(
      { length: steps + 1 },
      (_, i) => tally(judged.map(({ judging }) => verdictAt(judging, 2 ** (2 * i / steps - 1))))
    );
    const x = scale([0, steps], [0, 320]);
    const y = scale([0, judged.length], [0, 44]);
    const below = counts.map(() => 0);
    const areas = VERDICTS.flatMap((verdict, v) => {
      const from = [...below];
      for (const [i, count] of counts.entries()) below[i] += count[v];
      if (below.every((value, i) => value === from[i])) return [];
      const edge = (at) => at.map((value, i) => `${tenth(x(i))} ${tenth(y(value))}`);
      return [svg("path", {
        d: `M${edge(from).join("L")}L${edge(below).reverse().join("L")}Z`,
        class: `area ${verdictClass(verdict)}`
      })];
    });
    const plot = drawing(320, 44, "", ...areas);
    plot.setAttribute("preserveAspectRatio", "none");
    return plot;
  }
  function tenth(value) {
    return Math.round(value * 10) / 10;
  }

  // page/state.ts
  var VIEWS = ["claims", "embeddings", "league"];
  var START = {
    view: "claims",
    claim: "",
    paper: "",
    dataset: "",
    metric: "",
    kind: "",
    verdicts: [],
    text: "",
    factor: 1,
    sort: "",
    descending: false,
    embedding: ""
  };
  var TEXTS = ["claim", "paper", "dataset", "metric", "kind", "text", "embedding"];
  function toHash(state2) {
    const fields = new URLSearchParams();
    if (state2.view !== START.view) fields.set("view", state2.view);
    for (const field of TEXTS) if (state2[field] !== "") fields.set(field, state2[field]);
    if (state2.verdicts.length > 0) fields.set("verdict", state2.verdicts.join(","));
    if (state2.factor !== 1) fields.set("tolerance", String(state2.factor));
    if (state2.sort !== "") fields.set("sort", (state2.descending ? "-" : "") + state2.sort);
    return fields.toString();
  }
  function fromHash(hash) {
    const fields = new URLSearchParams(hash.replace(/^#/, ""));
    const texts2 = Object.fromEntries(TEXTS.map((field) => [field, fields.get(field) ?? ""]));
    const named = (fields.get("verdict") ?? "").split(",");
    const factor = Number(fields.get("tolerance") ?? 1);
    const sort = fields.get("sort") ?? "";
    const column = sort.replace(/^-/, "");
    const known = COLUMNS.includes(column);
    return {
      ...START,
      ...texts2,
      view: VIEWS.find((view) => view === fields.get("view")) ?? START.view,
      verdicts: VERDICTS.filter((verdict) => named.includes(verdict)),
      factor: factor >= 0.5 && factor <= 2 ? factor : 1,
      sort: known ? column : "",
      descending: known && sort.startsWith("-")
    };
  }

  // page/details.ts
  function detailsOf(claim, data2, factor) {
    const runs = claim.runs.map((index) => data2.runs[index]);
    const verdict = verdictAt(claim.judging, factor);
    const title = data2.papers.find(({ id }) => id === claim.paper)?.title ?? claim.paper;
    return [
      html("p", { class: "over" }, title),
      html(
        "h2",
        { id: "details-title", tabindex: -1 },
        claim.method === "" ? metricName(claim) : `${claim.method}, ${metricName(claim)}`
      ),
      html("p", { class: "under" }, `${claim.dataset} · ${claim.where}`),
      html(
        "div",
        { class: "versus" },
        figure("the paper", claim.printed, claim.statistic === "single" ? "" : claim.statistic),
        figure(
          claim.kind === "ordinal" ? "ours: the lead" : "ours",
          oursText(claim) || "nothing",
          claim.profile === null ? "" : `${claim.profile} profile`
        ),
        html(
          "div",
          {},
          html("span", { class: verdictClass(verdict) }, ...verdictLabel(verdict)),
          html(
            "small",
            {},
            [firmness(claim, factor), factor === 1 ? "" : `at ${short(factor)} × the tolerance`].filter((part) => part !== "").join(", ")
          )
        )
      ),
      seedPlot(claim, factor),
      ...claim.reason === "" ? [] : [html("p", {}, claim.reason)],
      ...causes(claim, data2),
      section("In the paper", listOf(inThePaper(claim))),
      ...claim.errata.length === 0 ? [] : [section("Known errors in the paper that affect this claim", ...errors(claim, data2))],
      ...claim.basis === "" ? [] : [section("How it is judged", listOf(judgement(claim)))],
      ...runs.length === 0 ? [] : [section("Our runs", runTable(claim, runs, data2))],
      ...curves(runs),
      ...claim.lost.length === 0 ? [] : [section("Runs without a result", lostRuns(claim.lost.map((index) => data2.runs[index])))],
      ...runs.length === 0 ? [] : [
        section(
          "Make it again",
          ...commandsFor(runs, data2.again).map((command) => html("pre", { tabindex: 0 }, command))
        ),
        ...made(runs, data2)
      ],
      html(
        "p",
        { class: "id" },
        "Link to this claim: ",
        html("a", { href: `#${toHash({ ...START, claim: claim.id })}` }, claim.id)
      )
    ];
  }
  function firmness({ judging }, factor) {
    const firm = firmAt(judging, factor);
    return firm === null ? "" : firm ? "firm" : "by the mean";
  }
  function causes({ causes: causes2 }, data2) {
    if (causes2.length === 0) return [];
    return [
      section(
        "What may explain the difference",
        ...causes2.map((index) => {
          const { cause, study, metric, printed, without, with: changed, outcome, note } = data2.causes[index];
          const from = without === "" ? "not run" : without, to = changed === "" ? "not run" : changed;
          return listOf([
            ["cause", cause],
            ["outcome", outcome],
            ["study", study],
            ["paper", printed === "" ? "" : `${metric} ${printed}`],
            ["ours without → with", study === "" ? "" : `${from} → ${to}`],
            ["note", note]
          ]);
        })
      )
    ];
  }
  function figure(name, value, note) {
    return html("div", {}, html("small", {}, name), html("strong", {}, value), html("small", {}, note));
  }
  function section(title, ...children) {
    return html("section", {}, html("h3", {}, title), ...children);
  }
  function listOf(items) {
    return html(
      "dl",
      {},
      ...items.filter(([, text]) => text !== "").flatMap(([name, text]) => [html("dt", {}, name), html("dd", {}, text)])
    );
  }
  function inThePaper(claim) {
    const line = claim.line === null ? "" : `, line ${claim.line} of its text`;
    return [
      ["printed", claim.printed],
      ["where", claim.where + line],
      ["kind", claim.kind],
      ["experiment", claim.experiment],
      ["statistic", claim.statistic],
      ["runs behind it", claim.behind === null ? "" : String(claim.behind)],
      ["space", claim.space],
      ["split", claim.split],
      ["average", claim.average],
      ["note", claim.note]
    ];
  }
  function errors({ errata }, data2) {
    return errata.map((index) => {
      const { where, line, printed, right, note } = data2.errata[index];
      return listOf([
        ["where", `${where}, line ${line}`],
        ["printed", printed],
        ["right", right],
        ["note", note]
      ]);
    });
  }
  function judgement(claim) {
    const { tolerance, basis, judging, sd } = claim;
    const at = [0.5, 1, 2].map((factor) => `× ${factor}: ${verdictAt(judging, factor)}`).join(", ");
    const interval = "estimate" in judging ? judging.interval : null;
    return [
      ["tolerance", tolerance === null ? "none" : `± ${short(tolerance)}`],
      ["basis", basis],
      ["interval of the difference", interval?.map((end) => signed(end, claim, sd)).join(" to ") ?? ""],
      ["verdict", "verdict" in judging ? "" : at]
    ];
  }
  function runTable(claim, runs, data2) {
    const several = new Set(runs.map(({ experiment }) => experiment)).size > 1;
    const names = [...several ? ["experiment"] : [], "seed", "value", "took", "record", "commit"];
    const value = (index) => claim.kind === "ordinal" ? short(claim.values[index]) : asPrinted(claim.values[index], claim, (claim.sd ?? 0) / 100);
    return html(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Our runs" },
      html(
        "table",
        {},
        html("thead", {}, html("tr", {}, ...names.map((name) => html("th", { scope: "col" }, name)))),
        html(
          "tbody",
          {},
          ...runs.map(
            (run, index) => html(
              "tr",
              { title: `${run.started}; ${data2.machines[run.machine]}` },
              ...several ? [html("td", {}, run.experiment)] : [],
              html("td", {}, String(run.seed)),
              html("td", {}, value(index)),
              html("td", {}, showDuration(run.seconds)),
              html("td", {}, html("a", { href: recordFile(run) }, `${run.digest}-s${run.seed}`)),
              html("td", {}, run.commit === "" ? "none" : run.commit.replace(/^([0-9a-f]{10})[0-9a-f]+/, "$1"))
            )
          )
        )
      )
    );
  }
  function lostRuns(runs) {
    return html(
      "ul",
      {},
      ...runs.map(
        (run) => html(
          "li",
          {},
          `${run.experiment} (${run.profile}, seed ${run.seed}): ${run.outcome}; `,
          html("a", { href: recordFile(run) }, "record")
        )
      )
    );
  }
  function curves(runs) {
    const names = [...new Set(runs.flatMap(({ curves: curves2 }) => curves2.map(([name]) => name)))];
    if (names.length === 0) return [];
    const plot = html("div", {}, curvePlot(runs, names[0]));
    const choice = html("select", {}, ...names.map((name) => html("option", {}, name)));
    choice.addEventListener("change", () => plot.replaceChildren(curvePlot(runs, choice.value)));
    return [section("Training", html("label", {}, "What ", choice), plot)];
  }
  function made(runs, data2) {
    const unique = (positions, texts2) => [...new Set(positions)].map((position) => html("pre", { tabindex: 0 }, texts2[position]));
    const parts = [
      ["Configuration", unique(runs.map(({ config }) => config), data2.configs)],
      ["Data", unique(runs.map((run) => run.data), data2.data)],
      ["Machine", unique(runs.map(({ machine }) => machine), data2.machines)]
    ];
    return parts.map(([name, blocks]) => html("details", {}, html("summary", {}, name), ...blocks));
  }

  // page/projection.ts
  function project({ points, dimensions }, { yaw, pitch }) {
    const rows = points.length / dimensions;
    const { centre, reach } = frameOf(points, dimensions);
    const [sinYaw, cosYaw, sinPitch, cosPitch] = [
      Math.sin(yaw),
      Math.cos(yaw),
      Math.sin(pitch),
      Math.cos(pitch)
    ];
    const seen = new Float32Array(3 * rows);
    for (let row = 0; row < rows; row++) {
      const at = (axis) => (points[row * dimensions + axis] - centre[axis]) / reach;
      const [x, y] = [at(0), at(1)];
      if (dimensions === 2) {
        seen.set([x, y, 0], 3 * row);
        continue;
      }
      const z = at(2);
      const depth = z * cosYaw - x * sinYaw;
      seen.set(
        [x * cosYaw + z * sinYaw, y * cosPitch - depth * sinPitch, y * sinPitch + depth * cosPitch],
        3 * row
      );
    }
    return seen;
  }
  function frameOf(points, dimensions) {
    const low = new Array(dimensions).fill(Infinity);
    const high = new Array(dimensions).fill(-Infinity);
    for (const [i, value] of points.entries()) {
      low[i % dimensions] = Math.min(low[i % dimensions], value);
      high[i % dimensions] = Math.max(high[i % dimensions], value);
    }
    const half = low.map((value, axis) => (high[axis] - value) / 2);
    const reach = dimensions === 2 ? Math.max(...half) : Math.hypot(...half);
    return { centre: low.map((value, axis) => value + half[axis]), reach: reach || 1 };
  }
  function nearestPoint(seen, [x, y], within, isShown) {
    let found, best = within ** 2;
    for (let row = 0; row < seen.length / 3; row++) {
      const distance = (seen[3 * row] - x) ** 2 + (seen[3 * row + 1] - y) ** 2;
      if (distance > best || !isShown(row)) continue;
      if (distance === best && found !== void 0 && seen[3 * row + 2] <= seen[3 * found + 2]) continue;
      [found, best] = [row, distance];
    }
    return found;
  }

  // page/explorer.ts
  function colourOf(index, count) {
    if (count <= TEN.length) return TEN[index];
    return `hsl(${Math.round(360 * index / count)} ${index % 2 === 0 ? 70 : 50}% ${index % 3 === 0 ? 42 : 58}%)`;
  }
  var TEN = [
    "#4269d0",
    "#e0962f",
    "#e0483e",
    "#5bb5a8",
    "#3a9d4f",
    "#e079c0",
    "#9c5fd6",
    "#6f9fe8",
    "#9c6b4e",
    "#8a94a0"
  ];
  var STEP = 0.12;
  function startExplorer(data2, loaded, choose) {
    const canvas = byId("canvas");
    const select = byId("embedding");
    const form = byId("explorer-form");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    let current, wanted = null;
    let turn = { yaw: 0.5, pitch: 0.35 };
    let only;
    let seen = new Float32Array();
    select.append(
      ...data2.embeddings.map(
        ({ title, run, file }) => html("option", { value: file }, `${title} (${data2.runs[run].experiment}, ${data2.runs[run].profile})`)
      )
    );
    select.addEventListener("change", () => choose(select.value));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      if (target === select) return;
      only = void 0;
      drawGroups();
    });
    const groups = () => {
      const by = form.elements.namedItem("colour").value;
      return (by === "clusters" ? current.clusters : void 0) ?? current.classes;
    };
    const reach = () => Math.min(canvas.width, canvas.height) / 2 * 0.95;
    function draw() {
      if (current === void 0 || canvas.clientWidth === 0) return;
      const ratio = devicePixelRatio;
      canvas.width = canvas.clientWidth * ratio;
      canvas.height = canvas.clientHeight * ratio;
      const context = canvas.getContext("2d");
      const group = groups();
      const names = valuesOf2(group);
      const colours = new Map(names.map((name, i) => [name, colourOf(i, names.length)]));
      seen = project(current, turn);
      const rows = Uint32Array.from(group.keys());
      if (current.dimensions === 3) rows.sort((a, b) => seen[3 * a + 2] - seen[3 * b + 2]);
      const radius = (rows.length > 4e3 ? 1.6 : 2.6) * ratio;
      for (const row of rows) {
        const off = only !== void 0 && group[row] !== only;
        context.globalAlpha = off ? 0.08 : 0.75;
        context.fillStyle = off ? dark.matches ? "#fff" : "#000" : colours.get(group[row]);
        context.beginPath();
        context.arc(
          canvas.width / 2 + seen[3 * row] * reach(),
          canvas.height / 2 - seen[3 * row + 1] * reach(),
          radius,
          0,
          2 * Math.PI
        );
        context.fill();
      }
    }
    function drawGroups() {
      const group = groups();
      const names = valuesOf2(group);
      byId("groups").replaceChildren(...names.map((name, i) => {
        const count = group.filter((one) => one === name).length;
        const dot = html("i");
        dot.style.backgroundColor = colourOf(i, names.length);
        const button = html("button", { type: "button", "aria-pressed": "false" }, dot, `${name} `);
        button.append(html("small", {}, String(count)));
        button.addEventListener("click", () => {
          only = only === name ? void 0 : name;
          for (const [j, other] of [...byId("groups").children].entries()) {
            other.setAttribute("aria-pressed", String(names[j] === only));
          }
          draw();
        });
        return button;
      }));
      draw();
    }
    function showTip(event) {
      const tip = byId("tip");
      const scale2 = devicePixelRatio / reach();
      const x = (event.offsetX - canvas.clientWidth / 2) * scale2;
      const y = (canvas.clientHeight / 2 - event.offsetY) * scale2;
      const group = groups();
      const row = nearestPoint(seen, [x, y], 9 * scale2, (row2) => only === void 0 || group[row2] === only);
      showRing(row);
      tip.hidden = row === void 0;
      if (row === void 0) return;
      const cluster = current.clusters === void 0 ? "" : `, cluster ${current.clusters[row]}`;
      tip.textContent = `class ${current.classes[row]}${cluster}`;
      const right = event.offsetX > canvas.clientWidth / 2;
      place(tip, event.offsetX + (right ? -tip.offsetWidth - 12 : 12), event.offsetY + 12);
    }
    function showRing(row) {
      const ring = byId("ring");
      ring.hidden = row === void 0;
      if (row === void 0) return;
      const size = reach() / devicePixelRatio;
      place(
        ring,
        canvas.clientWidth / 2 + seen[3 * row] * size,
        canvas.clientHeight / 2 - seen[3 * row + 1] * size
      );
    }
    function hideTip() {
      byId("tip").hidden = byId("ring").hidden = true;
    }
    const turnBy = (yaw, pitch) => {
      hideTip();
      turn = {
        yaw: turn.yaw + yaw,
        pitch: Math.max(-Math.PI / 2, Math.min(Math.PI / 2, turn.pitch + pitch))
      };
      draw();
    };
    canvas.addEventListener("pointerdown", ({ pointerId }) => canvas.setPointerCapture(pointerId));
    canvas.addEventListener("pointermove", (event) => {
      if (current === void 0) return;
      const drags = canvas.hasPointerCapture(event.pointerId) && current.dimensions === 3;
      if (drags) turnBy(event.movementX / 150, event.movementY / 150);
      else showTip(event);
    });
    canvas.addEventListener("pointerleave", hideTip);
    canvas.addEventListener("keydown", (event) => {
      const [yaw, pitch] = ARROWS[event.key] ?? [0, 0];
      if (current?.dimensions !== 3 || yaw === 0 && pitch === 0) return;
      event.preventDefault();
      turnBy(yaw, pitch);
    });
    new ResizeObserver(draw).observe(canvas);
    dark.addEventListener("change", draw);
    function use(file) {
      current = loaded[file];
      only = void 0;
      hideTip();
      const { run, title } = data2.embeddings.find((one) => one.file === file);
      const clusters = form.querySelector("input[value=clusters]");
      clusters.disabled = current.clusters === void 0;
      const { experiment, profile, seed } = data2.runs[run];
      const count = current.classes.length;
      canvas.setAttribute("aria-label", `${title}: ${count} points in ${current.dimensions} dimensions`);
      canvas.classList.toggle("turns", current.dimensions === 3);
      byId("canvas-help").textContent = "Point at a point to see its class and cluster." + (current.dimensions === 3 ? " Drag, or use the arrow keys, to turn." : "");
      byId("embedding-run").replaceChildren(
        `${count} points of ${experiment} (${profile}, seed ${seed}): `,
        html("a", { href: recordFile(data2.runs[run]) }, "record")
      );
      byId("embedding-counts").replaceChildren(...countsOf(current));
      drawGroups();
    }
    return {
      show(file) {
        const known = data2.embeddings.some((one) => one.file === file);
        const next = file === null || known ? file : data2.embeddings[0].file;
        if (next !== null) select.value = next;
        if (next === wanted) return;
        wanted = next;
        if (next === null) return;
        if (loaded[next] !== void 0) return use(next);
        const script = html("script", { src: next });
        script.addEventListener("load", () => {
          if (wanted === next) use(next);
        });
        script.addEventListener("error", () => byId("embedding-run").textContent = `Cannot read ${next}`);
        document.body.append(script);
      }
    };
  }
  function place(element, x, y) {
    element.style.setProperty("left", `${x}px`);
    element.style.setProperty("top", `${y}px`);
  }
  var ARROWS = {
    ArrowLeft: [-STEP, 0],
    ArrowRight: [STEP, 0],
    ArrowUp: [0, -STEP],
    ArrowDown: [0, STEP]
  };
  function valuesOf2(numbers) {
    return [...new Set(numbers)].sort((a, b) => a - b);
  }
  function countsOf({ classes, clusters }) {
    if (clusters === void 0) return [];
    const [rows, columns] = [valuesOf2(classes), valuesOf2(clusters)];
    const counts = /* @__PURE__ */ new Map();
    for (const [i, own] of classes.entries()) {
      const key = `${own} ${clusters[i]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const head = (name, scope) => html("th", { scope }, String(name));
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
            html("tr", {}, html("th", {}, "class \\ cluster"), ...columns.map((one) => head(one, "col")))
          ),
          html(
            "tbody",
            {},
            ...rows.map(
              (row) => html(
                "tr",
                {},
                head(row, "row"),
                ...columns.map((column) => html("td", {}, String(counts.get(`${row} ${column}`) ?? "")))
              )
            )
          )
        )
      )
    )];
  }

  // page/league.ts
  function leagueView(leagues) {
    return leagues.flatMap(({ title, description, picture, legend, standings }) => [
      html("h2", {}, title),
      html("p", {}, html("a", { href: "../LEAGUE.md" }, "The league as text")),
      html("img", { src: picture, alt: description, loading: "lazy" }),
      html("ul", {}, ...legend.map((line) => html("li", {}, line))),
      ...standings.flatMap(standing)
    ]);
  }
  function standing({ title, columns, lines: lines2, notes, command }) {
    return [
      html("h3", {}, title),
      html(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
        html(
          "table",
          {},
          html("thead", {}, html("tr", {}, ...columns.map((name) => html("th", { scope: "col" }, name)))),
          html(
            "tbody",
            {},
            ...lines2.map(
              ({ kind, cells }) => html("tr", { class: kind === "control" && "control" }, ...cells.map((one) => html("td", {}, one)))
            )
          )
        )
      ),
      ...notes.map((note) => html("p", {}, note)),
      html("pre", { tabindex: 0 }, command)
    ];
  }

  // page/main.ts
  var { data, embeddings } = globalThis.reclaim;
  var COLUMN_NAMES = {
    verdict: "Verdict",
    paper: "Paper, place",
    dataset: "Data set",
    method: "Claim",
    metric: "Metric",
    printed: "Paper",
    ours: "Ours",
    off: "Off, in tolerances"
  };
  var state = fromHash(location.hash);
  var shown = [];
  function go(change, how = "push") {
    state = { ...state, ...change };
    history[how === "push" ? "pushState" : "replaceState"](null, "", `#${toHash(state)}`);
    render();
  }
  var lines = /* @__PURE__ */ new Map();
  function lineOf(claim) {
    const known = lines.get(claim);
    if (known !== void 0) return known;
    const link = html("a", { href: `#${toHash({ ...START, claim: claim.id })}` }, subjectOf(claim));
    const verdict = html("span");
    const off = offOf(claim);
    const cell = (name, ...children) => html("td", { role: "cell", class: `cell-${name}` }, ...children);
    const row = html(
      "tr",
      { role: "row" },
      cell("verdict", verdict),
      cell("paper", claim.paper, " ", html("small", {}, claim.where)),
      cell("dataset", claim.dataset),
      cell("method", link),
      cell("metric", metricName(claim)),
      cell(
        "printed",
        claim.kind === "ordinal" ? html("div", { class: "words" }, claim.printed) : claim.printed,
        claim.statistic === "single" ? "" : html("small", {}, ` ${claim.statistic}`)
      ),
      cell("ours", oursText(claim)),
      cell("off", offPlot(claim), off === null ? "" : html("small", {}, offText(off)))
    );
    row.addEventListener("click", (event) => {
      const { ctrlKey, metaKey, shiftKey, detail } = event;
      const selects = detail > 0 && getSelection()?.toString();
      if (ctrlKey || metaKey || shiftKey || selects) return;
      event.preventDefault();
      go({ claim: claim.id });
    });
    const line = { row, verdict, link };
    lines.set(claim, line);
    return line;
  }
  function offText(off) {
    if (off === 0) return "0";
    const sign = off < 0 ? "−" : "+";
    return Math.abs(off) > 99 ? `${off < 0 ? "<" : ">"} ${sign}99` : `${sign}${Math.abs(off).toFixed(1)}`;
  }
  function render() {
    for (const view of VIEWS) {
      byId(view).hidden = state.view !== view;
      const link = byId(`to-${view}`);
      if (state.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    renderClaims();
    renderDetails();
    explorer?.show(state.view === "embeddings" ? state.embedding : null);
  }
  function renderClaims() {
    renderControls();
    const asked = data.claims.filter((claim) => isAsked(claim, state)).map((claim) => ({ claim, verdict: verdictAt(claim.judging, state.factor) }));
    const counts = tally(asked.map(({ verdict }) => verdict));
    for (const [i, verdict] of VERDICTS.entries()) {
      const button = byId("verdicts").children[i];
      button.setAttribute("aria-pressed", String(state.verdicts.includes(verdict)));
      button.lastElementChild.textContent = String(counts[i]);
    }
    const rows = sorted(
      asked.filter(({ verdict }) => state.verdicts.length === 0 || state.verdicts.includes(verdict)),
      state
    );
    for (const { claim, verdict } of rows) {
      const { verdict: cell } = lineOf(claim);
      if (cell.className === verdictClass(verdict)) continue;
      cell.replaceChildren(...verdictLabel(verdict));
      cell.className = verdictClass(verdict);
    }
    const order = rows.map(({ claim }) => claim);
    if (order.length !== shown.length || order.some((claim, i) => claim !== shown[i])) {
      shown = order;
      byId("rows").replaceChildren(...order.map((claim) => lineOf(claim).row));
    }
    byId("rows").style.setProperty("--factor", String(state.factor));
    byId("none").hidden = rows.length > 0;
    const words2 = `${rows.length} of ${data.claims.length} claims`;
    byId("count").textContent = words2;
    const told = VERDICTS.map((verdict, i) => `${counts[i]} ${verdict}`).filter((_, i) => counts[i] > 0);
    tell(`${words2}. ${told.join(", ")}`);
    drawFactorPlot(asked.map(({ claim }) => claim));
  }
  var wide = matchMedia("(min-width: 75.01rem)");
  wide.addEventListener("change", renderControls);
  var drawn = "";
  function drawFactorPlot(claims) {
    const key = claims.map(({ id }) => id).join();
    if (key !== drawn) byId("factor-plot").replaceChildren(factorPlot(claims));
    drawn = key;
    byId("factor-plot").style.setProperty("--at", String((Math.log2(state.factor) + 1) / 2));
  }
  var telling;
  function tell(words2) {
    clearTimeout(telling);
    telling = setTimeout(() => byId("live").textContent = words2, 400);
  }
  function renderControls() {
    for (const field of CHOICES) byId(field).value = state[field];
    const text = byId("text");
    if (text.value !== state.text) text.value = state.text;
    const factor = byId("factor");
    if (Math.abs(2 ** Number(factor.value) - state.factor) > 5e-3) {
      factor.value = String(Math.log2(state.factor));
    }
    factor.setAttribute("aria-valuetext", `${state.factor.toFixed(2)} times the stated tolerances`);
    byId("factor-text").textContent = state.factor.toFixed(2);
    byId("factor-reset").disabled = state.factor === 1;
    byId("sort").value = (state.descending ? "-" : "") + state.sort;
    for (const head of byId("head").children) {
      const column = head.dataset.column;
      const order = column !== state.sort ? "none" : state.descending ? "descending" : "ascending";
      head.setAttribute("aria-sort", order);
    }
    byId("more").open ||= wide.matches;
    byId("reset").hidden = toHash({ ...START, ...filtersOf(state) }) === "";
  }
  function filtersOf({ paper, dataset, metric, kind, verdicts, text }) {
    return { paper, dataset, metric, kind, verdicts, text };
  }
  function renderDetails() {
    const dialog = byId("details");
    if (state.claim === "") {
      if (dialog.open) dialog.close();
      return;
    }
    const claim = data.claims.find(({ id }) => id === state.claim);
    byId("details-body").replaceChildren(
      ...claim === void 0 ? [html("h2", { id: "details-title", tabindex: -1 }, `No claim has the id ${state.claim}`)] : detailsOf(claim, data, state.factor)
    );
    const position = claim === void 0 ? -1 : shown.indexOf(claim);
    for (const [id, to] of [["previous", position - 1], ["next", position + 1]]) {
      const button = byId(id);
      button.disabled = position === -1 || shown[to] === void 0;
      button.onclick = () => go({ claim: shown[to].id });
    }
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    byId("details-title").focus();
  }
  function setUp() {
    for (const field of CHOICES) {
      const select = byId(field);
      select.append(
        html("option", { value: "" }, "all"),
        ...valuesOf(data.claims, field).map((value) => html("option", { value }, plainMetric(value)))
      );
      select.addEventListener("change", () => go({ [field]: select.value }));
    }
    byId("sort").append(
      html("option", { value: "" }, "the papers' order"),
      ...Object.entries(COLUMN_NAMES).flatMap(([column, name]) => [
        html("option", { value: column }, `${name} ↑`),
        html("option", { value: `-${column}` }, `${name} ↓`)
      ])
    );
    byId("sort").addEventListener("change", () => {
      const { value } = byId("sort");
      go({ sort: value.replace(/^-/, ""), descending: value.startsWith("-") });
    });
    for (const [column, name] of Object.entries(COLUMN_NAMES)) {
      const button = html("button", { type: "button" }, name);
      button.addEventListener("click", () => go(nextSort(column)));
      byId("head").append(
        html(
          "th",
          { role: "columnheader", scope: "col", class: `cell-${column}`, "data-column": column },
          button
        )
      );
    }
    for (const verdict of VERDICTS) {
      const button = html(
        "button",
        { type: "button", class: verdictClass(verdict), "aria-pressed": "false" },
        ...verdictLabel(verdict),
        " ",
        html("b")
      );
      button.addEventListener("click", () => {
        const on = state.verdicts.includes(verdict);
        const verdicts = on ? state.verdicts.filter((one) => one !== verdict) : [...state.verdicts, verdict];
        go({ verdicts });
      });
      byId("verdicts").append(button);
    }
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    const text = byId("text");
    text.addEventListener("input", () => go({ text: text.value }, "replace"));
    const factor = byId("factor");
    factor.addEventListener("input", () => {
      go({ factor: Number((2 ** Number(factor.value)).toFixed(3)) }, "replace");
    });
    byId("factor-reset").addEventListener("click", () => go({ factor: 1 }));
    byId("reset").addEventListener("click", () => go(filtersOf(START)));
    for (const view of VIEWS) {
      byId(`to-${view}`).addEventListener("click", (event) => {
        event.preventDefault();
        go({ view });
      });
    }
    setUpDialog();
    byId("about").textContent = aboutText();
    addEventListener("popstate", () => {
      state = fromHash(location.hash);
      render();
    });
  }
  function aboutText() {
    const all = data.totals.at(-1);
    if (all === void 0) return "The papers of this report make no claims.";
    const { score } = all.headline;
    const done = data.runs.filter(({ outcome }) => outcome === "done").length;
    const judged = VERDICTS.filter((verdict) => verdict !== "not comparable" && verdict !== "not run").flatMap((verdict) => score.verdicts[verdict] > 0 ? [`${score.verdicts[verdict]} ${verdict}`] : []);
    return `${score.judged} of ${score.numbers} scores are judged, from ${done} runs${judged.length === 0 ? "" : `: ${judged.join(", ")}`}. Each counts once; the list below has all ${data.claims.length} claims of ${data.papers.length} papers. Open a claim for its runs, its causes and the command that makes it again. Move the slider to see which verdicts depend on the tolerance.`;
  }
  function nextSort(column) {
    if (state.sort !== column) return { sort: column, descending: false };
    return state.descending ? { sort: "", descending: false } : { sort: column, descending: true };
  }
  function setUpDialog() {
    const dialog = byId("details");
    byId("close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("pointerdown", ({ clientX }) => {
      if (clientX < dialog.getBoundingClientRect().left) dialog.close();
    });
    dialog.addEventListener("close", () => {
      const claim = data.claims.find(({ id }) => id === state.claim);
      if (state.claim !== "") go({ claim: "" });
      if (claim !== void 0) lines.get(claim)?.link.focus();
    });
  }
  setUp();
  var explorer = data.embeddings.length === 0 ? void 0 : startExplorer(data, embeddings, (embedding) => go({ embedding }));
  byId("to-embeddings").hidden = explorer === void 0;
  byId("league").append(...leagueView(data.leagues));
  byId("to-league").hidden = data.leagues.length === 0;
  render();
})();
