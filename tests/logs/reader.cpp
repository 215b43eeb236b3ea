// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/logs/reader.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/json/writer.hpp>

#include "samples.hpp"

using namespace std::chrono_literals;
using bedrock::error_kind;
using sample::from_paris;
using sample::from_virginia;
using sample::ids;
using sample::small;

namespace {

std::string joined(std::vector<std::string> const& lines, std::string_view end = "\n") {
    std::string text;
    for (auto const& line : lines)
        text.append(line).append(end);
    return text;
}

std::string pretty(std::string_view json, int indent = 4) {
    return nlohmann::json::parse(json, nullptr, false).dump(indent);
}

std::string quoted(std::string_view text) { return nlohmann::json(std::string{text}).dump(); }

std::string event(std::string_view message) {
    return R"({"logStreamName":"aws/bedrock/modelinvocations","timestamp":1725087142000,"message":)" +
           quoted(message) + R"(,"ingestionTime":1725087143000,"eventId":"1"})";
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// The words about the only fault.
std::string fault(std::string_view log, bedrock::logs::options const& o = {}) {
    auto const r = sample::read(log, o);
    if (r.faults.size() != 1)
        return std::to_string(r.faults.size()) + " faults";
    CHECK_FALSE(r.faults[0].why.remedy.empty());
    return r.faults[0].why.message;
}

bool same(sample::reading const& a, sample::reading const& b) {
    if (a.ids != b.ids || a.faults.size() != b.faults.size())
        return false;
    for (std::size_t i = 0; i != a.entries.size(); ++i)
        if (a.entries[i].record != b.entries[i].record || a.entries[i].where != b.entries[i].where ||
            a.entries[i].latency != b.entries[i].latency)
            return false;
    for (std::size_t i = 0; i != a.faults.size(); ++i)
        if (a.faults[i].where != b.faults[i].where || a.faults[i].why.message != b.faults[i].why.message)
            return false;
    return true;
}

}  // namespace

TEST_CASE("the article's two records are read, field by field") {
    auto const r = sample::read(std::string{from_virginia} + "\n" + std::string{from_paris} + "\n");
    CHECK(r.faults.empty());
    if (r.entries.size() != 2) {
        FAIL_CHECK(r.entries.size());
        return;
    }
    auto const& [virginia, latency, where] = r.entries[0];
    CHECK(virginia.schema_type == "ModelInvocationLog");
    CHECK(virginia.schema_version == "1.0");
    CHECK(virginia.timestamp == "2024-08-31T07:36:29Z");
    CHECK(virginia.account_id == "123456789012");
    CHECK(virginia.identity.arn ==
          "arn:aws:sts::123456789012:assumed-role/takakuni/botocore-session-1725087142");
    CHECK(virginia.region == "us-east-1");
    CHECK(virginia.request_id == "bcde8c84-5d18-4016-ad13-36f5b3811e83");
    CHECK(virginia.operation == "Converse");
    CHECK(virginia.model_id == "us.anthropic.claude-3-sonnet-20240229-v1:0");
    CHECK(virginia.inference_region == "us-west-2");
    CHECK(virginia.error_code.empty());
    CHECK(virginia.input.content_type == "application/json");
    CHECK(virginia.input.token_count == 65);
    CHECK(has(virginia.input.body.text, R"([{"text":"You are an \"app\"."}])"));
    CHECK(virginia.output.has_value());
    CHECK(virginia.output.value_or(bedrock::logs::output{}).token_count == 560);
    CHECK(virginia.output.value_or(bedrock::logs::output{}).body.text.ends_with(R"("totalTokens":625}})"));
    CHECK(latency == 11'759ms);
    CHECK(where == bedrock::logs::position{.offset = 0, .line = 1, .record = 1});

    auto const& paris = r.entries[1];
    CHECK(paris.record.region == "eu-west-3");
    CHECK(paris.record.inference_region == "eu-central-1");
    CHECK(paris.latency == 5'995ms);
    CHECK(paris.where == bedrock::logs::position{.offset = from_virginia.size() + 1, .line = 2, .record = 2});
}

TEST_CASE("a record is found in whatever form a log has") {
    ids const two{"bcde8c84-5d18-4016-ad13-36f5b3811e83", "07785801-6f1a-4553-bd06-edccea61e20c"};
    std::string const a{from_virginia}, b{from_paris};
    std::string const wrapped = R"({"events":[)" + event(a) + "," + event(b) + R"(],"nextToken":"f/3"})";
    std::vector<std::string> const logs{
        a + "\n" + b + "\n",
        a + "\n" + b,
        a + b,
        a + "\r\n" + b + "\r\n",
        "\n\n  \r\n" + a + "\n\n\t\n" + b + "\n\n",
        "\xef\xbb\xbf" + a + "\n" + b,
        pretty(a) + "\n" + pretty(b),
        pretty(a, 0) + "\n" + pretty(b, 0),
        "[" + a + "," + b + "]",
        "[\n" + a + ",\n" + b + "\n]\n",
        pretty("[" + a + "," + b + "]"),
        "[" + a + "]\n[" + b + "]\n",
        "[[" + a + "],[" + b + "]]",
        wrapped,
        pretty(wrapped),
        R"({"nextToken":"f/3","events":[)" + event(a) + "," + event(b) + "]}\n",
        R"({"events":[)" + event(a) + R"(]}{"events" : [ )" + event(b) + "] }\n",
        "[" + event(a) + "," + event(b + "\n") + "]",
        event(a) + "\n" + event(b) + "\n",
        "2024-08-31T07:36:29.000Z " + a + "\n2024-09-01T05:46:20.000Z " + b + "\n",
        "2024-08-31T07:36:29.123000+00:00 aws/bedrock/modelinvocations " + a + "\n" + b,
    };
    for (auto const& log : logs)
        for (bool const bodies : {true, false}) {
            auto const r = sample::read(log, {.bodies = bodies});
            INFO(log.substr(0, 60));
            CHECK(r.ids == two);
            CHECK((r.entries.size() == 2 && r.entries[0].latency == 11'759ms &&
                   r.entries[1].latency == 5'995ms));
            for (auto const& f : r.faults)
                FAIL_CHECK(f.why.message);
        }
}

TEST_CASE("without bodies all else is the same") {
    for (std::string const& log : {std::string{from_virginia}, pretty(from_paris), event(from_paris)}) {
        auto with = sample::read(log);
        auto const without = sample::read(log, {.bodies = false});
        CHECK(with.entries.size() == 1);
        CHECK(without.entries.size() == 1);
        if (with.entries.size() != 1 || without.entries.size() != 1)
            return;
        auto& record = with.entries[0].record;
        CHECK_FALSE(record.input.body.empty());
        record.input.body = {};
        if (record.output)
            record.output->body = {};
        CHECK(without.entries[0].record == record);
    }
    // Nobody looks into what is not read; what is no object is read, and dropped.
    auto const r =
        sample::read(R"({"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"a":nonsense}},)"
                     R"("output":{"outputBodyJson":"text","outputTokenCount":3}})",
                     {.bodies = false});
    CHECK((r.entries.size() == 1 && r.entries[0].record.output == bedrock::logs::output{.token_count = 3}));
}

TEST_CASE("what is absent is absent, and what is unknown is kept and written back") {
    std::string const text =
        R"({"schemaType":"ModelInvocationLog","identity":{"arn":"a","via":[1]},"requestId":"r","errorCode":)"
        R"("ThrottlingException","requestMetadata":{"team":"blue"},"performanceConfig":{"latency":"optimized"},)"
        R"("input":{"inputBodyS3Path":"s3://b/k","inputTokenCount":7,"cacheReadInputTokenCount":8,)"
        R"("cacheWriteInputTokenCount":9,"later":null},"output":{"outputBodyS3Path":"s3://b/o",)"
        R"("outputVideoDurationSeconds":6.5,"outputVideoHeight":720},"newer":{"deep":{"metrics":{"latencyMs":1}}}})";
    auto const r = sample::read(text);
    if (r.entries.size() != 1) {
        FAIL_CHECK(r.faults.size());
        return;
    }
    auto const& [record, latency, where] = r.entries[0];
    CHECK(record.inference_region.empty());
    CHECK_FALSE(latency);
    CHECK(record.error_code == "ThrottlingException");
    CHECK(record.input.body.empty());
    CHECK(record.input.body_s3_path == "s3://b/k");
    CHECK(record.input.cache_read_token_count == 8);
    CHECK(record.input.cache_write_token_count == 9);
    CHECK(record.request_metadata == std::vector<std::pair<std::string, std::string>>{{"team", "blue"}});
    CHECK(record.performance_config == bedrock::logs::performance{.latency = "optimized"});
    CHECK(record.output == bedrock::logs::output{.body_s3_path = "s3://b/o",
                                                 .video_duration_seconds = 6.5,
                                                 .video_height = 720});
    std::string again;
    CHECK(bedrock::json::write(again, record));
    CHECK(nlohmann::json::parse(again, nullptr, false) ==
          nlohmann::json::parse(std::string{text}.insert(text.size() - 1, R"(,"schemaVersion":"1.0")"),
                                nullptr, false));
    CHECK(
        sample::read(R"({"schemaType":"ModelInvocationLog","errorCode":null,"output":null,"requestId":"x"})")
            .ids == ids{"x"});
}

TEST_CASE("a bad record is told with its place and passed over") {
    auto const r =
        sample::read(joined({small("a"), R"({"schemaType":"ModelInvocationLog","input":7})", small("b")}));
    CHECK(r.ids == ids{"a", "!", "b"});
    if (r.faults.size() != 1)
        return;
    CHECK(r.faults[0].where ==
          bedrock::logs::position{.offset = small("a").size() + 1, .line = 2, .record = 2});
    CHECK(r.faults[0].why.kind == error_kind::malformed_reply);
    CHECK(r.faults[0].why.message ==
          "reading an invocation log, record 2 (line 2, byte " + std::to_string(small("a").size() + 1) +
              "): reading JSON failed at `input`, byte 43: expected an object, found `7`");
    CHECK(r.entries[1].where.line == 3);
    CHECK(r.entries[1].where.record == 3);
}

TEST_CASE("each kind of fault has its words") {
    CHECK(has(fault(R"({"schemaType":"Other"})"), "`schemaType` is not ModelInvocationLog"));
    CHECK(has(fault(R"({"requestId":"r"})"), "`schemaType`"));
    CHECK(has(fault(R"({"schemaType":"ModelInvocationLog","input":{"inputTokenCount":"7"}})"),
              "`input.inputTokenCount`"));
    CHECK(has(fault(R"({"schemaType":"ModelInvocationLog","requestMetadata":{"a":{}}})"),
              "`requestMetadata.a`"));
    CHECK(has(fault(R"({"schemaType":"ModelInvocationLog","input":{"inputBodyJson":{"a":"\xff"}}})"),
              "inputBodyJson.a"));
    CHECK(has(fault("rubbish\n"), "expected a JSON object"));
    CHECK(has(fault("[7]"), "expected a JSON object"));
    CHECK(has(fault("12:00 no braces"), "expected a JSON object"));
    CHECK(has(fault(R"({"a":"b)"), "the log ends"));
    CHECK(has(fault("[" + small("a")), "the log ends"));
    CHECK(has(fault(R"({"events":[)" + event(small("a"))), "the log ends"));
    CHECK(has(fault(R"({"events":[],"next":)"), "the log ends"));
    CHECK(has(fault(R"({"a":[1})"), "expected `]`"));
    CHECK(has(fault("{\"a\":\"b\n"), "string to end on its line"));
    CHECK(has(fault(R"({"a":1 {"b":2}})"), "before another object"));
    CHECK(has(fault(R"({"a":"b" "c":1})"), "`,` between"));
    CHECK(has(fault("{\"a\":\x01}"), "control character"));
    CHECK(has(fault(event("no JSON")), "`message`"));
    CHECK(has(fault(event(small("a") + small("b"))), "`message`"));
    CHECK(has(fault(event(R"({"schemaType":7})")), "`schemaType`"));
    CHECK(has(fault(small("a"), {.largest = 10}), "limit of 10 bytes"));
}

TEST_CASE("what is damaged takes nothing else with it") {
    auto const a = small("a"), b = small("b"), c = small("c");
    CHECK(sample::read(joined({a.substr(0, 40), b, c})).ids == ids{"!", "b", "c"});
    CHECK(sample::read(joined({a, b.substr(0, b.size() - 1), c})).ids == ids{"a", "!", "c"});
    CHECK(sample::read(joined({a, b + "}", c})).ids == ids{"a", "b", "!", "c"});
    CHECK(sample::read(joined({a, R"({"inner":)", b, c})).ids == ids{"a", "!", "b", "c"});
    CHECK(sample::read(joined({a, R"({"list":[)", b + ",", c})).ids == ids{"a", "!", "b", "c"});
    CHECK(sample::read(joined({a, "\x01\x02 {rubbish", "more", b})).ids == ids{"a", "!", "b"});
    CHECK(sample::read(joined({"[" + a, "," + b.substr(0, 30), c + "]"})).ids == ids{"a", "!", "c"});
    CHECK(sample::read("[1,\"a,b]\\\"{\",null," + a + ",true]" + b).ids == ids{"!", "!", "!", "a", "!", "b"});
    CHECK(sample::read(joined({a, "2024-08-31T07:36:29Z", b})).ids == ids{"a", "!", "b"});

    // Of JSON over several lines, one fault a record: its inner lines are not taken for more of them.
    auto broken = pretty(from_paris);
    broken.erase(broken.find(R"("stopReason")"), 1);
    CHECK(sample::read(joined({pretty(a), broken, pretty(c)})).ids == ids{"a", "!", "c"});
    auto array = pretty("[" + a + "," + std::string{from_paris} + "," + c + "]");
    array.erase(array.find(R"("stopReason")"), 1);
    CHECK(sample::read(array).ids == ids{"a", "!", "c"});
}

TEST_CASE("nesting is followed to 128 levels") {
    auto const nested = [](std::size_t levels) {
        return R"({"schemaType":"ModelInvocationLog","requestId":"deep","x":)" + std::string(levels, '[') +
               std::string(levels, ']') + "}";
    };
    CHECK(sample::read(nested(127)).ids == ids{"deep"});
    CHECK(sample::read(joined({nested(128), small("a")})).ids == ids{"!", "a"});
    CHECK(has(fault(nested(1'000'000)), "128 levels"));
    CHECK(sample::read(std::string(64, '[') + small("a") + std::string(64, ']')).ids == ids{"a"});
    CHECK(sample::read(joined({std::string(100'000, '['), small("a")})).ids.back() == "!");
}

TEST_CASE("how a log comes in pieces makes no difference") {
    std::string const a{from_virginia}, b{from_paris};
    std::string const log = joined(
        {"\xef\xbb\xbf" + a, pretty(b), "rubbish \"", "[" + small("x") + R"(,7,"\"]",)" + small("y") + "]",
         R"({"events":[)" + event(a) + "," + event("bad \\ \"") + R"(],"n":"\\"})", a.substr(0, 600), a,
         "2024-08-31T07:36:29.000Z " + a, "\xef\xbb", small(std::string(4'000, 'z')), R"({"a":"\)",
         R"({"schemaType":"ModelInvocationLog","requestId":"\\\"","more":"\u00e9"})", b.substr(0, 900)});
    for (std::size_t const largest : {std::size_t{1} << 20, std::size_t{2'000}, std::size_t{100}}) {
        auto const whole = sample::read(log, {.largest = largest}, log.size());
        CHECK(whole.faults.size() > 5);
        for (auto const piece : std::initializer_list<std::size_t>{1, 2, 3, 7, 64, 1'000})
            CHECK(same(sample::read(log, {.largest = largest}, piece), whole));
        std::minstd_rand chance{7};
        for (int round = 0; round != 50; ++round) {
            bedrock::logs::reader reader{{.largest = largest}};
            sample::reading pieces;
            for (std::string_view rest = log; !rest.empty();) {
                auto const n = std::min<std::size_t>(rest.size(), chance() % 300);
                reader.feed(rest.substr(0, n));
                rest.remove_prefix(n);
                if (chance() % 2 == 0)
                    sample::drain(reader, pieces);
            }
            reader.finish();
            sample::drain(reader, pieces);
            CHECK(same(pieces, whole));
        }
    }
}

TEST_CASE("a record larger than the limit is told once, and never held") {
    constexpr std::size_t largest = std::size_t{1} << 20, piece = std::size_t{64} << 10, length = 100'000'000;
    bedrock::logs::reader reader{{.largest = largest}};
    sample::reading made;
    auto const feed = [&](std::string_view text) {
        reader.feed(text);
        sample::drain(reader, made);
    };
    feed(small("a") + "\n" + R"({"schemaType":"ModelInvocationLog","requestId":"huge","x":")");
    std::string const filler(piece, 'x');
    for (std::size_t sent = 0; sent < length; sent += piece)
        feed(filler);
    feed("\"}\n" + small("b") + "\n");
    // One without an end, in a line.
    feed(R"({"x":["})");
    for (std::size_t sent = 0; sent < length / 10; sent += piece)
        feed(filler);
    feed("\n" + small("c"));
    reader.finish();
    sample::drain(reader, made);
    CHECK(made.ids == ids{"a", "!", "b", "!", "c"});
    CHECK(made.faults[0].why.kind == error_kind::reply_too_large);
    CHECK(made.faults[0].where.line == 2);
    CHECK(made.memory <= 2 * (largest + piece));
}

TEST_CASE("memory does not grow with the log") {
    constexpr std::size_t piece = 4'096;
    std::string log;
    for (int i = 0; i != 2'000; ++i)
        log.append(from_paris).append("\n");
    auto const r = sample::read("[" + log + "]", {}, piece);
    CHECK(r.entries.size() == 2'000);
    CHECK(r.memory <= 2 * (from_paris.size() + piece));
}

// What can be promised of damage at any place: it costs the records on whose lines it is and no others, but
// for the one behind, where it eats the line end or adds an outer bracket.
TEST_CASE("damage costs the records that it is in") {
    std::minstd_rand chance{11};
    std::vector<std::string> names, records;
    for (int i = 0; i != 12; ++i) {
        names.push_back("record-" + std::to_string(i));
        auto record = nlohmann::json::parse(i % 2 == 0 ? from_paris : from_virginia, nullptr, false);
        record["requestId"] = names.back();
        records.push_back(record.dump());
    }
    auto const log = joined(records);
    for (int round = 0; round != 3'000; ++round) {
        auto damaged = log;
        auto const at = chance() % log.size();
        auto const length = std::min<std::size_t>(1 + chance() % 8, log.size() - at);
        std::string bytes;
        for (std::size_t i = chance() % 9; i != 0; --i)
            bytes += chance() % 2 == 0 ? static_cast<char>(chance() % 256) : "{}[]\",:\\\n"[chance() % 9];
        damaged.replace(at, length, bytes);

        auto const r = sample::read(damaged, {.bodies = round % 2 == 0}, 1 + chance() % 5'000);
        std::size_t begin = 0;
        for (std::size_t i = 0; i != records.size(); ++i) {
            auto const end = begin + records[i].size() + 1;
            bool const untouched = end <= at || at + length < begin;
            if (untouched && std::count(r.ids.begin(), r.ids.end(), names[i]) != 1) {
                INFO("damage at " << at << ", record " << i << " from " << begin << " to " << end);
                FAIL_CHECK(round);
            }
            begin = end;
        }
    }
}

TEST_CASE("rubbish of any kind ends, and crashes nothing") {
    std::minstd_rand chance{13};
    for (int round = 0; round != 300; ++round) {
        std::string rubbish;
        for (std::size_t i = 0; i != 3'000; ++i)
            rubbish += round % 2 == 0 ? static_cast<char>(chance() % 256) : "{}[]\",:\\\n 1e"[chance() % 12];
        auto const r = sample::read(rubbish + "\n" + small("end"), {.largest = 500}, 1 + chance() % 100);
        CHECK(r.entries.size() <= 1);
        CHECK_FALSE(r.faults.empty());
    }
}
