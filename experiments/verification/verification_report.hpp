#pragma once

#include <isotrace/verify/battery.hpp>
#include <report/report.hpp>

namespace isotrace::program {

/// One line: how many statements of the paper hold and errata are rejected, or what is not as
/// expected.
reports::Verdict verdict_of(const verify::Battery& battery);

/// A statement a row: checks run, smallest p-value, whether it holds.
reports::Table statement_table(const verify::Battery& battery);

/// An erratum a row: where it stands, what is wrong, checks of the literal form, rejected ones.
reports::Table erratum_table(const verify::Battery& battery);

/// A check a row, in full; its title says so.
reports::Table check_table(const verify::Battery& battery);

/// Adds to a report, in two sections: the checks that are not as expected, if there are any, the
/// statements, how their p-values are judged, and every check as a file; the errata.
void add_verification(reports::Report& report, const verify::Battery& battery);

}  // namespace isotrace::program
