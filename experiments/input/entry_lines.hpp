#pragma once

#include <algorithm>
#include <limits>
#include <vector>

#include <isotrace/core/scalar.hpp>

namespace isotrace::program {

/// The line numbers of a file's entries, stored as runs of equally spaced entries: one run of 16
/// bytes for a file without blank lines between entries, and at most half as many runs as entries.
class EntryLines {
 public:
  /// Adds the line of the next entry, which is greater than the last one.
  void add(Index line) {
    if (line != expected_) start_or_bend(line);
    expected_ = line + runs_.back().gap;
    last_ = line;
    ++count_;
  }

  /// The line of an entry; entries count from 0.
  Index line_of(Index entry) const {
    const auto after = std::ranges::upper_bound(runs_, entry, {}, &Run::first);
    const Run& run = *(after - 1);
    return run.line + (entry - run.first) * run.gap;
  }

  std::size_t runs() const { return runs_.size(); }

 private:
  /// Entry first + k is on line + k·gap.
  struct Run {
    Index line;
    int first;
    int gap;
  };

  // A run of one entry takes the gap to its second; otherwise a new run starts.
  void start_or_bend(Index line) {
    const Index gap = line - last_;
    if (!runs_.empty() && runs_.back().first == count_ - 1 &&
        gap <= std::numeric_limits<int>::max()) {
      runs_.back().gap = static_cast<int>(gap);
    } else {
      runs_.push_back({line, count_, 1});
    }
  }

  std::vector<Run> runs_;
  int count_ = 0;
  Index last_ = 0;
  Index expected_ = 0;  ///< the next entry's line if the run continues; lines count from 1
};

}  // namespace isotrace::program
