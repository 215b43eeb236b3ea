// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <charconv>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include <bedrock/catalog/launch_2024_09.hpp>
#include <bedrock/testing/emulator.hpp>

#include "../emulator/front.hpp"

/// The emulator without its socket: requests in, bytes out, the time as a test has it.
namespace fronts {

using namespace bedrock::testing;

struct reply {
    int status = 0;
    std::string bytes{};  ///< all of it
    std::string text{};   ///< the body
    emulation::script played{};

    nlohmann::json body() const { return nlohmann::json::parse(text, nullptr, false); }
};

inline emulator_options at_launch() {
    return {.regions = {"us-east-1", "us-west-2", "eu-central-1", "eu-west-3"},
            .authenticate = false,
            .catalog = &bedrock::catalog::launch_2024_09,
            .wording = service::wording::of_2024};
}

class bench {
 public:
    explicit bench(emulator_options options = at_launch()) : front_(std::move(options)) {}

    emulation::now at{std::chrono::sys_days{std::chrono::year{2024} / 8 / 31} + std::chrono::hours{7}, {}};

    reply ask(std::string method, std::string target, std::string body = {},
              std::string_view region = "us-east-1",
              std::vector<std::pair<std::string, std::string>> headers = {}) {
        headers.emplace_back("host", std::string{region} + ".localhost");
        emulation::http_request const r{std::move(method), std::move(target), std::move(headers),
                                        std::move(body)};
        reply out{.played = front_.on_request(r, at)};
        for (auto const& s : out.played.steps)
            out.bytes += s.bytes;
        std::from_chars(out.bytes.data() + 9, out.bytes.data() + 12, out.status);  // `HTTP/1.1 200`
        out.text = out.bytes.substr(out.bytes.find("\r\n\r\n") + 4);
        return out;
    }
    reply converse(std::string_view model, std::string_view region = "us-east-1",
                   std::string_view operation = "converse") {
        return ask(
            "POST", "/model/" + emulation::percent_encoded(model) + "/" + std::string{operation},
            R"({"messages":[{"role":"user","content":[{"text":"Hi"}]}],"inferenceConfig":{"maxTokens":5}})",
            region);
    }
    void end(reply const& r, std::int64_t tokens = 5) { front_.on_end(r.played, tokens, at); }

    emulation::front& front() { return front_; }

 private:
    emulation::front front_;
};

}  // namespace fronts
