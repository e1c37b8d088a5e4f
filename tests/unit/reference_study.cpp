#include <catch2/catch.hpp>

#include <atomic>
#include <cmath>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/metric/metrics.hpp>
#include <reference/accuracy_pictures.hpp>
#include <reference/matrices.hpp>
#include <reference/real_pairs.hpp>
#include <reference/reference_cases.hpp>
#include <reference/spectra.hpp>

#include "support/metric_checks.hpp"

using namespace isotrace;
using namespace isotrace::program;

namespace {

constexpr Index n = 40;

/// An indefinite diagonal form, which the methods for A ≥ 0 must refuse.
RowMatrix<double> indefinite() {
  RowMatrix<double> A = RowMatrix<double>::Identity(n, n);
  A(0, 0) = -5;
  return A;
}

AccuracyCase measured(const RowMatrix<double>& A, const AccuracyOptions& options, Index runs) {
  const EuclideanMetric<double> I(A.rows());
  Tally tally({}, 0);
  return measure_accuracy<double>({.matrix = "poly", .metric = "I"}, OperatorForm<double>(A), I,
                                  {{20, runs}, {10, runs}}, options, tally);
}

const AccuracyCurve& curve_of(const AccuracyCase& one, Method method, std::string_view law) {
  for (const auto& curve : one.curves) {
    if (curve.entrant.method == method && name(curve.entrant.law) == law) return curve;
  }
  throw std::runtime_error("no such curve");
}

}  // namespace

TEST_CASE("the reference spectra have their traces and steps") {
  const auto spectra = reference_spectra(1000);
  REQUIRE(spectra.size() == 6);
  const double sums[] = {2000,        std::acos(-1.0) * std::acos(-1.0) / 6 - 1.0 / 1000 + 0.5e-6,
                         10,          1 / 0.3,
                         50 + 950e-3, 50 + 950e-8};
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    INFO(spectra[i].name);
    CHECK(spectra[i].eigenvalues.size() == 1000);
    CHECK(spectra[i].eigenvalues.sum() == Approx(sums[i]).epsilon(1e-9));
    CHECK(spectra[i].eigenvalues.minCoeff() > 0);
  }
}

TEMPLATE_TEST_CASE("a lifted matrix is pulled back to the matrix itself", "", double,
                   std::complex<double>) {
  const Stream stream{7};
  const auto U = haar_matrix<TestType>(stream.substream("U"), n);
  CHECK(test::relative_gap<TestType>(U * U.adjoint(), test::identity<TestType>(n)) < 1e-13);
  const auto V = conditioned_metric<TestType>(stream.substream("V"), n, 1e4);
  const RowMatrix<TestType> I = test::identity<TestType>(n);
  RowMatrix<TestType> gram(n, n);
  V.gram(view(I), view(gram));
  const Eigen::SelfAdjointEigenSolver<RowMatrix<TestType>> eigen(gram);
  CHECK(eigen.eigenvalues()[n - 1] == Approx(1e2));
  CHECK(eigen.eigenvalues()[0] == Approx(1e-2));

  const auto A = conjugated(U, reference_spectra(n)[1].eigenvalues);
  CHECK((A - A.adjoint()).norm() == 0);
  const RowMatrix<TestType> Q = test::map_matrix<TestType>(V, Isometry::forward);
  const RowMatrix<TestType> back = Q.adjoint() * lifted(A, V) * Q;
  CHECK(test::relative_gap<TestType>(back, A) < 1e-11);
}

TEST_CASE("reference errors are found for the five columns of the table, and no others") {
  CHECK(reference_error("flat", {Method::hutchinson, Signs{}}, 20) == 2.2e-3);
  CHECK(reference_error("poly", {Method::hutchpp, Signs{}}, 100) == 4.6e-4);
  CHECK(reference_error("slowexp", {Method::xtrace, Signs{}}, 200) == 1.8e-6);
  CHECK(reference_error("smallstep", {Method::xtrace, Sphere{}}, 300) == 1.5e-7);
  CHECK(reference_error("bigstep", {Method::xnystrace, Sphere{}}, 300) == 3.5e-10);
  CHECK(!reference_error("flat", {Method::hutchinson, Sphere{}}, 20));
  CHECK(!reference_error("flat", {Method::xnystrace, Signs{}}, 20));
  CHECK(!reference_error("flat", {Method::hutchinson, Signs{}}, 40));
  CHECK(!reference_error("lund_a", {Method::hutchinson, Signs{}}, 20));
}

TEST_CASE("an error is flagged from 1.5 times the reference on, unless it is rounding") {
  CHECK(compare(1.4e-3, 1e-3).within);
  CHECK(!compare(1.6e-3, 1e-3).within);
  CHECK(compare(1.6e-3, 1e-3).ratio == Approx(1.6));
  CHECK(compare(9e-14, 1e-15).within);
  CHECK(!compare(2e-13, 1e-15).within);
}

// The mean of |error| is √(2/π) of its root mean square for normal errors; with 20 probes on a flat
// spectrum it is within 1 % of that. 400 runs: standard deviation 0.038 of the mean, so that 0.2 is
// five of them.
TEST_CASE("measured errors of Hutchinson's method lie at the exact prediction") {
  const auto U = haar_matrix<double>(Stream{3}, n);
  const auto A = conjugated(U, reference_spectra(n)[0].eigenvalues);
  const EuclideanMetric<double> I(n);
  const auto sums = exact::form_sums(OperatorForm<double>(A), I);
  const AccuracyCase one = measured(A, {}, 400);
  CHECK(one.trace.real() == Approx(2.0 * n));
  for (const char* law : {"sphere", "signs"}) {
    const auto& curve = curve_of(one, Method::hutchinson, law);
    const double variance = exact::probe_variance(sums, curve.entrant.law);
    REQUIRE(curve.matvecs == std::vector<Index>{20, 10});
    for (std::size_t i = 0; i < curve.matvecs.size(); ++i) {
      const double rms = std::sqrt(variance / static_cast<double>(curve.matvecs[i])) / (2.0 * n);
      CHECK(curve.error[i] == Approx(std::sqrt(2 / std::acos(-1.0)) * rms).epsilon(0.2));
    }
  }
}

