// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>

#include <bedrock/observer/concept.hpp>

namespace bedrock::observer {

/// One line for each event to a C stream, `stderr` by default. No secret, no prompt and no reply is in any of
/// them.
///
///     bedrock::client c{bedrock::observer::log{}};
struct log {
    using slot = observer::slot;

    std::FILE* to = stderr;

    void on(sending const& e) const {
        write({"bedrock: ", e.operation, ": attempt ", std::to_string(e.attempt), " to ", e.region, ", ",
               e.model});
    }
    void on(waiting const& e) const {
        write({"bedrock: ", e.operation, ": waiting ", std::to_string(e.time.count()), " ms, ",
               e.why == waiting::reason::quota ? "for quota in " : "backing off before ", e.region});
    }
    void on(failed const& e) const {
        write({"bedrock: ", e.operation, ": attempt ", std::to_string(e.attempt), " in ", e.region,
               " failed: ", to_string(e.what.kind), " ", e.what.code, " (HTTP ",
               std::to_string(e.what.status), ", request ID ", e.what.request_id, ")"});
    }
    void on(settled const& e) const {
        if (e.counted > e.held)
            write({"bedrock: ", e.operation, ": counted ", std::to_string(e.counted), " tokens, held ",
                   std::to_string(e.held), " in ", e.region});
        if (e.cause == error_kind::throttled)
            write({"bedrock: ", e.operation, ": throttled though the client's own quota had room in ",
                   e.region, ": its limit seems too high, or others use it too"});
        if (e.held_back == std::chrono::nanoseconds::max())
            write({"bedrock: ", e.operation, ": would have been refused by the quota of ", e.region});
        else if (e.held_back)
            write({"bedrock: ", e.operation, ": would have waited ",
                   std::to_string(std::chrono::ceil<std::chrono::milliseconds>(*e.held_back).count()),
                   " ms for quota in ", e.region});
    }
    void on(finished const& e) const {
        write({"bedrock: ", e.operation, e.failure == nullptr ? ": done after " : ": failed after ",
               std::to_string(e.story.attempts().size()), " attempt(s)"});
    }

 private:
    // One fwrite a line, so that lines of several threads do not mix; and one line it is, whatever a server
    // puts into its codes.
    void write(std::initializer_list<std::string_view> parts) const {
        std::string line;
        for (auto const part : parts)
            for (char const c : part)
                line.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c);
        line.push_back('\n');
        std::fwrite(line.data(), 1, line.size(), to);
    }
};

static_assert(policy<log>);

}  // namespace bedrock::observer
