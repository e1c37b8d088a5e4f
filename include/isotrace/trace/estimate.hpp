#pragma once

#include <cstdint>
#include <iosfwd>
#include <string_view>
#include <type_traits>

#include <isotrace/core/scalar.hpp>
#include <isotrace/trace/method.hpp>

namespace isotrace {

/// With a tolerance never `completed`, without one never `converged` or `budget`.
enum class Status {
  completed,   ///< the matvecs asked for were spent
  exact,       ///< the exact value was found with fewer
  converged,   ///< the tolerance was reached
  budget,      ///< the tolerance was not reached within the budget
  interrupted  ///< stopped by the caller; the result is that of the probes done
};

std::string_view name(Status status);

/// A closed interval on the real line.
struct Interval {
  double low;
  double high;
};

/// Real and imaginary intervals that hold jointly.
struct ComplexInterval {
  Interval re;
  Interval im;
};

/// What every estimator returns. T is double or std::complex<double>.
template <class T>
struct Estimate {
  T value;
  /// Standard error of the mean; over ℂ that of |value − exact|. NaN where one probe is all there
  /// is.
  double standard_error;
  double confidence;
  std::conditional_t<std::is_same_v<T, double>, Interval, ComplexInterval> interval;
  Status status;
  Index matvecs;  ///< operator applications spent
  Index probes;
  std::uint64_t seed;
  /// That ran: where `automatic` chose, its choice (itself for the exact trace).
  Method method = Method::hutchinson;
};

/// "value ± standard error (matvecs, status)".
std::ostream& operator<<(std::ostream& out, const Estimate<double>& estimate);
std::ostream& operator<<(std::ostream& out, const Estimate<std::complex<double>>& estimate);

}  // namespace isotrace
