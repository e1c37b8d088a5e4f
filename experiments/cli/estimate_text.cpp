#include <cli/estimate_text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace isotrace::program {

namespace {

bool known(const Interval& i) {
  return std::isfinite(i.low) && std::isfinite(i.high);
}
bool known(const ComplexInterval& i) {
  return known(i.re) && known(i.im);
}

std::string text_of(const Interval& i) {
  return fmt::format("[{:.6g}, {:.6g}]", i.low, i.high);
}
std::string text_of(const ComplexInterval& i) {
  return fmt::format("re {}, im {}", text_of(i.re), text_of(i.im));
}

/// The largest distance of the value from a point of its interval.
double radius(double value, const Interval& i) {
  return std::max(i.high - value, value - i.low);
}
double radius(std::complex<double> value, const ComplexInterval& i) {
  return std::hypot(radius(value.real(), i.re), radius(value.imag(), i.im));
}

std::string tolerance_text(const Tolerance& tolerance) {
  if (tolerance.relative > 0 && tolerance.absolute > 0) {
    return fmt::format("{:g} of |value| or {:g}", tolerance.relative, tolerance.absolute);
  }
  return tolerance.relative > 0 ? fmt::format("{:g} of |value|", tolerance.relative)
                                : fmt::format("{:g}", tolerance.absolute);
}

/// The text for a tolerance that was not met.
template <class T>
std::string unmet_text(const Estimate<T>& e, const reports::RunInfo& info,
                       const Tolerance& tolerance) {
  std::string text = fmt::format("not reached: |error| ≤ {}", tolerance_text(tolerance));
  if (!known(e.interval)) {
    return text + "; these matvecs are too few for an interval\n";
  }
  const double size = std::abs(e.value);
  const double reached = radius(e.value, e.interval);
  text += fmt::format("; reached: {:.2g}", reached);
  if (size > 0) text += fmt::format(", {:.2g} of |value|", reached / size);
  const double ratio = reached / std::max(tolerance.relative * size, tolerance.absolute);
  const double needed = static_cast<double>(e.matvecs) * std::max(1.0, ratio * ratio);
  if (!std::isfinite(needed)) return text + "\n";
  text += fmt::format(
      "; it would take about {:.2g} matvecs, as far as {} tell (the interval shrinks as 1/√matvecs "
      "or faster)",
      needed, e.matvecs);
  const Index each = info.quantity == "inner_product" ? 2 : info.steps.value_or(1);
  const Index exact = each * info.n;
  if (static_cast<double>(exact) < needed) {
    text += fmt::format("; the exact value takes {} (--method auto)", exact);
  }
  return text + "\n";
}

template <class T>
std::string text(const Estimate<T>& e, const reports::RunInfo& info, const Tolerance& tolerance) {
  std::ostringstream out;
  if (info.expected) {
    out << fmt::format("error of the mean of n x xᴴ  {:.6g}, expected {:.6g} (root mean square)\n",
                       std::abs(e.value), *info.expected);
  } else {
    out << info.quantity << "  " << e << "\n";
    out << "interval  "
        << (known(e.interval) ? text_of(e.interval) : std::string("none: too few probes for one"))
        << fmt::format(" at {:g} %\n", 100 * e.confidence);
  }
  if (info.steps) {
    out << fmt::format("quadrature  {} steps, {} {:.2g}\n", *info.steps,
                       info.enclosed ? "error at most" : "estimated error", info.quadrature_error);
  }
  if (e.status == Status::budget) out << unmet_text(e, info, tolerance);
  out << fmt::format("{} {} probes, n = {}, {}, seed {}, {} threads, {:.3g} s\n", e.probes,
                     info.probe, info.n, reports::name(info.field), e.seed, info.threads,
                     info.seconds);
  return out.str();
}

}  // namespace

std::string estimate_text(const Estimate<double>& estimate, const reports::RunInfo& info,
                          const Tolerance& tolerance) {
  return text(estimate, info, tolerance);
}

std::string estimate_text(const Estimate<std::complex<double>>& estimate,
                          const reports::RunInfo& info, const Tolerance& tolerance) {
  return text(estimate, info, tolerance);
}

}  // namespace isotrace::program
