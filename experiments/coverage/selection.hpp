#pragma once

#include <string>
#include <vector>

#include <coverage/coverage_case.hpp>

namespace isotrace::program {

/// The names of the estimators.
std::vector<std::string> estimator_names();

/// Whether a selection (CoverageOptions::only) includes an estimator: it is named, or no estimator
/// is.
bool names_estimator(const std::vector<std::string>& only, Method method);

/// Whether it includes a matrix of a set: the matrix or its set is named, or no matrix or set is.
bool names_matrix(const std::vector<std::string>& only, CoverageSet set, const std::string& matrix);

}  // namespace isotrace::program
