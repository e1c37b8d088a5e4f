#include <isotrace/core/scratch.hpp>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "pages.hpp"

namespace isotrace {

namespace {

/// A free block more than this many times the requested size is kept for larger requests.
constexpr std::size_t wasteful = 4;

std::size_t rounded(std::size_t bytes) {
  constexpr std::size_t line = 64;
  const std::size_t unit = bytes >= detail::huge_page ? detail::huge_page : line;
  return std::max(line, (bytes + unit - 1) / unit * unit);
}

}  // namespace

struct ScratchPool::State {
  struct Block {
    void* data;
    std::size_t bytes;
  };
  mutable std::mutex mutex;
  std::vector<Block> free;  // sorted by size
  std::size_t bytes = 0;
};

ScratchPool::ScratchPool() : state_(std::make_unique<State>()) {}

ScratchPool::~ScratchPool() {
  for (const auto& block : state_->free) std::free(block.data);
}

ScratchPool::Buffer ScratchPool::borrow(std::size_t bytes) {
  const std::size_t size = rounded(bytes);
  const std::lock_guard lock(state_->mutex);
  auto& free = state_->free;
  const auto fits = std::find_if(free.begin(), free.end(),
                                 [&](const auto& block) { return block.bytes >= size; });
  if (fits != free.end() && fits->bytes <= wasteful * size) {
    Buffer buffer(this, fits->data, fits->bytes);
    free.erase(fits);
    return buffer;
  }
  if (fits == free.end()) {  // all are too small: free them
    for (const auto& block : free) {
      state_->bytes -= block.bytes;
      std::free(block.data);
    }
    free.clear();
  }
  Buffer buffer(this, detail::allocate_pages(size).release(), size);
  state_->bytes += size;
  return buffer;
}

void ScratchPool::give_back(void* data, std::size_t bytes) noexcept {
  const std::lock_guard lock(state_->mutex);
  auto& free = state_->free;
  const auto place = std::find_if(free.begin(), free.end(),
                                  [&](const auto& block) { return block.bytes >= bytes; });
  try {
    free.insert(place, {data, bytes});
  } catch (...) {  // no memory to extend the list
    state_->bytes -= bytes;
    std::free(data);
  }
}

std::size_t ScratchPool::bytes() const {
  const std::lock_guard lock(state_->mutex);
  return state_->bytes;
}

ScratchPool::Buffer::Buffer(Buffer&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)),
      data_(std::exchange(other.data_, nullptr)),
      bytes_(std::exchange(other.bytes_, 0)) {}

ScratchPool::Buffer& ScratchPool::Buffer::operator=(Buffer&& other) noexcept {
  std::swap(pool_, other.pool_);
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

ScratchPool::Buffer::~Buffer() {
  if (pool_ != nullptr) pool_->give_back(data_, bytes_);
}

}  // namespace isotrace
