#include "contract.hpp"

#include <lib/core/instantiate.hpp>

namespace isotrace::verify {

namespace {

constexpr Index columns = 5;

template <Scalar S>
RowMatrix<S> applied(OperatorRef<S> A, const RowMatrix<S>& X) {
  RowMatrix<S> Y(A.rows(), X.cols());
  A.apply(view(X), view(Y));
  return Y;
}

template <Scalar S>
void check_adjoint(Contract& contract, OperatorRef<S> A, const RowMatrix<S>& X,
                   const RowMatrix<S>& AX, std::uint64_t seed) {
  if (!A.has_adjoint()) {
    contract.note(
        "no apply_adjoint: there are no exact variances, and a norm of it is estimated by "
        "Hutchinson's method or exactly");
    return;
  }
  const RowMatrix<S> Y = normal_block<S>(seed, "y", A.rows(), columns);
  RowMatrix<S> AhY(A.cols(), columns);
  A.apply_adjoint(view(Y), view(AhY));
  contract.at_most("apply_adjoint belongs to apply, YᴴAX = (AᴴY)ᴴX",
                   relative_error(RowMatrix<S>(Y.adjoint() * AX), RowMatrix<S>(AhY.adjoint() * X)),
                   rounding_bound<S>(A.cols()));
}

template <Scalar S>
void check_values(Contract& contract, OperatorRef<S> A, const RowMatrix<S>& X,
                  const RowMatrix<S>& AX) {
  if (!A.has_values()) return;
  Eigen::Array<Wide<S>, Eigen::Dynamic, 1> found(columns);
  Eigen::Array<Wide<S>, Eigen::Dynamic, 1> expected(columns);
  A.values(view(X), found.data());
  for (Index j = 0; j < columns; ++j) expected[j] = Wide<S>(X.col(j).dot(AX.col(j)));
  contract.at_most("values are x_jᴴAx_j", relative_error(found.matrix(), expected.matrix()),
                   rounding_bound<S>(A.cols()));
}

}  // namespace

template <class S>
ContractReport check_operator(OperatorRef<S> A, std::uint64_t seed) {
  const double bound = rounding_bound<S>(A.cols());
  const RowMatrix<S> X = normal_block<S>(seed, "x", A.cols(), columns);
  const RowMatrix<S> Z = normal_block<S>(seed, "z", A.cols(), columns);
  const RowMatrix<S> AX = applied(A, X);
  Contract contract;
  contract.at_most("apply is linear, A(2X − 3Z) = 2AX − 3AZ",
                   relative_error(applied(A, RowMatrix<S>(S(2) * X - S(3) * Z)),
                                  RowMatrix<S>(S(2) * AX - S(3) * applied(A, Z))),
                   bound);
  RowMatrix<S> one_by_one(A.rows(), columns);
  for (Index j = 0; j < columns; ++j) one_by_one.col(j) = applied(A, RowMatrix<S>(X.col(j)));
  contract.at_most("apply treats columns alike, a block and one at a time",
                   relative_error(one_by_one, AX), bound);
  const auto apply = [&](ConstBlockView<S> x, BlockView<S> y) { A.apply(x, y); };
  contract.at_most("apply: a block inside wider storage", error_in_wider_storage(X, AX, apply),
                   bound);
  check_adjoint(contract, A, X, AX, seed);
  if (A.rows() == A.cols()) check_values(contract, A, X, AX);
  if (A.reentrant()) {
    contract.at_most("apply: other bits from several threads at once (1 where so)",
                     differs_in_parallel(X, A.rows(), apply), 0);
  } else {
    contract.note("not reentrant: called one block at a time");
  }
  return contract.take();
}

#define INSTANTIATE(S) template ContractReport check_operator(OperatorRef<S>, std::uint64_t);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::verify
