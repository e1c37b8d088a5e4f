#pragma once

#include <string>

#include <report/report.hpp>
#include <train/comparison.hpp>

namespace isotrace::program {

/// The report of `isotrace train`: how the metrics compare, plots and tables.
reports::Report train_report(const std::string& data, const Comparison& comparison);

/// "K-FAC reaches the best training loss of the Euclidean run after 5 epochs": what a comparison
/// shows of the metric with the fewest epochs; of one metric alone, its loss.
std::string verdict_of(const Comparison& comparison);

/// What the four metrics are.
extern const char* const about_metrics;

}  // namespace isotrace::program
