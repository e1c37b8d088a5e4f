# What Doxygen reads of a page or header, so that it sees what other readers of Markdown see:
#   - a heading below the first level has the anchor that GitHub gives it, "## Error bars"
#     #error-bars, and a link to another page's anchor is one to the anchor
#   - a line that a header's comment indents by three blanks, "///   dim()   n", begins an item
function anchor(heading) {
  heading = tolower(heading)
  gsub(/[^-_a-z0-9 ]/, "", heading)
  gsub(/ /, "-", heading)
  return heading
}
FILENAME ~ /[.]hpp$/ {
  if (match($0, /^ *\/\/\/   [^ ]/)) sub(/\/\/\/   /, "/// - ")
  print
  next
}
/^```/ { code = !code }
!code && /^##+ / {
  text = $0
  sub(/^#+ /, "", text)
  $0 = $0 " {#" anchor(text) "}"
}
!code { gsub(/\([a-z]+[.]md#/, "(#") }
{ print }
