#pragma once

#include <vector>

#include <converge/study.hpp>
#include <input/problem.hpp>

namespace isotrace::program {

/// Measures the built-in cases one after the other: stiffness in the mass metric on an L-shape,
/// mass in the stiffness metric, a magnetic stiffness (Hermitian, not real) in its mass metric, a
/// random complex form in a random complex metric, and the squared Frobenius-type norm of a random
/// map. If stopped, the cases not begun are left out.
std::vector<CaseResult> study_builtin_cases(const StudyOptions& options);

/// The case of a form and a metric from files, over ℂ if one of them is complex. If
/// options.max_probes is 0, it is chosen between 16 and 1024 from the number of nonzeros, so that
/// the work stays bounded. Throws as InputProblem does, before any work.
CaseResult study_files(const ProblemInput& input, StudyOptions options);

}  // namespace isotrace::program
