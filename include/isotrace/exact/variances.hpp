#pragma once

#include <isotrace/exact/form_sums.hpp>
#include <isotrace/laws/laws.hpp>

namespace isotrace::exact {

/// The exact variance E|X − tr B|² of X, the mean over one group of the law's values (one probe;
/// for a frame, its columns), each scaled to the mean tr B. docs/mathematics.md lists the formulas,
/// under exact mean-square errors.
///   normalised: the values are a(v,v)/‖v‖²_V divided by the direction moment (Remark 3.8), whose
///   variance is the same for all invariant laws of independent probes; else a(v,v) divided by the
///   law's second moment.
/// Signs in a complex problem are real probes of a complex B.
/// Throws OptionError if the law does not exist on 𝕂ⁿ, for normalised values of a law that is not
/// invariant, and for a caller's law unless it is invariant, draws independent probes and states
/// radial_variance (not needed if normalised). O(1).
double value_variance(const FormSums& sums, const Law& law, bool normalised = false);

/// Variance per probe: value_variance times the law's group, so that N probes give probe_variance /
/// N. Same errors.
double probe_variance(const FormSums& sums, const Law& law, bool normalised = false);

/// E‖n·mean(x xᴴ/‖x‖²) − I‖²_F over N = `probes` probes of an invariant law, the mean-square error
/// of inverse_riesz: n(n−1)/N for independent probes, n(n−f)/N for frames of f columns. Throws
/// ShapeError for n < 1; OptionError for fewer than one probe, for a law that is not invariant, a
/// frame wider than n, and a caller's law in groups. O(1).
double riesz_mean_square_error(Index n, Index probes, const Law& law = Sphere{});

}  // namespace isotrace::exact
