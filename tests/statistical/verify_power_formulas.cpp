#include <catch2/catch.hpp>

#include "support/planted.hpp"

// Mistakes in normalisations, variances, exact values and estimators, as in verify_power.cpp.

using namespace planted;

namespace {

void require_caught(const Implementations& mistaken, const std::vector<std::string>& only) {
  REQUIRE(passes({}, only));
  CHECK_FALSE(passes(mistaken, only));
}

// Multiplies the exact variance of the chosen law's value by a factor of (field, n, group).
template <class Factor>
Implementations scaled_variance(const char* law_name, Factor factor) {
  return with([=]<class S>(Implementation<S>& implementation) {
    implementation.value_variance = [=](const exact::FormSums& sums, const Law& law,
                                        bool normalised) {
      const double right = exact::value_variance(sums, law, normalised);
      if (name(law) != law_name) return right;
      return right *
             factor(sums.field, static_cast<double>(sums.n), static_cast<double>(group(law)));
    };
  });
}

}  // namespace

TEST_CASE("a missing n in the normalisation is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.direction_moment = [](const Law&, Index) { return 1.0; };
                 }),
                 {"3.8"});
}

TEST_CASE("a missing n in the sphere's second moment is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.second_moment = [right = implementation.second_moment](
                                                      const Law& law, Index n) {
                     return name(law) == "sphere" ? 1.0 : right(law, n);
                   };
                 }),
                 {"3.7"});
}

TEST_CASE("the real dimension in place of the dimension over the complex field is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.direction_moment = [](const Law&, Index n) {
                     return 1.0 / static_cast<double>(real_dimension(field_of<S>, n));
                   };
                 }),
                 {"3.2"});
}

TEST_CASE("a ball's second moment without d/(d+2) is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.second_moment = [right = implementation.second_moment](
                                                      const Law& law, Index n) {
                     return name(law) == "ball" ? 1.0 / static_cast<double>(n) : right(law, n);
                   };
                 }),
                 {"3.1"});
}

TEST_CASE("n in place of n + 2 in the sphere's real variance is caught") {
  require_caught(
      scaled_variance("sphere", [](Field field, double n,
                                   double) { return field == Field::real ? (n + 2) / n : 1.0; }),
      {"3.5"});
}

TEST_CASE("the real factor in the sphere's complex variance is caught") {
  require_caught(scaled_variance("sphere",
                                 [](Field field, double n, double) {
                                   return field == Field::complex ? 2 * (n + 1) / (n + 2) : 1.0;
                                 }),
                 {"3.5"});
}

TEST_CASE("a Gaussian variance without its factor two is caught") {
  require_caught(
      scaled_variance("gaussian",
                      [](Field field, double, double) { return field == Field::real ? 0.5 : 1.0; }),
      {"3.1"});
}

TEST_CASE("a frame's variance without (n - b)/(n - 1) is caught") {
  require_caught(
      scaled_variance("frame", [](Field, double n,
                                  double size) { return n > size ? (n - 1) / (n - size) : 1.0; }),
      {"3.5"});
}

TEST_CASE("the conjugate of the exact trace is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.form_sums = [right = implementation.form_sums](
                                                  OperatorRef<S> A, const Space<S>& V) {
                     exact::FormSums sums = right(A, V);
                     sums.trace = std::conj(sums.trace);
                     return sums;
                   };
                 }),
                 {"2.2"});
}

TEST_CASE("S and T swapped on the exact side is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.product_sums = [right = implementation.product_sums](
                                                     OperatorRef<S> S_map, OperatorRef<S> T_map,
                                                     const Space<S>& V, const Space<S>& W) {
                     return right(T_map, S_map, V, W);
                   };
                 }),
                 {"2.12"});
}

TEST_CASE("a conjugated product in the dual spaces is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.product_sums = [right = implementation.product_sums](
                                                     OperatorRef<S> S_map, OperatorRef<S> T_map,
                                                     const Space<S>& V, const Space<S>& W) {
                     exact::FormSums sums = right(S_map, T_map, V, W);
                     if (V.name == "dual") sums.trace = std::conj(sums.trace);
                     return sums;
                   };
                 }),
                 {"2.14"});
}

TEST_CASE("an estimator that ignores its seed is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.trace = [right = implementation.trace](OperatorRef<S> A,
                                                                         const Space<S>& V,
                                                                         Options options) {
                     options.seed = 1;
                     return right(A, V, options);
                   };
                 }),
                 {"3.5"});
}

TEST_CASE("an estimator that spends half of its budget is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
                   implementation.inner_product = [right = implementation.inner_product](
                                                      OperatorRef<S> S_map, OperatorRef<S> T_map,
                                                      const Space<S>& V, const Space<S>& W,
                                                      Options options) {
                     options.matvecs = *options.matvecs / 2;
                     return right(S_map, T_map, V, W, options);
                   };
                 }),
                 {"3.7"});
}
