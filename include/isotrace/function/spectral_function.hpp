#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <isotrace/core/scalar.hpp>

namespace isotrace {

/// Which end of the spectrum a Gauss–Radau rule is pinned at, so that it and Gauss's rule enclose
/// an integral of f (G. H. Golub, G. Meurant, Matrices, Moments and Quadrature, 2010, chapter 6):
/// with k nodes the errors have the signs of f⁽²ᵏ⁾ and of ±f⁽²ᵏ⁺¹⁾.
enum class Enclosure {
  none,   ///< unknown
  lower,  ///< its lower end: f⁽²ᵏ⁾ and f⁽²ᵏ⁺¹⁾ have opposite signs, all that are asked for
  upper   ///< its upper end: they have the same sign
};

/// A real function on an interval [low, ∞) or (low, ∞) of the real line, to be applied to the
/// eigenvalues of a Hermitian operator.
class SpectralFunction {
 public:
  struct Properties {
    double low = -std::numeric_limits<double>::infinity();
    bool closed = false;  ///< whether f(low) is defined
    Enclosure enclosure = Enclosure::none;
    Index from = 1;                    ///< nodes from which on they enclose
    std::optional<Index> degree = {};  ///< f is a polynomial of this degree
  };

  /// f must be callable from several threads at once.
  SpectralFunction(std::string name, std::function<double(double)> f, Properties properties);
  SpectralFunction(std::string name, std::function<double(double)> f)
      : SpectralFunction(std::move(name), std::move(f), Properties{}) {}

  const std::string& name() const { return name_; }
  const Properties& properties() const { return properties_; }
  /// Whether x is in the domain.
  bool holds(double x) const {
    return x > properties_.low || (properties_.closed && x == properties_.low);
  }
  /// Whether x is in the domain and f(x) finite.
  bool finite(double x) const;
  /// f(x). An x below the end of a closed domain by at most `rounding` counts as that end. Throws
  /// OperatorError (x, and the domain) for another x outside it, NotFiniteError if f(x) is not
  /// finite.
  double operator()(double x, double rounding = 0) const;

 private:
  std::string name_;
  std::function<double(double)> f_;
  Properties properties_;
};

/// Functions by name.
namespace functions {

SpectralFunction log();
SpectralFunction exp();
/// 1/x for x > 0.
SpectralFunction inverse();
SpectralFunction sqrt();
SpectralFunction inverse_sqrt();
/// xᵖ: for every x if p is an integer ≥ 0, for x ≥ 0 if p > 0, for x > 0 if p < 0. Throws
/// OptionError unless p is finite.
SpectralFunction power(double p);
/// x/(x + α) for x > −α: its trace is the effective number of degrees of freedom of a ridge
/// regression. Throws OptionError unless α > 0 is finite.
SpectralFunction ratio(double alpha);
/// log(1 + x) for x > −1.
SpectralFunction log1p();
/// −1, 0 or 1.
SpectralFunction sign();
/// 1/(1 + exp((x − at)/width)): 1 far below `at`, 0 far above; its trace counts eigenvalues. Throws
/// OptionError unless width > 0 and both are finite.
SpectralFunction smooth_step(double at, double width);

/// The function of a word: log, log1p, exp, inverse, sqrt, inverse-sqrt, sign, power:P, ratio:ALPHA
/// or step:AT:WIDTH. Throws OptionError (the word, and those that exist).
SpectralFunction parse(std::string_view word);

}  // namespace functions

}  // namespace isotrace
