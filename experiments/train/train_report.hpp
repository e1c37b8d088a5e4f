#pragma once

#include <string>

#include <report/report.hpp>
#include <train/comparison.hpp>

namespace isotrace::program {

/// The report of `isotrace train`: how the metrics compare, plots and tables.
reports::Report train_report(const std::string& data, const Comparison& comparison);

/// Of the metric that is as good as the Euclidean one ever was after the fewest epochs: how many,
/// in how many seconds, and the test accuracy there. Empty without a comparison.
std::string verdict_of(const Comparison& comparison);

/// What the four metrics are.
extern const char* const about_metrics;

}  // namespace isotrace::program
