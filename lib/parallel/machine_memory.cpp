#include "machine_memory.hpp"

#include <limits>

#if defined(__unix__) || defined(__APPLE__)
#include <unistd.h>
#endif

namespace isotrace {

std::size_t machine_memory() {
#if defined(_SC_PHYS_PAGES) && defined(_SC_PAGESIZE)
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long bytes = ::sysconf(_SC_PAGESIZE);
  if (pages > 0 && bytes > 0)
    return static_cast<std::size_t>(pages) * static_cast<std::size_t>(bytes);
#endif
  return std::numeric_limits<std::size_t>::max();
}

}  // namespace isotrace
