#include <isotrace/operators/workspace.hpp>

#include <complex>

#include <lib/core/instantiate.hpp>

namespace isotrace {

template <Scalar S>
WorkspaceBlock<S> Workspace<S>::block(Index rows, Index cols) {
  const auto bytes = static_cast<std::size_t>(rows * cols) * sizeof(S);
  if (used_ == buffers_.size()) buffers_.emplace_back();
  ScratchPool::Buffer& buffer = buffers_[used_];
  if (buffer.bytes() < bytes) {
    buffer = ScratchPool::Buffer();  // return it before borrowing a larger one
    buffer = pool_->borrow(bytes);
  }
  ++used_;
  return {*this, {static_cast<S*>(buffer.data()), rows, cols, cols}};
}

#define INSTANTIATE(S) template class Workspace<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
