#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include <train/comparison.hpp>

namespace isotrace::program {

/// The keys of a run: metric, loss (after each epoch), accuracy, loss_test, step (null where the
/// rule finds it), damping (null where there is none), epochs, batch, products, seconds, seed,
/// status, rule, momentum.
nlohmann::ordered_json json_of(const TrainingRun& run, Index batch);

/// Where the best loss of the Euclidean run was reached: epochs, seconds, products, accuracy,
/// loss_test; null if it was not.
nlohmann::ordered_json json_of(const std::optional<EpochEnd>& there);

}  // namespace isotrace::program
