#pragma once

#include <vector>

#include <train/candidates.hpp>
#include <train/training.hpp>

namespace isotrace::program {

/// A run, and what it was made with.
struct Tuned {
  gradient::DescentOptions descent;
  TrainingResult result;
};

/// Trains with every candidate, several at once, and once more with the best of them, alone. For
/// each damping that is the step with the least training loss at the end; of these it is the one
/// with the least loss on a fifth of the training part, which the search holds out if there are
/// several dampings and five rows. If all diverged it is the first one. If the caller asks to stop:
/// the run with the least training loss so far, marked as interrupted. Progress counts the epochs
/// of all (epochs_of), one at a time. No result but seconds depends on the threads.
Tuned tune(const std::vector<gradient::DescentOptions>& tried, const gradient::Perceptron& from,
           const Dataset& data, const TrainingOptions& options, int threads);

/// The epochs of a search, the last run included.
Index epochs_of(const std::vector<gradient::DescentOptions>& tried, Index epochs);

}  // namespace isotrace::program
