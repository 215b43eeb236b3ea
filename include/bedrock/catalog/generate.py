#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

"""Writes the catalogue's data headers from the JSON they are made of.

generate.py DIRECTORY           writes current.hpp and launch_2024_09.hpp beside this file
generate.py --check DIRECTORY   writes nothing; exits 1 where they differ, 77 where DIRECTORY is not there

DIRECTORY holds inference-profiles.json, quotas.json and launch-2024-09.json.
"""

import difflib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
KINDS = {"on_demand": "on_demand", "cross_region": "geographic", "global": "global"}


def quoted(text):
    return json.dumps(text or "", ensure_ascii=False)


def words(regions):
    """A region_list: `*` for every region, and for all that no row before names."""
    return regions if isinstance(regions, str) and regions == "*" else \
        "*" if regions == "others" else " ".join(sorted(regions))


# Regular expressions of model IDs, which become rows: an ID, or how IDs begin and a `*`.

class Pattern:
    """The texts that a regular expression of the few forms in quotas.json stands for."""

    START = r"(^|\.)"

    def __init__(self, text):
        assert text.startswith(self.START), text
        self.rest = text[len(self.START):]

    def rows(self):
        """Alternatives in the order written; `*` at the end where anything may follow."""
        rows = []
        for text, open_end in self.alternatives():
            row = text + ("*" if open_end else "")
            if row not in rows:
                rows.append(row)
        assert not self.rest, self.rest
        return rows

    def alternatives(self):
        found = []
        while True:
            found += self.sequence()
            if not self.rest.startswith("|"):
                return found
            self.rest = self.rest[1:]

    def sequence(self):
        found = [("", True)]
        while self.rest and self.rest[0] not in "|)":
            items = self.item()
            if self.rest.startswith("?"):
                self.rest = self.rest[1:]
                items = items + [("", True)]
            # What ended cannot go on.
            found = [(a + b, open_end) for a, more in found if more for b, open_end in items] + \
                    [f for f in found if not f[1]]
        return found

    def item(self):
        char, self.rest = self.rest[0], self.rest[1:]
        if char == "(":
            items = self.alternatives()
            assert self.rest.startswith(")"), self.rest
            self.rest = self.rest[1:]
            return items
        if char == "$":
            return [("", False)]
        if char == "[":
            members, self.rest = self.rest.split("]", 1)
            if members.startswith("^"):
                return []  # "no longer name goes on here": only the end, which stands beside it, is an ID
            if members == "0-9":
                return [("", True)]  # any digit: all that begins so; check() sees to the difference
            return [(m, True) for m in members]
        if char == "\\":
            char, self.rest = self.rest[0], self.rest[1:]
        assert re.fullmatch(r"[a-z0-9.-]", char), char
        return [(char, True)]


def fits(row, model):
    return model.startswith(row[:-1]) if row.endswith("*") else model == row


def figures(rows, value, models, default):
    """[(pattern, row)] for C++: the first that fits is what the regular expressions say, for every model known."""
    listed = [(p, r) for r in rows if r["pattern"] != ".*" for p in Pattern(r["pattern"]).rows()]
    for model in models:
        wanted = next((r[value] for r in rows if re.search(r["pattern"], model)), default)
        got = next((r[value] for p, r in listed if fits(p, model)), default)
        assert wanted == got, f"{model}: {wanted} by the regular expressions, {got} by the rows made of them"
    return listed


