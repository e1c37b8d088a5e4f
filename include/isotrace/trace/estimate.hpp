#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>
#include <type_traits>

#include <isotrace/core/scalar.hpp>
#include <isotrace/trace/method.hpp>

namespace isotrace {

/// How an estimate ended: without a tolerance never as `converged` or `budget`, with one never as
/// `completed`.
enum class Status {
  completed,   ///< the requested matvecs were spent
  exact,       ///< the exact value was found within the budget
  converged,   ///< the tolerance was reached
  budget,      ///< the tolerance was not reached within the budget
  interrupted  ///< stopped by the caller; the result is that of the finished probes
};

/// The enumerator's name.
std::string_view name(Status status);

/// A closed interval on the real line.
struct Interval {
  double low;
  double high;
};

/// Intervals for the real and the imaginary part, whose confidence is that of both together.
struct ComplexInterval {
  Interval re;
  Interval im;
};

/// What every estimator returns. T is double or std::complex<double>.
template <class T>
struct Estimate {
  T value;
  /// Standard error of the value; over ℂ that of |value − exact|. NaN if it is unknown, for example
  /// after a single probe.
  double standard_error;
  double confidence;  ///< of the interval
  std::conditional_t<std::is_same_v<T, double>, Interval, ComplexInterval> interval;
  Status status;
  Index matvecs;  ///< operator applications spent
  Index probes;
  std::uint64_t seed;
  /// The method that ran. For `automatic` it is the one chosen, or `automatic` itself if the exact
  /// trace was computed.
  Method method = Method::hutchinson;
};

/// "value ± standard error (matvecs, status)".
std::ostream& operator<<(std::ostream& out, const Estimate<double>& estimate);
std::ostream& operator<<(std::ostream& out, const Estimate<std::complex<double>>& estimate);

}  // namespace isotrace
