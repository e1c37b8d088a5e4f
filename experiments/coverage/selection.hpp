#pragma once

#include <string>
#include <vector>

#include <coverage/coverage_case.hpp>

namespace isotrace::program {

/// The names of the estimators.
std::vector<std::string> estimator_names();

/// Whether a selection (CoverageOptions::only) takes the cells of an estimator: it is named, or
/// none is.
bool names_estimator(const std::vector<std::string>& only, Method method);

/// Whether it takes a matrix of a set: the matrix or its set is named, or no matrix nor set is.
bool names_matrix(const std::vector<std::string>& only, CoverageSet set, const std::string& matrix);

}  // namespace isotrace::program
