#pragma once

#if defined(__SANITIZE_THREAD__)
#define ISOTRACE_THREAD_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ISOTRACE_THREAD_SANITIZER 1
#endif
#endif

#if defined(ISOTRACE_THREAD_SANITIZER)
#include <sanitizer/tsan_interface.h>
#endif

namespace isotrace {

/// Tells ThreadSanitizer the order of a parallel loop. TBB is not compiled with the sanitizer, so
/// the synchronisation inside it is invisible. Everything before the loop happens before each piece
/// of it, and each piece happens before everything after the loop; the pieces are not ordered among
/// each other. Without the sanitizer this class does nothing.
class LoopOrder {
 public:
#if defined(ISOTRACE_THREAD_SANITIZER)
  LoopOrder() { __tsan_release(&begin_); }
  ~LoopOrder() { __tsan_acquire(&end_); }

  /// A piece of the loop, from here to the end of the scope.
  class Piece {
   public:
    explicit Piece(LoopOrder& loop) : loop_(loop) { __tsan_acquire(&loop_.begin_); }
    ~Piece() { __tsan_release(&loop_.end_); }
    Piece(const Piece&) = delete;
    Piece& operator=(const Piece&) = delete;

   private:
    LoopOrder& loop_;
  };

  /// Merging the results of two pieces happens after both.
  class Merge {
   public:
    explicit Merge(LoopOrder& loop) : loop_(loop) { __tsan_acquire(&loop_.end_); }
    ~Merge() { __tsan_release(&loop_.end_); }
    Merge(const Merge&) = delete;
    Merge& operator=(const Merge&) = delete;

   private:
    LoopOrder& loop_;
  };

 private:
  char begin_ = 0;  // only the addresses are used: they identify the two events
  char end_ = 0;
#else
  struct Piece {
    explicit Piece(LoopOrder&) {}
  };
  using Merge = Piece;
#endif
};

}  // namespace isotrace
