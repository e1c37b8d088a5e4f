#include <catch2/catch.hpp>

#include "support/planted.hpp"

// Mistakes in what the estimators return, as in verify_power.cpp.

using namespace planted;

namespace {

const std::vector<std::string> estimators{"3.5-estimators"};

void require_caught(const Implementations& mistaken) {
  REQUIRE(passes({}, estimators));
  CHECK_FALSE(passes(mistaken, estimators));
}

/// Changes the trace's options before, and its estimate after the library has run.
template <class Before, class After>
Implementations changed_trace(Before before, After after) {
  return with([=]<class S>(Implementation<S>& implementation) {
    implementation.trace = [=, right = implementation.trace](OperatorRef<S> A, const Space<S>& V,
                                                             const Options& options) {
      Options changed = options;
      before(changed);
      auto estimate = right(A, V, changed);
      after(estimate, options);
      return estimate;
    };
  });
}

constexpr auto nothing = [](auto&&...) {};

}  // namespace

TEST_CASE("a standard error halved is caught") {
  require_caught(changed_trace(nothing, [](auto& e, const Options&) { e.standard_error /= 2; }));
}

TEST_CASE("a standard deviation in place of the standard error is caught") {
  require_caught(changed_trace(nothing, [](auto& e, const Options&) {
    e.standard_error *= std::sqrt(static_cast<double>(e.probes));
  }));
}

TEST_CASE("a value that is wrong with many matvecs only is caught") {
  require_caught(changed_trace(nothing, [](auto& e, const Options& options) {
    if (options.matvecs > 16) e.value *= 2.0;
  }));
}

TEST_CASE("an estimator that ignores the law is caught") {
  require_caught(changed_trace([](Options& options) { options.law = Sphere{}; }, nothing));
}

TEST_CASE("an estimator that ignores the normalisation is caught") {
  require_caught(changed_trace([](Options& options) { options.normalised = false; }, nothing));
}

TEST_CASE("an overspent budget is caught") {
  require_caught(
      changed_trace([](Options& options) { options.matvecs = *options.matvecs + 1; }, nothing));
}

TEST_CASE("a norm without its square root is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
    implementation.norm = [right = implementation.norm](OperatorRef<S> T, const Space<S>& V,
                                                        const Space<S>& W, const Options& options) {
      auto estimate = right(T, V, W, options);
      estimate.value *= estimate.value;
      return estimate;
    };
  }));
}

TEST_CASE("a mean that is normalised is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
    implementation.mean = implementation.trace;
  }));
}

TEST_CASE("an inverse Riesz map that is transposed over the complex field is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
    implementation.inverse_riesz = [right = implementation.inverse_riesz](const Space<S>& V,
                                                                          const Options& options,
                                                                          BlockView<S> inverse) {
      const auto estimate = right(V, options, inverse);
      const RowMatrix<S> transposed = eigen(inverse).transpose();
      eigen(inverse) = transposed;
      return estimate;
    };
  }));
}

TEST_CASE("a wrong symmetric part among the exact sums is caught") {
  require_caught(with([]<class S>(Implementation<S>& implementation) {
    implementation.form_sums = [right = implementation.form_sums](OperatorRef<S> A,
                                                                  const Space<S>& V) {
      auto sums = right(A, V);
      sums.symmetric2 *= 3;
      return sums;
    };
  }));
}
