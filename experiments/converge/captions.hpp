#pragma once

#include <string>

#include <converge/study.hpp>

namespace isotrace::program {

/// What the convergence plot shows: which laws' lines lie on the sphere's (constants within 5 % of
/// it, less than the points scatter) and why, and how far from it the others lie. Empty but for the
/// points and lines where the sphere's error is zero to rounding.
std::string convergence_caption(const CaseResult& result);

/// What the ratio plot shows.
std::string ratio_caption();

/// How many of the fitted slopes' and constants' 95 % intervals hold −1/2 and the exact constant.
std::string agreement(const std::vector<CaseResult>& cases);

}  // namespace isotrace::program
