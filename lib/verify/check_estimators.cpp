#include <cmath>

#include "checks.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

constexpr Index matvecs = 150;
constexpr std::uint64_t seed = 11;

// An estimator's result, recomputed from the same probes with dense matrices.
template <class S>
struct Recomputed {
  Wide<S> mean = 0;
  double standard_error = 0;
  Index probes = 0;
};

// Recomputes an estimate with value(x) the normalised value of a probe x, which costs `cost`
// matvecs.
template <class S, class Value>
Recomputed<S> recompute(const Context<S>& context, const Law& law, Index cost, Index dim,
                        Value&& value) {
  Recomputed<S> r;
  r.probes = matvecs / cost / group(law) * group(law);
  RowMatrix<S> X(dim, r.probes);
  draw_probes(context.implementation, law, Stream{seed}, 0, X);
  std::vector<Wide<S>> values;
  values.reserve(static_cast<std::size_t>(r.probes));
  for (Index j = 0; j < r.probes; ++j) values.push_back(value(ColMatrix<S>(X.col(j))));
  const std::vector<Wide<S>> means = group_means(values, group(law));
  const auto count = static_cast<double>(means.size());
  for (const Wide<S>& m : means) r.mean += m / count;
  double squares = 0;
  for (const Wide<S>& m : means) squares += squared_modulus(m - r.mean);
  r.standard_error = std::sqrt(squares / (count - 1) / count);
  return r;
}

template <class S>
class EstimatorChecks {
 public:
  explicit EstimatorChecks(const Context<S>& context)
      : context_(context), p_(context.problem), Q_(ColMatrix<S>::Identity(p_.dim(), p_.dim())) {
    RowMatrix<S> Q = Q_;
    context.implementation.map(context.space(), Isometry::forward, view(Q));
    Q_ = Q;
  }

  void trace(const Law& law, bool normalised) {
    const Options options = options_of(law, normalised);
    const double moment = normalised ? context_.implementation.direction_moment(law, p_.dim())
                                     : context_.implementation.second_moment(law, p_.dim());
    const auto expected =
        recompute<S>(context_, law, 1, p_.dim(), [&](const ColMatrix<S>& x) -> Wide<S> {
          const double divisor = normalised ? moment * x.squaredNorm() : moment;
          return form(Q_ * x) / divisor;
        });
    compare("trace", label(law, normalised),
            context_.implementation.trace(OperatorRef<S>(p_.A[0]), context_.space(), options),
            expected, 1);
  }

  void mean(const Law& law) {
    const auto expected = recompute<S>(
        context_, law, 1, p_.dim(), [&](const ColMatrix<S>& x) -> Wide<S> { return form(Q_ * x); });
    compare("mean", label(law, false),
            context_.implementation.mean(OperatorRef<S>(p_.A[0]), context_.space(),
                                         options_of(law, false)),
            expected, 1);
  }

  void factor_mean(const Law& law) {
    if (p_.factor.cols() == 0) return;
    const auto expected =
        recompute<S>(context_, law, 1, p_.factor.cols(),
                     [&](const ColMatrix<S>& x) -> Wide<S> { return form(p_.factor * x); });
    compare("factor-mean", label(law, false),
            context_.implementation.factor_mean(OperatorRef<S>(p_.A[0]), OperatorRef<S>(p_.factor),
                                                options_of(law, false)),
            expected, 1);
  }

  void products(const Law& law) {
    const double moment = context_.implementation.second_moment(law, p_.dim());
    const auto value = [&](const RowMatrix<S>& left, const RowMatrix<S>& right) {
      return [&, moment](const ColMatrix<S>& x) -> Wide<S> {
        return ColMatrix<S>((right * Q_ * x).adjoint() * p_.W * (left * Q_ * x))(0, 0) / moment;
      };
    };
    compare("inner-product", label(law, false),
            context_.implementation.inner_product(OperatorRef<S>(p_.S_map),
                                                  OperatorRef<S>(p_.T_map), context_.space(),
                                                  p_.codomain, options_of(law, false)),
            recompute<S>(context_, law, 2, p_.dim(), value(p_.S_map, p_.T_map)), 2);
    const auto square = recompute<S>(context_, law, 1, p_.dim(), value(p_.T_map, p_.T_map));
    Recomputed<S> root = square;
    const double size = std::sqrt(real_part(square.mean));
    root.standard_error = square.standard_error / (2 * size);
    // the estimator removes the second-order bias of the square root (trace/frobenius.hpp)
    root.mean = size + 0.5 * root.standard_error * root.standard_error / size;
    compare("norm", label(law, false),
            context_.implementation.norm(OperatorRef<S>(p_.T_map), context_.space(), p_.codomain,
                                         options_of(law, false)),
            root, 1);
  }

