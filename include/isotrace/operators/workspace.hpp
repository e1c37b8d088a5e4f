#pragma once

#include <memory>
#include <vector>

#include <isotrace/core/block.hpp>
#include <isotrace/core/scratch.hpp>

namespace isotrace {

template <Scalar S>
class Workspace;

/// A contiguous rows×cols block lent by a workspace, with undefined contents. The destructor gives
/// it back; blocks must be destroyed in reverse order. Converts to a BlockView.
template <Scalar S>
class WorkspaceBlock {
 public:
  ~WorkspaceBlock() { workspace_.give_back(); }
  WorkspaceBlock(const WorkspaceBlock&) = delete;
  WorkspaceBlock& operator=(const WorkspaceBlock&) = delete;

  BlockView<S> view() const& { return view_; }
  BlockView<S> view() && = delete;                       // the view would outlive it
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

/// Memory of one task, reused from block to block, for the intermediate products of a form. It is
/// borrowed from a pool: the workspace's own, or one shared by several tasks and calls. Used by one
/// thread only.
template <Scalar S>
class Workspace {
 public:
  Workspace() : own_(std::make_unique<ScratchPool>()), pool_(own_.get()) {}
  /// Borrows from the pool, which must outlive it.
  explicit Workspace(ScratchPool& pool) : pool_(&pool) {}
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  /// Lends a rows×cols block. Throws std::bad_alloc.
  WorkspaceBlock<S> block(Index rows, Index cols);
  /// The pool, for further memory of tasks that run inside a form.
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
