#pragma once

#include <string>

#include <converge/study.hpp>

namespace isotrace::program {

/// The caption of the convergence plot: which laws' lines coincide with the sphere's (constants
/// within 5 %, less than the scatter of the points) and why, and how far away the others are. If
/// the sphere's error is zero up to rounding, it explains points and lines only.
std::string convergence_caption(const CaseResult& result);

/// The caption of the ratio plot.
std::string ratio_caption();

/// How many of the 95 % intervals of the fitted slopes and constants contain −1/2 and the exact
/// constant.
std::string agreement(const std::vector<CaseResult>& cases);

}  // namespace isotrace::program
