// SPDX-FileCopyrightText: 2026 The Bedrock authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <nlohmann/json.hpp>

#include <bedrock/catalog/set.hpp>
#include <bedrock/core/model_id.hpp>
#include <bedrock/core/result.hpp>
#include <bedrock/core/text.hpp>
#include <bedrock/json/document.hpp>

namespace bedrock::catalog::detail {

/// What a table's rows view.
struct table_storage {
    std::deque<std::string> texts;  // a deque: a text stays where it is
    std::deque<std::vector<route>> routes;
    source from{};
    std::vector<profile> profiles;
    std::vector<offer> offers;
    std::vector<limits> quotas;
    std::vector<figure> burndowns;
    std::vector<figure> outputs;
    std::vector<model_name> names;
    set rows{};
};

/// Fills a storage from JSON; the first fault ends it.
class table_reader {
 public:
    table_reader(table_storage& into, set const* rest) : into_{into}, rest_{rest} {}

    result<void> read(std::string_view text) {
        auto const document = json::to_document({std::string{text}}, error_kind::configuration);
        if (!document)
            return failure(error_kind::configuration,
                           {"reading a catalogue failed: ", document.error().message},
                           document.error().remedy);
        bool const ok = (document->is_object() || fail("is no object")) &&
                        read_text(*document, "source", into_.from.name, optional) &&
                        read_text(*document, "as_of", into_.from.as_of, optional) &&
                        each(*document, "profiles", &table_reader::read_profile) &&
                        each(*document, "on_demand", &table_reader::read_offer) &&
                        each(*document, "quotas", &table_reader::read_limits) &&
                        each(*document, "burndown", &table_reader::read_burndown) &&
                        each(*document, "default_output", &table_reader::read_output) &&
                        each(*document, "names", &table_reader::read_name) && resolve_copies();
        if (!ok)
            return failure(error_kind::configuration, {"reading a catalogue failed: ", fault_},
                           "correct it there; the members are described at bedrock::catalog::table");
        finish();
        return {};
    }

 private:
    using value = nlohmann::json;
    static constexpr bool optional = false;
    static constexpr bool required = true;

    // Where it is: `profiles[3] (us.acme.anvil)`.
    [[gnu::cold]] bool fail(std::string_view what) {
        std::string const index =
            list_.empty() ? ""
                          : bedrock::detail::joined({list_, "[", bedrock::detail::decimal{index_}, "]",
                                                     bedrock::detail::enclosed(" (", label_, ")"), " "});
        fault_ = bedrock::detail::joined({index.empty() ? "the document " : index, what});
        return false;
    }
    [[gnu::cold]] bool fail_field(std::string_view field, std::string_view what) {
        return fail(bedrock::detail::joined({"has ", what, " `", field, "`"}));
    }

    std::string_view keep(std::string_view text) { return into_.texts.emplace_back(text); }

    bool each(value const& document, char const* list, bool (table_reader::*read_row)(value const&)) {
        auto const rows = document.find(list);
        list_ = {};
        if (rows == document.end())
            return true;
        if (!rows->is_array())
            return fail_field(list, "no array in");
        list_ = list;
        index_ = 0;
        seen_.clear();
        for (auto const& row : *rows) {
            label_ = {};
            if (!row.is_object())
                return fail("is no object");
            if (!(this->*read_row)(row))
                return false;
            ++index_;
        }
        list_ = {};
        return true;
    }

    bool read_text(value const& row, char const* field, std::string_view& out, bool needed) {
        auto const found = row.find(field);
        if (found == row.end())
            return !needed || fail_field(field, "no field");
        auto const* text = found->get_ptr<std::string const*>();
        if (text == nullptr || text->empty())
            return fail_field(field, "no text in");
        out = keep(*text);
        return true;
    }

    /// The text that a row is known by.
    bool read_label(value const& row, char const* field, std::string_view& out) {
        if (!read_text(row, field, out, required))
            return false;
        label_ = out;
        return true;
    }

