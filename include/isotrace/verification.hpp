#pragma once

// The theorems as checks: what the target isotrace::verification has.
#include <isotrace/verify/battery.hpp>
#include <isotrace/verify/statistics.hpp>
#include <isotrace/verify/subject.hpp>
