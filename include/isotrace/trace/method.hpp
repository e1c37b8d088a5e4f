#pragma once

#include <span>
#include <string_view>

namespace isotrace {

/// How an estimator spends its matvecs. All methods act on B = QᴴAQ, and so hold in every metric.
/// Below, m is the budget and k the number of columns of a sketch. A sketch takes O(n k²) beside
/// its products, and memory for panels: at most the stated number of n×m matrices in double
/// precision (also for float), which Options::memory holds beside the blocks.
///
/// Probes of an invariant law are resphered (projected off a basis and rescaled), so that sphere,
/// ball and Gaussian give the same estimate; signs and phases never are. Intervals are those of
/// trace/interval.hpp for a sample, or of trace/exchangeable.hpp for leave-one-out values, widened
/// by the rounding error.
enum class Method {
  automatic,   ///< Hutchinson's or XTrace, as a pilot sketch decides; if the form is known to be
               ///< semidefinite, XNysTrace in place of XTrace. The pilot's values are not averaged,
               ///< so the estimate is unbiased. With a tolerance: whatever is predicted to take the
               ///< least time, the exact trace included, by a cost model (core/cost.hpp) from a
               ///< few values, which are spent, and then from every look at the interval. A sketch
               ///< that would grow for too long is finished as that of Hutch++ or Nyström++
  hutchinson,  ///< the mean of form values; no panel
  hutchpp,     ///< Hutch++: the trace on the range of BΩ, k = m/3, plus Hutchinson's estimate of
               ///< the rest; 1 panel (Meyer, Musco, Musco, Woodruff, SOSA 2021)
  na_hutchpp,  ///< non-adaptive Hutch++: all products at once; 1.5 panels (ibid.). Uses Bᴴ if A
               ///< has an adjoint, else assumes that B is Hermitian: it stays unbiased, but is no
               ///< better than Hutchinson's if B is far from Hermitian
  adaptive_hutchpp,  ///< Hutch++ with k found while running, in blocks; 2 panels
                     ///< (Persson, Cortinovis, Kressner, SIMAX 43, 2022)
  nystrompp,         ///< Nyström++, k = m/2, for B ≥ 0; 1.5 panels (ibid.)
  xtrace,     ///< XTrace, k = m/2: each probe in turn is left out of the sketch, and tests it;
              ///< 2.5 panels (Epperly, Tropp, Webber, SIMAX 45, 2024)
  xnystrace,  ///< XNysTrace, k = m, for B ≥ 0; 3 panels (ibid.)
  custom      ///< marks an estimate by a caller's estimator (trace/estimator.hpp); cannot be
              ///< requested
};

/// The name on the command line: "auto", "hutchinson", "hutchpp", "na-hutchpp", "adaptive-hutchpp",
/// "nystrompp", "xtrace", "xnystrace"; "custom". Throws OptionError for a value that is no
/// enumerator.
std::string_view name(Method method);
/// All methods that can be requested.
std::span<const Method> all_methods();
/// The method with this name. Throws OptionError, stating the name found and the names that exist.
Method parse_method(std::string_view name);

}  // namespace isotrace
