#include <isotrace/trace/method.hpp>

namespace isotrace {

std::string_view name(Method method) {
  switch (method) {
    case Method::automatic: return "auto";
    case Method::hutchinson: return "hutchinson";
    case Method::hutchpp: return "hutchpp";
    case Method::na_hutchpp: return "na-hutchpp";
    case Method::adaptive_hutchpp: return "adaptive-hutchpp";
    case Method::nystrompp: return "nystrompp";
    case Method::xtrace: return "xtrace";
    case Method::xnystrace: return "xnystrace";
  }
  return "";
}

}  // namespace isotrace
