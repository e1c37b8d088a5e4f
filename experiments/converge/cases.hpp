#pragma once

#include <vector>

#include <converge/study.hpp>
#include <input/problem.hpp>

namespace isotrace::program {

/// The built-in cases, measured one after the other: stiffness in the mass metric on an L-shape,
/// the pair the other way round, a magnetic stiffness (Hermitian, not real) in its mass metric, a
/// random complex form in a random complex metric, and the squared Frobenius-type norm of a random
/// map. If stopped, those not begun are left out.
std::vector<CaseResult> study_builtin_cases(const StudyOptions& options);

/// The case of a form and a metric from files, over ℂ if one of them is. Unless options.max_probes
/// is given (not 0), it is chosen from the matrices' nonzeros, between 64 and 1024, so that the
/// work stays bounded. Throws as InputProblem does, before any work.
CaseResult study_files(const ProblemInput& input, StudyOptions options);

}  // namespace isotrace::program
