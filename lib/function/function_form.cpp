#include <isotrace/function/function_form.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>
#include "hermitian_evidence.hpp"
#include "krylov_action.hpp"
#include "lanczos_block.hpp"
#include "quadrature_record.hpp"
#include "spectrum_bounds.hpp"

namespace isotrace {
namespace {

void check(const FunctionOptions& options) {
  if (options.steps < 1) {
    throw OptionError(fmt::format("the steps are {}, expected 1 or more", options.steps));
  }
  if (!(options.accuracy >= 0)) {
    throw OptionError(
        fmt::format("the accuracy is {}, expected a number not below 0", options.accuracy));
  }
  for (const auto& bound : {options.lower, options.upper}) {
    if (bound && !std::isfinite(*bound)) {
      throw OptionError(fmt::format("a bound of the spectrum is {}, expected a number", *bound));
    }
  }
  if (options.lower && options.upper && *options.lower > *options.upper) {
    throw OptionError(
        fmt::format("the spectrum's lower bound is {}, expected at most the upper one, {}",
                    *options.lower, *options.upper));
  }
}

/// Whether a column's quadrature is done.
bool accurate(const detail::Quadrature& q, double accuracy) {
  return q.half_width <= std::max(accuracy, 1e-15) * std::abs(q.value);
}

}  // namespace

template <Scalar S>
FunctionForm<S>::FunctionForm(FormRef<S> form, MetricRef<S> metric, SpectralFunction f,
                              const FunctionOptions& options)
    : B_(form, metric),
      f_(std::move(f)),
      options_(options),
      record_(std::make_shared<detail::QuadratureRecord>()) {
  check(options);
  if (!form.can_apply()) {
    throw OptionError("a function of a form was asked for that has no apply");
  }
  detail::require_hermitian(form);
  const detail::SpectrumBounds bounds = detail::gershgorin_bounds(form, metric);
  const auto use = [&](std::optional<double>& given, const std::optional<double>& found) {
    if (!given && found && f_.holds(*found)) given = found;
  };
  use(options_.lower, bounds.lower);
  use(options_.upper, bounds.upper);
  options_.steps = std::min(options_.steps, B_.dim());
}

template <Scalar S>
FormCost FunctionForm<S>::cost() const {
  const double product = B_.form().cost().apply + 2 * B_.metric().cost();
  const auto n = static_cast<double>(B_.dim());
  const double passes = 7 * n * cost::pass * sizeof(S) / sizeof(double);
  const auto k = static_cast<double>(options_.steps);
  return {k * (product + passes), k * (product + passes + 4 * k * n * cost::pass)};
}

template <Scalar S>
void FunctionForm<S>::values(ConstBlockView<S> X, Workspace<S>& ws, Wide<S>* out) const {
  const detail::SpectrumBounds bounds{options_.lower, options_.upper};
  constexpr double epsilon = std::numeric_limits<Real<S>>::epsilon();
  const auto note = [&](const detail::Quadrature& q) {
    record_->values.add(q.half_width);
    if (!q.enclosed) record_->estimated = true;
  };
  if (options_.reorthogonalise) {
    const auto kept = detail::kept_coefficients(B_, options_.steps, X, ws);
    for (std::size_t j = 0; j < kept.size(); ++j) {
      detail::Quadrature q{0, 0};
      if (kept[j].squared_norm > 0) q = quadrature(f_, kept[j].T, kept[j].beta, bounds, epsilon);
      out[j] = Wide<S>(q.value * kept[j].squared_norm);
      note(q);
      detail::raise(record_->steps, static_cast<long>(kept[j].T.diagonal.size()));
    }
    return;
  }
  detail::LanczosBlock<S> recurrences(B_, X, ws);
  std::vector<detail::Quadrature> quadratures(static_cast<std::size_t>(X.cols), {0, 0});
  const auto evaluate = [&] {
    bool all = true;
    for (Index j = 0; j < X.cols; ++j) {
      if (recurrences.squared_norm(j) == 0) continue;
      auto& q = quadratures[static_cast<std::size_t>(j)];
      q = quadrature(f_, recurrences.jacobi(j), recurrences.beta(j), bounds, epsilon);
      all = all && accurate(q, options_.accuracy);
    }
    return all;
  };
  Index look = 4;
  for (bool done = false; !done;) {
    recurrences.step();
    done = recurrences.steps() == options_.steps;
    if (!done && recurrences.steps() < look) continue;
    look = recurrences.steps() + std::max<Index>(1, recurrences.steps() / 3);
    done = evaluate() || done;
  }
  for (Index j = 0; j < X.cols; ++j) {
    const auto& q = quadratures[static_cast<std::size_t>(j)];
    out[j] = Wide<S>(q.value * recurrences.squared_norm(j));
    note(q);
  }
  detail::raise(record_->steps, static_cast<long>(recurrences.steps()));
}

template <Scalar S>
void FunctionForm<S>::apply(ConstBlockView<S> X, Workspace<S>& ws, BlockView<S> Y) const {
  const double change = detail::krylov_action(B_, f_, options_.steps, X, ws, Y);
  detail::raise(record_->products, change);
  if (change > 0) record_->estimated = true;
  detail::raise(record_->steps, static_cast<long>(options_.steps));
}

template <Scalar S>
FunctionForm<S> FunctionForm<S>::with_steps(Index steps) const {
  FunctionForm other = *this;
  other.options_.steps = std::min(steps, dim());
  check(other.options_);
  other.record_ = std::make_shared<detail::QuadratureRecord>();
  return other;
}

template <Scalar S>
bool FunctionForm<S>::enclosed() const {
  return !record_->estimated;
}

template <Scalar S>
double FunctionForm<S>::quadrature_error() const {
  return std::max(record_->values.mean(), record_->products.load());
}

template <Scalar S>
Index FunctionForm<S>::most_steps() const {
  return record_->steps;
}

#define INSTANTIATE(S) template class FunctionForm<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
