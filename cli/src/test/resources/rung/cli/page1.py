# Recomputes page 1 of a report, and the hash of its facts, from report.json and the CSV of rung log export, without Rung: python3 page1.py report.json facts.csv
import calendar, csv, hashlib, itertools, json, math, struct, sys, time
from decimal import Decimal as D

report, rows = json.load(open(sys.argv[1])), list(csv.DictReader(open(sys.argv[2], newline="", encoding="utf-8")))
q0, alpha, until = 1 - report["rule"]["share"], 1 - report["rule"]["confidence"], report["facts"]["known_until"]
def ns(text): return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")) * 10**9 + int((text[20:-1] + "0" * 9)[:9])
def bet(n, s, q, bets): return sum(D(w) * (D(1 + b) ** s if s else 1) / D(1 + b * q) ** n for b, w in bets)
KEPT = [(-1, .30), (-.85, .20), (-.65, .18), (-.45, .14), (-.25, .10), (-.1, .08)]
MISSED = [(.5, .12), (1, .16), (2, .20), (4, .20), (9, .16), (19, .16)]

def edge(slots, tier, stage):
    theta, n, late, sure, mature = int(tier["edge_seconds"] * 1e9), 0, 0, 0, []
    hope, ended = ns(until) - theta - int(stage["patience_seconds"] * 1e9), False
    for s, h, m, u, spoilt in slots:
        spoilt, in_time = spoilt or h - s > min(50_000_000, theta // 100), u and u - s <= theta
        is_late, is_sure = bool(spoilt or not in_time), bool(not (spoilt or in_time) and m - h >= theta)
        if s <= hope: mature.append((is_late, is_sure))
        ended = ended or not spoilt and not u and s >= hope
        if not ended: n, late, sure = n + 1, late + is_late, sure + is_sure
    low, high = 0.0, 1.0
    for _ in range(50): low, high = (low, (low + high) / 2) if bet(n, late, (low + high) / 2, KEPT) >= 1 / alpha else ((low + high) / 2, high)
    judged = stage["poll_seconds"] * 20 <= tier["edge_seconds"]
    state = "kept" if bet(n, late, q0, KEPT) >= 1 / alpha else "missed" if bet(n, sure, q0, MISSED) >= 1 / alpha else "undecided"
    return {"tier": tier["tier"], "slots": n, "late": late, "sure": sure, "at_least": 1 - high, "state": state if judged else "undecided",
            "mature": [len(mature)] + ([1 - sum(column) / len(mature) for column in zip(*mature)] or [None] * 2)}

def quantile(slots, q, begin, end):
    mature = ns(until) - min((min(ns(until), end) - begin) // 10, int(report["tiers"][-1]["edge_seconds"] * 1e9))
    old = [slot for slot in slots if slot[0] <= mature]
    ups, lows, n = sorted(u - s for s, _, _, u, _ in old if u), sorted(0 if bad else m - s for s, _, m, _, bad in old), len(old)
    cdf = list(itertools.accumulate(math.exp(math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(q) + (n - k) * math.log(1 - q)) for k in range(n + 1)))
    rank = lambda tail: next(k for k in range(n + 1) if cdf[k] >= tail)
    at = lambda values, k: values[k - 1] / 1e9 if 0 < k <= len(values) else None
    return [at(lows, rank(.025)) or 0, at(ups, math.ceil(n * q)), at(ups, rank(.975) + 1)] if n else [None] * 3

def within(begin, end, pipeline, stage):
    length = int(pipeline["slot_seconds"] * 1e9)
    for row in (row for row in rows if row["pipeline"] == pipeline["id"] and row["stage"] == stage["id"]):
        s, from_ = row["intended"], ns(row["slot_begin"])
        if begin <= from_ and from_ + length <= end:
            yield row, (ns(s), ns(row["handed_at"] or s), ns(row["missed_at"] or s), row["seen_at"] and ns(row["seen_at"]), bool(row["unmeasured"]))

def window(begin, end, pipeline, stage):
    both = list(within(begin, end, pipeline, stage))
    slots = [slot for _, slot in both]
    edges, first, oldest = {one["tier"]: int(one["edge_seconds"] * 1e9) for one in report["tiers"]}, {}, 0
    hole = edges[pipeline["promise"]["tier"]] if pipeline["promise"] else max(edges.values())
    for row, (s, _, _, u, bad) in reversed(both):
        if u: first[row["lane"]] = min(u, first.get(row["lane"], u))
        if u or not bad: oldest = max(oldest, (u or min(ns(until), first.get(row["lane"], ns(until)) + hole)) - s)
    widths = sorted(u - m for _, _, m, u, _ in slots if u)
    age = [ns(until) - s for s, _, _, u, bad in slots if not u and not bad]
    lost = sum(a >= pipeline["loss_horizon_seconds"] * 1e9 for a in age)
    return {"edges": [edge(slots, tier, stage) for tier in report["tiers"]], "p50": quantile(slots, .5, begin, end), "p95": quantile(slots, .95, begin, end),
            "oldest": oldest / 1e9, "resolution": widths[math.ceil(len(widths) * .95) - 1] / 1e9 if widths else None,
            "commits": len({row["cycle"] for row, slot in both if slot[3]} - {""}),
            "slots": len(slots), "seen": sum(bool(slot[3]) for slot in slots), "pending": len(age) - lost, "lost": lost,
            "unmeasured": sum(bad or h - s > 50_000_000 for s, h, _, _, bad in slots)}

def page(pipeline):
    stage = next(one for one in pipeline["stages"] if one["id"] == pipeline["promised_stage"])
    of = lambda name: pipeline[name] and window(ns(pipeline[name]["from"]), ns(pipeline[name]["to"]), pipeline, stage)
    judged, headline = of("judged"), of("headline")
    states = [(one["tier"], one["state"]) for one in headline["edges"]]
    tier = next((tier for tier, state in states if state == "kept"), 0 if states[-1][1] == "missed" else None)
    promised = pipeline["promise"] and next(one["state"] for one in judged["edges"] if one["tier"] == pipeline["promise"]["tier"])
    return {"id": pipeline["id"], "tier": tier, "verdict": {"kept": "met", None: "no-promise"}.get(promised, promised), "judged": judged, "headline": headline}

def facts():
    text, period = "", [ns(report["window"][end]) for end in ("from", "to")]
    for pipeline, stage in ((pipeline, stage) for pipeline in report["pipelines"] for stage in pipeline["stages"]):
        prints = [hashlib.sha512(struct.pack(">4q?", s, h, m, u or -1, bad) + (row["cycle"] + "\0" + row["lane"]).encode()).digest()
                  for row, (s, h, m, u, bad) in within(*period, pipeline, stage)]
        total = sum(int.from_bytes(one, "big") for one in prints) % 2**512
        text += f"{pipeline['id']}\n{stage['id']}\n{len(prints)}\n{total:0128x}\n"
    return hashlib.sha256(text.encode()).hexdigest()

print(json.dumps({"facts": facts(), "pages": [page(pipeline) for pipeline in report["pipelines"]]}))
