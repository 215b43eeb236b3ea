// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <openssl/crypto.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <bedrock/core/http.hpp>
#include <bedrock/core/percent_encode.hpp>
#include <bedrock/signing/concept.hpp>

namespace bedrock::signing {

/// How the path of a request becomes canonical. Bedrock, like every service but S3, wants both.
struct path_rules {
    bool normalize = true;      ///< `.`, `..` and empty segments go
    bool double_encode = true;  ///< what is already encoded on the wire is encoded once more
};

/// The text whose hash Signature Version 4 signs: the request, brought into one form however it was written.
///
///     canonical_request canonical;                       // reused: no allocation once it is warm
///     canonical.build(request, added, payload_hash);     // added: host, x-amz-date, …
///     use(canonical.text(), canonical.signed_headers());
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
class canonical_request {
 public:
    canonical_request() = default;
    canonical_request(canonical_request const&) = delete;
    canonical_request& operator=(canonical_request const&) = delete;
    ~canonical_request() {
        text_.resize(text_.capacity());               // an earlier request may have been longer
        OPENSSL_cleanse(text_.data(), text_.size());  // a session token is among the headers
    }

    /// `added` are signed beside `host` and the headers of the request.
    void build(request const& r, std::span<header const> added, std::string_view payload_hash,
               path_rules rules = {});

    std::string_view text() const { return text_; }
    std::string_view uri() const { return part(uri_, query_); }
    std::string_view query() const { return part(query_, headers_); }
    std::string_view signed_headers() const { return part(signed_, payload_); }

    /// Headers that proxies and HTTP libraries add or change on the way: never signed.
    static bool never_signed(std::string_view name);

 private:
    struct pair {
        std::size_t name, name_size;  // where in pieces_
        std::size_t value, value_size;
        char const* text;  // of a header's value
    };

    void append_path(std::string_view path, path_rules rules);
    void append_query(std::string_view query);
    void append_headers(request const& r, std::span<header const> added);
    void note_header(header const& h);
    void sort_pairs(bool by_value);
    void append_value(std::string_view value);

    std::string_view piece(std::size_t at, std::size_t size) const { return {pieces_.data() + at, size}; }
    std::string_view part(std::size_t from, std::size_t next) const {  // each part ends with a line end
        return from < next ? std::string_view{text_}.substr(from, next - from - 1) : std::string_view{};
    }

