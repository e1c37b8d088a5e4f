#pragma once

#include <string>

#include <cli/arguments.hpp>
#include <train/comparison.hpp>

namespace isotrace::program {

/// "64 features, 10 classes, 1438 rows to train with and 359 to test", with a newline.
std::string about(const Dataset& data);

/// What `isotrace train` prints: the runs, or a table of the seeds' medians and ranges.
std::string train_text(const TrainArguments& arguments, const Comparison& comparison,
                       const Dataset& data);

/// One JSON object on a line, or an array of them where the metrics are compared. rows: of the
/// training part.
std::string train_json(const TrainArguments& arguments, const Comparison& comparison, Index rows);

}  // namespace isotrace::program
