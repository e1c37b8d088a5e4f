#pragma once

#include <algorithm>

#include <bench/kernels/kernels.hpp>
#include <isotrace/core/block.hpp>
#include <isotrace/core/scratch.hpp>

namespace isotrace::program {

/// An n×16 block for the bare code of the bench, zero at first, from a pool: its memory is of the
/// same kind as the library's blocks (huge pages alone can halve the time of a sparse product).
class BareBlock {
 public:
  BareBlock(ScratchPool& pool, Index n)
      : memory_(pool.borrow(static_cast<std::size_t>(n * bare::columns) * sizeof(double))), n_(n) {
    std::fill_n(data(), n * bare::columns, 0.0);
  }

  double* data() const { return static_cast<double*>(memory_.data()); }
  BlockView<double> view() const { return {data(), n_, bare::columns, bare::columns}; }

 private:
  ScratchPool::Buffer memory_;
  Index n_;
};

}  // namespace isotrace::program
