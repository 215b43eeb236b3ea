// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/crypto.h>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <utility>

namespace bedrock {

/// Text that nobody should see: wiped before its memory is given back, and not printable by accident.
///
///     bedrock::secret key{"wJalr…"};
///     use(key.view());
///
/// The text is on the heap whatever its length: moving hands over the one copy, where a string with a small
/// buffer would leave a second one behind. There is no stream operator and no conversion to a string.
class secret {
 public:
    constexpr secret() = default;

    template <class Text>
        requires std::convertible_to<Text const&, std::string_view>
    secret(Text const& text) : secret{copied, std::string_view{text}} {}  // NOLINT: implicit on purpose

    secret(secret const& other) : secret{copied, other.view()} {}
    secret(secret&& other) noexcept
        : text_{std::exchange(other.text_, nullptr)}, size_{std::exchange(other.size_, 0)} {}
    secret& operator=(secret other) noexcept {
        std::swap(text_, other.text_);
        std::swap(size_, other.size_);
        return *this;
    }
    ~secret() {
        if (text_ == nullptr)
            return;
        OPENSSL_cleanse(text_, size_);  // a plain fill before a delete is what optimizers remove
        delete[] text_;
    }

    bool empty() const { return size_ == 0; }
    std::string_view view() const { return {text_, size_}; }

    /// Takes as long for equal texts as for different ones of one length.
    friend bool operator==(secret const& a, std::string_view b) {
        return a.size_ == b.size() && CRYPTO_memcmp(a.text_, b.data(), b.size()) == 0;
    }
    friend bool operator==(secret const& a, secret const& b) { return a == b.view(); }

 private:
    struct copy_tag {};
    static constexpr copy_tag copied{};

    secret(copy_tag, std::string_view text) {
        if (text.empty())
            return;
        text_ = new char[text.size()];
        size_ = text.size();
        text.copy(text_, text.size());
    }

    char* text_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace bedrock
