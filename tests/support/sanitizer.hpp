#pragma once

namespace isotrace::test {

/// Whether the tests run under a sanitizer that keeps memory of its own (of addresses, of threads):
/// what the process holds then says nothing of what the library does.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace isotrace::test
