#pragma once

#include <memory>

#include <isotrace/core/block.hpp>
#include <isotrace/core/scratch.hpp>

namespace isotrace {

/// A task's own memory, reused from block to block: the form's intermediate products live here. It
/// borrows from a pool, its own or one that several tasks and calls share.
template <Scalar S>
class Workspace {
 public:
  static constexpr int slots = 6;  ///< forms use the first four, their callers the others

  Workspace() : own_(std::make_unique<ScratchPool>()), pool_(own_.get()) {}
  /// Borrows from the pool, which must outlive it.
  explicit Workspace(ScratchPool& pool) : pool_(&pool) {}
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// Slot number `slot` as a rows × cols block, contiguous; contents are undefined.
  BlockView<S> block(int slot, Index rows, Index cols);
  /// count doubles, apart from the slots; contents are undefined.
  double* numbers(Index count);
  /// For what tasks inside a form need beside.
  ScratchPool& pool() { return *pool_; }

 private:
  void* at_least(ScratchPool::Buffer& buffer, std::size_t bytes);

  std::unique_ptr<ScratchPool> own_;
  ScratchPool* pool_;
  ScratchPool::Buffer slots_[slots];
  ScratchPool::Buffer numbers_;
};

}  // namespace isotrace
