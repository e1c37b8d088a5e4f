#pragma once

#include <tbb/task_arena.h>
#include <tbb/task_scheduler_observer.h>

namespace isotrace::program {

/// Processors this process may run on.
int available_processors();

/// A TBB arena of `threads` threads, including the one that enters, each bound to its own processor
/// while inside. The library's estimators run in it if their option threads is 0.
class PinnedArena {
 public:
  explicit PinnedArena(int threads);

  template <class F>
  void execute(F&& f) {
    arena_.execute(f);
  }

 private:
  /// Binds a thread that enters to the processor of its slot, and releases one that leaves.
  class Binder : public tbb::task_scheduler_observer {
   public:
    explicit Binder(tbb::task_arena& arena);
    ~Binder() override;
    void on_scheduler_entry(bool worker) override;
    void on_scheduler_exit(bool worker) override;
  };

  tbb::task_arena arena_;
  Binder binder_;
};

}  // namespace isotrace::program
