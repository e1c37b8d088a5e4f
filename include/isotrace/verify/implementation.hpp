#pragma once

#include <complex>
#include <functional>
#include <string>

#include <isotrace/exact/closed_forms.hpp>
#include <isotrace/gradient/descent.hpp>
#include <isotrace/gradient/propagation.hpp>
#include <isotrace/metric/metric.hpp>
#include <isotrace/operators/linear_operator.hpp>
#include <isotrace/trace/estimate.hpp>
#include <isotrace/trace/options.hpp>

namespace isotrace::verify {

/// The scalars the battery runs over: double precision, real and complex.
template <class S>
concept VerifiedScalar = std::same_as<S, double> || std::same_as<S, std::complex<double>>;

/// An inner-product space of the battery: (𝕂ⁿ, V).
template <VerifiedScalar S>
struct Space {
  std::string name;  ///< "euclidean", "diagonal", "dense", "sparse", "kronecker" or "covariance"
  MetricRef<S> metric;

  Index dim() const { return metric.dim(); }
};

/// The parts of section 4 on which the battery relies, over ℝ; by default the library's own.
struct GradientImplementation {
  /// gradient::steepest_descent of a matrix: −Y⁻¹GX.
  std::function<void(const Space<double>& X, const Space<double>& Y, ConstBlockView<double> G,
                     BlockView<double> direction)>
      steepest_descent;
  /// C ← gradient::RunningMoments::covariance of the columns.
  std::function<void(ConstBlockView<double> samples, BlockView<double> C)> input_covariance;
  /// Y ← gradient::Factors::outputs of the last layer after one batch with OutputMatrix::fisher.
  std::function<void(gradient::Propagation&, const gradient::Loss&, ConstBlockView<double> T,
                     const Stream&, Index first, BlockView<double> Y)>
      output_fisher;
  /// x ← (C + λI)⁻¹ g by gradient::damped_metric.
  std::function<void(ConstBlockView<double> C, double lambda, ConstBlockView<double> g,
                     BlockView<double> x)>
      damped_solve;
  /// direction ← gradient::Descent::steepest of the first step on a batch, from these parameters.
  std::function<void(const gradient::Perceptron&, const gradient::Loss&,
                     const gradient::DescentOptions&, ConstBlockView<double> X,
                     ConstBlockView<double> T, BlockView<double> direction)>
      first_direction;
};

/// The parts of the library on which the battery relies, each as a function that can be replaced.
/// By default all are the library's own; a test of the battery's power replaces one by a faulty
/// version. The functions must be reentrant.
template <VerifiedScalar S>
struct Implementation {
  /// isotrace::draw_raw.
  std::function<void(const Law&, const Stream&, Index first, BlockView<S>, RawNorms)> draw_raw;
  /// isotrace::draw.
  std::function<void(const Law&, const Stream&, Index first, BlockView<S>)> draw;
  /// X ← Q X, Qᴴ X, Q⁻¹ X or Q⁻ᴴ X.
  std::function<void(const Space<S>&, Isometry, BlockView<S>)> map;
  /// Y ← V X.
  std::function<void(const Space<S>&, ConstBlockView<S>, BlockView<S>)> gram;
  /// X ← M X for the Haar-distributed isometry M of the space at this index (HaarIsometry).
  std::function<void(const Space<S>&, const Stream&, Index, BlockView<S>)> haar_isometry;

  /// Y ← F X for the factor F of a covariance F Fᴴ.
  std::function<void(OperatorRef<S> F, ConstBlockView<S>, BlockView<S>)> covariance_factor;

  /// out[j] = a(x_j, x_j) for the form of the matrix A (OperatorForm).
  std::function<void(OperatorRef<S> A, ConstBlockView<S>, Wide<S>* out)> form_values;
  /// out[j] = (E x_j, x_j)_V (EndomorphismForm).
  std::function<void(OperatorRef<S> E, const Space<S>& V, ConstBlockView<S>, Wide<S>* out)>
      endomorphism_values;
  /// out[j] = (S x_j, T x_j)_W (ProductForm).
  std::function<void(OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& W,
                     ConstBlockView<S>, Wide<S>* out)>
      product_values;

  /// The laws' normalisations over this field.
  std::function<double(const Law&, Index n)> second_moment;
  std::function<double(const Law&, Index n)> direction_moment;

  /// The exact values: exact::form_sums of a matrix's form and of a product form.
  std::function<exact::FormSums(OperatorRef<S> A, const Space<S>& V)> form_sums;
  std::function<exact::FormSums(OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& V,
                                const Space<S>& W)>
      product_sums;
  /// exact::value_variance.
  std::function<double(const exact::FormSums&, const Law&, bool normalised)> value_variance;

  /// The estimators: form_trace of a matrix's form and of a product form.
  std::function<Estimate<Wide<S>>(OperatorRef<S> A, const Space<S>& V, const Options&)> trace;
  std::function<Estimate<Wide<S>>(OperatorRef<S> S_map, OperatorRef<S> T_map, const Space<S>& V,
                                  const Space<S>& W, const Options&)>
      inner_product;
  /// form_norm, mean_form, mean_form_factor and inverse_riesz.
  std::function<Estimate<double>(OperatorRef<S> T_map, const Space<S>& V, const Space<S>& W,
                                 const Options&)>
      norm;
  std::function<Estimate<Wide<S>>(OperatorRef<S> A, const Space<S>& V, const Options&)> mean;
  std::function<Estimate<Wide<S>>(OperatorRef<S> A, OperatorRef<S> F, const Options&)> factor_mean;
  std::function<Estimate<double>(const Space<S>& V, const Options&, BlockView<S>)> inverse_riesz;

  GradientImplementation gradient;
};

/// The library's own functions.
template <class S>
Implementation<S> library_implementation();

}  // namespace isotrace::verify
