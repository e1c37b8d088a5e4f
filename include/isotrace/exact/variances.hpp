#pragma once

#include <isotrace/exact/form_sums.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::exact {

/// Variance of the mean of one group of the law's values (one probe; for a frame, the mean over its
/// columns), each normalised to mean tr B: docs/mathematics.md, exact mean-square errors, E|X − tr
/// B|².
///   normalised: a(v,v)/‖v‖²_V divided by its direction moment (Remark 3.8), the same for every
///   invariant law; else a(v,v) divided by the law's second moment.
/// Signs on a complex problem are real probes on a complex B.
double value_variance(const FormSums& sums, const Law& law, bool normalised = false);

/// Variance per probe: value_variance times the law's group, so that N probes give variance / N.
double probe_variance(const FormSums& sums, const Law& law, bool normalised = false);

/// E‖n·mean(x xᴴ/‖x‖²) − I‖²_F over N probes of an invariant law: n(n−1)/N, for frames of f columns
/// times (n−f)/(n−1).
double riesz_mean_square_error(Index n, Index probes, const Law& law = Sphere{});

}  // namespace isotrace::exact
