#pragma once

#include "columns.hpp"
#include "ziggurat.hpp"

namespace isotrace::ISOTRACE_ISA {

/// Points under the uncovered parts of the bell, several at a time: each a pure function of its
/// word, which starts a SplitMix64 sequence of its own.
class Uncovered {
 public:
  /// |x| for each of the words, count ≤ capacity.
  static constexpr int capacity = 256;
  void draw(const Word* words, double* values, int count) {
    for (int i = 0; i < count; ++i) {
      counter_[i] = finalise(words[i] + golden);
      index_[i] = static_cast<std::uint16_t>(i);
    }
    while (count > 0) {
      int left = 0;
      for (int i = 0; i < count; i += batch) {
        const int n = count - i < batch ? count - i : batch;
        left = draw_batch(i, n, left, values);
      }
      count = left;
    }
  }

 private:
  static constexpr int batch = 8;

  /// A round of rejection for words i … i + n − 1 of those left; keeps the rejected from `kept` on.
  int draw_batch(int i, int n, int kept, double* values) {
    Word counter[batch], pick[batch];
    double across[batch], up[batch];
    for (int l = 0; l < batch; ++l) {
      counter[l] = counter_[i + l];
      pick[l] = finalise(counter[l] + golden);
      across[l] = unit_interval(finalise(counter[l] + 2 * golden));
      up[l] = unit_interval(finalise(counter[l] + 3 * golden));
    }
    double from[batch], x[batch], low[batch], high[batch];
    for (int l = 0; l < batch; ++l) {
      int box = static_cast<int>(pick[l] % layers);
      if ((pick[l] / layers) >= ziggurat.threshold[box]) box = ziggurat.alias[box];
      if (box > 0) {
        from[l] = 0.0;
        x[l] = ziggurat.edge[box] + across[l] * (ziggurat.edge[box - 1] - ziggurat.edge[box]);
        low[l] = ziggurat.height[box - 1];
        high[l] = ziggurat.height[box];
      } else {  // Marsaglia 1964: beyond r the density over its envelope e^(−r(x−r)) is f(x − r)
        from[l] = ziggurat.edge[0];
        x[l] = -log(across[l]) / ziggurat.edge[0];
        low[l] = 0.0;
        high[l] = 1.0;
      }
    }
    double curve[batch];
    for (int l = 0; l < batch; ++l) {
      up[l] = low[l] + up[l] * (high[l] - low[l]);
      curve[l] = bell(x[l]);
      x[l] += from[l];
    }
    for (int l = 0; l < n; ++l) {
      if (up[l] < curve[l]) {
        values[index_[i + l]] = x[l];
      } else {
        counter_[kept] = counter[l] + 3 * golden;
        index_[kept++] = index_[i + l];
      }
    }
    return kept;
  }

  Word counter_[capacity + batch] = {};
  std::uint16_t index_[capacity + batch] = {};
};

/// Entries whose words fell outside the rectangles: zero when first drawn, then drawn here.
template <class R, int components>
class Rejects {
 public:
  bool nearly_full() const { return count_ > Uncovered::capacity - 64; }

  void add(Word word, R* at, int column) {
    word_[count_] = word;
    at_[count_] = at;
    column_[count_++] = static_cast<std::uint8_t>(column);
  }

  /// Stores the entries times `scale` and adds their squares to those of their columns.
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
