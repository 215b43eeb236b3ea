// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <stop_token>
#include <thread>

namespace cli {

/// Turns the first Ctrl-C (or SIGTERM) into a stop request; the second ends the program at once.
///
/// A thread waits for the signals, since nothing that a call needs may be done in a signal handler. Made
/// before any other thread.
class interrupt {
 public:
    interrupt() {
        sigemptyset(&watched_);
        for (int const signal : {SIGINT, SIGTERM})
            sigaddset(&watched_, signal);
        pthread_sigmask(SIG_BLOCK, &watched_, nullptr);
        waiter_ = std::thread{[this] { wait(); }};
    }
    interrupt(interrupt const&) = delete;
    interrupt& operator=(interrupt const&) = delete;
    ~interrupt() {
        over_ = true;
        pthread_kill(waiter_.native_handle(), SIGTERM);  // NOLINT: to wake it, which waits for signals
        waiter_.join();
    }

    std::stop_token token() const { return source_.get_token(); }

 private:
    void wait() {
        for (int signal = 0; sigwait(&watched_, &signal) == 0 && !over_;)
            if (!source_.request_stop())
                _exit(130);
    }

    sigset_t watched_{};
    std::atomic<bool> over_{false};
    std::stop_source source_{};
    std::thread waiter_{};
};

}  // namespace cli
