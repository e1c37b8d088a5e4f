#pragma once

#include <cstddef>
#include <memory>

namespace isotrace {

/// Memory that tasks borrow and give back: fresh memory costs more at its first touch than many a
/// product that is written to it. One made by the caller and passed from call to call
/// (Options::scratch) keeps what the calls have used until it is destroyed. All its functions may
/// be called from several threads at once. Buffers are aligned to 64 bytes, large ones to huge
/// pages where the system has them.
class ScratchPool {
 public:
  ScratchPool();
  ~ScratchPool();
  ScratchPool(const ScratchPool&) = delete;
  ScratchPool& operator=(const ScratchPool&) = delete;

  /// Borrowed memory, given back by its destructor; the pool must outlive it.
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

  /// At least so many bytes, contents undefined. Throws std::bad_alloc.
  Buffer borrow(std::size_t bytes);

  /// Bytes that the pool holds, borrowed ones included.
  std::size_t bytes() const;

 private:
  void give_back(void* data, std::size_t bytes) noexcept;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace isotrace
