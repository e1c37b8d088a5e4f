#include "fold.hpp"
#include "sign_values.hpp"
#include "sparse_values.hpp"
#include "value_kernels.hpp"

namespace isotrace::kernels::ISOTRACE_ISA {

namespace {

template <class R>
constexpr ValueKernels<R> table = {
    fold<R>,
    add<R, false, false, false>,
    add<R, true, false, false>,
    add<R, true, true, false>,
    add<R, false, false, true>,
    add<R, true, false, true>,
    add<R, true, true, true>,
    add_signs<R>,
};

}  // namespace

const ValueKernels<float> float_values = table<float>;
const ValueKernels<double> double_values = table<double>;

}  // namespace isotrace::kernels::ISOTRACE_ISA
