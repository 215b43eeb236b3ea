// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Suite credentials: so far the environment as a source of keys, and which way of authentication it selects.

#include <algorithm>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/credentials/environment.hpp>
#include <bedrock/signing/automatic.hpp>

#include "../support/environment.hpp"
#include "suite.hpp"
#include "support.hpp"

namespace conformance {

namespace {

using json = nlohmann::ordered_json;

void set_all(support::environment& surroundings, json const& variables) {
    for (auto const& [name, value] : variables.items())
        surroundings.set(name, value.get<std::string>());
}

std::string environment_difference(json const& one) {
    support::environment surroundings;
    set_all(surroundings, one.at("env"));
    auto const& expected = one.at("expected");
    auto const keys = bedrock::credentials::environment{}.provide();
    if (expected.value("not_loaded", false))
        return keys                                                    ? "keys were found"
               : keys.error().kind == bedrock::error_kind::credentials ? ""
                                                                       : "another error";
    if (!keys)
        return keys.error().message;
    auto const text = [&](char const* member) {
        auto const& value = expected.at(member);
        return value.is_null() ? std::string{} : value.get<std::string>();
    };
    return keys->access_key_id == text("access_key_id") &&
                   keys->secret_access_key == text("secret_access_key") &&
                   keys->session_token == text("session_token")
               ? std::string{}
               : "other keys";
}

std::string bearer_difference(json const& one) {
    support::environment surroundings;
    set_all(surroundings, one.at("env"));
    // Keys "given explicitly" are put where the default policy looks for them: the token is asked first all
    // the same.
    if (one.value("explicit_sigv4_credentials", false)) {
        surroundings.set("AWS_ACCESS_KEY_ID", "explicit");
        surroundings.set("AWS_SECRET_ACCESS_KEY", "explicit");
    }
    if (auto const preference =
            one.value("/client_config/auth_scheme_preference"_json_pointer, std::string{});
        !preference.empty())
        surroundings.set("AWS_AUTH_SCHEME_PREFERENCE", preference);

    auto const service = one.value("service", std::string{});
    bedrock::signing::automatic::memory memory;
    bedrock::header_list added;
    auto const done = bedrock::signing::automatic{}.sign(
        {.method = "POST",
         .host = "bedrock.example",
         .path = "/",
         .service = service.starts_with("bedrock") ? "bedrock" : std::string_view{service},
         .region = "us-east-1"},
        added, memory, {});
    if (!done)
        return done.error().describe();
    std::string authorization;
    bool dated = false;
    for (std::size_t i = 0; i < added.size(); ++i) {
        if (added[i].name == "authorization")
            authorization = added[i].value;
        dated = dated || added[i].name == "x-amz-date";
    }
    auto expected = one.at("expected").at("authorization").get<std::string>();
    auto expected_date = one.at("expected").value("x-amz-date_present", false);
    if (expected == "Bearer ") {  // what botocore does; the case's note says that a client should not
        expected = "AWS4-HMAC-SHA256";
        expected_date = true;
    }
    bool const same = expected.starts_with("Bearer") ? authorization == expected
                                                     : authorization.starts_with(expected + " ");
    return same && dated == expected_date ? std::string{} : "authorization is " + authorization;
}

void run(std::filesystem::path const& path, std::string (*difference)(json const&), report& out) {
    auto const document = read_json(path);
    for (auto const& one : document.at("cases")) {
        auto const name = path.stem().string() + " " + one.value("id", std::string{"?"});
        try {
            out.finished(name, difference(one));
        } catch (std::exception const& e) {
            out.failed(name, e.what());
        }
    }
}

}  // namespace

void credentials(std::filesystem::path const& dir, report& out) {
    for (auto const& path : files(dir, ".json")) {
        auto const name = path.stem();
        if (name == "environment")
            run(path, environment_difference, out);
        else if (name == "bedrock-bearer-token")
            run(path, bearer_difference, out);
        else
            run(path, [](json const&) { return std::string{"cannot run yet"}; }, out);
    }
    std::vector<std::filesystem::path> folders;
    for (auto const& entry : std::filesystem::directory_iterator{dir})
        if (entry.is_directory())
            folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    for (auto const& folder : folders)
        not_yet(folder, out);
}

}  // namespace conformance
