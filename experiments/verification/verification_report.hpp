#pragma once

#include <isotrace/verify/battery.hpp>
#include <report/report.hpp>

namespace isotrace::program {

/// One line: how many statements of the paper hold and how many errata are rejected, or which
/// results are not as expected.
reports::Verdict verdict_of(const verify::Battery& battery);

/// One row for each statement: checks run, smallest p-value, whether it holds.
reports::Table statement_table(const verify::Battery& battery);

/// One row for each erratum: its place, what is wrong, checks of the literal form, rejected ones.
reports::Table erratum_table(const verify::Battery& battery);

/// One row for each check, in full.
reports::Table check_table(const verify::Battery& battery);

/// Adds two sections to a report. The first has the checks that are not as expected, if any, the
/// statements, how their p-values are judged, and every check as a file; the second has the errata.
void add_verification(reports::Report& report, const verify::Battery& battery);

}  // namespace isotrace::program
