#pragma once

#include <vector>

#include <converge/average_maximum.hpp>
#include <converge/study.hpp>
#include <report/plot.hpp>
#include <report/table.hpp>

namespace isotrace::program {

/// Whether some law of the case has an error to draw.
bool has_errors(const CaseResult& result);

/// Measured RMS error against probes on log axes, with each law's exact line.
reports::Plot convergence_plot(const CaseResult& result);

/// Measured over predicted RMS error, with 95 % intervals.
reports::Plot ratio_plot(const CaseResult& result);

/// One row for each law: slope and constant with intervals, and the predicted constant.
reports::Table fit_table(const CaseResult& result);

/// The histogram with its root mean square and maximum.
reports::Plot histogram_plot(const AverageMaximum& map);

reports::Table map_table(const std::vector<AverageMaximum>& maps);

}  // namespace isotrace::program
