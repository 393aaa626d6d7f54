# What can be counted of page 1, from report.json and the CSV of rung log export, without Rung: python3 counts.py report.json facts.csv
import calendar, csv, json, math, sys, time
report, rows = json.load(open(sys.argv[1])), list(csv.DictReader(open(sys.argv[2], newline="", encoding="utf-8")))
def ns(text): return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")) * 10**9 + int((text[20:-1] + "0" * 9)[:9])
for p in report["pipelines"]:
    begin, end, until, slot = ns(p["headline"]["from"]), ns(p["headline"]["to"]), ns(report["facts"]["known_until"]), int(p["slot_seconds"] * 1e9)
    slots = [row for row in rows if (row["pipeline"], row["stage"]) == (p["id"], p["promised_stage"]) and begin <= ns(row["slot_begin"]) <= end - slot]
    old = [row for row in slots if until - ns(row["intended"]) >= min((min(until, end) - begin) // 10, int(report["tiers"][-1]["edge_seconds"] * 1e9))]
    stale = sorted(ns(row["seen_at"]) - ns(row["intended"]) for row in old if row["seen_at"])
    wide = sorted(ns(row["seen_at"]) - ns(row["missed_at"] or row["intended"]) for row in slots if row["seen_at"])
    gone = [until - ns(row["intended"]) >= p["loss_horizon_seconds"] * 1e9 for row in slots if not row["seen_at"] and not row["unmeasured"]]
    print(json.dumps({"id": p["id"], "slots": len(slots), "seen": len(wide), "lost": sum(gone), "pending": len(gone) - sum(gone),
                      "commits": len({row["cycle"] for row in slots if row["seen_at"]} - {""}), "resolution": wide and wide[math.ceil(len(wide) * .95) - 1] / 1e9,
                      "percentiles": [stale[k] / 1e9 if 0 <= k < len(stale) else None for k in (math.ceil(len(old) * q) - 1 for q in (.5, .95))]}))
