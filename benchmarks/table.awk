# SPDX-FileCopyrightText: 2026 The Bedrock authors
# SPDX-License-Identifier: Apache-2.0

# From `name value` lines to the table, one row a goal. Exits 1 with -v check=1 where a goal is missed.

{
    name = $1
    sub(/^[^ ]+ /, "")
    figure[name] = $0
}

# A figure that was not measured must not pass for 0.
function get(name) {
    if (!(name in figure)) {
        print "table.awk: no figure " name > "/dev/stderr"
        broken = 1
        return 1
    }
    return figure[name]
}

function over(name, other) { return get(name) / get(other) }

# 12345 as 12,345
function grouped(n,    text) {
    text = sprintf("%d", n)
    while (match(text, /[0-9][0-9][0-9][0-9]($|,)/))
        text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
    return text
}

function row(what, measured, goal, met, beside) {
    missed += !met
    printf "| %s | %s | %s | %s | %s |\n", what, measured, goal, met ? "met" : "missed", beside
}
function at_most(what, ratio, goal, beside) {
    row(what, sprintf("%.2f ×", ratio), "≤ " goal " ×", ratio <= goal, beside)
}
function at_least(what, ratio, goal, beside) {
    row(what, sprintf("%.2f ×", ratio), "≥ " goal " ×", ratio >= goal, beside)
}
function none(what, name, beside) { row(what, get(name), "0", get(name) == 0, beside) }

function megabytes(name) {
    return sprintf("%s MB/s against %s MB/s", grouped(get(name ".bytes_per_second") / 1e6),
                   grouped(get("logs/nlohmann_accept.bytes_per_second") / 1e6))
}

function size(compiler) {
    row("program with one converse, stripped, `-Os`, no exceptions, no RTTI, dynamic curl and OpenSSL, " compiler,
        sprintf("%.1f KB", get("size/" compiler ".bytes") / 1000), "≤ 150 KB", get("size/" compiler ".bytes") <= 150000,
        "`" get("size/flags") "`")
}

function load(name, what) {
    name = "simulation/" name
    row(what ", in virtual time, worst of 20 seeds and 3 kinds of window: served, of what an oracle gets served; throttled",
        sprintf("%.2f %%; %.2f %%", 100 * get(name ".of_oracle"), 100 * get(name ".throttled")), "≥ 99 %; ≤ 0.5 %",
        get(name ".of_oracle") >= 0.99 && get(name ".throttled") <= 0.005,
        sprintf("wait p99 %.1f s, the oracle's %.1f s", get(name ".wait_p99_s"), get(name ".oracle_wait_p99_s")))
}

function of_oracle(name) { return sprintf("%.1f %%; %.2f %%", 100 * get("mixes/" name ".of_oracle"), 100 * get("mixes/" name ".throttled")) }

# Goodput and throttles of a mix, with a goal for each.
function mix(what, name, least, most, beside) {
    row(what, of_oracle(name), "≥ " 100 * least " %; ≤ " 100 * most " %",
        get("mixes/" name ".of_oracle") >= least && get("mixes/" name ".throttled") <= most, beside)
}

function peers(name) {
    return "window not told: " of_oracle(name ".any") "; AWS standard retry alone: " of_oracle(name ".aws_standard") \
        "; AWS legacy: " of_oracle(name ".aws_legacy") "; minute limiter: " of_oracle(name ".fixed_minute") \
        "; counting after the reply: " of_oracle(name ".after_reply") sprintf("; wait p99 %.0f s, longest %.0f s, of the largest tenth %.0f s; billed and discarded %.1f %%",
            get("mixes/" name ".told.wait_p99_s"), get("mixes/" name ".told.longest_s"), get("mixes/" name ".told.longest_of_large_s"),
            100 * get("mixes/" name ".told.discarded"))
}

function compile_time(compiler, file) {
    return sprintf("%.2f ×, %.2f s", over("compile_time/" compiler "." file, "compile_time/" compiler ".json_alone"),
                   get("compile_time/" compiler "." file))
}

