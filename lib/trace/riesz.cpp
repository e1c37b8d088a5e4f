#include <isotrace/trace/riesz.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include <lib/methods/run_method.hpp>
#include <lib/parallel/arena.hpp>
#include <lib/parallel/parallel_for.hpp>

namespace isotrace {

namespace {

/// Default number of probes in a block.
constexpr Index automatic_width = 256;
/// Rows of the n×n sum that one task adds to.
constexpr Index tile_rows = 32;

/// Probes in a block: whole groups, near what options ask for.
Index width_of(const Options& options) {
  const Index group = options.law.group();
  const Index wanted = options.block > 0 ? options.block : automatic_width;
  return std::max(group, wanted / group * group);
}

/// Σ x xᴴ/‖x‖² over the probes of a law on 𝕂ⁿ, accumulated in double, in the order of the probes.
template <Scalar S>
class OuterSum {
 public:
  OuterSum(const Options& options, Index n)
      : options_(options),
        sum_(RowMatrix<Wide<S>>::Zero(n, n)),
        group_(group(options.law)),
        width_(width_of(options)),
        pool_(options.scratch != nullptr ? *options.scratch : own_pool_) {}

  /// Adds probes until all are added or the caller stops; returns the number added.
  Index add(Index probes) {
    const Index n = sum_.rows();
    const auto memory = pool_.borrow(static_cast<std::size_t>(n * width_) * sizeof(Wide<S>));
    Eigen::Map<RowMatrix<Wide<S>>> panel(static_cast<Wide<S>*>(memory.data()), n, width_);
    for (Index first = 0; first < probes; first += width_) {
      if (options_.stop.requested()) return first;
      const Index count = std::min(width_, probes - first);
      auto X = panel.leftCols(count);
      draw_directions(first, X);
      add(X);
      if (options_.progress) options_.progress(first + count, probes);
    }
    return probes;
  }

  const RowMatrix<Wide<S>>& sum() const { return sum_; }

 private:
  template <class Columns>
  void draw_directions(Index first, Columns& X) {
    parallel_for(X.cols() / group_, [&](Index g) {
      RowMatrix<S> raw(X.rows(), group_);
      Eigen::Array<double, 2, Eigen::Dynamic, Eigen::RowMajor> norms(2, group_);
      draw_raw(options_.law, Stream{options_.seed}, first + g * group_, view(raw),
               RawNorms{norms.data(), norms.data() + group_});
      for (Index j = 0; j < group_; ++j) {
        X.col(g * group_ + j) = raw.col(j).template cast<Wide<S>>() / std::sqrt(norms(1, j));
      }
    });
  }

  template <class Columns>
  void add(const Columns& X) {
    const Index n = sum_.rows();
    parallel_for((n + tile_rows - 1) / tile_rows, [&](Index tile) {
      const Index begin = tile * tile_rows;
      const Index rows = std::min(tile_rows, n - begin);
      sum_.middleRows(begin, rows).noalias() += X.middleRows(begin, rows) * X.adjoint();
    });
  }

  const Options& options_;
  RowMatrix<Wide<S>> sum_;
  Index group_;
  Index width_;
  ScratchPool own_pool_;
  ScratchPool& pool_;
};

/// inverse ← Q M Qᴴ for a Hermitian M: maps by Q and takes the adjoint, twice.
template <Scalar S>
void carry_both_sides(MetricRef<S> metric, const RowMatrix<Wide<S>>& mean, BlockView<S> inverse) {
  RowMatrix<S> work = mean.template cast<S>();
  for (int side = 0; side < 2; ++side) {
    metric.map(Isometry::forward, view(work));
    work.adjointInPlace();
  }
  eigen(inverse) = work;
}

template <Scalar S>
void check_sizes(Index n, const Options& options, BlockView<S> inverse) {
  check(options);
  require_no_method(options, "the inverse Riesz map");
  if (options.store != nullptr) {
    throw OptionError("the inverse Riesz map has no sample that a store could keep");
  }
  if (has_tolerance(options)) {
    throw OptionError(fmt::format(
        "the inverse Riesz map has no interval: found the tolerances {} and {}, expected 0 and 0",
        options.tolerance, options.absolute_tolerance));
  }
  check_law(options.law, field_of<S>, n);
  if (budget_of(options) < group(options.law)) {
    throw OptionError(fmt::format("{} probes do not make one frame of {}", budget_of(options),
                                  group(options.law)));
  }
  const auto size = static_cast<std::size_t>(n);
  const auto width = static_cast<std::size_t>(width_of(options));
  const std::size_t matrices = 2 * size * size * sizeof(Wide<S>);
  if (matrices > options.memory) {
    throw OptionError(
        fmt::format("the inverse Riesz map in dimension {} needs {} bytes, memory is {}", n,
                    matrices, options.memory));
  }
  const std::size_t needed = matrices + size * width * sizeof(Wide<S>);
  if (needed > options.memory) {
    throw OptionError(
        fmt::format("the inverse Riesz map in dimension {} needs {} bytes with a block of {} "
                    "probes, memory is {}",
                    n, needed, width, options.memory));
  }
  if (inverse.data != nullptr && (inverse.rows != n || inverse.cols != n)) {
    throw ShapeError(fmt::format("the inverse must be {0} x {0}, found {1} x {2}", n, inverse.rows,
                                 inverse.cols));
  }
}

}  // namespace

template <class S>
Estimate<double> inverse_riesz(MetricRef<S> metric, BlockView<S> inverse, const Options& options) {
  const Index n = metric.dim();
  check_sizes(n, options, inverse);
  const double moment = direction_moment(options.law, n);
  const Index probes = budget_of(options) / group(options.law) * group(options.law);

  OuterSum<S> outer(options, n);
  const Index done = in_arena(options.threads, [&] { return outer.add(probes); });
  const RowMatrix<Wide<S>> mean = outer.sum() / (moment * static_cast<double>(done));
  if (inverse.data != nullptr && done > 0) carry_both_sides(metric, mean, inverse);

  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  Estimate<double> e{};
  e.value = (mean - RowMatrix<Wide<S>>::Identity(n, n)).norm();
  e.standard_error = none;
  e.confidence = options.confidence;
  e.interval = {none, none};
  e.status = done < probes ? Status::interrupted : Status::completed;
  e.method = Method::hutchinson;
  e.matvecs = done;
  e.probes = done;
  e.seed = options.seed;
  return e;
}

#define INSTANTIATE(S) \
  template Estimate<double> inverse_riesz(MetricRef<S>, BlockView<S>, const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