TEST_CASE("an accuracy study is the same for every number of threads") {
  const auto A = conjugated(haar_matrix<double>(Stream{3}, n), reference_spectra(n)[1].eigenvalues);
  const AccuracyCase one = measured(A, {.threads = 1}, 8);
  const AccuracyCase three = measured(A, {.threads = 3}, 8);
  REQUIRE(one.curves.size() == 11);
  for (std::size_t k = 0; k < one.curves.size(); ++k) {
    CHECK(one.curves[k].error == three.curves[k].error);
  }
}

TEST_CASE("what a method refuses has no points and says so") {
  const AccuracyCase one = measured(indefinite(), {}, 3);
  REQUIRE(one.curves.size() == 11);
  for (const auto& curve : one.curves) {
    INFO(name(curve.entrant.method));
    const bool psd =
        curve.entrant.method == Method::nystrompp || curve.entrant.method == Method::xnystrace;
    CHECK(curve.refused == psd);
    CHECK(curve.error.empty() == psd);
  }
  const auto table = accuracy_table("table", "", {one});
  CHECK(std::get<std::string>(table.rows()[6].back()) == "refused");
}

TEST_CASE("the table has a row an entrant and flags a planted error") {
  AccuracyCase one{.matrix = "poly", .metric = "I", .n = 1000, .trace = 1.6};
  one.curves.push_back({.entrant = {Method::xtrace, Sphere{}},
                        .matvecs = {300, 20, 100, 200},
                        .runs = {9, 9, 9, 9},
                        .error = {2.8e-5, 7.9e-3, 2.7e-4, 8.2e-5},
                        .rms = {3.5e-5, 9.9e-3, 3.4e-4, 1.0e-4}});
  one.curves.push_back(one.curves[0]);
  one.curves[1].error[3] *= 2;
  one.curves.push_back(one.curves[0]);
  one.curves[2].entrant.method = Method::automatic;
  one.curves[2].chosen = {{{Method::xtrace, 9}},
                          {{Method::hutchinson, 8}, {Method::xtrace, 1}},
                          {{Method::hutchinson, 2}, {Method::xtrace, 7}},
                          {}};
  CHECK(chosen_at(one.curves[2], 0) == "xtrace");
  CHECK(chosen_at(one.curves[2], 1) == "hutchinson 8, xtrace 1");
  CHECK(chosen_at(one.curves[2], 2) == "xtrace 7, hutchinson 2");
  CHECK(chosen_at(one.curves[2], 3).empty());
  CHECK(chosen_at(one.curves[0], 0).empty());
  const auto table = accuracy_table("table", "", {one});
  REQUIRE(table.rows().size() == 3);
  CHECK(table.columns().size() == 4 + 4 + 1);
  CHECK(std::get<std::string>(table.rows()[1][4]) == "7.9e-03 = 1.00 × 7.9e-03");
  CHECK(std::get<std::string>(table.rows()[1][6]) == "1.6e-04 = 2.00 × 8.2e-05");
  CHECK(std::get<std::string>(table.rows()[2][4]) == "7.9e-03");  // of auto there is no reference
  CHECK(std::get<std::string>(table.rows()[0].back()) == "yes");
  CHECK(std::get<std::string>(table.rows()[1].back()) == "no");
  CHECK(std::get<std::string>(table.rows()[2].back()).empty());
  CHECK(agreement_of({one}).within == 7);
  CHECK(agreement_of({one}).compared == 8);
  CHECK(accuracy_points({.cases = {one}}).rows().size() == 12);
  const auto plot = accuracy_plot(one);
  CHECK(plot.series.size() == 5);
  CHECK(plot.series[0].x == std::vector<double>{20, 100, 200, 300});
  CHECK(plot.series[4].label == "auto, sphere");  // on another's curve, that stays to be seen
  CHECK(plot.series[4].mark == reports::Mark::rings);
  for (int k = 0; k < 4; ++k) CHECK(plot.series[k].mark != reports::Mark::rings);
}

TEST_CASE("a reference study that is stopped from the start has no cases and says so") {
  const std::atomic<bool> stop{true};
  const auto result = reference_study({.study = {.stop = &stop}, .n = n, .runs = 2, .data = false});
  CHECK(result.cases.empty());
  CHECK(result.pairs.empty());
  CHECK(result.interrupted);
  CHECK(text_of(result).empty());
}

TEST_CASE("a small reference study has all matrices in both metrics and all its progress") {
  Index last = 0;
  Index total = 0;
  const auto result =
      reference_study({.n = n, .runs = 2, .data = false, .progress = [&](Index done, Index all) {
                         last = done;
                         total = all;
                       }});
  REQUIRE(result.cases.size() == 12);
  CHECK(result.cases[7].matrix == "poly");
  CHECK(result.cases[7].metric == "V");
  CHECK(result.cases[7].trace.real() == Approx(result.cases[1].trace.real()).epsilon(1e-10));
  CHECK(last == total);
}