class Header:
    """One set: its rows, and the arrays they stand in."""

    def __init__(self, name, about, origin):
        self.name, self.about, self.origin = name, about, origin
        self.sources = {}  # (name, as_of) -> (index, title)
        self.lists = {}    # member of set -> (type, rows)
        self.routes = {}   # rows of a route -> name of its array

    def source(self, row, titles):
        key = (row["source"], row["as_of"])
        return self.sources.setdefault(key, (len(self.sources), titles[row["source"]]))[0]

    def add(self, member, kind, rows):
        self.lists[member] = (kind, rows)

    def route(self, profile):
        routes = profile["routes"] or {}
        if not routes and profile["source_regions"]:
            routes = {s: "*" for s in profile["source_regions"]}  # global: destinations are not enumerated
        if not routes:
            return ""
        by_destinations = {}
        for source in sorted(routes):
            by_destinations.setdefault(words(routes[source]), []).append(source)
        rows = tuple(f"{{{quoted(words(f))}, {quoted(t)}}}" for t, f in by_destinations.items())
        return self.routes.setdefault(rows, f"routes_{len(self.routes)}")

    def text(self):
        self.lists = {"sources": ("source", [
            f"{{{quoted(name)}, {quoted(title)}, {quoted(as_of)}}}"
            for (name, as_of), (_, title) in self.sources.items()]), **self.lists}
        out = f"""\
// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Made by generate.py from {self.origin}. Do not edit;
// `include/bedrock/catalog/generate.py DIRECTORY` makes it anew from the JSON files in DIRECTORY.
// clang-format off

#pragma once

#include <bedrock/catalog/set.hpp>

namespace bedrock::catalog {{

namespace detail::{self.name} {{

using enum quota::bucket_kind;
using enum basis;

"""
        for rows, name in self.routes.items():
            out += f"inline constexpr route {name}[] = {{" + ", ".join(rows) + "};\n"
        for member, (kind, rows) in self.lists.items():
            out += f"\ninline constexpr catalog::{kind} {member}[] = {{\n"
            out += "".join(f"    {row},\n" for row in rows) + "};\n"
        out += f"\n}}  // namespace detail::{self.name}\n\n{self.about}\ninline constexpr set {self.name}{{\n"
        for member in self.lists:
            out += f"    .{member} = detail::{self.name}::{member},\n"
        return out + "};\n\n}  // namespace bedrock::catalog\n"

    # Rows of each list.

    def profiles(self, rows, titles):
        self.add("profiles", "profile", [
            f"{{.id = {quoted(r['id'])}, .name = {quoted(r['name'])}, "
            f".routes = {self.route(r) or '{}'}, .source = {self.source(r, titles)}}}" for r in rows])

    def offers(self, rows):
        self.add("offers", "offer", [
            f"{{{quoted(model)}, {quoted(words(regions))}, {str(offered).lower()}, {basis}}}"
            for model, regions, offered, basis in rows])

    def quotas(self, rows, titles):
        def number(n):
            return "limits::unstated" if n is None else str(n)
        # The regions that are named come before `*`, which stands for the others.
        rows = sorted(rows, key=lambda r: (r["model_id"], list(KINDS).index(r["kind"]), words(r["regions"]) == "*"))
        self.add("quotas", "limits", [
            f"{{{quoted(r['model_id'])}, {KINDS[r['kind']]}, {quoted(words(r['regions']))}, {number(r['rpm'])}, "
            f"{number(r['tpm'])}, {number(r.get('tpd'))}, {r.get('basis', 'stated')}, {self.source(r, titles)}}}"
            for r in rows])

    def figures(self, member, rows, value, titles):
        self.add(member, "figure", [
            f"{{{quoted(p)}, {r[value]}, {'assumed' if r.get('unverified') else 'stated'}, "
            f"{self.source(r, titles)}}}" for p, r in rows])

    def names(self, rows):
        self.add("names", "model_name", [f"{{{quoted(m)}, {quoted(n)}}}" for m, n in sorted(rows.items())])


def model_names(quotas):
    names = {}
    for row in quotas:
        if row["model_id"]:
            names.setdefault(row["model_id"], row["model"])
    return names


def newest(quotas):
    """Of each model and kind the rows of the newest table; a secondary source where no table has one."""
    rows = {}
    for row in quotas:
        if row["model_id"] and not row.get("variant") and row["regions"] != "unknown" and \
                (row["rpm"], row["tpm"]) != (None, None):
            rank = (row["status"] == "aws-default", row["as_of"])
            rows.setdefault((row["model_id"], row["kind"]), {}).setdefault(rank, []).append(row)
    return [row for by_rank in rows.values() for row in by_rank[max(by_rank)]]


