#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <train/comparison.hpp>

namespace isotrace::program {

/// A task of the study, with how it is trained.
struct DescentTask {
  std::string name;  ///< of files and --only
  std::string title;
  std::string description;
  TrainingTask task;
  Index epochs = 200;
  Index batch = 0;        ///< samples of a step; 0: all
  bool examined = false;  ///< whether the traces and norms of its model are estimated
};

/// The names of all tasks.
const std::vector<std::string>& descent_task_names();

/// The tasks with these names, all of them for none; without those whose data are not found
/// (data_folder), whose names are put into `missing`.
std::vector<DescentTask> descent_tasks(const std::vector<std::string>& names,
                                       std::vector<std::string>& missing);

/// Two classes from a logistic model of normal inputs z, which are seen as x = Pz + c: P has
/// singular values from 1 to 10⁻³, equal factors apart, and singular vectors at random, so that no
/// scale for each feature mends it.
Dataset badly_scaled(Index features, Index samples, double test, std::uint64_t seed);

}  // namespace isotrace::program
