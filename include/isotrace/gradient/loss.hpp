#pragma once

#include <isotrace/core/eigen_views.hpp>
#include <isotrace/laws/stream.hpp>

namespace isotrace::gradient {

/// A loss ℓ(z; t) = A(z) − tᵀz + c(t): the negative logarithm of an exponential family with the
/// natural parameter z, the outputs of a model, and the label t. So ℓ′ = μ(z) − t, μ = A′ being the
/// model's mean of t, and ℓ″ = A″(z) is the covariance of t, its Fisher matrix, whatever t is.
/// Blocks are m × b, a column for each sample; all members are const and reentrant.
class Loss {
 public:
  virtual ~Loss() = default;

  /// Σ ℓ(z_j; t_j) over the columns, in their order.
  virtual double total(ConstBlockView<double> Z, ConstBlockView<double> T) const = 0;
  /// M ← μ(z_j). The blocks may be the same.
  virtual void mean(ConstBlockView<double> Z, BlockView<double> M) const = 0;
  /// V ← ℓ″(z_j) v_j, in place.
  virtual void curvature(ConstBlockView<double> Z, BlockView<double> V) const = 0;
  /// R ← column k of a root B_j of ℓ″(z_j) = B_j B_jᵀ, B_j being m × m.
  virtual void curvature_root(ConstBlockView<double> Z, Index k, BlockView<double> R) const = 0;
  /// T ← labels drawn from the model: column j with the noise of sample first + j of the stream.
  virtual void draw(ConstBlockView<double> Z, const Stream& stream, Index first,
                    BlockView<double> T) const = 0;

  /// D ← ℓ′(z_j; t_j) = μ(z_j) − t_j. D may be Z.
  void derivative(ConstBlockView<double> Z, ConstBlockView<double> T, BlockView<double> D) const {
    mean(Z, D);
    eigen(D) -= eigen(T);
  }
};

/// ½‖z − t‖²: t is normal with mean z and covariance I.
class SquaredLoss final : public Loss {
 public:
  double total(ConstBlockView<double> Z, ConstBlockView<double> T) const override;
  void mean(ConstBlockView<double> Z, BlockView<double> M) const override;
  void curvature(ConstBlockView<double> Z, BlockView<double> V) const override;
  void curvature_root(ConstBlockView<double> Z, Index k, BlockView<double> R) const override;
  void draw(ConstBlockView<double> Z, const Stream& stream, Index first,
            BlockView<double> T) const override;
};

/// Σ_i log(1 + e^{z_i}) − t_i z_i: independent t_i ∈ {0, 1} with P(t_i = 1) = 1/(1 + e^{−z_i}).
class LogisticLoss final : public Loss {
 public:
  double total(ConstBlockView<double> Z, ConstBlockView<double> T) const override;
  void mean(ConstBlockView<double> Z, BlockView<double> M) const override;
  void curvature(ConstBlockView<double> Z, BlockView<double> V) const override;
  void curvature_root(ConstBlockView<double> Z, Index k, BlockView<double> R) const override;
  void draw(ConstBlockView<double> Z, const Stream& stream, Index first,
            BlockView<double> T) const override;
};

/// log Σ_i e^{z_i} − tᵀz: t is a unit vector, e_i with the probability p_i = e^{z_i}/Σ_k e^{z_k}.
/// ℓ″ = diag p − p pᵀ is singular, with root columns √p_k (e_k − p).
class SoftmaxLoss final : public Loss {
 public:
  double total(ConstBlockView<double> Z, ConstBlockView<double> T) const override;
  void mean(ConstBlockView<double> Z, BlockView<double> M) const override;
  void curvature(ConstBlockView<double> Z, BlockView<double> V) const override;
  void curvature_root(ConstBlockView<double> Z, Index k, BlockView<double> R) const override;
  void draw(ConstBlockView<double> Z, const Stream& stream, Index first,
            BlockView<double> T) const override;
};

}  // namespace isotrace::gradient
