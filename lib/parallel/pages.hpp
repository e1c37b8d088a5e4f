#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace isotrace::detail {

struct FreePages {
  void operator()(void* data) const noexcept { std::free(data); }
};
using Pages = std::unique_ptr<void, FreePages>;

constexpr std::size_t huge_page = std::size_t{2} << 20;

/// Memory that is not yet touched, aligned to 64 bytes, from 2 MiB on to huge pages. Throws
/// std::bad_alloc.
Pages allocate_pages(std::size_t bytes);

}  // namespace isotrace::detail
