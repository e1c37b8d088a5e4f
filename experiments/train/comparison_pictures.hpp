#pragma once

#include <string>
#include <vector>

#include <report/plot.hpp>
#include <report/table.hpp>
#include <train/comparison.hpp>

namespace isotrace::program {

/// A row for each curve, medians and ranges of the seeds: the training loss and the quality on the
/// test part at the end; and where the run was first as good as the Euclidean one of the same seed
/// ever was, in epochs and seconds, with the quality on the test part there.
reports::Table comparison_table(const std::string& name, const Comparison& comparison);

/// A row for each run, with its step and damping.
reports::Table runs_table(const std::string& name, const Comparison& comparison);

/// Training loss against epochs, products and seconds, and the quality on the test part against
/// epochs: medians of the seeds, with their ranges. Plots without a point are left out.
std::vector<reports::Plot> comparison_plots(const std::string& name, const std::string& title,
                                            const std::vector<Curve>& curves);

}  // namespace isotrace::program