END {
    print "| what | measured | goal | | beside it |"
    print "|---|---|---|---|---|"

    at_most("blocking typed converse on a kept TLS connection, CPU a call, against raw libcurl with the same bytes, unsigned",
            over("converse/bedrock.cpu_us", "converse/raw.cpu_us"), 1.4,
            sprintf("%.1f µs against %.1f µs; libcurl with its own SigV4 %.2f ×; %s instructions against %s, libcurl's SigV4 %s; request of %d + %d bytes",
                    get("converse/bedrock.cpu_us"), get("converse/raw.cpu_us"),
                    over("converse/curl_sigv4.cpu_us", "converse/raw.cpu_us"),
                    grouped(get("converse/bedrock.instructions")), grouped(get("converse/raw.instructions")),
                    grouped(get("converse/curl_sigv4.instructions")),
                    get("converse/request.header_bytes"), get("converse/request.body_bytes")))

    row("allocations in a converse call after warm-up", get("converse/bedrock.allocations"),
        "the reply's own, " get("converse/bedrock.allocations_of_reply"),
        get("converse/bedrock.allocations") <= get("converse/bedrock.allocations_of_reply"),
        "through `operator new`; the reply's own: what destroying it gives back")

    at_most("SigV4 of a 1 KiB request, key cached, against the bare hashing",
            over("signing/sigv4_1KiB.cpu_time", "signing/bare_hashing_1KiB.cpu_time"), 1.7,
            sprintf("%.2f µs against %.2f µs", get("signing/sigv4_1KiB.cpu_time") / 1000,
                    get("signing/bare_hashing_1KiB.cpu_time") / 1000))
    none("allocations in it", "signing/sigv4_1KiB.allocations", "")

    at_least("event-stream framing, 190-byte frames in 16 KiB pieces, both checksums, against zlib's `crc32` frame by frame",
             over("event_stream/zlib_crc32_by_frame.cpu_time", "event_stream/decode.cpu_time"), 1.5,
             sprintf("%s MB/s against %s MB/s", grouped(190e6 / get("event_stream/decode.cpu_time")),
                     grouped(190e6 / get("event_stream/zlib_crc32_by_frame.cpu_time"))))

    at_most("typed stream event from its payload of 79 bytes, against nlohmann's `accept` of the same text",
            over("stream_event/decode.cpu_time", "stream_event/nlohmann_accept.cpu_time"), 0.5,
            sprintf("%.2f µs against %.2f µs; allocations of `accept`: %d", get("stream_event/decode.cpu_time") / 1000,
                    get("stream_event/nlohmann_accept.cpu_time") / 1000, get("stream_event/nlohmann_accept.allocations")))
    none("allocations in it beyond the event's text", "stream_event/decode.allocations",
         "the text too, where it is longer than a `std::string` holds by itself: " \
         get("stream_event/decode_long_text.allocations"))

    at_most("invocation logs, records of 7.3 KB, against nlohmann's `accept` of the same text",
            over("logs/read.cpu_time", "logs/nlohmann_accept.cpu_time"), 0.25, megabytes("logs/read"))
    at_most("the same without bodies", over("logs/read_without_bodies.cpu_time", "logs/nlohmann_accept.cpu_time"), 0.15,
            megabytes("logs/read_without_bodies"))

    at_most("taking a model's ARN apart, against a look-up of the same text in `std::unordered_map<std::string>`",
            over("catalog/parse_arn.cpu_time", "catalog/unordered_map.cpu_time"), 5,
            sprintf("%.0f ns against %.0f ns; the profiles that serve a model from a region: %.1f µs",
                    get("catalog/parse_arn.cpu_time"), get("catalog/unordered_map.cpu_time"),
                    get("catalog/serving.cpu_time") / 1000))
    none("allocations in it", "catalog/parse_arn.allocations",
         "in the profiles: " get("catalog/serving.allocations"))

    at_most("quota: admit and settle a call by `per_minute`, against an uncontended lock and unlock of a `std::mutex`",
            over("quota/admit_and_settle.cpu_time", "quota/mutex.cpu_time"), 5,
            sprintf("%.0f ns against %.1f ns; over 64 counters by turns %.0f ns",
                    get("quota/admit_and_settle.cpu_time"), get("quota/mutex.cpu_time"),
                    get("quota/admit_and_settle_64.cpu_time")))
    none("allocations in it", "quota/admit_and_settle.allocations", "")

    at_most("choosing among 8 regions by `by_capacity`, against a look-up of a region in `std::unordered_map<std::string>`",
            over("routing/choose_among_8.cpu_time", "routing/look_up.cpu_time"), 3,
            sprintf("%.0f ns against %.0f ns; with the rooms of `per_minute` %.1f µs", get("routing/choose_among_8.cpu_time"),
                    get("routing/look_up.cpu_time"), get("routing/choose_among_8_with_quota.cpu_time") / 1000))
    none("allocations in it", "routing/choose_among_8.allocations", "")

    load("requests", "load at 95 % of the summed quotas of three source regions, `by_capacity` and `per_minute`")
    load("tokens", "the same where tokens are the limit, 7 s a call, output limit 4,096")
    load("tokens_told", "the same, told the kind of window")
    load("tokens_found", "the same, found out by `per_minute_found`")
    row("the largest of them down for 5 minutes, what it ran cut off: calls lost", get("simulation/outage.lost"), "0",
        get("simulation/outage.lost") == 0,
        sprintf("of %s; with the retry budget of 500, the default: %d", grouped(get("simulation/outage.calls")),
                get("simulation/outage.lost_with_default_budget")))
    row("what the others carry from 1 s after, of their quotas: first minute, whole time",
        sprintf("%.1f %%, %.1f %%", 100 * get("simulation/outage.first_minute"), 100 * get("simulation/outage.whole")), "≥ 98 %",
        get("simulation/outage.first_minute") >= 0.98 && get("simulation/outage.whole") >= 0.98, "")
    row("simulating a million calls, CPU",
        sprintf("%.1f s", get("simulation/million.cpu_s") / get("simulation/million.calls") * 1e6), "≤ 10 s",
        get("simulation/million.cpu_s") / get("simulation/million.calls") * 1e6 <= 10, "")

    mix("offered twice what an oracle serves, 60 s a call, mix R (requests): goodput of the oracle's; throttled", "R.told", 0.98, 0.005, peers("R"))
    mix("mix T (tokens)", "T.told", 0.98, 0.005, peers("T"))
    mix("mix B (burndown 5)", "B.told", 0.98, 0.005, peers("B"))
    mix("mix U (no output limit)", "U.told", 0.98, 0.005, peers("U"))
    split("R T B U", names, " ")
    for (i = 1; i <= 4; ++i)
        mix("the window not told, but found out by `per_minute_found`, mix " names[i], names[i] ".found", 0.98, 0.005, "")
    for (i = 1; i <= 4; ++i)
        mix("limits unknown, `learned`, mix " names[i], names[i] ".learned", 0.92, 0.02, "")
    for (i = 1; i <= 2; ++i) {
        mix("limits believed twice too high and given to `learned`, estimates off by 30 %, mix " names[i], names[i] ".wrong", 0.9, 0.03, "")
        mix("half the quota eaten by others, `learned`, of an oracle with the other half, mix " names[i], names[i] ".eaten", 0.9, 0.03, "")
        mix("half the quota eaten by others, a quarter of that more and less in turn, `learned`, of an oracle with the other half, mix " names[i], names[i] ".eaten_changing", 0.9, 0.03, "")
        row("batch of 10,000 calls over three regions, makespan of the oracle's, mix " names[i],
            sprintf("%.4f ×", get("mixes/" names[i] ".batch.makespan")), "≤ 1.02 ×", get("mixes/" names[i] ".batch.makespan") <= 1.02, "")
        mix("8 processes with an eighth each, of 8 oracles with an eighth, mix " names[i], names[i] ".shares", 0.97, 0, "")
    }
    row("100 tenants with a share each, one sends fifty times its share: served of the others, of what is without it, mix B",
        sprintf("%.1f %%", 100 * get("mixes/B.flood.of_quiet")), "≥ 99 %", get("mixes/B.flood.of_quiet") >= 0.99, "")

    size("g++")
    size("clang++-19")

    at_most("compiling a file with one converse, `-O2`, its client made elsewhere (`any_client`), against one with " \
                "`nlohmann/json.hpp` alone, g++",
            over("compile_time/g++.any_client", "compile_time/g++.json_alone"), 1.5,
            "the file that composes the client: " compile_time("g++", "one_converse") \
                ("compile_time/clang++-19.any_client" in figure ? "; clang++-19 " \
                     compile_time("clang++-19", "any_client") " and " compile_time("clang++-19", "one_converse") : ""))

    exit broken ? 2 : check && missed ? 1 : 0
}
