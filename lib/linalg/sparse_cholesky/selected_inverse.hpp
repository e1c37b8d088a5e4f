#pragma once

#include <functional>

#include "factor.hpp"

namespace isotrace::detail {

/// The entries of Z = V⁻¹ that belong to a supernode's columns: row j of `entries`, for j <
/// columns, has those in its row rows[j] and the columns rows[j], rows[j + 1], …, in the numbering
/// of V. place(i) is the place in `rows` of row i of V, −1 if it is not there.
template <Scalar S>
struct InverseColumns {
  int node;  ///< the supernode
  int columns;
  Front<S> entries;
  const std::int32_t* rows;
  const int* row_places;  ///< by the order of elimination
  const int* position;

  int place(int row) const {
    const int place = row_places[position[row]];
    return place < entries.size && rows[place] == row ? place : -1;
  }
};

/// The entries of V⁻¹ on the pattern of L, by the elimination walked backwards: with Y = L_RJ
/// L_JJ⁻¹, Z_RJ = −Z_RR Y and Z_JJ = L_JJ⁻ᴴ L_JJ⁻¹ − Yᴴ Z_RJ (K. Takahashi, J. Fagan, M. Chin, PICA
/// 1973; A. M. Erisman, W. F. Tinney, CACM 18, 177, 1975). Calls visit for every supernode once,
/// for several at the same time. No entry depends on the number of threads. About twice the
/// operations of the factorisation; one front per thread and what their children need is all that
/// is held. kept: bytes of the caller's that count as memory. Throws OptionError if options.memory
/// does not suffice; Interrupted.
template <Scalar S>
void selected_inverse(const Supernodes& nodes, const Schedule& schedule,
                      const PanelFactor<S>& factor, const WalkOptions& options, std::size_t kept,
                      const std::function<void(const InverseColumns<S>&)>& visit);

/// The least memory that it takes, without `kept`.
template <Scalar S>
std::size_t selected_inverse_bytes(const Supernodes& nodes, const Schedule& schedule);

}  // namespace isotrace::detail
