// Lets a reader zoom into the sales of a pipeline: drag to zoom, double click to come back. The picture above says the same.
(() => {
  "use strict";
  const place = document.querySelector("[data-zoom]");
  if (!place || typeof uPlot === "undefined") return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Zoom into single sales";
  place.append(button);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const label = (s) => (s < 1 ? Math.round(s * 1000) + " ms" : s < 60 ? +s.toFixed(1) + " s" : s < 3600 ? +(s / 60).toFixed(1) + " min" : +(s / 3600).toFixed(1) + " h");
  button.addEventListener("click", async () => {
    button.disabled = true;
    const zone = place.dataset.zone;
    const answer = await fetch(place.dataset.zoom, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      button.disabled = false;
      return;
    }
    const said = await answer.json();
    const told = said.sales.filter((one) => one.state !== "unmeasured");
    const x = told.map((one) => Date.parse(one.intended) / 1000);
    const bound = (one) => (one.at_most_seconds === null ? one.at_least_seconds : one.at_most_seconds);
    // a logarithmic axis has no zero: what is known for no time at all is drawn at its foot, and told as it is
    const foot = Math.min(1, ...told.map(bound).filter((v) => v > 0));
    const drawn = (one) => Math.max(foot, bound(one));
    const seen = told.map((one) => (one.at_most_seconds === null ? null : drawn(one)));
    const unseen = told.map((one) => (one.at_most_seconds === null ? drawn(one) : null));
    const value = (u, v, series, i) => (v === null || i === null || i === undefined ? "–" : label(bound(told[i])));
    const clock = (seconds) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", second: seconds ? "2-digit" : undefined });
    const day = new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" });
    const times = (u, splits, axis, space, step) =>
      splits.map((ts, i) => clock(step < 60).format(ts * 1e3) + (i === 0 || day.format(ts * 1e3) !== day.format(splits[i - 1] * 1e3) ? "\n" + day.format(ts * 1e3) : ""));
    const points = (stroke) => ({ show: true, size: 5, stroke, fill: "transparent" });
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
    const options = {
      width: place.clientWidth,
      height: 320,
      tzDate: (ts) => uPlot.tzDate(new Date(ts * 1e3), zone),
      scales: { y: { distr: 3 } },
      series: [
        { label: "sold", value: (u, v) => (v === null ? "–" : day.format(v * 1e3) + ", " + clock(true).format(v * 1e3)) },
        { label: "seen within", stroke: colour("--t3"), paths: () => null, points: points(colour("--t3")), value },
        { label: "not seen for", stroke: colour("--bad"), paths: () => null, points: points(colour("--bad")), value },
      ],
      axes: [{ ...axis, values: times }, { ...axis, size: 70, values: (u, splits) => splits.map((v) => (v === null ? "" : label(v))) }],
    };
    button.remove();
    const plot = new uPlot(options, [x, seen, unseen], place);
    addEventListener("resize", () => plot.setSize({ width: place.clientWidth, height: 320 }));
  });
})();