    bool read_number(value const& row, char const* field, std::int64_t& out, bool needed) {
        auto const found = row.find(field);
        if (found == row.end())
            return !needed || fail_field(field, "no field");
        auto const* number = found->get_ptr<value::number_unsigned_t const*>();
        if (number == nullptr || *number > std::uint64_t{INT64_MAX})
            return fail_field(field, "no whole number in");
        out = static_cast<std::int64_t>(*number);
        return true;
    }

    bool add_region(std::string& list, std::string_view name, std::string_view field) {
        auto const of_region = [](char c) { return bedrock::detail::is_small_or_digit(c) || c == '-'; };
        if (!bedrock::detail::all_of(name, of_region))
            return fail_field(field, "a name that is no region's in");
        list.append(list.empty() ? "" : " ").append(name);
        return true;
    }

    bool read_regions(value const& regions, std::string_view field, region_list& out) {
        if (regions == "*") {
            out = "*";
            return true;
        }
        std::string list;
        for (auto const& region : regions.is_array() ? regions : value::array()) {
            auto const* name = region.get_ptr<std::string const*>();
            if (!add_region(list, name == nullptr ? std::string_view{} : *name, field))
                return false;
        }
        if (list.empty())
            return fail_field(field, "no region in");
        out = keep(list);
        return true;
    }
    bool read_regions(value const& row, region_list& out) {
        auto const found = row.find("regions");
        return found == row.end() ? fail_field("regions", "no field") : read_regions(*found, "regions", out);
    }

    bool once(std::string_view key, std::string_view what) {
        return seen_.emplace(key).second || fail(bedrock::detail::joined({"is a duplicate: ", what}));
    }
    bool once_in(region_list regions, std::string_view key) {
        if (regions.is_open())
            return once(key, "`*` stands in a row before");
        for (auto const region : regions)
            if (!once(bedrock::detail::joined({region, " ", key}), region))
                return false;
        return true;
    }

    bool read_profile(value const& row) {
        profile p;
        if (!read_label(row, "id", p.id) || !read_text(row, "name", p.name, optional) ||
            !read_text(row, "model", p.model, optional) || !once(p.id, "the ID stands in a row before"))
            return false;
        by_id_.emplace(p.id, into_.profiles.size());
        auto& copied = copies_.emplace_back();
        if (!read_text(row, "copies", copied, optional))
            return false;
        if (auto const routes = row.find("routes"); routes == row.end()) {
            if (copied.empty())
                return fail_field("routes", "no field");
        } else if (!read_routes(*routes, p)) {
            return false;
        }
        into_.profiles.push_back(p);
        return true;
    }

    bool read_routes(value const& routes, profile& p) {
        if (!routes.is_object() || routes.empty())
            return fail_field("routes", "no source region in");
        auto& list = into_.routes.emplace_back();
        for (auto const& [from, to] : routes.items()) {
            std::string name;
            region_list destinations;
            if (!add_region(name, from, "routes") ||
                !read_regions(to, bedrock::detail::joined({"routes.", from}), destinations))
                return false;
            list.push_back({keep(name), destinations});
        }
        p.routes = list;
        return true;
    }

    bool read_offer(value const& row) {
        offer o;
        if (!read_label(row, "model", o.model) || !read_regions(row, o.regions) ||
            !once_in(o.regions, o.model))
            return false;
        if (auto const offered = row.find("offered"); offered != row.end()) {
            if (!offered->is_boolean())
                return fail_field("offered", "neither true nor false in");
            o.offered = *offered == true;
        }
        into_.offers.push_back(o);
        return true;
    }

