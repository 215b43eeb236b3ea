// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <bedrock/core/http_date.hpp>

#include <catch2/catch.hpp>

#include <string>

using bedrock::read_http_date;
using std::chrono::sys_seconds;
using namespace std::chrono_literals;

TEST_CASE("the date of a reply is read to the second") {
    CHECK(read_http_date("Thu, 01 Jan 1970 00:00:00 GMT") == sys_seconds{0s});
    CHECK(read_http_date("Sat, 01 Jun 2019 00:00:01 GMT") == sys_seconds{1'559'347'201s});
    CHECK(read_http_date("Tue, 29 Feb 2028 23:59:59 GMT") == sys_seconds{1'835'481'599s});
    CHECK(read_http_date("Tue, 31 Dec 2199 00:00:00 GMT") == sys_seconds{7'258'032'000s});
    CHECK(read_http_date("Sat, 31 Dec 2016 23:59:60 GMT") == sys_seconds{1'483'228'800s});  // a leap second
}

TEST_CASE("what is no date is none") {
    for (std::string const text : {"",
                                   "Sat",
                                   "Sat, 01 Jun 2019 00:00:01 UTC",
                                   "Sat, 01 Jun 2019 00:00:01 GMT ",
                                   "Sat, 01 Jun 2019 24:00:00 GMT",
                                   "Sat, 01 Jun 2019 00:60:00 GMT",
                                   "Sat, 01 Jun 2019 00:00:61 GMT",
                                   "Sat, 29 Feb 2027 00:00:00 GMT",
                                   "Sat, 00 Jun 2019 00:00:00 GMT",
                                   "Sat, 31 Jun 2019 00:00:00 GMT",
                                   "Sat, 01 jun 2019 00:00:00 GMT",
                                   "Sat, 01 unJ 2019 00:00:00 GMT",
                                   "Sat, -1 Jun 2019 00:00:00 GMT",
                                   "Sat; 01 Jun 2019 00:00:00 GMT",
                                   "Sat, 01 Jun 2019 00-00-00 GMT",
                                   "Sat, 01 Jun 1969 00:00:00 GMT",
                                   "Sat, 01 Jun 2200 00:00:00 GMT",
                                   "Sat, 01 Jun 9999 00:00:00 GMT",
                                   "Saturday, 01-Jun-19 00:00:00 GMT",
                                   "Sat Jun  1 00:00:00 2019"}) {
        INFO(text);
        CHECK_FALSE(read_http_date(text));
    }
}
