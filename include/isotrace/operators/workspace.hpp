#pragma once

#include <memory>
#include <vector>

#include <isotrace/core/block.hpp>
#include <isotrace/core/scratch.hpp>

namespace isotrace {

template <Scalar S>
class Workspace;

/// A rows × cols block of a workspace, contiguous, its contents undefined; given back where it goes
/// out of scope, the last one first. It is used as a BlockView.
template <Scalar S>
class WorkspaceBlock {
 public:
  ~WorkspaceBlock() { workspace_.give_back(); }
  WorkspaceBlock(const WorkspaceBlock&) = delete;
  WorkspaceBlock& operator=(const WorkspaceBlock&) = delete;

  BlockView<S> view() const& { return view_; }
  BlockView<S> view() && = delete;                       // it would outlive the block
  operator BlockView<S>() const& { return view_; }       // NOLINT(google-explicit-constructor)
  operator ConstBlockView<S>() const& { return view_; }  // NOLINT(google-explicit-constructor)
  operator BlockView<S>() && = delete;
  operator ConstBlockView<S>() && = delete;

 private:
  friend class Workspace<S>;
  WorkspaceBlock(Workspace<S>& workspace, BlockView<S> view) : workspace_(workspace), view_(view) {}

  Workspace<S>& workspace_;
  BlockView<S> view_;
};

/// A task's own memory, reused from block to block: a form's intermediate products live here. It
/// borrows from a pool, its own or one that several tasks and calls share. Used by one thread.
template <Scalar S>
class Workspace {
 public:
  Workspace() : own_(std::make_unique<ScratchPool>()), pool_(own_.get()) {}
  /// Borrows from the pool, which must outlive it.
  explicit Workspace(ScratchPool& pool) : pool_(&pool) {}
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  WorkspaceBlock<S> block(Index rows, Index cols);
  /// For what tasks inside a form need beside.
  ScratchPool& pool() { return *pool_; }

 private:
  friend class WorkspaceBlock<S>;
  void give_back() { --used_; }

  std::unique_ptr<ScratchPool> own_;
  ScratchPool* pool_;
  std::vector<ScratchPool::Buffer> buffers_;  ///< the first used_ of them are in use
  std::size_t used_ = 0;
};

}  // namespace isotrace
