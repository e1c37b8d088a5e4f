#pragma once

#include <cstddef>

namespace isotrace {

/// Bytes of memory of the machine; the greatest number where it is not known.
std::size_t machine_memory();

}  // namespace isotrace
