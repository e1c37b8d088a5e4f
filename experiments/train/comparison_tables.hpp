#pragma once

#include <string>
#include <vector>

#include <report/table.hpp>
#include <train/comparison.hpp>
#include <train/spread.hpp>

namespace isotrace::program {

/// A row for each curve, medians and ranges of the seeds: the training loss and the quality on the
/// test part at the end; and where the run was first as good as the Euclidean one of the same seed
/// ever was, in epochs and seconds, with the quality on the test part there. Runs that were
/// interrupted are left out.
reports::Table comparison_table(const std::string& name, const Comparison& comparison);

/// A row for each run, with what its search chose and how it ended.
reports::Table runs_table(const std::string& name, const Comparison& comparison);

/// Whether the test part is judged by the accuracy, and not by the loss.
bool judged_by_accuracy(const std::vector<Curve>& curves);

/// What of the epoch that reach_euclidean finds, over a curve's seeds; `never` where it finds none.
Spread spread_at_euclidean(const Comparison& comparison, const Curve& curve,
                           double (*of)(const EpochEnd&), double never);

}  // namespace isotrace::program