  // (3.4): n times the mean of v vᴴ/‖v‖²_V, all entries.
  void riesz(const Law& law) {
    const Index n = p_.dim();
    RowMatrix<S> inverse(n, n);
    Options options = options_of(law, true);
    options.block = 0;  // the default: the width of a block changes the rounding of the sum
    context_.implementation.inverse_riesz(context_.space(), options, view(inverse));
    ColMatrix<S> expected = ColMatrix<S>::Zero(n, n);
    RowMatrix<S> X(n, matvecs / group(law) * group(law));
    draw_probes(context_.implementation, law, Stream{seed}, 0, X);
    for (Index j = 0; j < X.cols(); ++j) {
      const ColMatrix<S> v = Q_ * X.col(j);
      expected += v * v.adjoint() *
                  (static_cast<double>(n) / static_cast<double>(X.cols()) / X.col(j).squaredNorm());
    }
    context_.record.identity("inverse-riesz",
                             label(law, true) + ": distance to n·mean(v vᴴ/‖v‖²_V)",
                             (inverse - expected).norm(), 0.0, context_.rounding(expected.norm()));
  }

  // Every sum of exact::FormSums against its definition.
  void sums() {
    const exact::FormSums got =
        context_.implementation.form_sums(OperatorRef<S>(p_.A[0]), context_.space());
    const exact::FormSums want = dense_sums<S>(Q_.adjoint() * p_.A[0] * Q_);
    const double bound = context_.rounding(want.frobenius2);
    const auto same = [&](const char* what, double a, double b) {
      context_.record.identity("exact-sums", what, a, b, bound);
    };
    same("‖B‖²_F", got.frobenius2, want.frobenius2);
    same("‖(B + Bᴴ)/2‖²_F", got.hermitian2, want.hermitian2);
    same("‖(B + Bᵀ)/2‖²_F", got.symmetric2, want.symmetric2);
    same("Σ |B_ii|²", got.diagonal2, want.diagonal2);
    same("Σ (Re B_ii)²", got.real_diagonal2, want.real_diagonal2);
  }

 private:
  static Options options_of(const Law& law, bool normalised) {
    return {.matvecs = matvecs, .seed = seed, .law = law, .normalised = normalised, .block = 16};
  }
  static std::string label(const Law& law, bool normalised) {
    return std::string(name(law)) + (normalised ? ", normalised" : "");
  }
  Wide<S> form(const ColMatrix<S>& v) const {
    return ColMatrix<S>(v.adjoint() * p_.A[0] * v)(0, 0);
  }

  template <class T>
  void compare(const std::string& suffix, const std::string& law, const Estimate<T>& e,
               const Recomputed<S>& expected, Index cost) {
    const auto probes = static_cast<double>(expected.probes);
    const double scale = std::abs(expected.mean) + expected.standard_error * std::sqrt(probes);
    const double bound = context_.rounding(scale);
    Recorder& record = context_.record;
    record.identity(suffix, law + ": the mean of its probes' values", e.value, expected.mean,
                    bound);
    // over ℂ the standard error is that of |value − exact|; the formula is the same over ℝ
    record.identity(suffix, law + ": standard error", e.standard_error, expected.standard_error,
                    bound);
    record.identity(suffix, law + ": matvecs spent", static_cast<double>(e.matvecs),
                    probes * static_cast<double>(cost), 0.0);
    record.at_least(suffix, law + ": the interval holds the value", holds(e) ? 1.0 : 0.0, 1.0);
  }

  static bool inside(const Interval& i, double x, double slack) {
    return i.low <= x + slack && x - slack <= i.high;
  }
  static bool holds(const Estimate<double>& e) {
    return inside(e.interval, e.value, 0.1 * e.standard_error + 1e-9 * std::abs(e.value));
  }
  static bool holds(const Estimate<std::complex<double>>& e) {
    const double slack = 0.1 * e.standard_error + 1e-9 * std::abs(e.value);
    return inside(e.interval.re, e.value.real(), slack) &&
           inside(e.interval.im, e.value.imag(), slack);
  }

  const Context<S>& context_;
  const VerifiedProblem<S>& p_;
  ColMatrix<S> Q_;
};

}  // namespace

// The estimators return what Theorems 3.1 to 3.5 give for the same probes, up to rounding: value,
// standard error and cost, for every law and normalisation and over several blocks.
template <VerifiedScalar S>
void check_estimators(const Context<S>& context) {
  EstimatorChecks<S> checks(context);
  const Index n = context.dim();
  std::vector<Law> laws{Sphere{}, Ball{}, Gaussian{}, Signs{}, Frame{std::min<Index>(n, 3)}};
  if (is_complex<S>) laws.emplace_back(Phases{});
  for (const Law& law : laws) {
    checks.trace(law, false);
    if (invariant(law)) checks.trace(law, true);
  }
  for (const Law& law : {Law(Ball{}), Law(Gaussian{})}) {
    checks.mean(law);
    checks.factor_mean(law);
    checks.products(law);
    checks.riesz(law);
  }
  checks.sums();
}

#define INSTANTIATE(S) template void check_estimators(const Context<S>&);
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
