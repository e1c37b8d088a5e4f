// The negative control of exports.cmake: a name that must not leave a library of ours.
namespace Eigen {
int leaked() {
  return 0;
}
}  // namespace Eigen
