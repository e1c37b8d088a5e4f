#include <isotrace/operators/workspace.hpp>

#include <complex>

#include <lib/core/instantiate.hpp>

namespace isotrace {

template <Scalar S>
void* Workspace<S>::at_least(ScratchPool::Buffer& buffer, std::size_t bytes) {
  if (buffer.bytes() < bytes) {
    buffer = ScratchPool::Buffer();  // given back before a larger one is borrowed
    buffer = pool_->borrow(bytes);
  }
  return buffer.data();
}

template <Scalar S>
BlockView<S> Workspace<S>::block(int slot, Index rows, Index cols) {
  const auto bytes = static_cast<std::size_t>(rows * cols) * sizeof(S);
  return {static_cast<S*>(at_least(slots_[slot], bytes)), rows, cols, cols};
}

template <Scalar S>
double* Workspace<S>::numbers(Index count) {
  return static_cast<double*>(at_least(numbers_, static_cast<std::size_t>(count) * sizeof(double)));
}

#define INSTANTIATE(S) template class Workspace<S>;
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace
