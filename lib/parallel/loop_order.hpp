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

/// The order in which a parallel loop does things, told to ThreadSanitizer, which sees no
/// synchronisation inside TBB (that library is not compiled with it): all before the loop comes
/// before each piece of it, and each piece before all after the loop. Between pieces nothing is
/// ordered. Without the sanitizer it is empty.
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

  /// What puts together two pieces comes after both.
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
  char begin_ = 0;  // their addresses name the two moments
  char end_ = 0;
#else
  struct Piece {
    explicit Piece(LoopOrder&) {}
  };
  using Merge = Piece;
#endif
};

}  // namespace isotrace
