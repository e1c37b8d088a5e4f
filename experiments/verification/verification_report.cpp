#include <verification/verification_report.hpp>

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <report/json.hpp>
#include <report/numbers.hpp>
#include <verification/statements.hpp>
#include <verification/verification_text.hpp>

namespace isotrace::program {
namespace {

using reports::Cell;
using reports::Rounded;
using reports::Table;
using verify::Battery;
using verify::CheckResult;
using verify::Expected;

std::string text(std::string_view view) {
  return std::string(view);
}

/// "yes", "no", or a text for no checks.
std::string answer(Index checks, bool yes) {
  if (checks == 0) return "not run";
  return yes ? "yes" : "no";
}

Cell smallest_of(const StatementResult& row) {
  if (row.checks == 0) return "";
  if (row.tested == 0) return "identity";
  return Rounded{row.smallest};
}

std::string_view outcome(Expected expected, bool rejected) {
  if (expected == Expected::holds) return rejected ? "rejected, but should hold" : "holds";
  return rejected ? "rejected" : "not rejected, but should be";
}

Table rows_of(Table table, const Battery& battery, bool only_unexpected) {
  for (const CheckResult& c : battery.checks) {
    if (only_unexpected && c.as_expected()) continue;
    table.add_row({c.id, reports::name(c.field), c.metric, c.statement,
                   value_text(c.estimate, c.field), value_text(c.exact, c.field),
                   c.p_value ? Cell(Rounded{*c.p_value}) : Cell("identity"),
                   text(outcome(c.expected, c.rejected))});
  }
  return table;
}

const std::vector<std::string> check_columns{"id",       "field", "metric",  "statement",
                                             "estimate", "exact", "p-value", "outcome"};

std::string unexpected_labels(const Battery& battery) {
  std::vector<std::string_view> labels;
  for (const auto& row : statements_of(battery)) {
    if (row.rejected > 0) labels.push_back(row.label);
  }
  for (const auto& row : errata_of(battery)) {
    if (row.checks > row.rejected) labels.push_back(row.id);
  }
  return fmt::format("{}", fmt::join(labels, ", "));
}

std::string set(double x) {
  return reports::typeset(reports::plain(x, 2));
}

/// How the p-values are judged, with the numbers of this battery.
std::string about_p_values(const Battery& battery) {
  Index tests = 0;
  double smallest = 1;
  for (const auto& row : statements_of(battery)) {
    tests += row.tested;
    smallest = std::min(smallest, row.smallest);
  }
  if (tests == 0) return "Every check run is an identity, compared to rounding.";
  return fmt::format(
      "Identities are compared to rounding. What holds on average is tested: a p-value is the "
      "probability of a deviation as great as the measured one by chance. Of {0} independent ones "
      "the smallest would be about 1/{0} = {1}; here it is {2}. One below {3}/{0} = {4} would "
      "reject its statement (Holm's rule, which keeps the probability of any false alarm among all "
      "of them below {3}).",
      tests, set(1.0 / static_cast<double>(tests)), set(smallest), set(battery.alpha),
      set(battery.alpha / static_cast<double>(tests)));
}

const char* const about_errata =
    "Where the paper, read to the letter, does not hold, its literal form is run too and has to be "
    "rejected: checks that could not fail would show nothing.";

}  // namespace

reports::Verdict verdict_of(const Battery& battery) {
  if (battery.interrupted) return {"Interrupted before every check was run.", false};
  if (!battery.passed) {
    return {fmt::format("FAILED, not as expected: {}.", unexpected_labels(battery)), false};
  }
  const auto statements = statements_of(battery);
  const auto errata = errata_of(battery);
  const auto run = [](const auto& row) { return row.checks > 0; };
  const auto of_paper = std::count_if(statements.begin(), statements.end() - 1, run);
  const auto wrong = std::count_if(errata.begin(), errata.end(), run);
  const auto of_all = [](auto count, auto all, const char* what) {
    return count == static_cast<std::ptrdiff_t>(all) ? fmt::format("all {} {}", all, what)
                                                     : fmt::format("{} of {} {}", count, all, what);
  };
  return {fmt::format("Passed: {} hold and {} are rejected, in {} checks.",
                      of_all(of_paper, paper_statements, "statements of the paper"),
                      of_all(wrong, errata.size(), "literal errata"), battery.checks.size()),
          true};
}

Table statement_table(const Battery& battery) {
  Table table("statements", "The paper's statements",
              {"statement", "checks", "smallest p-value", "holds"});
  for (const auto& row : statements_of(battery)) {
    table.add_row({fmt::format("{}: {}", row.label, row.gist),
                   static_cast<std::int64_t>(row.checks), smallest_of(row),
                   answer(row.checks, row.holds())});
  }
  return table;
}

Table erratum_table(const Battery& battery) {
  Table table("errata", "The paper's errata, read literally",
              {"place", "what is wrong", "checks", "rejected"});
  for (const auto& row : errata_of(battery)) {
    table.add_row({text(row.place), text(row.literal), static_cast<std::int64_t>(row.checks),
                   answer(row.checks, row.is_rejected())});
  }
  return table;
}

Table check_table(const Battery& battery) {
  return rows_of(Table("checks", "Every check", check_columns), battery, false);
}

void add_verification(reports::Report& report, const Battery& battery) {
  report.add_section("The theorems");
  report.add(rows_of(Table("unexpected", "Not as expected", check_columns), battery, true));
  report.add(statement_table(battery));
  report.add(about_p_values(battery));
  report.add_file(check_table(battery));
  report.add_section("The errata", about_errata);
  report.add(erratum_table(battery));
}

}  // namespace isotrace::program
