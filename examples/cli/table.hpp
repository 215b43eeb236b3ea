// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "display_width.hpp"

namespace cli {

enum class align { left, right };

/// Rows under a line of titles, in columns as wide as a terminal shows their widest cell.
///
///     table t{{{"region"}, {"records", align::right}}};
///     t.add({"us-west-2", "7"});
///     print(t.text(colourful(stdout)));
class table {
 public:
    struct column {
        std::string title;
        align to = align::left;
    };

    explicit table(std::vector<column> columns) : columns_{std::move(columns)} {}

    /// Cells that are missing are empty; those past the last column are dropped.
    void add(std::vector<std::string> cells) {
        cells.resize(columns_.size());
        for (auto& cell : cells)
            cell = displayable(cell);
        rows_.push_back(std::move(cells));
    }

    bool empty() const { return rows_.empty(); }

    /// With the titles in bold where `colour` is set. No line ends in blanks.
    std::string text(bool colour) const;

 private:
    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_{};
};

inline std::string table::text(bool colour) const {
    std::vector<std::string> titles;
    std::vector<std::size_t> widths;
    for (auto const& c : columns_) {
        titles.push_back(c.title);
        widths.push_back(display_width(c.title));
    }
    for (auto const& row : rows_)
        for (std::size_t i = 0; i != row.size(); ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));

    auto const line = [&](std::vector<std::string> const& cells) {
        std::string made;
        std::size_t owed = 0;  // blanks to write before the next cell that is not empty
        for (std::size_t i = 0; i != cells.size(); ++i) {
            auto const blanks = widths[i] - display_width(cells[i]);
            bool const right = columns_[i].to == align::right;
            owed += right ? blanks : 0;
            if (!cells[i].empty())
                made.append(std::exchange(owed, 0), ' ').append(cells[i]);
            owed += (right ? 0 : blanks) + 2;
        }
        return made;
    };
    auto made = colour ? "\x1b[1m" + line(titles) + "\x1b[0m\n" : line(titles) + "\n";
    for (auto const& row : rows_)
        made.append(line(row)).append("\n");
    return made;
}

}  // namespace cli
