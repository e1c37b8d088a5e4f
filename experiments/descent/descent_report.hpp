#pragma once

#include <descent/descent_study.hpp>
#include <report/report.hpp>

namespace isotrace::program {

/// The report: what the tasks show, each with its plots and table; traces and norms of the trained
/// models; how everything was measured.
reports::Report descent_report(const DescentStudy& study);

/// A row for each trace: the exact value, the estimate with its interval, and the matvecs.
reports::Table trace_table(const std::vector<CurvatureTrace>& traces);

/// A row for each layer.
reports::Table response_table(const std::vector<LayerResponse>& responses);

/// The estimates over the exact values, with their intervals.
reports::Plot trace_plot(const std::vector<CurvatureTrace>& traces);

}  // namespace isotrace::program
