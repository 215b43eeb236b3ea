// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Runs `bedrock` as a user does: arguments, environment, standard input; what it printed and how it ended.
namespace cli {

/// The directory of this test program; the programs under test are beside it.
inline std::string directory() {
    std::string path(4'096, '\0');
    auto const n = ::readlink("/proc/self/exe", path.data(), path.size());
    path.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return path.substr(0, path.rfind('/'));
}

struct ended {
    int status = -1;  ///< 128 + the signal where one ended it
    std::string out{};
    std::string err{};
};

class program {
 public:
    using variables = std::map<std::string, std::string>;

    program(std::vector<std::string> arguments, variables const& environment, std::string_view input = {}) {
        arguments.insert(arguments.begin(), directory() + "/bedrock");
        int in[2], out[2], err[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0)
            std::abort();
        std::vector<std::string> lines;
        for (auto const& [name, value] : environment)
            lines.push_back(name + "=" + value);
        auto const argv = pointers(arguments), envp = pointers(lines);
        id_ = ::fork();
        if (id_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            ::dup2(err[1], 2);
            ::execve(argv[0], argv.data(), envp.data());
            std::fprintf(stderr, "%s is not there: build the target bedrock-cli\n", argv[0]);
            ::_exit(127);
        }
        for (int const fd : {in[0], out[1], err[1]})
            ::close(fd);
        out_ = out[0];
        err_ = err[0];
        while (!input.empty()) {
            auto const n = ::write(in[1], input.data(), input.size());
            if (n <= 0)
                break;
            input.remove_prefix(static_cast<std::size_t>(n));
        }
        ::close(in[1]);
    }
    program(program const&) = delete;
    program& operator=(program const&) = delete;
    ~program() {
        close_output();
        if (id_ > 0) {
            ::kill(id_, SIGKILL);
            ::waitpid(id_, nullptr, 0);
        }
        ::close(err_);
    }

    void signal(int number) const { ::kill(id_, number); }

    /// Nobody reads what it prints from here on.
    void close_output() {
        if (out_ >= 0)
            ::close(std::exchange(out_, -1));
    }

    /// Waits until it has printed so much.
    void await_output(std::size_t bytes) {
        while (said_.out.size() < bytes && take(20'000)) {
        }
    }

    /// Waits for its end, at most a minute.
    ended end() {
        auto const until = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        while (std::chrono::steady_clock::now() < until && take(1'000)) {
        }
        if (std::chrono::steady_clock::now() >= until)
            ::kill(id_, SIGKILL);
        int status = 0;
        ::waitpid(std::exchange(id_, -1), &status, 0);
        said_.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return std::move(said_);
    }

 private:
    static std::vector<char*> pointers(std::vector<std::string>& texts) {
        std::vector<char*> all;
        for (auto& t : texts)
            all.push_back(t.data());
        all.push_back(nullptr);
        return all;
    }

    // False when both ends are closed.
    bool take(int milliseconds) {
        pollfd from[] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}};
        if (::poll(from, 2, milliseconds) <= 0)
            return true;
        bool open = false;
        for (auto const& [fd, events, happened] : from) {
            if (fd < 0)
                continue;
            char piece[16 * 1024];
            if (happened == 0) {
                open = true;
                continue;
            }
            auto const n = ::read(fd, piece, sizeof piece);
            auto& text = fd == out_ ? said_.out : said_.err;
            if (n > 0) {
                text.append(piece, static_cast<std::size_t>(n));
                open = true;
            } else if (fd == out_) {
                close_output();
            } else {
                ::close(std::exchange(err_, -1));
            }
        }
        return open;
    }

    pid_t id_ = -1;
    int out_ = -1;
    int err_ = -1;
    ended said_{};
};

}  // namespace cli
