#pragma once

#include "columns.hpp"
#include "ziggurat.hpp"

namespace isotrace::ISOTRACE_ISA {

/// Draws points under the parts of the half bell that no rectangle covers, by rejection. Each is a
/// function of its word alone, which starts a SplitMix64 sequence of its own; a round takes three
/// words of that sequence.
class Uncovered {
 public:
  static constexpr int capacity = 256;

  /// values[i] = |x| for words[i], 0 ≤ i < count ≤ capacity.
  void draw(const Word* words, double* values, int count) {
    for (int i = 0; i < count; ++i) {
      counter_[i] = finalise(words[i] + golden);
      index_[i] = static_cast<std::uint16_t>(i);
    }
    while (count > 0) {
      int kept = 0;
      for (int i = 0; i < count; i += batch) {
        const int n = count - i < batch ? count - i : batch;
        propose(counter_ + i, n);
        kept = select(i, n, kept, values);
      }
      count = kept;
    }
  }

 private:
  static constexpr int batch = 32;
  static constexpr int step = 8;  // loops run over multiples of it, without a remainder

  /// Proposes for each of n counters a point of a box: its x_, counted from `from_`, and its height
  /// up_.
  void propose(const Word* counter, int n) {
    Word pick[batch];
    double across[batch], low[batch], high[batch];
    for (int i = 0; i < n; i += step) {
      for (int l = i; l < i + step; ++l) {
        pick[l] = finalise(counter[l] + golden);
        across[l] = unit_interval(finalise(counter[l] + 2 * golden));
        up_[l] = unit_interval(finalise(counter[l] + 3 * golden));
      }
    }
    for (int l = 0; l < n; ++l) {
      int box = static_cast<int>(pick[l] % layers);
      if (pick[l] / layers >= ziggurat.threshold[box]) box = ziggurat.alias[box];
      if (box > 0) {
        from_[l] = 0.0;
        x_[l] = ziggurat.edge[box] + across[l] * (ziggurat.edge[box - 1] - ziggurat.edge[box]);
        low[l] = ziggurat.height[box - 1];
        high[l] = ziggurat.height[box];
      } else {  // Marsaglia 1964: beyond r the density over its envelope e^(−r(x−r)) is f(x − r)
        from_[l] = ziggurat.edge[0];
        x_[l] = -log(across[l]) / ziggurat.edge[0];
        low[l] = 0.0;
        high[l] = 1.0;
      }
    }
    for (int l = 0; l < n; ++l) up_[l] = low[l] + up_[l] * (high[l] - low[l]);
  }

  /// Stores the n proposals for words i … i + n − 1 as values, and keeps those words whose proposal
  /// is not under the curve, from position `kept` on. Returns the end of the kept words.
  int select(int i, int n, int kept, double* values) {
    double curve[batch];
    for (int j = 0; j < n; j += step) {
      for (int l = j; l < j + step; ++l) curve[l] = bell(x_[l]);
    }
    for (int l = 0; l < n; ++l) {
      values[index_[i + l]] = from_[l] + x_[l];
      counter_[kept] = counter_[i + l] + 3 * golden;
      index_[kept] = index_[i + l];
      kept += up_[l] < curve[l] ? 0 : 1;
    }
    return kept;
  }

  Word counter_[capacity + batch] = {};
  std::uint16_t index_[capacity + batch] = {};
  double from_[batch] = {}, x_[batch] = {}, up_[batch] = {};
};

/// Collects the entries whose word fell outside all rectangles, and draws them again. Until then
/// they are 0.
template <class R, int components>
class Rejects {
 public:
  bool nearly_full() const { return count_ > Uncovered::capacity - 64; }

  void add(Word word, R* at, int column) {
    word_[count_] = word;
    at_[count_] = at;
    column_[count_++] = static_cast<std::uint8_t>(column);
  }

  /// Draws the collected entries, stores them times `scale`, and adds their squares to the sums of
  /// their columns.
  void flush(double scale, double* squares) {
    double values[Uncovered::capacity];
    Uncovered().draw(word_, values, count_);
    for (int i = 0; i < count_; ++i) {
      const double x = (word_[i] >> 63) != 0 ? -values[i] : values[i];
      const R stored = static_cast<R>(x * scale);
      *at_[i] = stored;
      squares[column_[i]] += static_cast<double>(stored) * static_cast<double>(stored);
    }
    count_ = 0;
  }

 private:
  int count_ = 0;
  Word word_[Uncovered::capacity];
  R* at_[Uncovered::capacity];
  std::uint8_t column_[Uncovered::capacity];
};

}  // namespace isotrace::ISOTRACE_ISA