def offers_of(quotas):
    """A model in AWS's tables with quotas for profiles only is not on demand; a region that a row names has it."""
    on_demand = {q["model_id"] for q in quotas if q["kind"] == "on_demand"}
    listed = {q["model_id"] for q in quotas if q["status"] == "aws-default"}
    rows = [(m, "*", False, "derived") for m in listed - on_demand]
    for row in newest(quotas):
        if row["kind"] == "on_demand" and isinstance(row["regions"], list):
            rows.append((row["model_id"], row["regions"], True, "derived"))
    return sorted(rows, key=lambda r: r[0])


def current(profiles, quotas):
    titles = {**profiles["sources"], **{k: v["title"] for k, v in quotas["sources"].items()}}
    rows = [p for p in profiles["profiles"] if not p["article"]]
    limits = newest(quotas["quotas"])
    names = model_names(quotas["quotas"])
    models = sorted({p["model"] for p in rows} | set(names))
    header = Header("current", """\
/// The state of 2026-10, from the tables and snapshots named in its sources. A profile that was replaced keeps
/// its rows as long as a source lists it. Buckets of their own (1M context, latency-optimized) are left out.""",
                    "inference-profiles.json and quotas.json")
    header.profiles(rows, titles)
    header.offers(offers_of([q for q in quotas["quotas"] if q["model_id"]]))
    header.quotas(limits, titles)
    header.figures("burndowns", figures(quotas["burndown"], "rate", models, 1), "rate", titles)
    header.figures("outputs", figures(quotas["default_max_tokens"], "value", models, None), "value", titles)
    header.names(names)
    return header.text()


def launch(profiles, quotas, extra):
    titles = {**profiles["sources"], **{k: v["title"] for k, v in quotas["sources"].items()}}
    rows = [p for p in profiles["profiles"] if p["article"]]
    models = sorted({p["model"] for p in rows})
    limits = [q for q in quotas["quotas"] if q["article"]]
    limits += [{"model_id": q["model"], "kind": "on_demand", "regions": "*", "rpm": q["rpm"], "tpm": q["tpm"],
                "basis": q["basis"], "source": "article", "as_of": "2024-09"} for q in extra["quota_without_table"]]
    # The rule of launch-2024-09.json: through a profile, twice the on-demand quota of the source region.
    rule = extra["cross_region_quota"]["basis"]
    limits += [{**q, "kind": "cross_region", "rpm": 2 * q["rpm"], "tpm": 2 * q["tpm"],
                "basis": q.get("basis", rule)} for q in limits]
    offers = []
    for row in extra["on_demand_regions"]:
        for offered, regions in ((True, row["offered"]), (False, row["not_offered"])):
            for basis in ("stated", "derived", "assumed"):
                if named := [r for r, b in regions.items() if b == basis]:
                    offers.append((row["model"], named, offered, basis))
    outputs = figures(quotas["default_max_tokens"], "value", models, None)
    header = Header("launch_2024_09", """\
/// The launch of cross-region inference, September 2024: its seven profiles and three quota tables, and what
/// those lack for a closed scenario, marked `derived` or `assumed`.""",
                    "inference-profiles.json, quotas.json and launch-2024-09.json")
    header.profiles(rows, titles)
    header.offers(offers)
    header.quotas(limits, titles)
    header.figures("outputs", [(p, r) for p, r in outputs if any(fits(p, m) for m in models)], "value", titles)
    header.names({m: n for m, n in model_names(quotas["quotas"]).items() if m in models})
    return header.text()


def main(arguments):
    check = arguments[:1] == ["--check"]
    if len(arguments) != 1 + check:
        sys.exit(__doc__)
    data = Path(arguments[-1])
    if check and not data.is_dir():
        print(f"{data} is not there: nothing to compare with")
        sys.exit(77)
    read = [json.loads((data / f"{n}.json").read_text()) for n in ("inference-profiles", "quotas", "launch-2024-09")]
    differ = False
    for name, text in (("current.hpp", current(*read[:2])), ("launch_2024_09.hpp", launch(*read))):
        path = HERE / name
        if not check:
            path.write_text(text)
        elif path.read_text() != text:
            differ = True
            sys.stdout.writelines(difflib.unified_diff(
                path.read_text().splitlines(True), text.splitlines(True), str(path), "made of the JSON", n=0))
    sys.exit(differ)


if __name__ == "__main__":
    main(sys.argv[1:])
