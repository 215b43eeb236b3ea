#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

"""recompute.py LOG [FIGURES]: makes the figures of `bedrock simulate --log LOG` again from the events alone, and prints
them as JSON. With FIGURES, what `--json` printed, compares, says what differs, and exits 1 if anything does."""

import json
import sys

SECOND = 1e9


def quantile(values, part):
    return sorted(values)[int(part * (len(values) - 1))] if values else 0


def jain(values):
    squares = sum(n * n for n in values)
    return sum(values) ** 2 / (len(values) * squares) if squares else 1


def figures(lines):
    head = json.loads(next(lines))
    warm_up = head["warmUp"]
    regions = {name: dict(region=name, sent=0, taken=0, throttled=0, unavailable=0, broken=0, tokens=0)
               for name in head["regions"]}
    f = dict(offered=0, served=0, missed=0, failed=0, sent=0, throttled=0, unavailable=0, tokens=0, billed=0)
    came, last_sent, cost, waits = {}, {}, {}, []
    goodput = [0] * head["clients"]
    tenant_offered, tenant_served = [0] * head["tenants"], [0] * head["tenants"]
    makespan = 0
    for e in map(json.loads, lines):
        call, counts = e["call"], e["t"] >= warm_up
        if e["event"] == "arrived":
            came[call] = e["t"]
            f["offered"] += counts
            if "tenant" in e:
                tenant_offered[e["tenant"]] += counts
        elif e["event"] == "answered":
            region = regions[e["region"]]
            status = e["status"]
            if status == 200:
                last_sent[call] = (e["t"], e["region"])
            for row in (f, region) if counts else ():
                row["sent"] += 1
                row["throttled"] += status == 429
                row["unavailable"] += status == 503
            if counts:
                # Refused with another status than these two: the try met an outage.
                region["taken"] += status == 200
        elif e["event"] == "settled":
            cost[call] = e["tokens"]
            f["billed"] += e["tokens"] if counts else 0
        elif e["event"] == "over":
            f[e["end"]] += counts
            if not counts:
                continue
            makespan = max(makespan, e["t"])
            if e["end"] == "served":
                sent, region = last_sent[call]
                waits.append((sent - came[call], cost[call]))
                for total in (f, regions[region]):
                    total["tokens"] += cost[call]
                goodput[e["client"]] += cost[call]
                if "tenant" in e:
                    tenant_served[e["tenant"]] += 1
    times = [wait for wait, _ in waits]
    f["waitP50"] = quantile(times, 0.5) / SECOND
    f["waitP99"] = quantile(times, 0.99) / SECOND
    f["waitLongest"] = max(times, default=0) / SECOND
    f["makespan"] = makespan / SECOND
    f["fairness"] = jain(goodput)
    parts = [served / offered for served, offered in zip(tenant_served, tenant_offered) if offered]
    if parts:
        f["tenantFairness"], f["leastServedTenant"] = jain(parts), min(parts)
    f["regions"] = list(regions.values())
    return f


def differences(ours, theirs, where=""):
    for name, value in ours.items():
        if name in ("broken", "taken"):  # an outage shows in its tries' status only in part
            continue
        other = theirs.get(name)
        if name == "regions":
            for a, b in zip(value, other):
                yield from differences(a, b, a["region"] + ".")
        elif isinstance(value, float) or isinstance(other, float):
            if abs(value - other) > 1e-6 * max(1, abs(value)):
                yield f"{where}{name}: {value} by the log, {other} was printed"
        elif value != other:
            yield f"{where}{name}: {value} by the log, {other} was printed"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as log:
        ours = figures(log)
    if len(sys.argv) == 2:
        print(json.dumps(ours))
        return
    with open(sys.argv[2], encoding="utf-8") as printed:
        found = list(differences(ours, json.load(printed)["clients"]))
    for line in found:
        print(line)
    print(f"{len(ours)} figures, {len(found)} differ")
    sys.exit(bool(found))


main()
