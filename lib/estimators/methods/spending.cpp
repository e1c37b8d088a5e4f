#include "spending.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <limits>
#include <vector>

#include <isotrace/core/error.hpp>

namespace isotrace {

namespace {

template <Scalar W>
Moments moments(const std::vector<W>& values, Component which) {
  std::vector<double> parts;
  parts.reserve(values.size());
  for (const W value : values) parts.push_back(component(which, value));
  return moments_of(parts);
}

}  // namespace

template <Scalar W>
Estimate<W> Spending<W>::exactly() {
  const W trace = aim.known + B.trace();
  return reported(known_value(trace, rounding(std::abs(trace))), options, Status::exact, B.spent(),
                  B.dim());
}

template <Scalar W>
Sample Spending<W>::sketch_sample() const {
  Sample sample;
  sample.discrete = !B.in_general_position();
  sample.re = moments(B.sketch_values(), Component::re);
  if constexpr (is_complex<W>) sample.im = moments(B.sketch_values(), Component::im);
  return sample;
}

template <Scalar W>
Estimate<W> Spending<W>::interrupted() const {
  if (last_look) {
    Estimate<W> e = *last_look;
    e.status = Status::interrupted;
    e.matvecs = B.spent();
    return e;
  }
  const Sample sample = sketch_sample();
  return reported(estimate_of<W>(sample, options.confidence, aim.known), options,
                  Status::interrupted, B.spent(), sample.re.count);
}

template <Scalar W>
Index Spending<W>::columns_in_memory() const {
  const auto column = 5 * static_cast<std::size_t>(B.dim()) * sizeof(W);
  return std::max(pilot_probes, static_cast<Index>(options.memory / column));
}

template <Scalar W>
double Spending<W>::foreseen_probes(double variance, W value) const {
  const double allowed = stopping.allowed(std::abs(value), 0);
  const double q = quantile(boost::math::normal(), 0.5 + 0.5 * options.confidence);
  return allowed > 0 ? variance * q * q / (allowed * allowed) : std::numeric_limits<double>::max();
}

template <Scalar W>
void Spending<W>::require_probes(Index probes, Method method, Index least_matvecs) const {
  if (probes >= 1) return;
  throw OptionError(fmt::format("{} matvecs do not pay for {}, which needs at least {}", budget,
                                name(method), least_matvecs));
}

template struct Spending<double>;
template struct Spending<std::complex<double>>;

}  // namespace isotrace
