#pragma once

#include <isotrace/results/estimate.hpp>
#include <isotrace/results/moments.hpp>

namespace isotrace {

/// Standard error of the mean, √(variance / count), at every scale; NaN for fewer than two values.
double standard_error(const Moments& moments);

/// Two-sided interval for the mean at the given confidence: Student's, with Hall's cubic correction
/// for the skewness of the values (Hall, JRSS B 54 (1992), 221–228). Form values are skewed
/// when few eigenvalues dominate. NaN bounds for fewer than two values.
Interval mean_interval(const Moments& moments, double confidence);

}  // namespace isotrace
