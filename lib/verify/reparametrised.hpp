#pragma once

#include <utility>

#include <Eigen/LU>

#include <isotrace/gradient/loss.hpp>

namespace isotrace::verify {

/// ℓ(Rz; R⁻ᵀt): a loss after its outputs were re-parametrised. Labels become Rᵀt, so that
/// ℓ′ = Rᵀ(μ(Rz) − t) is a derivative by z, and ℓ″ = Rᵀ ℓ″(Rz) R. Refers to the loss.
class Reparametrised final : public gradient::Loss {
 public:
  Reparametrised(const gradient::Loss& loss, RowMatrix<double> R)
      : loss_(loss),
        R_(std::move(R)),
        transposed_(R_.transpose()),
        inverse_(transposed_.inverse()) {}
  Reparametrised(const gradient::Loss&&, RowMatrix<double>) = delete;

  /// Rz.
  RowMatrix<double> outputs(ConstBlockView<double> Z) const { return R_ * eigen(Z); }
  /// Rᵀt.
  RowMatrix<double> labels(ConstBlockView<double> T) const { return transposed_ * eigen(T); }

  double total(ConstBlockView<double> Z, ConstBlockView<double> T) const override {
    const RowMatrix<double> labels = inverse_ * eigen(T);
    return loss_.total(view(outputs(Z)), view(labels));
  }
  void mean(ConstBlockView<double> Z, BlockView<double> M) const override {
    loss_.mean(view(outputs(Z)), M);
    pull_back(M);
  }
  void curvature(ConstBlockView<double> Z, BlockView<double> V) const override {
    eigen(V) = (R_ * eigen(V)).eval();
    loss_.curvature(view(outputs(Z)), V);
    pull_back(V);
  }
  void curvature_root(ConstBlockView<double> Z, Index k, BlockView<double> B) const override {
    loss_.curvature_root(view(outputs(Z)), k, B);
    pull_back(B);
  }
  void draw(ConstBlockView<double> Z, const Stream& stream, Index first,
            BlockView<double> T) const override {
    loss_.draw(view(outputs(Z)), stream, first, T);
    pull_back(T);
  }

 private:
  void pull_back(BlockView<double> V) const { eigen(V) = (transposed_ * eigen(V)).eval(); }

  const gradient::Loss& loss_;
  RowMatrix<double> R_, transposed_, inverse_;
};

}  // namespace isotrace::verify
