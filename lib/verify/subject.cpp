#include <isotrace/metric/haar.hpp>
#include <isotrace/trace/frobenius.hpp>
#include <isotrace/trace/riesz.hpp>
#include <isotrace/verify/subject.hpp>

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {
namespace {

template <class S>
ProductForm<S> product_form(OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& W) {
  return ProductForm<S>(S_map, T_map, W.metric);
}

template <class S>
void set_samplers(Subject<S>& subject) {
  subject.draw_raw = [](const Law& law, const Stream& stream, Index first, BlockView<S> X,
                        RawNorms norms) { draw_raw<S>(law, stream, first, X, norms); };
  subject.draw = [](const Law& law, const Stream& stream, Index first, BlockView<S> X) {
    draw<S>(law, stream, first, X);
  };
  subject.second_moment = [](const Law& law, Index n) {
    return second_moment(law, field_of<S>, n);
  };
  subject.direction_moment = [](const Law& law, Index n) { return direction_moment(law, n); };
}

template <class S>
void set_metric(Subject<S>& subject) {
  subject.map = [](const Space<S>& V, Isometry which, BlockView<S> X) { V.metric.map(which, X); };
  subject.gram = [](const Space<S>& V, ConstBlockView<S> X, BlockView<S> Y) {
    V.metric.gram(X, Y);
  };
  subject.covariance_factor = [](OperatorRef<S> F, ConstBlockView<S> X, BlockView<S> Y) {
    F.apply(X, Y);
  };
  subject.haar_isometry = [](const Space<S>& V, const Stream& stream, Index index, BlockView<S> X) {
    HaarIsometry<S>(V.metric, stream, index).apply(X);
  };
}

template <class S>
void set_forms(Subject<S>& subject) {
  subject.form_values = [](OperatorRef<S> A, ConstBlockView<S> X, Wide<S>* out) {
    Workspace<S> workspace;
    OperatorForm<S>(A).values(X, workspace, out);
  };
  subject.endomorphism_values = [](OperatorRef<S> E, const Space<S>& V, ConstBlockView<S> X,
                                   Wide<S>* out) {
    Workspace<S> workspace;
    EndomorphismForm<S>(E, V.metric).values(X, workspace, out);
  };
  subject.product_values = [](OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& W,
                              ConstBlockView<S> X, Wide<S>* out) {
    Workspace<S> workspace;
    product_form(S_map, T_map, W).values(X, workspace, out);
  };
}

template <class S>
void set_exact(Subject<S>& subject) {
  subject.form_sums = [](OperatorRef<S> A, const Space<S>& V) {
    const OperatorForm<S> form(A);
    return exact::form_sums<S>(form, V.metric);
  };
  subject.product_sums = [](OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& V,
                            const Space<S>& W) {
    const auto form = product_form(S_map, T_map, W);
    return exact::form_sums<S>(form, V.metric);
  };
  subject.value_variance = [](const exact::FormSums& sums, const Law& law, bool normalised) {
    return exact::value_variance(sums, law, normalised);
  };
}

template <class S>
void set_estimators(Subject<S>& subject) {
  subject.trace = [](OperatorRef<S> A, const Space<S>& V, const Options& options) {
    const OperatorForm<S> form(A);
    return form_trace<S>(form, V.metric, options);
  };
  subject.inner_product = [](OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& V,
                             const Space<S>& W, const Options& options) {
    const auto form = product_form(S_map, T_map, W);
    return form_trace<S>(form, V.metric, options);
  };
  subject.norm = [](OperatorRef<S> T_map, const Space<S>& V, const Space<S>& W,
                    const Options& options) {
    return form_norm<S>(ProductForm<S>(T_map, W.metric), V.metric, options);
  };
  subject.mean = [](OperatorRef<S> A, const Space<S>& V, const Options& options) {
    const OperatorForm<S> form(A);
    return mean_form<S>(form, V.metric, options);
  };
  subject.factor_mean = [](OperatorRef<S> A, OperatorRef<S> F, const Options& options) {
    const OperatorForm<S> form(A);
    return mean_form_factor<S>(form, F, options);
  };
  subject.inverse_riesz = [](const Space<S>& V, const Options& options, BlockView<S> inverse) {
    return inverse_riesz<S>(V.metric, inverse, options);
  };
}

}  // namespace

template <class S>
Subject<S> library_subject() {
  Subject<S> subject;
  set_samplers(subject);
  set_metric(subject);
  set_forms(subject);
  set_exact(subject);
  set_estimators(subject);
  return subject;
}

#define INSTANTIATE(S) template Subject<S> library_subject();
ISOTRACE_INSTANTIATE_FOR_EACH_WIDE_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
