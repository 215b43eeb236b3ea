// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <bedrock/core/result.hpp>
#include <bedrock/logs/gzip.hpp>
#include <bedrock/logs/reader.hpp>

namespace bedrock::logs {

/// The records of a file, compressed or not, read in pieces. Needs zlib: link `bedrock::logs`.
///
///     auto file = logs::file::open("invocations.json.gz");
///     if (!file) return complain(file.error());
///     while (auto const next = file->next())
///         *next ? use(**next) : complain(next->error().why);
class file {
 public:
    /// An error if there is no such file or it may not be read.
    static result<file> open(std::string const& path, options const& o = {});

    /// What is open already, such as `stdin`; it is not closed.
    explicit file(std::FILE* from, options const& o = {}) : file{handle{from, &leave_open}, o} {}

    /// The next record or fault; nothing: this is the end.
    std::optional<entry_or_fault> next();

    position at() const { return reader_.at(); }
    std::size_t memory() const { return reader_.memory(); }

 private:
    using handle = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

    file(handle from, options const& o) : from_{std::move(from)}, reader_{o} {}
    static int leave_open(std::FILE*) { return 0; }
    static int close(std::FILE* f) { return std::fclose(f); }

    result<void> fill();
    result<void> finish();

    handle from_;
    reader reader_;
    gunzip gunzip_{};
    std::vector<char> bytes_ = std::vector<char>(std::size_t{64} << 10);
    std::string_view piece_{};  // of `bytes_`, to be read
    bool ended_ = false;
};

inline result<file> file::open(std::string const& path, options const& o) {
    handle opened{std::fopen(path.c_str(), "rb"), &close};
    if (opened == nullptr)
        return failure(error_kind::configuration,
                       {"the invocation log ", path, " cannot be opened: ", std::strerror(errno)},
                       "check the name and your rights to it");
    return file{std::move(opened), o};
}

inline std::optional<entry_or_fault> file::next() {
    for (;;) {
        if (auto found = reader_.next())
            return found;
        if (ended_)
            return std::nullopt;
        if (auto done = fill(); !done)
            return std::unexpected{passed_over{reader_.at(), std::move(done.error())}};
    }
}

// Some more text for the reader, or the end.
inline result<void> file::fill() {
    for (;;) {
        if (auto const text = gunzip_.next(piece_)) {
            if (!*text)
                return std::unexpected{text->error()};
            reader_.feed(**text);
            return {};
        }
        auto const n = std::fread(bytes_.data(), 1, bytes_.size(), from_.get());
        if (n == 0)
            return finish();
        piece_ = {bytes_.data(), n};
    }
}

inline result<void> file::finish() {
    ended_ = true;
    reader_.finish();
    if (std::ferror(from_.get()) != 0)
        return failure(error_kind::interrupted,
                       {"the invocation log cannot be read on: ", std::strerror(errno)},
                       "what came before was read");
    return gunzip_.finish();
}

}  // namespace bedrock::logs
