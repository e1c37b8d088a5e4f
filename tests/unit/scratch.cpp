#include <catch2/catch.hpp>
#include <cstdint>
#include <cstring>

#include <isotrace/core/scratch.hpp>

using isotrace::ScratchPool;

TEST_CASE("a pool lends what was given back before it asks for more", "[scratch]") {
  ScratchPool pool;
  void* first = nullptr;
  {
    const auto a = pool.borrow(1000);
    const auto b = pool.borrow(1000);
    CHECK(a.data() != b.data());
    CHECK(a.bytes() >= 1000);
    CHECK(reinterpret_cast<std::uintptr_t>(a.data()) % 64 == 0);
    std::memset(a.data(), 1, a.bytes());
    first = a.data();
    CHECK(pool.bytes() == a.bytes() + b.bytes());
  }
  const std::size_t held = pool.bytes();
  const auto again = pool.borrow(500);
  const auto other = pool.borrow(900);
  CHECK(pool.bytes() == held);
  CHECK((again.data() == first || other.data() == first));
}

TEST_CASE("a pool grows by what does not fit, not by every size it has seen", "[scratch]") {
  ScratchPool pool;
  for (std::size_t size = 1 << 10; size <= std::size_t{1} << 23; size *= 2) {
    const auto buffer = pool.borrow(size);
    CHECK(buffer.bytes() >= size);
    CHECK(pool.bytes() == buffer.bytes());
  }
}

TEST_CASE("a buffer moves with its memory", "[scratch]") {
  ScratchPool pool;
  auto a = pool.borrow(64);
  void* data = a.data();
  ScratchPool::Buffer b;
  b = std::move(a);
  CHECK(b.data() == data);
  const ScratchPool::Buffer c(std::move(b));
  CHECK(c.data() == data);
  CHECK(b.data() == nullptr);
}
