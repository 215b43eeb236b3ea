// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// Reading never crashes, and what is read, written and read again is the same.

#include <bedrock/json/reader.hpp>
#include <bedrock/json/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "../json/samples.hpp"

namespace json = bedrock::json;

namespace {

template <class T>
void there_and_back(std::string_view text) {
    auto const value = json::read<T>(text);
    if (!value)
        return;
    std::string out;
    if (!json::write(out, *value))
        std::abort();
    auto const again = json::read<T>(out);
    std::string twice;
    // By its text, since NaN is not equal to itself.
    if (!again || !json::write(twice, *again) || twice != out)
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text{reinterpret_cast<char const*>(data), size};
    there_and_back<sample::everything>(text);
    there_and_back<std::vector<sample::figure>>(text);
    there_and_back<sample::tree>(text);
    there_and_back<json::raw>(text);
    return 0;
}
