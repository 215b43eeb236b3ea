// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

// One converse call after another over a kept TLS connection: the typed client, libcurl with the same bytes
// already made and signed (the floor), and libcurl signing with its own SigV4 (a peer).
//
//     benchmark-converse URL CA_FILE                 figures of all three, one `name value` a line
//     benchmark-converse URL CA_FILE CLIENT CALLS    so many calls by one of them, for callgrind

#include <bedrock/client.hpp>

#include <curl/curl.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "allocations.hpp"

namespace {

constexpr std::string_view model = "us.anthropic.claude-3-5-sonnet-20240620-v1:0";
constexpr char access_key[] = "AKIABENCHMARK00000000", secret[] = "benchmark/secret/0123456789012345678901";

[[noreturn]] void give_up(std::string const& why) {
    std::fprintf(stderr, "benchmark-converse: %s\n", why.c_str());
    std::exit(2);
}

/// A request whose body has about 1 KiB.
bedrock::converse_request const& request() {
    static bedrock::converse_request const made{
        .messages = {bedrock::user(std::string(850, 'x'))},
        .system = {bedrock::text_block{"Answer in one sentence and say what you do not know."}},
        .inference_config = {.max_tokens = 200, .temperature = 0.5}};
    return made;
}

auto typed_client(std::string const& url, std::string const& ca_file) {
    return bedrock::client{bedrock::region::fixed<"us-east-1">{}, bedrock::endpoint::url{url},
                           bedrock::signing::sigv4{bedrock::credentials::fixed{.access_key_id = access_key,
                                                                               .secret_access_key = secret}},
                           bedrock::transport::curl{.ca_file = ca_file}};
}

/// libcurl as one would use it by hand: everything set once, then one easy_perform a call.
class raw_curl {
 public:
    enum class signing { copied, its_own };

    raw_curl(std::string const& url, std::string const& ca_file, signing how) {
        if (!bedrock::api::converse::encode(model, request(), wire_))
            give_up("the request cannot be encoded");
        auto const line = [&](std::string const& text) {
            headers_ = curl_slist_append(headers_, text.c_str());
        };
        for (auto const* silenced : {"Expect:", "Accept:"})
            line(silenced);
        for (std::size_t i = 0; i < wire_.headers.size(); ++i)
            line(wire_.headers.line(i));
        if (how == signing::copied) {
            auto const added = signed_headers(url);
            for (std::size_t i = 0; i < added.size(); ++i)
                line(added.line(i));
        } else {
            curl_easy_setopt(easy_, CURLOPT_AWS_SIGV4, "aws:amz:us-east-1:bedrock");
            curl_easy_setopt(easy_, CURLOPT_USERNAME, access_key);
            curl_easy_setopt(easy_, CURLOPT_PASSWORD, secret);
        }
        curl_easy_setopt(easy_, CURLOPT_URL, (url + wire_.path).c_str());
        curl_easy_setopt(easy_, CURLOPT_CAINFO, ca_file.c_str());
        curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        curl_easy_setopt(easy_, CURLOPT_USERAGENT, bedrock::transport::curl{}.user_agent.c_str());
        curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
        curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE, static_cast<long>(wire_.body.size()));
        curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, wire_.body.c_str());
        curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &on_body);
        curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
    }
    raw_curl(raw_curl const&) = delete;
    raw_curl& operator=(raw_curl const&) = delete;
    ~raw_curl() {
        curl_easy_cleanup(easy_);
        curl_slist_free_all(headers_);
    }

    void call() {
        reply_.clear();
        if (auto const rc = curl_easy_perform(easy_); rc != CURLE_OK)
            give_up(curl_easy_strerror(rc));
        if (reply_.empty())
            give_up("libcurl got an empty reply");
    }

 private:
    // The headers the typed client adds, with values of the moment: the bytes on the wire are as many.
    bedrock::header_list signed_headers(std::string const& url) const {
        bedrock::signing::sigv4 const policy{
            bedrock::credentials::fixed{.access_key_id = access_key, .secret_access_key = secret}};
        decltype(policy)::memory memory;
        bedrock::header_list added;
        if (!policy.sign({.method = "POST",
                          .host = std::string_view{url}.substr(url.rfind('/') + 1),
                          .path = wire_.path,
                          .headers = &wire_.headers,
                          .body = wire_.body,
                          .service = "bedrock",
                          .region = "us-east-1"},
                         added, memory, bedrock::call::now()))
            give_up("the request cannot be signed");
        return added;
    }

    static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* p) {
        static_cast<raw_curl*>(p)->reply_.append(bytes, size);
        return size;
    }

    CURL* easy_ = curl_easy_init();
    curl_slist* headers_ = nullptr;
    bedrock::api::wire_request wire_;
    std::string reply_;
};

struct contender {
    std::string_view name;
    std::function<void()> call;
    std::vector<double> microseconds{};
};

// User and system time of this process.
double cpu_microseconds() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}

double median(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

// By turns in short blocks, so that what else the machine does falls on all alike.
void measure(std::array<contender, 3>& contenders) {
    constexpr int rounds = 101, calls = 100;
    for (auto& c : contenders)
        for (int i = 0; i < calls; ++i)
            c.call();
    for (int round = 0; round < rounds; ++round)
        for (auto& c : contenders) {
            auto const before = cpu_microseconds();
            for (int i = 0; i < calls; ++i)
                c.call();
            c.microseconds.push_back((cpu_microseconds() - before) / calls);
        }
    for (auto const& c : contenders)
        std::printf("converse/%s.cpu_us %.2f\n", c.name.data(), median(c.microseconds));
}

// What a warm call allocates, and how much of it is the reply's: what its destruction gives back.
template <class Client>
void count_allocations(Client const& client) {
    auto const made = allocations::made;
    std::size_t given_back = 0, in_call = 0;
    {
        auto const answer = client.converse(model, request());
        in_call = allocations::made - made;
        given_back = allocations::given_back;
    }
    std::printf("converse/bedrock.allocations %zu\n", in_call);
    std::printf("converse/bedrock.allocations_of_reply %zu\n", allocations::given_back - given_back);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3 && argc != 5)
        give_up("URL CA_FILE [CLIENT CALLS]");
    std::string const url = argv[1], ca_file = argv[2];

    auto const client = typed_client(url, ca_file);
    raw_curl floor{url, ca_file, raw_curl::signing::copied};
    raw_curl peer{url, ca_file, raw_curl::signing::its_own};
    std::array<contender, 3> contenders{{{"raw", [&] { floor.call(); }},
                                         {"bedrock",
                                          [&] {
                                              auto const answer = client.converse(model, request());
                                              if (!answer)
                                                  give_up(answer.error().describe());
                                              if ((*answer)->usage.output_tokens == 0)
                                                  give_up("the reply was not read");
                                          }},
                                         {"curl_sigv4", [&] { peer.call(); }}}};
    if (argc == 3) {
        measure(contenders);
        count_allocations(client);
        return 0;
    }
    auto const chosen = std::ranges::find(contenders, std::string_view{argv[3]}, &contender::name);
    if (chosen == contenders.end())
        give_up("no such client");
    for (int i = 0, calls = std::atoi(argv[4]); i < calls; ++i)
        chosen->call();
}
