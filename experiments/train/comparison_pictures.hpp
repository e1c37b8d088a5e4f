#pragma once

#include <string>
#include <vector>

#include <report/plot.hpp>
#include <train/comparison.hpp>

namespace isotrace::program {

/// The training loss, and the quality on the test part, against epochs, products and seconds:
/// medians of the seeds, with their ranges. Plots without a point are left out.
std::vector<reports::Plot> comparison_plots(const std::string& name, const std::string& title,
                                            const std::vector<Curve>& curves);

}  // namespace isotrace::program
