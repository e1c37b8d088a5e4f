#pragma once

namespace isotrace::test {

/// Whether the tests run under AddressSanitizer, which keeps freed memory and surrounds what is
/// allocated: what the process holds then says nothing of what the library does.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool address_sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool address_sanitized = true;
#else
inline constexpr bool address_sanitized = false;
#endif
#else
inline constexpr bool address_sanitized = false;
#endif

}  // namespace isotrace::test
