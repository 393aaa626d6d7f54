// Keeps a page that already says everything up to date: ages tick, and what changed is fetched and put in its place.
(() => {
  "use strict";
  const body = document.body;
  const speed = Number(body.dataset.speed) || 1;
  let heard = performance.now();
  let factsAt = Number(body.dataset.at);
  let factsHeard = performance.now();
  let board = body.dataset.board + "/" + body.dataset.at;
  let run = body.dataset.run;
  let busy = false;
  let again = false;

  // As the server writes durations; rung.core.config.Durations is the original.
  const words = (ms) => {
    if (ms <= 0) return "0 s";
    if (ms < 999.5) return Math.max(1, Math.round(ms)) + " ms";
    if (ms < 9950) return ms % 1000 === 0 ? ms / 1000 + " s" : (Math.round(ms / 100) / 10).toFixed(1) + " s";
    if (ms < 59500) return Math.round(ms / 1000) + " s";
    const two = (n, per, big, small) => Math.floor(n / per) + " " + big + " " + String(n % per).padStart(2, "0") + " " + small;
    if (ms < 3599500) return two(Math.round(ms / 1000), 60, "min", "s");
    if (ms < 259170000) return two(Math.round(ms / 60000), 60, "h", "min");
    return two(Math.round(ms / 3600000), 24, "d", "h");
  };

  // Once the probe is silent nothing is known of what came after: ages stand still and say of when they are.
  let silentProbe = document.getElementById("live").classList.contains("off");
  // In a time-lapse a second is minutes, in which sales show: ages step from pulse to pulse, and do not run ahead.
  const STANDING = 3000;
  const now = () => factsAt + (silentProbe || speed !== 1 ? 0 : performance.now() - factsHeard);

  const tick = () => {
    for (const age of document.querySelectorAll("[data-age]")) {
      if (age.dataset.idle && !age.dataset.since) { // no sale is made: that is not fresh
        if (age.textContent !== "–") age.textContent = "–";
        age.classList.remove("over");
        continue;
      }
      const since = Number(age.dataset.since);
      const edge = Number(age.dataset.edge);
      const ms = age.dataset.since ? Math.max(0, now() - since) : 0;
      const text = words(ms < 10000 ? Math.round(ms / 100) * 100 : ms);
      if (age.textContent !== text) age.textContent = text;
      age.classList.toggle("over", Boolean(age.dataset.edge) && ms > edge);
    }
    const silent = performance.now() - heard;
    const stale = document.getElementById("stale");
    if (silent > Number(body.dataset.patience)) {
      stale.hidden = false;
      stale.textContent = "This page is stale: the server has said nothing for " + words(silent) + ". The figures below are old.";
    } else if (!stale.hidden) {
      stale.hidden = true;
    }
  };

  const show = (live, text) => {
    const badge = document.getElementById("live");
    badge.classList.toggle("on", live);
    badge.classList.toggle("off", !live);
    const label = document.getElementById("live-text");
    if (label.textContent !== text) label.textContent = text;
  };

  // Where the keyboard is, in words that outlive the element: the nearest part with a name, and which of its stops.
  const STOPS = "a[href], summary, button, input, [tabindex]";
  const place = (one) => {
    const home = one && one !== body ? one.closest("[id]") : null;
    return home && { id: home.id, stop: [...home.querySelectorAll(STOPS)].indexOf(one) };
  };
  const focused = (place) => {
    const home = document.getElementById(place.id) || document.getElementById("main");
    return home.querySelectorAll(STOPS)[place.stop] || home;
  };

  const refresh = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      const open = [...document.querySelectorAll("details[open]")].map((one) => one.id);
      const focus = place(document.activeElement);
      for (const part of document.querySelectorAll("[data-live]")) {
        const fresh = next.getElementById(part.id);
        if (fresh && fresh.innerHTML !== part.innerHTML) {
          part.className = fresh.className;
          part.replaceChildren(...fresh.childNodes);
        }
      }
      for (const id of open) { const one = document.getElementById(id); if (one) one.open = true; }
      if (focus && document.activeElement === body) focused(focus).focus({ preventScroll: true });
      document.getElementById("shown-at").textContent = next.getElementById("shown-at").textContent;
      board = next.body.dataset.board + "/" + next.body.dataset.at;
      filter();
      tick();
      document.dispatchEvent(new CustomEvent("rung:fresh"));
    } catch (e) {
      // the stream tells when the server is gone; what is shown stays, and says its age
    } finally {
      busy = false;
      if (again) { again = false; setTimeout(refresh, 1000); }
    }
  };

  const pulse = (event) => {
    heard = performance.now();
    const said = JSON.parse(event.data);
    if (said.at > factsAt) {
      factsAt = said.at;
      factsHeard = performance.now();
    }
    let changed = false;
    for (const row of document.querySelectorAll("[data-name]")) {
      const one = said.pipelines[row.dataset.name];
      if (!one) continue;
      const age = row.querySelector("[data-age]");
      if (age) {
        age.dataset.since = one.oldest === null ? "" : String(one.oldest);
        age.dataset.idle = one.idle === undefined ? "" : String(one.idle);
      }
      if (Boolean(one.outage) !== Boolean(row.querySelector(".outage"))) changed = true;
      if ((one.idle !== undefined) !== Boolean(row.querySelector(".idle"))) changed = true;
    }
    const silent = Date.now() - said.at;
    silentProbe = speed === 1 && silent > 10000;
    if (silentProbe) show(false, "not measuring: last sign of life of the probe " + words(silent) + " ago");
    else if (speed !== 1 && performance.now() - factsHeard > STANDING) show(false, body.dataset.measuring + ", stands still");
    else show(true, body.dataset.measuring);
    tick();
    if (changed) refresh();
  };

  const input = document.querySelector("[data-filter]");
  const filter = () => {
    if (!input) return;
    const wanted = input.value.trim().toLowerCase();
    for (const row of document.querySelectorAll("tr[data-name]")) row.hidden = !row.dataset.name.toLowerCase().includes(wanted);
  };
  if (input) input.addEventListener("input", filter);

  const zones = document.querySelector("[data-zones]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zones && own && ![...zones.children].some((one) => one.textContent === own)) {
    const link = document.createElement("a");
    const to = new URL(zones.lastElementChild.href);
    to.searchParams.set("tz", own);
    link.href = to.pathname + to.search;
    link.textContent = "browser";
    link.title = own;
    zones.append(link);
  }

  // A browser keeps six connections to a server, for all its pages: one that nobody sees must not hold one of them.
  let stream = null;
  const listen = () => {
    if (stream) return;
    const own = new EventSource("/api/v1/stream");
    stream = own;
    own.addEventListener("pulse", pulse);
    own.addEventListener("board", (event) => {
      heard = performance.now();
      const said = JSON.parse(event.data);
      if (said.board + "/" + said.at !== board) refresh();
    });
    own.addEventListener("error", () => {
      if (stream !== own) return;
      show(false, "no connection to the server");
      if (own.readyState === EventSource.CLOSED) {
        stream = null;
        setTimeout(() => { if (!document.hidden) listen(); }, 3000);
      }
    });
  };
  const rest = () => {
    if (stream) stream.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  setInterval(tick, 200);
  tick();
  if (!document.hidden) listen();
})();