    bool read_limits(value const& row) {
        limits l;
        std::string_view kind;
        if (!read_label(row, "model", l.model) || !read_text(row, "kind", kind, required))
            return false;
        if (kind == "on_demand")
            l.kind = quota::bucket_kind::on_demand;
        else if (kind == "geographic")
            l.kind = quota::bucket_kind::geographic;
        else if (kind == "global")
            l.kind = quota::bucket_kind::global;
        else
            return fail_field("kind", "neither on_demand, geographic nor global in");
        if (!read_regions(row, l.regions) ||
            !once_in(l.regions, bedrock::detail::joined({kind, " ", l.model})) ||
            !read_number(row, "requests", l.requests, optional) ||
            !read_number(row, "tokens", l.tokens, optional) ||
            !read_number(row, "tokens_per_day", l.tokens_per_day, optional))
            return false;
        into_.quotas.push_back(l);
        return true;
    }

    bool read_figure(value const& row, char const* field, std::vector<figure>& into) {
        figure f;
        if (!read_label(row, "models", f.models) || !once(f.models, "the models stand in a row before") ||
            !read_number(row, field, f.value, required))
            return false;
        into.push_back(f);
        return true;
    }
    bool read_burndown(value const& row) { return read_figure(row, "rate", into_.burndowns); }
    bool read_output(value const& row) { return read_figure(row, "tokens", into_.outputs); }

    bool read_name(value const& row) {
        model_name n;
        if (!read_label(row, "model", n.model) || !once(n.model, "the model stands in a row before") ||
            !read_text(row, "name", n.name, required))
            return false;
        into_.names.push_back(n);
        return true;
    }

    bool resolve_copies() {
        list_ = "profiles";
        for (index_ = 0; index_ != copies_.size(); ++index_) {
            label_ = into_.profiles[index_].id;
            if (!resolve(into_.profiles[index_]))
                return false;
        }
        return true;
    }

    /// Takes model and routes from the profile at the end of the chain of copies.
    bool resolve(profile& p) {
        auto at = index_;
        for (std::size_t steps = 0; !copies_[at].empty(); ++steps) {
            if (steps == copies_.size())
                return fail_field("copies", "copies that lead back to themselves in");
            auto const id = copies_[at];
            auto const next = by_id_.find(id);
            if (next == by_id_.end())
                return copy_from_elsewhere(p, id);
            at = next->second;
        }
        if (at != index_)
            take(p, into_.profiles[at]);
        return true;
    }

    bool copy_from_elsewhere(profile& p, std::string_view id) {
        if (auto const* found = rest_ == nullptr ? nullptr : rest_->find(id)) {
            take(p, *found);
            return true;
        }
        auto const model = model_id::parse(id);
        if (model.kind != model_kind::foundation_model || !model.is_arn())
            return fail_field("copies", "what no row lists and is no foundation model's ARN in");
        // The application profile of one model in one region.
        auto& list = into_.routes.emplace_back();
        list.push_back({model.region, model.region});
        take(p, {.routes = list, .model = model.base});
        return true;
    }

    static void take(profile& p, profile const& from) {
        if (p.model.empty())
            p.model = from.base();
        if (p.routes.empty())
            p.routes = from.routes;
    }

    /// What `*` stands for is looked at last.
    static void stars_last(auto& rows) {
        std::partition(rows.begin(), rows.end(), [](auto const& row) { return !row.regions.is_open(); });
    }

    void finish() {
        stars_last(into_.offers);
        stars_last(into_.quotas);
        into_.rows = {.sources = {&into_.from, 1},
                      .profiles = into_.profiles,
                      .offers = into_.offers,
                      .quotas = into_.quotas,
                      .burndowns = into_.burndowns,
                      .outputs = into_.outputs,
                      .names = into_.names,
                      .rest = rest_};
    }

    table_storage& into_;
    set const* rest_;
    std::string fault_;
    std::string_view list_;  // being read; empty outside of rows
    std::size_t index_ = 0;
    std::string_view label_;
    std::unordered_set<std::string> seen_;
    std::unordered_map<std::string_view, std::size_t> by_id_;
    std::vector<std::string_view> copies_;  // of each profile; empty: none
};

}  // namespace bedrock::catalog::detail
