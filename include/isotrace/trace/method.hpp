#pragma once

#include <span>
#include <string_view>

namespace isotrace {

/// How an estimator spends its matvecs. All act on B = QᴴAQ, so that each holds in every metric. m
/// is the budget; a sketch of k columns costs O(n k²) beside the products, by BLAS, and panels of
/// double (for float too) beside the blocks of Options::memory: at the most as many n×m ones as
/// stated.
///
/// Probes of an invariant law are resphered, so that sphere, ball and Gaussian are one; signs and
/// phases never. The intervals are those of trace/interval.hpp for the sampled part, or of
/// leave-one-out values (trace/exchangeable.hpp), widened by what rounding may do.
enum class Method {
  automatic,   ///< Hutchinson's or XTrace, whichever a pilot sketch shows to be the better; for a
               ///< form that is known to be semidefinite XNysTrace takes XTrace's place. Given the
               ///< pilot each is unbiased: its values are not averaged. With a tolerance what
               ///< takes the least time, by a model (core/cost.hpp), the exact trace among it, as
               ///< a few values, spent too, and then every look foresee; a sketch that would grow
               ///< for too long is then completed as Hutch++'s or Nyström++'s
  hutchinson,  ///< the mean of form values; no panel
  hutchpp,     ///< Hutch++: the trace on the range of BΩ, k = m/3, and Hutchinson's beside it;
               ///< 1 panel (Meyer, Musco, Musco, Woodruff, SOSA 2021)
  na_hutchpp,  ///< its non-adaptive form: all products at once; 1.5 panels (ibid.). Uses Bᴴ
               ///< where A has an adjoint, else takes B for Hermitian: unbiased, but no better
               ///< than Hutchinson's if it is far from that
  adaptive_hutchpp,  ///< Hutch++ with k found while running, in blocks; 2 panels
                     ///< (Persson, Cortinovis, Kressner, SIMAX 43, 2022)
  nystrompp,         ///< Nyström++, k = m/2, for B ≥ 0; 1.5 panels (ibid.)
  xtrace,     ///< XTrace, k = m/2: every probe in turn is left out of the sketch and tests it;
              ///< 2.5 panels (Epperly, Tropp, Webber, SIMAX 45, 2024)
  xnystrace,  ///< XNysTrace, k = m, for B ≥ 0; 3 panels (ibid.)
  custom      ///< of an estimate by an estimator of the caller's (trace/estimator.hpp); not asked
              ///< for by name
};

/// Its name on the command line: "auto", "hutchinson", "hutchpp", "na-hutchpp", "adaptive-hutchpp",
/// "nystrompp", "xtrace", "xnystrace"; "custom".
std::string_view name(Method method);
/// All that can be asked for.
std::span<const Method> all_methods();
/// The method of that name. Throws OptionError, with the name found and those there are.
Method parse_method(std::string_view name);

}  // namespace isotrace
