// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <bedrock/logs/detail/outline.hpp>
#include <bedrock/logs/position.hpp>

/// Finds where the records of a log begin and end; what stands in them is not its business.
///
/// A record is a JSON object that stands by itself (lines of JSON, with or without a time before them; JSON
/// over several lines; one behind the other), in an array, or in the array `events` of an object that stands
/// so. The arrays around a record are *outer* ones.
///
/// Behind an object whose outline is broken nothing on its lines can be trusted. Reading goes on in the line
/// behind the one on which it *began*, so that a record which was cut, and swallowed its successors before
/// that showed, gives them back. Lines that do not begin as a record does, or are indented deeper than the
/// broken one's was, are taken for its rest.
namespace bedrock::logs::detail {

enum class found_as : std::uint8_t {
    record,
    stray,      ///< text that is no JSON object
    too_large,  ///< more than the limit
    broken,     ///< the outline says how
    cut,        ///< the log ends within it
};

struct found {
    found_as as{};
    position where{};
    std::string_view text{};    ///< of a record; valid until the splitter is fed
    landmarks noted{};          ///< of a record
    char const* expected = "";  ///< of a broken one
};

class splitter {
 public:
    explicit splitter(std::size_t largest) : largest_{largest} {}

    void feed(std::string_view bytes);
    void finish() { finished_ = true; }

    /// The next thing found, or nothing until there are more bytes.
    std::optional<found> next();

    std::size_t memory() const { return held_.capacity(); }

    /// Of the byte that is looked at next.
    position at() const { return {.offset = offset_ + at_, .line = line_, .record = count_}; }

 private:
    enum class state : std::uint8_t { beginning, between, object, stray, lost };
    enum class part : std::uint8_t { record, dropped, rest_of_events };  // what the object at hand is
    enum class pass : std::uint8_t { moved, told, starved };             // told: `found_` is to be

    static constexpr std::size_t deepest_outer = 64;
    static constexpr std::size_t longest_time = 4'096;  // what may stand before a record on its line

    pass pass_mark();
    pass pass_between();
    pass pass_time();
    pass pass_object();
    pass pass_stray();
    pass pass_lost();
    pass pass_end();

    pass begin_object(part what);
    pass begin_stray();
    pass end_outer();
    pass end_object();
    pass tell(found_as as, char const* expected = "");
    pass give_up(found_as as, char const* expected = "");
    void begin_line() {  // behind the line end to look at
        line_at_ = offset_ + at_ + 1;
        ++line_;
        line_is_new_ = true;
    }
    std::uint64_t indent() const { return offset_ + at_ - line_at_; }

    std::size_t largest_;
    bool finished_ = false;
    state state_ = state::beginning;
    found found_{};

    std::string held_{};         // what is being read, and some that was
    std::uint64_t offset_ = 0;   // of its first byte in the log
    std::size_t at_ = 0;         // the byte to look at
    std::uint64_t line_ = 1;     // its line,
    std::uint64_t line_at_ = 0;  // where that begins,
    bool line_is_new_ = true;    // and whether it was nothing but blanks so far
    std::uint64_t indent_ = 0;   // of the line on which the object at hand began
    std::uint64_t count_ = 0;    // records begun

    std::string outer_{};     // `[`, or `e` where the array is the events of an object
    bool recovered_ = false;  // closing brackets may be left over from what was broken

