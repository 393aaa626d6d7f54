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
    const answer = await fetch(place.dataset.zoom, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      button.disabled = false;
      return;
    }
    const said = await answer.json();
    const told = said.sales.filter((one) => one.state !== "unmeasured");
    const x = told.map((one) => Date.parse(one.intended) / 1000);
    const floor = (v) => Math.max(0.001, v);
    const seen = told.map((one) => (one.at_most_seconds === null ? null : floor(one.at_most_seconds)));
    const unseen = told.map((one) => (one.at_most_seconds === null ? floor(one.at_least_seconds) : null));
    const points = (stroke) => ({ show: true, size: 5, stroke, fill: "transparent" });
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line") }, ticks: { stroke: colour("--line") } };
    const zone = place.dataset.zone;
    const options = {
      width: place.clientWidth,
      height: 320,
      tzDate: (ts) => uPlot.tzDate(new Date(ts * 1e3), zone),
      scales: { y: { distr: 3 } },
      series: [
        { label: "sold" },
        { label: "seen within", stroke: colour("--t3"), paths: () => null, points: points(colour("--t3")), value: (u, v) => (v === null ? "–" : label(v)) },
        { label: "not seen for", stroke: colour("--bad"), paths: () => null, points: points(colour("--bad")), value: (u, v) => (v === null ? "–" : label(v)) },
      ],
      axes: [axis, { ...axis, size: 70, values: (u, splits) => splits.map((v) => (v === null ? "" : label(v))) }],
    };
    button.remove();
    const plot = new uPlot(options, [x, seen, unseen], place);
    addEventListener("resize", () => plot.setSize({ width: place.clientWidth, height: 320 }));
  });
})();
