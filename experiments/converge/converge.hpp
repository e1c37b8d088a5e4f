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

/// What `isotrace converge` is asked for.
struct ConvergeOptions {
  ProblemFiles files;                   ///< form and perhaps metric; neither: the built-in cases
  std::filesystem::path report;         ///< directory to write; empty: none
  StudyOptions study{.max_probes = 0};  ///< max_probes 0: 1024, for files by their size
  std::optional<verify::BatteryOptions> battery =
      {};  ///< the theorems' checks, if they are to open it
};

/// What it found.
struct ConvergeResult {
  std::vector<CaseResult> cases = {};
  std::vector<AverageMaximum> maps = {};        ///< with the built-in cases only
  std::optional<verify::Battery> battery = {};  ///< with options.battery
  bool interrupted = false;
  std::uint64_t seed = 1;
  double seconds = 0;
};

/// Measures, runs the battery, and writes the report (of what was finished, if interrupted; none if
/// that is no case, or not the whole battery).
/// Throws InputError, OptionError and the library's errors for bad input, before any work; Error if
/// the pictures cannot be drawn: nothing is written then.
ConvergeResult converge(const ConvergeOptions& options);

/// The cases' fits and the maps as aligned text, and the battery's.
std::string text_of(const ConvergeResult& result);

/// One JSON object: status, seed, seconds, cases (name, title, field, n, trace, unit, laws),
/// maps and, with a battery, verification.
std::string to_json(const ConvergeResult& result);

}  // namespace isotrace::program
