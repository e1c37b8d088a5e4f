#include "entry_sums.hpp"

#include <cmath>

#include <lib/core/instantiate.hpp>
#include "unit_blocks.hpp"

namespace isotrace::exact::detail {
namespace {

/// body(first, count) for groups of lines, in parallel; the results by group.
template <Scalar S, class Result, class Body>
std::vector<Result> over_lines(const MatrixLines<S>& a, const Options& options, const Body& body) {
  const Index width = std::min(lines_per_task(a), std::max<Index>(1, a.lines));
  const Index blocks = (a.lines + width - 1) / width;
  return over_unit_blocks<S, Result>(
      options, a.lines, {width, blocks, blocks},
      [&](TaskMemory<S>&, Index first, Index count) { return body(first, count); });
}

template <Scalar S>
EntrySum<S> total(const std::vector<EntrySum<S>>& parts) {
  return {sum(parts, [](const auto& part) { return part.value; }),
          sum(parts, [](const auto& part) { return part.size; })};
}

/// The terms of a sum, and their magnitudes.
template <Scalar S>
class Terms {
 public:
  void add(Wide<S> term) {
    value_ += Long(term);
    size_ += std::abs(term);
  }
  EntrySum<S> result() const { return {Wide<S>(value_), size_}; }

 private:
  using Long = std::conditional_t<is_complex<S>, std::complex<long double>, long double>;
  Long value_ = 0;
  double size_ = 0;
};

/// A_ii. A sparse line is searched without branches, which would be foretold wrongly once a line.
template <Scalar S>
Wide<S> diagonal_entry(const MatrixLines<S>& a, Index i) {
  if (!a.sparse()) return Wide<S>(a.values_of(i)[i]);
  const Index begin = a.begin(i);
  const Index end = a.begin(i + 1);
  Index last = 0;
  Index parts = 0;
  for (Index e = begin; e < end; ++e) {
    const bool here = a.inner[e] == i;
    last = here ? e : last;
    parts += here ? 1 : 0;
  }
  if (parts == 1) return Wide<S>(a.values[last]);
  Wide<S> sum = 0;
  for (Index e = begin; e < end; ++e) {
    if (a.inner[e] == i) sum += Wide<S>(a.values[e]);
  }
  return sum;
}

/// Calls f(k, x, y) for the places k where one of two sparse lines has an entry.
template <Scalar S, class F>
void merge(const MatrixLines<S>& a, const MatrixLines<S>& b, Index line, const F& f) {
  Index i = a.begin(line);
  Index j = b.begin(line);
  const Index a_end = a.begin(line + 1);
  const Index b_end = b.begin(line + 1);
  while (i < a_end || j < b_end) {
    const int k = j == b_end || (i < a_end && a.inner[i] < b.inner[j]) ? a.inner[i] : b.inner[j];
    S x = 0;
    S y = 0;
    while (i < a_end && a.inner[i] == k) x += a.values[i++];  // an entry may be given in parts
    while (j < b_end && b.inner[j] == k) y += b.values[j++];
    f(k, x, y);
  }
}

/// Adds the pair b = B_ij, c = B_ji to the sums of squares. Squares are summed, so that none is
/// negative.
template <Scalar S>
void add_pair(FormSums& sums, bool diagonal, Wide<S> b, Wide<S> c) {
  sums.frobenius2 += squared_modulus(b);
  sums.hermitian2 += squared_modulus(b + conjugate(c)) / 4;
  sums.symmetric2 += squared_modulus(b + c) / 4;
  if (!diagonal) return;
  sums.diagonal2 += squared_modulus(b);
  sums.real_diagonal2 += real_part(b) * real_part(b);
}

template <Scalar S>
FormSums total(const std::vector<FormSums>& parts, Index n) {
  const auto total = [&](auto member) { return sum(parts, member); };
  return {field_of<S>,
          n,
          total(&FormSums::trace),
          total(&FormSums::frobenius2),
          total(&FormSums::hermitian2),
          total(&FormSums::symmetric2),
          total(&FormSums::diagonal2),
          total(&FormSums::real_diagonal2)};
}

}  // namespace

template <Scalar S>
EntrySum<S> diagonal_sum(const MatrixLines<S>& a, const Real<S>* z, const Options& options) {
  return total(over_lines<S, EntrySum<S>>(a, options, [&](Index first, Index count) {
    require_finite(a, first, count);
    Terms<S> terms;
    for (Index i = first; i < first + count; ++i) {
      terms.add(diagonal_entry(a, i) * double(z[i]));
    }
    return terms.result();
  }));
}

template <Scalar S>
EntrySum<S> row_sum(const MatrixLines<S>& a, const InverseEntries<S>& z, const Options& options) {
  return total(over_lines<S, EntrySum<S>>(a, options, [&](Index first, Index count) {
    require_finite(a, first, count);
    Terms<S> terms;
    std::vector<S> row;
    for (Index i = first; i < first + count; ++i) {
      row.resize(static_cast<std::size_t>(a.size(i)));
      z.row(i, a.places_of(i), a.size(i), row.data());
      for (Index k = 0; k < a.size(i); ++k) {
        const S entry = a.by_rows ? conjugate(row[k]) : row[k];  // Z_ki or, of a column, Z_ik
        terms.add(Wide<S>(a.values_of(i)[k]) * Wide<S>(entry));
      }
    }
    return terms.result();
  }));
}

template <Scalar S>
EntrySum<S> product_sum(const MatrixLines<S>& s, const MatrixLines<S>& t, const Real<S>* w,
                        const Real<S>* z, int exponent, const Options& options) {
  const auto scaled = [&](S x) {
    const Wide<S> y(x);
    if (exponent == 0) return y;
    if constexpr (is_complex<S>) {
      return Wide<S>(std::ldexp(y.real(), exponent), std::ldexp(y.imag(), exponent));
    } else {
      return std::ldexp(y, exponent);
    }
  };
  return total(over_lines<S, EntrySum<S>>(s, options, [&](Index first, Index count) {
    require_finite(s, first, count);
    if (s.values != t.values) require_finite(t, first, count);
    Terms<S> terms;
    for (Index line = first; line < first + count; ++line) {
      const auto add = [&](Index k, S x, S y) {
        const Index i = s.by_rows ? line : k;
        const Index j = s.by_rows ? k : line;
        const double weight = (w != nullptr ? double(w[i]) : 1.0) * double(z[j]);
        terms.add(conjugate(scaled(y)) * scaled(x) * weight);
      };
      if (s.sparse()) {
        merge(s, t, line, add);
      } else {
        for (Index k = 0; k < s.length; ++k) add(k, s.values_of(line)[k], t.values_of(line)[k]);
      }
    }
    return terms.result();
  }));
}

template <Scalar S>
FormSums diagonal_form_sums(const MatrixLines<S>& a, const Real<S>* z, const Options& options) {
  using Rows = Eigen::SparseMatrix<S, Eigen::RowMajor>;
  Rows lines, transposed;
  MatrixLines<S> own = a;
  MatrixLines<S> other = a;
  if (a.sparse()) {  // transposing sorts
    transposed = Eigen::Map<const Rows>(a.lines, a.lines, a.entries(), a.outer, a.inner, a.values)
                     .transpose();
    lines = transposed.transpose();
    own = lines_of(matrix_view(lines));
    other = lines_of(matrix_view(transposed));
  }
  const auto parts = over_lines<S, FormSums>(a, options, [&](Index first, Index count) {
    require_finite(a, first, count);
    FormSums sums;
    Terms<S> diagonal;
    for (Index i = first; i < first + count; ++i) {
      const auto add = [&](Index j, S x, S y) {
        const double weight = std::sqrt(double(z[i])) * std::sqrt(double(z[j]));
        add_pair<S>(sums, i == j, Wide<S>(x) * weight, Wide<S>(y) * weight);
        if (i == j) diagonal.add(Wide<S>(x) * weight);
      };
      if (a.sparse()) {
        merge(own, other, i, add);
      } else {
        for (Index j = 0; j < a.length; ++j) add(j, a.values_of(i)[j], a.values_of(j)[i]);
      }
    }
    sums.trace = diagonal.result().value;
    return sums;
  });
  return total<S>(parts, a.lines);
}

#define INSTANTIATE(S)                                                                           \
  template EntrySum<S> diagonal_sum(const MatrixLines<S>&, const Real<S>*, const Options&);      \
  template EntrySum<S> row_sum(const MatrixLines<S>&, const InverseEntries<S>&, const Options&); \
  template EntrySum<S> product_sum(const MatrixLines<S>&, const MatrixLines<S>&, const Real<S>*, \
                                   const Real<S>*, int, const Options&);                         \
  template FormSums diagonal_form_sums(const MatrixLines<S>&, const Real<S>*, const Options&);
ISOTRACE_INSTANTIATE_FOR_EACH_SCALAR(INSTANTIATE)

}  // namespace isotrace::exact::detail
