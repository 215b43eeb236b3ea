// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#include <signal.h>

#include <cstdio>
#include <iterator>
#include <string>
#include <string_view>

#include "command.hpp"
#include "commands/all.hpp"
#include "exit_status.hpp"
#include "output.hpp"

namespace {

/// `converse, stream or invoke`
std::string names() {
    std::string list;
    for (auto const* c : cli::commands::all) {
        list += c == cli::commands::all[0] ? "" : c == *std::rbegin(cli::commands::all) ? " or " : ", ";
        list += c->name;
    }
    return list;
}

std::string help() {
    std::string text =
        "usage: bedrock COMMAND [options] …\n\nModels on Amazon Bedrock, from the command line.\n\n";
    for (auto const* c : cli::commands::all) {
        auto name = std::string{c->name};
        name.resize(13, ' ');
        text.append("  ").append(name).append(c->summary).append("\n");
    }
    return text
        .append(
            "\n'bedrock COMMAND --help' tells a command's options. Those of converse, stream and invoke:\n\n")
        .append(cli::commands::ask_options())
        .append("\n")
        .append(cli::exit_status_help);
}

int complain(std::string const& what) {
    std::fprintf(stderr, "bedrock: %s; say %s\nTry 'bedrock --help'.\n", what.c_str(), names().c_str());
    return cli::wrong_usage;
}

}  // namespace

int main(int count, char** words) {
    signal(SIGPIPE, SIG_IGN);  // a reader that goes away is a failed write, not the end of the program
    if (count < 2)
        return complain("no command");
    std::string_view const name = words[1];
    if (name == "--help" || name == "-h")
        return cli::print(help()) ? 0 : cli::output_failed;
    for (auto const* c : cli::commands::all)
        if (c->name == name)
            return c->run({words + 2, static_cast<std::size_t>(count - 2)});
    return complain(name.starts_with("-") ? "the command comes first"
                                          : "'" + std::string{name} + "' is no command");
}
