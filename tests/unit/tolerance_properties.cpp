// What holds of every run to a tolerance, whatever the method, the spectrum and the budget.
#include <catch2/catch.hpp>

#include <isotrace/isotrace.hpp>
#include <support/by_products.hpp>
#include <support/methods.hpp>
#include <support/random_matrix.hpp>

using namespace isotrace;
using namespace isotrace::test;

namespace {

/// Eigenvalues of one of five kinds, on the diagonal.
Eigen::SparseMatrix<double> diagonal(const std::string& kind, Index n) {
  Eigen::SparseMatrix<double> A(n, n);
  for (Index k = 0; k < n; ++k) {
    const auto i = static_cast<double>(k);
    double value = 1 + 2 * i / static_cast<double>(n);  // "flat"
    if (kind == "poly") value = 1 / ((i + 1) * (i + 1));
    if (kind == "fast") value = std::pow(0.7, i);
    if (kind == "spike") value = k == 0 ? 20 : 1;
    if (kind == "signed") value = k % 2 == 0 ? 1 : -1;
    A.insert(k, k) = value;
  }
  A.makeCompressed();
  return A;
}

bool semidefinite(Method method) {
  return method == Method::nystrompp || method == Method::xnystrace;
}

template <class Check>
void over_problems(const std::vector<Index>& sizes, Check&& check) {
  for (const Index n : sizes) {
    for (const std::string kind : {"flat", "poly", "fast", "spike", "signed"}) {
      const auto A = diagonal(kind, n);
      for (const Method method : all_methods()) {
        if (kind == "signed" && semidefinite(method)) continue;
        for (const double tolerance : {0.3, 1e-2, 1e-3, 1e-9}) {
          CAPTURE(n, kind, name(method), tolerance);
          check(A, method, tolerance);
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("with a tolerance a run ends converged, exact or at its budget", "[methods]") {
  over_problems({5, 30, 60, 100, 200}, [](const auto& A, Method method, double tolerance) {
    const Index n = A.rows();
    const double trace = A.diagonal().sum();
    for (Index most = 1; most <= 2 * n; most += 1 + most / 3) {
      CAPTURE(most);
      Estimate<double> e{};
      try {
        e = metric_trace(by_products(A), EuclideanMetric<double>(n),
                         {.method = method, .tolerance = tolerance, .max_matvecs = most});
      } catch (const OptionError&) {
        CHECK(most < 6);  // pays for no probe
        continue;
      }
      CHECK((e.status == Status::converged || e.status == Status::exact ||
             e.status == Status::budget));
      CHECK(e.matvecs <= most);
      CHECK(std::isfinite(e.value));
      if (e.status == Status::budget) CHECK(e.matvecs > most - 5);  // of four a column
      if (e.status == Status::exact) CHECK(e.value == Approx(trace).epsilon(1e-10).margin(1e-10));
      if (e.status == Status::converged) {
        CHECK(std::isfinite(half_width(e)));
        CHECK(half_width(e) <= tolerance / (1 - tolerance) * std::abs(e.value));
      }
    }
  });
}

TEST_CASE("a run to a tolerance costs no more than a first look and the exact trace", "[methods]") {
  over_problems({5, 30, 60, 100, 160, 200, 256},
                [](const auto& A, Method method, double tolerance) {
                  if (method == Method::hutchinson) return;  // never turns to the exact trace
                  const Index n = A.rows();
                  const auto e = metric_trace(by_products(A), EuclideanMetric<double>(n),
                                              {.method = method, .tolerance = tolerance});
                  CHECK((e.status == Status::converged || e.status == Status::exact));
                  // twenty columns sketched and applied, or a sketch and 24 values
                  CHECK(e.matvecs <= n + 64);
                  if (n <= 40) CHECK(e.matvecs == n);
                });
}

TEST_CASE("a budget that pays for the exact trace beside a first look pays for it", "[methods]") {
  over_problems({60, 200, 300}, [](const auto& A, Method method, double tolerance) {
    if (method == Method::hutchinson) return;
    const Index n = A.rows();
    for (const Index more : {64, 70, 80, 100, 130}) {
      CAPTURE(more);
      const auto e =
          metric_trace(by_products(A), EuclideanMetric<double>(n),
                       {.method = method, .tolerance = tolerance, .max_matvecs = n + more});
      CHECK((e.status == Status::converged || e.status == Status::exact));
    }
  });
}

TEST_CASE("the exact trace of a larger problem takes over what a sketch knows", "[methods]") {
  over_problems({300, 400, 1000}, [](const auto& A, Method method, double tolerance) {
    if (method == Method::hutchinson) return;
    const Index n = A.rows();
    const auto e = metric_trace(by_products(A), EuclideanMetric<double>(n),
                                {.method = method, .tolerance = tolerance});
    CHECK((e.status == Status::converged || e.status == Status::exact));
    // of two products with a column one may be of no more use, and values of no sample are
    CHECK(e.matvecs <= n + 64 + (method == Method::automatic ? n / 8 : n / 4));
  });
}

TEST_CASE("Hutchinson's sample is not much larger than the tolerance needs", "[methods]") {
  struct Case {
    std::string kind;
    double tolerance;
    double median;  ///< over z²σ²/(tolerance · trace)²
  };
  const Index n = 200;
  for (const Case& c : {Case{"poly", 0.3, 2.5}, Case{"poly", 0.1, 2.5}, Case{"spike", 0.02, 2.5},
                        Case{"flat", 0.005, 1.5}, Case{"flat", 0.002, 1.5}}) {
    const auto A = diagonal(c.kind, n);
    const Eigen::VectorXd lambda = A.diagonal();
    const double trace = lambda.sum();
    const double variance =
        2.0 * n / (n + 2) * (lambda.squaredNorm() - trace * trace / static_cast<double>(n));
    const double allowed = c.tolerance * trace;
    const double ideal = 1.96 * 1.96 * variance / (allowed * allowed);
    std::vector<double> matvecs;
    int wrong = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
      const auto e = metric_trace(by_products(A), EuclideanMetric<double>(n),
                                  {.method = Method::hutchinson,
                                   .tolerance = c.tolerance,
                                   .max_matvecs = 10'000'000,
                                   .seed = seed});
      matvecs.push_back(static_cast<double>(e.matvecs) / ideal);
      wrong += std::abs(e.value - trace) > allowed ? 1 : 0;
    }
    std::sort(matvecs.begin(), matvecs.end());
    CAPTURE(c.kind, c.tolerance, ideal, matvecs[100], matvecs[197], wrong);
    CHECK(matvecs[100] <= c.median);
    CHECK(matvecs[197] <= 8);
    CHECK(wrong <= 20);  // 10 at the nominal 5 %; 21 or more have a probability of 1e-3 then
  }
}
