// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/logs/file.hpp>

#include <catch2/catch.hpp>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "samples.hpp"

using bedrock::error_kind;
using sample::ids;
using sample::small;

namespace {

std::FILE* holding(std::string_view bytes) {
    auto* const f = std::tmpfile();
    if (f == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), f) != bytes.size())
        std::abort();
    std::rewind(f);
    return f;
}

sample::reading read(std::string_view bytes) {
    auto* const from = holding(bytes);
    sample::reading made;
    {
        bedrock::logs::file file{from};
        sample::drain(file, made);
    }
    CHECK(std::fclose(from) == 0);  // it was left open
    return made;
}

}  // namespace

TEST_CASE("a file is read, compressed or not or both") {
    auto const a = small("a") + "\n", b = small("b") + "\n", c = small("c");
    using sample::gzip;
    CHECK(read(a + b + c).ids == ids{"a", "b", "c"});
    CHECK(read(gzip(a + b + c)).ids == ids{"a", "b", "c"});
    CHECK(read(gzip(a) + gzip(b) + gzip(c)).ids == ids{"a", "b", "c"});
    CHECK(read(a + gzip(b) + c).ids == ids{"a", "b", "c"});
    CHECK(read("").ids.empty());
}

TEST_CASE("a record may straddle members, and the pieces a file is read in") {
    std::string log;
    for (int i = 0; i != 300; ++i)
        log.append(sample::from_paris).append("\n");
    CHECK(read(log).entries.size() == 300);
    CHECK(read(sample::gzip(log.substr(0, 100'000)) + sample::gzip(log.substr(100'000))).entries.size() ==
          300);
}

TEST_CASE("of a file that is cut in a member what is whole is read") {
    std::string log;
    for (int i = 0; i != 300; ++i)
        log.append(small("record-" + std::to_string(i * i))).append("\n");
    auto const zipped = sample::gzip(log);
    auto const r = read(zipped.substr(0, zipped.size() / 2));
    CHECK(r.entries.size() > 50);
    CHECK(r.entries.size() < 300);
    CHECK(!r.faults.empty());
    CHECK(r.faults.size() <= 2);  // the member, and the record it was cut in
    for (auto const& f : r.faults)
        CHECK(f.why.kind == error_kind::interrupted);
}

TEST_CASE("what cannot be opened or read is an error with its reason") {
    auto const none = bedrock::logs::file::open("no/such/file.json.gz");
    CHECK_FALSE(none);
    if (!none) {
        CHECK(none.error().kind == error_kind::configuration);
        CHECK(none.error().message ==
              "the invocation log no/such/file.json.gz cannot be opened: No such file or directory");
    }
    auto directory = bedrock::logs::file::open(std::filesystem::temp_directory_path().string());
    CHECK(directory);
    if (directory) {
        sample::reading r;
        sample::drain(*directory, r);
        CHECK(r.ids == ids{"!"});
        if (r.faults.size() == 1)
            CHECK(r.faults[0].why.message.find("Is a directory") != std::string::npos);
    }
}

TEST_CASE("a file may be moved while it is read") {
    auto* const from = holding(small("a") + "\n" + small("b"));
    bedrock::logs::file first{from};
    auto const a = first.next();
    CHECK((a && *a && (*a)->record.request_id == "a"));
    auto second = std::move(first);
    auto const b = second.next();
    CHECK((b && *b && (*b)->record.request_id == "b"));
    CHECK_FALSE(second.next().has_value());
    std::fclose(from);
}
