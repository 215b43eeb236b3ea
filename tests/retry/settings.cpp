// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/retry/settings.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using bedrock::retry::mode;
using bedrock::retry::read_settings;
using bedrock::retry::setting_texts;

namespace {

void check_refused(setting_texts const& environment, setting_texts const& profile, std::string_view name) {
    auto const s = read_settings(environment, profile);
    CHECK_FALSE(s);
    if (s)
        return;
    CHECK(s.error().kind == bedrock::error_kind::configuration);
    CHECK(s.error().message.starts_with(name));
    CHECK_FALSE(s.error().remedy.empty());
}

}  // namespace

TEST_CASE("where nothing is said, three attempts are made in standard mode") {
    auto const s = read_settings({});
    CHECK(s);
    if (s) {
        CHECK(s->mode == mode::aws_standard);
        CHECK(s->max_attempts == 3);
    }
}

TEST_CASE("the environment comes before the profile, each setting for itself") {
    auto const s = read_settings({.max_attempts = "88"}, {.mode = "adaptive", .max_attempts = "nonsense"});
    CHECK(s);
    if (s) {
        CHECK(s->mode == mode::aws_adaptive);
        CHECK(s->max_attempts == 88);
    }
}

TEST_CASE("modes are known in any case of their letters") {
    for (auto const& [text, wanted] :
         {std::pair{"standard", mode::aws_standard}, std::pair{"STANDARD", mode::aws_standard},
          std::pair{"Adaptive", mode::aws_adaptive}, std::pair{"legacy", mode::aws_legacy}}) {
        auto const s = read_settings({.mode = text});
        CHECK((s && s->mode == wanted));
    }
}

TEST_CASE("the numbers of attempts there can be are those from one to the largest int") {
    for (auto const& [text, wanted] :
         {std::pair{"1", 1}, std::pair{"007", 7}, std::pair{"2147483647", 2147483647}}) {
        auto const s = read_settings({.max_attempts = text});
        CHECK((s && s->max_attempts == wanted));
    }
    for (auto const* text : {"not an integer", "0", "-1", "+3", "3.0", " 3", "3 ", "0x3", "2147483648",
                             "99999999999999999999", "\n"})
        check_refused({.max_attempts = text}, {}, "AWS_MAX_ATTEMPTS");
}

TEST_CASE("what makes no sense is an error that names its place") {
    check_refused({.mode = "standart"}, {}, "AWS_RETRY_MODE");
    check_refused({.mode = " standard"}, {}, "AWS_RETRY_MODE");
    check_refused({}, {.mode = "none"}, "retry_mode of the profile");
    check_refused({}, {.max_attempts = "many"}, "max_attempts of the profile");
}
