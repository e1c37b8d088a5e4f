#pragma once

#include <optional>

#include <train/training.hpp>

namespace isotrace::program {

/// What is not searched for.
struct Fixed {
  std::optional<double> step;
  std::optional<double> damping;
};

/// Steps and dampings to try, 20 with every metric if neither is fixed: where a rule finds the
/// step, or no matrix is damped, a finer grid of what remains. They are relative to the scale of
/// the inputs X where the metric is not: steps to 1/tr M and dampings to tr M/(n + 1), M being the
/// second moment of (x, 1). One, if all is fixed. Throws OptionError if the
/// moment overflows.
std::vector<gradient::DescentOptions> candidates(const gradient::DescentOptions& base,
                                                 const Fixed& fixed, const RowMatrix<double>& X);

/// A run, and what it was made with.
struct Tuned {
  gradient::DescentOptions descent;
  TrainingResult result;
};

/// Trains with every candidate, several at once, and returns the run with the least loss at its
/// end; the first one if all diverged, or the best so far, marked as interrupted, if the caller
/// asks to stop. Where there were several, that run is made again, alone, for its seconds: the rest
/// is the same to the bit. Progress counts the epochs of all (epochs_of), one at a time.
Tuned best_of(const std::vector<gradient::DescentOptions>& tried, const gradient::Perceptron& from,
              const Dataset& data, const TrainingOptions& options, int threads);

/// The epochs of a search.
Index epochs_of(const std::vector<gradient::DescentOptions>& tried, Index epochs);

}  // namespace isotrace::program
