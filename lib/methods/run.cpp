#include "run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <limits>
#include <utility>
#include <vector>

#include <isotrace/core/cost.hpp>
#include <isotrace/core/error.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace {

namespace {

/// A method chosen by the caller reuses at least n/relevant known directions whatever the time.
constexpr Index relevant = 16;
/// An exact trace of at most so many matvecs is preferred to further sampling.
constexpr Index small_problem = 256;

constexpr double infinite = std::numeric_limits<double>::infinity();

template <Scalar W>
Moments moments(const std::vector<W>& values, Component which) {
  std::vector<double> parts;
  parts.reserve(values.size());
  for (const W value : values) parts.push_back(component(which, value));
  return moments_of(parts);
}

}  // namespace

template <Scalar W>
double Run<W>::exact_seconds() const {
  return std::min(by_entries.seconds + by_entries.error_seconds, columns_seconds());
}

template <Scalar W>
double Run<W>::columns_seconds() const {
  if (!can_do_all_columns()) return infinite;
  const auto n = static_cast<double>(B.dim());
  return n * (B.value_seconds() - n * cost::draw);  // unit vectors are not drawn
}

template <Scalar W>
double Run<W>::sampling_seconds(double values, Index basis) const {
  // projecting a probe off the basis takes two products
  const double projection =
      2 * static_cast<double>(B.dim() * basis) * cost::multiplications<W> * cost::multiply_add;
  return values * (B.value_seconds() + projection);
}

template <Scalar W>
bool Run<W>::exact_sooner_than(double values, Index basis) const {
  if (sampling_seconds(values, basis) > by_entries.seconds + by_entries.error_seconds) return true;
  if (!can_do_all_columns()) return false;
  return all_columns() <= small_problem || sampling_seconds(values, basis) > exact_seconds() ||
         values * static_cast<double>(B.value_cost()) > static_cast<double>(all_columns());
}

template <Scalar W>
double Run<W>::sketch_seconds(double columns, int products) const {
  return products * columns * B.apply_seconds() + sketch_arithmetic(columns, products);
}

template <Scalar W>
double Run<W>::sketch_arithmetic(double columns, int products) const {
  // orthonormalisation and k×k products; a column is read or written 4 times to be drawn and
  // orthonormalised, and 4 times for each of its products
  const int passes = 4 + 4 * products;
  const double numbers = static_cast<double>(B.dim()) * columns;
  const double multiplied = (2 + products) * columns * cost::multiplications<W>;
  const double moved = passes * (is_complex<W> ? 2 : 1);
  const bool cached = numbers * sizeof(W) < cost::cache;
  return numbers *
         (multiplied * cost::multiply_add + moved * (cached ? cost::cached_pass : cost::pass));
}

template <Scalar W>
Index Run<W>::sketch_limit(bool taken_over) const {
  const Index look = 2 * first_probes * B.apply_cost();
  // left by the exact trace and a first look at a sample
  const Index room = budget - all_columns() - first_values * B.value_cost();
  if (!stopping.has_tolerance() || room < look) return budget;
  if (all_columns() <= small_problem && !taken_over) return look;
  return std::min(std::max(look, all_columns() / 4), room);
}

template <Scalar W>
Index Run<W>::most_columns(Index cost) const {
  const Index paid = std::min(std::min(budget, sketch_limit(true)) / cost, B.dim() - 1);
  return stopping.has_tolerance() ? std::min(paid, columns_in_memory) : paid;
}

template <Scalar W>
Estimate<W> Run<W>::report(const Estimate<W>& e, Status status, Index probes) const {
  Estimate<W> result = with_report(e, options, status, B.spent(), probes);
  result.method = method;
  return result;
}

template <Scalar W>
Estimate<W> Run<W>::exactly(AppliedDirections<W> known) {
  if (by_entries.seconds < columns_seconds()) {
    try {
      const auto exact = by_entries.value();
      return report(known_value(estimand.known + exact.value, rounding(0) + exact.error),
                    Status::exact, 0);
    } catch (const Interrupted&) {
      throw Stopped{};
    }
  }
  if (known.basis.cols() == 0) known.basis = B.no_columns();
  const ExactTrace<W> rest = B.trace(ComplementBasis<W>(std::move(known.basis)));
  return report(
      known_value(estimand.known + (known.trace + rest.value), rounding(known.size + rest.size)),
      Status::exact, B.dim());
}

template <Scalar W>
bool Run<W>::worth_keeping(Index directions) const {
  if (directions == 0 || !can_do_all_columns()) return false;
  const auto n = static_cast<double>(B.dim());
  const auto r = static_cast<double>(directions);
  const double reflected = r * ((n + r) * (n - r) + 10 * r * r);  // multiplications, with an SVD
  const double seconds = reflected * cost::multiplications<W> * cost::multiply_add;
  if (seconds < r / n * exact_seconds()) return true;
  // a method chosen by the caller saves matvecs, the automatic choice saves time
  return method_of(options) != Method::automatic && directions * B.value_cost() >= first_probes &&
         directions * relevant >= B.dim();
}

template <Scalar W>
Sample Run<W>::sketch_sample() const {
  Sample sample;
  sample.discrete = !B.in_general_position();
  sample.values_tell = equal_values_tell(options.law);
  sample.re = moments(B.sketch_values(), Component::re);
  if constexpr (is_complex<W>) sample.im = moments(B.sketch_values(), Component::im);
  return sample;
}

template <Scalar W>
Estimate<W> Run<W>::interrupted() const {
  if (last_look) {
    Estimate<W> e = *last_look;
    e.status = Status::interrupted;
    e.matvecs = B.spent();
    return e;
  }
  const Sample sample = sketch_sample();
  return report(estimate_from_sample<W>(sample, options.confidence, estimand.known),
                Status::interrupted, sample.re.count);
}

template <Scalar W>
double Run<W>::foreseen_values(double deviation, W value) const {
  const double allowed = stopping.allowed(std::abs(value));
  const double q = quantile(boost::math::normal(), 0.5 + 0.5 * stopping.level());
  const double root = q * (deviation / allowed);
  return allowed > 0 ? root * root : infinite;
}

template <Scalar W>
void Run<W>::require_probes(Index probes, Method method, Index least_matvecs) const {
  if (probes >= 1) return;
  throw OptionError(fmt::format("{} matvecs do not pay for {}, which needs at least {}", budget,
                                name(method), least_matvecs));
}

#define INSTANTIATE(S) template struct Run<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace
