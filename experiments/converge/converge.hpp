#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <converge/average_maximum.hpp>
#include <converge/study.hpp>
#include <input/problem.hpp>
#include <isotrace/verify/battery.hpp>

namespace isotrace::program {

/// The settings of `isotrace converge`.
struct ConvergeOptions {
  ProblemFiles files;                   ///< form and perhaps metric; neither: the built-in cases
  std::filesystem::path report;         ///< directory to write; empty: none
  StudyOptions study{.max_probes = 0};  ///< max_probes 0: 1024, or by size for files
  std::optional<verify::BatteryOptions> battery =
      {};  ///< the theorems' checks, if they are to open it
};

/// The results of `isotrace converge`.
struct ConvergeResult {
  std::vector<CaseResult> cases = {};
  std::vector<AverageMaximum> maps = {};        ///< with the built-in cases only
  std::optional<verify::Battery> battery = {};  ///< with options.battery
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// Measures, runs the battery, and writes the report. If interrupted, it reports the finished
/// cases; it writes nothing if there are none or if the battery is incomplete. Throws InputError,
/// OptionError and the library's errors for bad input, before any work; Error if the pictures
/// cannot be drawn, in which case nothing is written.
ConvergeResult converge(const ConvergeOptions& options);

/// The fits of the cases, the maps and the battery's results as aligned text.
std::string text_of(const ConvergeResult& result);

/// One JSON object: status, seed, seconds, cases (name, title, field, n, trace, unit, laws),
/// maps and, with a battery, verification.
std::string to_json(const ConvergeResult& result);

}  // namespace isotrace::program