    std::string text_;
    std::string pieces_;  // names in lower case; of a query, names and values encoded
    std::string raw_;     // of a query, one name or value as it was before it was encoded
    std::vector<pair> pairs_;
    std::size_t uri_ = 0, query_ = 0, headers_ = 0, signed_ = 0, payload_ = 0;  // where each part begins
};

namespace detail {

constexpr bool blank(char c) { return c == ' ' || c == '\t'; }

constexpr bool same_name(std::string_view a, std::string_view b) {
    return bedrock::detail::same_ignoring_case(a, b);
}

}  // namespace detail

inline bool canonical_request::never_signed(std::string_view name) {
    switch (name.size()) {  // the length first: nearly every header is decided by it
        case 6:
            return detail::same_name(name, "expect");
        case 10:
            return detail::same_name(name, "user-agent") || detail::same_name(name, "connection");
        case 15:
            return detail::same_name(name, "x-amzn-trace-id");
        case 17:
            return detail::same_name(name, "transfer-encoding");
        default:
            return false;
    }
}

inline void canonical_request::build(request const& r, std::span<header const> added,
                                     std::string_view payload_hash, path_rules rules) {
    text_.assign(r.method).push_back('\n');
    uri_ = text_.size();
    append_path(r.path, rules);
    text_.push_back('\n');
    query_ = text_.size();
    append_query(r.query);
    text_.push_back('\n');
    headers_ = text_.size();
    append_headers(r, added);
    payload_ = text_.size();
    text_.append(payload_hash);
}

inline void canonical_request::append_path(std::string_view path, path_rules rules) {
    auto const put = [&](std::string_view text) {
        if (rules.double_encode)
            append_percent_encoded(text_, text, "/");
        else
            text_.append(text);
    };
    if (!rules.normalize)
        return put(path.empty() ? "/" : path);

    auto const begin = text_.size();
    for (std::size_t at = 0; at < path.size();) {
        auto const end = std::min(path.find('/', at), path.size());
        auto const segment = path.substr(at, end - at);
        at = end + 1;
        if (segment == "..") {
            auto const last = text_.rfind('/');  // the first `/` of the text is the one of this path
            text_.resize(last == std::string::npos || last < begin ? begin : last);
        } else if (!segment.empty() && segment != ".") {
            text_.push_back('/');
            put(segment);
        }
    }
    if (text_.size() == begin || path.ends_with('/'))
        text_.push_back('/');
}

inline void canonical_request::append_query(std::string_view query) {
    if (query.empty())
        return;
    pieces_.clear();
    pairs_.clear();
    auto const encoded = [&](std::string_view text) {
        auto const at = pieces_.size();
        raw_.clear();
        append_percent_decoded(raw_, text);
        append_percent_encoded(pieces_, raw_);
        return at;
    };
    for (std::size_t at = 0; at < query.size();) {
        auto const end = std::min(query.find('&', at), query.size());
        auto const field = query.substr(at, end - at);
        at = end + 1;
        if (field.empty())
            continue;
        auto const equals = std::min(field.find('='), field.size());
        auto const name = encoded(field.substr(0, equals));
        auto const value = encoded(equals < field.size() ? field.substr(equals + 1) : std::string_view{});
        pairs_.push_back({name, value - name, value, pieces_.size() - value, nullptr});
    }
    sort_pairs(true);
    for (auto const& p : pairs_) {
        if (&p != pairs_.data())
            text_.push_back('&');
        text_.append(piece(p.name, p.name_size)).append(1, '=').append(piece(p.value, p.value_size));
    }
}

// By name, then by value or in the order they have. By insertion, since there are a handful: there it is
// quicker than std::sort, and a tenth of its code.
[[gnu::noinline]] inline void canonical_request::sort_pairs(bool by_value) {
    auto const before = [this, by_value](pair const& a, pair const& b) {
        auto order = piece(a.name, a.name_size).compare(piece(b.name, b.name_size));
        if (order == 0 && by_value)
            order = piece(a.value, a.value_size).compare(piece(b.value, b.value_size));
        return order < 0;
    };
    for (std::size_t i = 1; i < pairs_.size(); ++i) {
        auto const moving = pairs_[i];
        auto to = i;
        for (; to > 0 && before(moving, pairs_[to - 1]); --to)
            pairs_[to] = pairs_[to - 1];
        pairs_[to] = moving;
    }
}

[[gnu::noinline]] inline void canonical_request::note_header(header const& h) {
    auto const at = pieces_.size();
    pieces_.append(h.name);
    for (char& c : std::span{pieces_}.subspan(at))
        c = bedrock::detail::lower(c);
    pairs_.push_back({at, h.name.size(), 0, h.value.size(), h.value.data()});
}

inline void canonical_request::append_headers(request const& r, std::span<header const> added) {
    pieces_.clear();
    pairs_.clear();
    note_header({"host", r.host});
    for (auto const& h : added)
        note_header(h);
    for (std::size_t i = 0, n = r.headers == nullptr ? 0 : r.headers->size(); i < n; ++i)
        if (auto const h = (*r.headers)[i]; !never_signed(h.name))
            note_header(h);

    sort_pairs(false);
    auto const repeats = [this](std::size_t i) {
        return i > 0 && piece(pairs_[i].name, pairs_[i].name_size) ==
                            piece(pairs_[i - 1].name, pairs_[i - 1].name_size);
    };
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
        if (repeats(i))
            text_.back() = ',';
        else
            text_.append(piece(pairs_[i].name, pairs_[i].name_size)).push_back(':');
        append_value({pairs_[i].text, pairs_[i].value_size});
        text_.push_back('\n');
    }
    text_.push_back('\n');
    signed_ = text_.size();
    for (std::size_t i = 0; i < pairs_.size(); ++i)
        if (!repeats(i))
            text_.append(piece(pairs_[i].name, pairs_[i].name_size)).push_back(';');
    text_.back() = '\n';
}

/// Trimmed, and with one space for each run of white space inside.
[[gnu::noinline]] inline void canonical_request::append_value(std::string_view value) {
    while (!value.empty() && detail::blank(value.front()))
        value.remove_prefix(1);
    while (!value.empty() && detail::blank(value.back()))
        value.remove_suffix(1);
    if (value.find(' ') == std::string_view::npos && value.find('\t') == std::string_view::npos) {
        text_.append(value);
        return;
    }
    bool space = false;  // copied in runs: few values have a second space in a row, or a tab
    std::size_t from = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        bool const again = space;
        space = detail::blank(value[i]);
        if (space && (again || value[i] == '\t')) {
            text_.append(value, from, i - from);
            from = i + 1;
            if (!again)
                text_.push_back(' ');
        }
    }
    text_.append(value, from);
}

}  // namespace bedrock::signing
