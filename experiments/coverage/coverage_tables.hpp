#pragma once

#include <coverage/coverage.hpp>
#include <report/plot.hpp>
#include <report/table.hpp>

namespace isotrace::program {

/// Every case, in full.
reports::Table case_table(const CoverageResult& result);

/// One row for each method and law, field, metric, way to stop, set and confidence: number of
/// cases, least coverage, number of failures, and the median and greatest width ratio over the
/// cases whose error is more than rounding.
reports::Table coverage_summary(const CoverageResult& result);

/// The `most` cases with the smallest p-values.
reports::Table worst_cases(const CoverageResult& result, std::size_t most);

/// One row for each method and law and confidence: the numbers of cases, of those without an
/// interval and of failures, and the case with the smallest p-value.
reports::Table worst_by_estimator(const CoverageResult& result);

/// The cases with a tolerance: median matvecs, and how often the error is within the tolerance.
reports::Table tolerance_table(const CoverageResult& result);

/// Coverage at 95 % against median matvecs, for each case of a field that has intervals. One series
/// for each estimator.
reports::Plot coverage_plot(const CoverageResult& result, Field field);

/// Whether coverage_plot() has any case of the field.
bool has_cases(const CoverageResult& result, Field field);

}  // namespace isotrace::program
