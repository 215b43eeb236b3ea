// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include <bedrock/core/http.hpp>
#include <bedrock/transport/concept.hpp>

namespace bedrock::transport::detail {

/// Puts requests on an easy handle, one after the other, touching only what changes between them.
class curl_request {
 public:
    CURLcode put(CURL* easy, request const& r) {
        if (auto const rc = put_url(easy, r.url); rc != CURLE_OK)
            return rc;
        if (auto const rc = put_method(easy, r.method, !r.body.empty()); rc != CURLE_OK)
            return rc;
        if (shape_ == shape::body) {
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(r.body.size()));
            // Not copied by libcurl; a null pointer would make it ask a read function for the body.
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, r.body.empty() ? "" : r.body.data());
        }
        return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, chain(r.headers));
    }

 private:
    enum class shape : std::uint8_t { unknown, plain, head, body };

    struct cleanup {
        void operator()(CURLU* parts) const { curl_url_cleanup(parts); }
    };
    using url_parts = std::unique_ptr<CURLU, cleanup>;

    // Taken apart once, not for each request anew: that is a sixth of what libcurl does for one.
    CURLcode put_url(CURL* easy, char const* url) {
        if (url == nullptr)
            return CURLE_URL_MALFORMAT;
        if (parts_ && url_ == url)
            return CURLE_OK;
        url_parts parts{curl_url()};  // a new one: what has no scheme would be relative to the URL before
        switch (curl_url_set(parts.get(), CURLUPART_URL, url,
                             CURLU_GUESS_SCHEME | CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS)) {
            case CURLUE_OK:
                url_ = url;
                parts_ = std::move(parts);
                return curl_easy_setopt(easy, CURLOPT_CURLU, parts_.get());
            case CURLUE_BAD_HANDLE:
            case CURLUE_OUT_OF_MEMORY:
                return CURLE_OUT_OF_MEMORY;
            default:
                return CURLE_URL_MALFORMAT;
        }
    }

    [[gnu::noinline]] CURLcode put_method(CURL* easy, std::string_view method, bool has_body) {
        auto const wanted = method == "HEAD" ? shape::head
                            : has_body || method == "POST" || method == "PUT" || method == "PATCH"
                                ? shape::body
                                : shape::plain;
        if (wanted == shape_ && method == method_)
            return CURLE_OK;
        shape_ = wanted;
        method_ = method;
        // These three undo one another's traces in libcurl, NOBODY most of all: so it is put first.
        curl_easy_setopt(easy, CURLOPT_NOBODY, wanted == shape::head ? 1L : 0L);
        if (wanted == shape::plain)
            curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
        else if (wanted == shape::body)
            curl_easy_setopt(easy, CURLOPT_POST, 1L);
        bool const implied = method_ == (wanted == shape::plain  ? "GET"
                                         : wanted == shape::body ? "POST"
                                                                 : "HEAD");
        return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, implied ? nullptr : method_.c_str());
    }

    // libcurl's list nodes, laid over the lines the header list already holds.
    [[gnu::noinline]] curl_slist* chain(header_list const* headers) {
        auto const count = headers == nullptr ? 0 : headers->size();
        nodes_.resize(count + silenced.size());
        blank_.clear();
        for (std::size_t i = 0; i != count; ++i)
            nodes_[i].data = const_cast<char*>(line(*headers, i));  // libcurl only reads it
        for (std::size_t i = 0; i != silenced.size(); ++i)
            nodes_[count + i].data = const_cast<char*>(silenced[i]);
        for (std::size_t i = 0; i + 1 != nodes_.size(); ++i)
            nodes_[i].next = &nodes_[i + 1];
        nodes_.back().next = nullptr;
        return nodes_.data();
    }

    char const* line(header_list const& headers, std::size_t i) {
        auto const h = headers[i];
        if (h.value.find_first_not_of(" \t") != std::string_view::npos)
            return headers.line(i);
        // `name:` without a value would tell libcurl to leave the header out; `name;` says that it is empty.
        blank_.reserve(headers.size());
        return blank_.emplace_back(std::string{h.name}.append(";")).c_str();
    }

    // What libcurl adds unasked. After the caller's own lines, so that these win where they name the same.
    static constexpr std::array<char const*, 3> silenced{"Expect:", "Accept:", "Content-Type:"};

    std::string url_;
    url_parts parts_;  // libcurl reads them at each request
    std::string method_;
    shape shape_ = shape::unknown;
    std::vector<curl_slist> nodes_;
    std::vector<std::string> blank_;
};

}  // namespace bedrock::transport::detail
