// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "display_width.hpp"
#include "exit_status.hpp"

namespace cli {

/// A picture as SVG text, in pixels from the upper left.
///
///     svg picture{640, 320};
///     picture.rectangle({.x = 10, .y = 20, .width = 30, .height = 100}, "#4477aa", "run 1: 7.57 s");
///     picture.text(10, 15, "run 1");
///     picture.save("runs.svg");
class svg {
 public:
    struct box {
        double x = 0, y = 0, width = 0, height = 0;
    };
    enum class anchor { start, middle, end };

    svg(int width, int height)
        : text_{"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + std::to_string(width) +
                "\" height=\"" + std::to_string(height) +
                "\" font-family=\"sans-serif\" font-size=\"12\">\n"} {
        rectangle({.width = static_cast<double>(width), .height = static_cast<double>(height)}, "#ffffff");
    }

    /// `tip` is shown by a browser where the pointer rests.
    void rectangle(box const& b, std::string_view colour, std::string_view tip = {}) {
        text_.append("<rect x=\"").append(number(b.x)).append("\" y=\"").append(number(b.y));
        text_.append("\" width=\"").append(number(b.width)).append("\" height=\"").append(number(b.height));
        text_.append("\" fill=\"").append(colour).append("\">");
        if (!tip.empty())
            text_.append("<title>").append(escaped(tip)).append("</title>");
        text_.append("</rect>\n");
    }

    void line(double x1, double y1, double x2, double y2, std::string_view colour = "#bbbbbb") {
        text_.append("<line x1=\"").append(number(x1)).append("\" y1=\"").append(number(y1));
        text_.append("\" x2=\"").append(number(x2)).append("\" y2=\"").append(number(y2));
        text_.append("\" stroke=\"").append(colour).append("\"/>\n");
    }

    void text(double x, double y, std::string_view words, anchor at = anchor::start) {
        text_.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y));
        text_.append("\" text-anchor=\"");
        text_.append(at == anchor::start ? "start" : at == anchor::middle ? "middle" : "end");
        text_.append("\">").append(escaped(words)).append("</text>\n");
    }

    std::string whole() const { return text_ + "</svg>\n"; }

    /// Writes it to a file; the exit status. What cannot be written is said.
    int save(std::string const& path) const {
        auto const content = whole();
        auto* const file = std::fopen(path.c_str(), "wb");
        bool good = file != nullptr && std::fwrite(content.data(), 1, content.size(), file) == content.size();
        good = file != nullptr && std::fclose(file) == 0 && good;
        if (good)
            return 0;
        std::fprintf(stderr,
                     "bedrock: the picture could not be written to %s\n"
                     "  what to do: name a file in a folder that exists and may be written to\n",
                     displayable(path).c_str());
        return output_failed;
    }

 private:
    static std::string number(double value) {
        char digits[32];
        return {digits, static_cast<std::size_t>(std::snprintf(digits, sizeof digits, "%.1f", value))};
    }
    static std::string escaped(std::string_view words) {
        std::string safe;
        for (char const c : words)
            if (c == '<' || c == '&' || c == '"')
                safe += c == '<' ? "&lt;" : c == '&' ? "&amp;" : "&quot;";
            else if (static_cast<unsigned char>(c) >= 0x20)
                safe += c;
        return safe;
    }

    std::string text_;
};

}  // namespace cli
