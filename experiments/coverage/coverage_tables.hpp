#pragma once

#include <coverage/coverage.hpp>
#include <report/plot.hpp>
#include <report/table.hpp>

namespace isotrace::program {

/// Every cell, in full.
reports::Table cell_table(const CoverageResult& result);

/// A row for each method and law, field, metric, way to stop, set and confidence: cells, the least
/// coverage and how many fail, and the median and the greatest width ratio over the cells whose
/// error is not rounding.
reports::Table coverage_summary(const CoverageResult& result);

/// The cells of the smallest p-values.
reports::Table worst_cells(const CoverageResult& result, std::size_t most);

/// A row for each method and law and confidence: cells, those without an interval, those that fail,
/// and the cell of the smallest p-value.
reports::Table worst_by_estimator(const CoverageResult& result);

/// Where stopping is at a tolerance: median matvecs, and how often the error is within it.
reports::Table tolerance_table(const CoverageResult& result);

/// Coverage of each cell of a field at 95 % that has intervals against its median matvecs, a series
/// an estimator.
reports::Plot coverage_plot(const CoverageResult& result, Field field);

/// Whether there are such cells of the field.
bool has_cells(const CoverageResult& result, Field field);

}  // namespace isotrace::program
