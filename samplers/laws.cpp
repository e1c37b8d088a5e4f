#include <isotrace/laws/laws.hpp>

#include <string>

#include <isotrace/core/error.hpp>

namespace isotrace {

std::string_view name(const Law& law) {
  return std::visit([](const auto& l) { return l.name(); }, law);
}

bool invariant(const Law& law) {
  return std::visit([](const auto& l) { return l.invariant(); }, law);
}

double second_moment(const Law& law, Field field, Index n) {
  return std::visit([&](const auto& l) { return l.second_moment(field, n); }, law);
}

double direction_moment(const Law& law, Index n) {
  if (!invariant(law)) {
    throw OptionError(
        "dividing by the squared norm needs an isometry-invariant law (Theorem 3.2); " +
        std::string(name(law)) + " are not");
  }
  return 1.0 / static_cast<double>(n);
}

Index group(const Law& law) {
  return std::visit([](const auto& l) { return l.group(); }, law);
}

void check_law(const Law& law, Field field, Index n) {
  if (std::holds_alternative<Phases>(law) && field == Field::real) {
    throw OptionError("phases need a complex problem; this one is real");
  }
  if (const auto* frame = std::get_if<Frame>(&law); frame && (frame->size < 1 || frame->size > n)) {
    throw OptionError("a frame in dimension " + std::to_string(n) + " has 1 to " +
                      std::to_string(n) + " columns, not " + std::to_string(frame->size));
  }
}

void check_groups(const Law& law, Index first, Index count) {
  const Index size = group(law);
  if (first % size != 0 || count % size != 0) {
    throw OptionError("probes come in whole groups of " + std::to_string(size) + ", not " +
                      std::to_string(count) + " from number " + std::to_string(first));
  }
}

}  // namespace isotrace