    part part_ = part::record;
    outline outline_{};
    std::size_t start_ = 0;         // the object's first byte, unless it was dropped
    std::uint64_t first_line_ = 1;  // its line
    bool in_string_ = false;        // of stray text
};

// Moves what is needed to the front only when that is less than half, so that no byte is moved often.
inline void splitter::feed(std::string_view bytes) {
    auto const done = state_ == state::object && part_ == part::record ? start_ : at_;
    if (done > held_.size() / 2) {
        held_.erase(0, done);
        offset_ += done;
        at_ -= done;
        start_ -= std::min(start_, done);
    }
    held_.append(bytes);
}

inline std::optional<found> splitter::next() {
    for (;;) {
        auto how = pass::starved;
        switch (state_) {
            case state::beginning:
                how = pass_mark();
                break;
            case state::between:
                how = pass_between();
                break;
            case state::object:
                how = pass_object();
                break;
            case state::stray:
                how = pass_stray();
                break;
            case state::lost:
                how = pass_lost();
                break;
        }
        if (how == pass::starved && finished_)
            how = pass_end();
        if (how == pass::told)
            return found_;
        if (how == pass::starved)
            return std::nullopt;
    }
}

// A byte order mark, as editors on Windows leave it.
inline splitter::pass splitter::pass_mark() {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    if (held_.size() < mark.size() && mark.starts_with(held_) && !finished_)
        return pass::starved;
    if (held_.starts_with(mark))
        line_at_ = at_ = mark.size();
    state_ = state::between;
    return pass::moved;
}

inline splitter::pass splitter::pass_between() {
    for (; at_ != held_.size(); ++at_) {
        char const c = held_[at_];
        if (c == '\n') {
            begin_line();
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\r' || c == ',')
            continue;
        if (line_is_new_)
            indent_ = indent();
        line_is_new_ = false;
        if (c == '{')
            return begin_object(part::record);
        if (c == '[' && outer_.size() != deepest_outer) {
            outer_ += '[';
            continue;
        }
        if (c == ']' && !outer_.empty())
            return end_outer();
        if ((c == ']' || c == '}') && recovered_)
            continue;
        if (c >= '0' && c <= '9' && outer_.empty())
            return pass_time();
        return begin_stray();
    }
    return pass::starved;
}

// `2024-08-31T07:36:29.000Z {…}`, as CloudWatch exports to S3; with more words, as `aws logs tail` prints.
inline splitter::pass splitter::pass_time() {
    auto const rest = std::string_view{held_}.substr(at_, longest_time);
    auto const line = rest.substr(0, rest.find('\n'));
    for (auto brace = line.find('{'); brace != line.npos; brace = line.find('{', brace + 1))
        if (line[brace - 1] == ' ' || line[brace - 1] == '\t') {
            at_ += brace;
            return pass::moved;
        }
    bool const whole = line.size() != rest.size() || rest.size() == longest_time || finished_;
    return whole ? begin_stray() : pass::starved;
}

inline splitter::pass splitter::begin_object(part what) {
    part_ = what;
    outline_ = {};
    start_ = at_;
    first_line_ = line_;
    count_ += what == part::record;
    found_ = {.where = at()};
    state_ = state::object;
    return pass::moved;
}

inline splitter::pass splitter::end_outer() {
    bool const events = outer_.back() == 'e';
    outer_.pop_back();
    ++at_;
    if (events) {
        begin_object(part::rest_of_events);
        outline_.go_on_behind_events();
    }
    return pass::moved;
}

inline splitter::pass splitter::pass_object() {
    // A byte more than the limit shows that it is too large; one more is there for an escape to be whole.
    bool const held = part_ == part::record;
    auto const here = held_.data() + at_;
    auto const window = held ? std::min(held_.size(), start_ + largest_ + 2) : held_.size();
    auto at = static_cast<char const*>(here);
    auto const step = outline_.read(held ? held_.data() + start_ : nullptr, at, held_.data() + window);
    at_ += static_cast<std::size_t>(at - here);
    line_ = first_line_ + outline_.lines();

    if (held && at_ - start_ > largest_) {
        tell(found_as::too_large);
        part_ = part::dropped;
        if (step == outline::step::broken)
            give_up(found_as::broken);
        else if (step == outline::step::done)
            state_ = state::between;
        return pass::told;
    }
    switch (step) {
        case outline::step::more:
            return pass::starved;
        case outline::step::broken:
            return give_up(found_as::broken, outline_.expected());
        case outline::step::events:
            outer_ += 'e';
            --count_;
            state_ = state::between;
            return pass::moved;
        case outline::step::done:
            break;
    }
    state_ = state::between;
    if (!held)
        return pass::moved;
    found_.text = std::string_view{held_}.substr(start_, at_ - start_);
    found_.noted = outline_.noted();
    return tell(found_as::record);
}

inline splitter::pass splitter::tell(found_as as, char const* expected) {
    found_.as = as;
    found_.expected = expected;
    return pass::told;
}

// Of what was dropped enough was told.
inline splitter::pass splitter::give_up(found_as as, char const* expected) {
    recovered_ = true;
    state_ = state::lost;
    line_is_new_ = false;
    if (part_ == part::dropped)
        return pass::moved;
    if (part_ == part::record)
        if (auto const line_end = held_.find('\n', start_); line_end < at_) {
            at_ = line_end;
            line_ = first_line_;
        }
    return tell(as, expected);
}

// Text of its own ends with its line or with what begins like a record, an element of an array sooner.
inline splitter::pass splitter::begin_stray() {
    ++count_;
    found_ = {.where = at()};
    in_string_ = false;
    at_ += held_[at_] == '[';  // one too deep
    state_ = outer_.empty() ? state::lost : state::stray;
    return tell(found_as::stray);
}

inline splitter::pass splitter::pass_stray() {
    for (; at_ != held_.size(); ++at_) {
        char const c = held_[at_];
        if (c == '"')
            in_string_ = !in_string_;
        if (c == '\n' || (!in_string_ && (c == ',' || c == ']' || c == '{' || c == '['))) {
            state_ = state::between;
            return pass::moved;
        }
        if (in_string_ && c == '\\') {
            if (at_ + 1 == held_.size())
                return pass::starved;
            at_ += held_[at_ + 1] != '\n';
        }
    }
    return pass::starved;
}

inline splitter::pass splitter::pass_lost() {
    for (; at_ != held_.size(); ++at_) {
        if (!line_is_new_)
            at_ = std::min(held_.find('\n', at_), held_.size());
        if (at_ == held_.size())
            break;
        char const c = held_[at_];
        if (c == '\n') {
            begin_line();
            continue;
        }
        if (c == ' ' || c == '\t' || c == '\r')
            continue;
        bool const begins = c == '{' || c == '[' || (outer_.empty() ? c >= '0' && c <= '9' : c == ']');
        if (begins && indent() <= indent_) {
            state_ = state::between;
            return pass::moved;
        }
        line_is_new_ = false;
    }
    return pass::starved;
}

inline splitter::pass splitter::pass_end() {
    switch (state_) {
        case state::object:
            return give_up(found_as::cut);
        case state::stray:
            state_ = state::between;
            return pass::moved;
        case state::between:
            if (outer_.empty() || recovered_)
                return pass::starved;
            outer_.clear();
            found_ = {.where = at()};
            return tell(found_as::cut);
        case state::beginning:
        case state::lost:
            return pass::starved;
    }
    return pass::starved;
}

}  // namespace bedrock::logs::detail
