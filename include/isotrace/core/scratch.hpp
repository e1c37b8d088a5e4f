#pragma once

#include <cstddef>
#include <memory>

namespace isotrace {

/// A pool of memory that tasks borrow from and give back to. Memory is slow when it is first
/// touched: that may take longer than the product written to it. A pool that the caller makes and
/// passes from call to call (Options::scratch) keeps its memory until it is destroyed. All members
/// may be called from several threads at once. Buffers are aligned to 64 bytes, those of 2 MiB and
/// more to 2 MiB, for huge pages.
class ScratchPool {
 public:
  ScratchPool();
  ~ScratchPool();
  ScratchPool(const ScratchPool&) = delete;
  ScratchPool& operator=(const ScratchPool&) = delete;

  /// Borrowed memory, which the destructor gives back. The pool must outlive it.
  class Buffer {
   public:
    Buffer() = default;
    Buffer(Buffer&& other) noexcept;
    Buffer& operator=(Buffer&& other) noexcept;
    ~Buffer();
    void* data() const { return data_; }
    std::size_t bytes() const { return bytes_; }

   private:
    friend class ScratchPool;
    Buffer(ScratchPool* pool, void* data, std::size_t bytes)
        : pool_(pool), data_(data), bytes_(bytes) {}
    ScratchPool* pool_ = nullptr;
    void* data_ = nullptr;
    std::size_t bytes_ = 0;
  };

  /// A buffer of at least `bytes` bytes with undefined contents. Throws std::bad_alloc.
  Buffer borrow(std::size_t bytes);

  /// Bytes held by the pool, including those that are borrowed.
  std::size_t bytes() const;

 private:
  void give_back(void* data, std::size_t bytes) noexcept;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isotrace
