#include "pages.hpp"

#include <algorithm>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace isotrace::detail {

Pages allocate_pages(std::size_t bytes) {
  constexpr std::size_t line = 64;
  const std::size_t alignment = bytes >= huge_page ? huge_page : line;
  const std::size_t lines = std::max(line, (bytes + line - 1) / line * line);
  void* data = nullptr;
  if (posix_memalign(&data, alignment, lines) != 0) throw std::bad_alloc();
#if defined(__linux__)
  if (bytes >= huge_page) madvise(data, lines, MADV_HUGEPAGE);  // only a hint
#endif
  return Pages(data);
}

}  // namespace isotrace::detail
