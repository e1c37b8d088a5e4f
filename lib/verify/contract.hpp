#pragma once

#include <atomic>
#include <cmath>
#include <limits>

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/laws/laws.hpp>
#include <isotrace/verify/check_own.hpp>

#include <isotrace/operators/workspace.hpp>

#include <lib/parallel/parallel_for.hpp>

namespace isotrace::verify {

/// Collects the checks of a contract.
class Contract {
 public:
  /// Requires found ≤ bound; a NaN fails.
  void at_most(std::string statement, double found, double bound) {
    report_.checks.push_back({std::move(statement), found, bound, false});
  }
  void p_value(std::string statement, double p) {
    constexpr double least = 1e-6;
    report_.checks.push_back({std::move(statement), p, least, true});
  }
  void note(std::string text) { report_.notes.push_back(std::move(text)); }
  ContractReport take() { return std::move(report_); }

 private:
  ContractReport report_;
};

/// Relative errors up to this are taken for rounding errors.
template <Scalar S>
double rounding_bound(Index n) {
  return 1e4 * std::numeric_limits<Real<S>>::epsilon() * std::sqrt(static_cast<double>(n));
}

/// ‖a − b‖/‖b‖, or ‖a − b‖ for b = 0.
template <class A, class B>
double relative_error(const A& a, const B& b) {
  const double size = static_cast<double>(b.norm());
  const double gap = static_cast<double>((a - b).norm());
  return size > 0 ? gap / size : gap;
}

/// Standard normal columns.
template <Scalar S>
RowMatrix<S> normal_block(std::uint64_t seed, std::string_view purpose, Index rows, Index cols) {
  RowMatrix<S> X(rows, cols);
  draw(Gaussian{}, Stream{seed}.substream(purpose), 0, view(X));
  return X;
}

/// 1 if f(X, Y), called from several tasks at once, gives other bits than called alone, else 0. Y
/// has `rows` rows. As for estimators, blocks begin at the same alignment, on which the order of a
/// caller's sums may depend.
template <Scalar S, class F>
double differs_in_parallel(const RowMatrix<S>& X, Index rows, const F& f) {
  constexpr Index tasks = 16;
  ScratchPool pool;
  const auto result = [&](Workspace<S>& ws) {
    const auto x = ws.block(X.rows(), X.cols());
    const auto y = ws.block(rows, X.cols());
    eigen(x.view()) = X;
    eigen(y.view()).setZero();
    f(ConstBlockView<S>(x.view()), y.view());
    return RowMatrix<S>(eigen(y.view()));
  };
  Workspace<S> own(pool);
  const RowMatrix<S> alone = result(own);
  std::atomic<bool> differs{false};
  parallel_for(tasks, [&](Index) {
    Workspace<S> ws(pool);
    if (result(ws) != alone) differs = true;
  });
  return differs ? 1 : 0;
}

/// The relative error of f(X, Y) on views inside wider storage; infinity if it wrote outside its
/// block.
template <Scalar S, class F>
double error_in_wider_storage(const RowMatrix<S>& X, const RowMatrix<S>& expected, const F& f) {
  const Index b = X.cols();
  RowMatrix<S> from = RowMatrix<S>::Constant(X.rows(), b + 3, S(7));
  from.middleCols(2, b) = X;
  RowMatrix<S> to = RowMatrix<S>::Constant(expected.rows(), b + 5, S(3));
  f(ConstBlockView<S>(view(from).columns(2, b)), view(to).columns(1, b));
  const bool untouched =
      (to.leftCols(1).array() == S(3)).all() && (to.rightCols(4).array() == S(3)).all();
  if (!untouched) return std::numeric_limits<double>::infinity();
  return relative_error(to.middleCols(1, b), expected);
}

}  // namespace isotrace::verify
