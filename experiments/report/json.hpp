#pragma once

#include <complex>
#include <optional>
#include <string>

#include <isotrace/core/scalar.hpp>
#include <isotrace/trace/estimate.hpp>

namespace isotrace::reports {

/// The fields of a JSON result besides the estimate itself.
struct RunInfo {
  std::string quantity;   ///< "trace", "norm", "inner_product", …
  std::string estimator;  ///< "hutchinson", …
  std::string probe;      ///< "sphere", …
  Index n = 0;
  Field field = Field::real;
  int threads = 0;
  double seconds = 0;
  std::optional<double> expected = {};  ///< printed after value, if there is one
  std::optional<Index> steps = {};  ///< of a function's quadrature; printed last, with its error
  double quadrature_error = 0;
  bool enclosed = false;  ///< whether that is a bound, and not an estimate
};

/// "real" or "complex".
std::string name(Field field);

/// One JSON object on one line, without a newline: quantity, value, (expected,) standard_error,
/// confidence, interval, status, matvecs, probes, estimator, probe, n, field, seed, threads,
/// seconds (, steps, quadrature_error). Numbers read back to the same double; a NaN or infinity is
/// null, and so is an interval with such a bound. Complex values are {"re": …, "im": …}, their
/// interval {"re": [lo, hi], "im": [lo, hi]}.
std::string to_json(const Estimate<double>& estimate, const RunInfo& info);
std::string to_json(const Estimate<std::complex<double>>& estimate, const RunInfo& info);

}  // namespace isotrace::reports
