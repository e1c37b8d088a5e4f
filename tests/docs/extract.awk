# The code blocks of a Markdown page, as files in the folder `out`, named after the `page`:
#   PAGE-K.cpp       block K, counted from 1, of those that begin with ```cpp: a program
#   PAGE-K.txt       the plain block that follows it with nothing but empty lines between: its output
#   PAGE-fragments.cpp   all that begin with ```cpp fragment, each in a scope of its own, after
#                    prelude.hpp, which runs them
#   PAGE-commands-K.sh   block K of those that begin with ```sh, and its output likewise
# Lines keep their numbers, for a compiler's messages (path: the page's). Anything else is an error.
function fail(what) {
  printf "%s:%d: %s\n", path, FNR, what > "/dev/stderr"
  failed = 1
  exit 1
}
function emit(text) { printf "%s\n", text > file }
function open_fragment() {
  file = out "/" page "-fragments.cpp"
  if (!fragments++) {
    emit("#include \"prelude.hpp\"")
    emit("void fragments() {")
  }
  emit("{")
  emit("#line " FNR + 1 " \"" path "\"")
}
function open_block(info) {
  kind = info == "```" ? "plain" : substr(info, 4)
  file = ""
  if (kind == "plain" && awaiting != "") file = awaiting
  awaiting = ""
  if (kind == "cpp") {
    name = out "/" page "-" ++programs
    file = name ".cpp"
    emit("#line " FNR + 1 " \"" path "\"")
  } else if (kind == "cpp fragment") {
    open_fragment()
  } else if (kind == "sh") {
    name = out "/" page "-commands-" ++commands
    file = name ".sh"
  } else if (kind != "plain" && kind != "cmake") {
    fail("found a block of '" kind "', expected cpp, cpp fragment, sh, cmake or a plain one")
  }
  has_main = 0
  first = FNR
}
function close_block() {
  if (kind == "cpp" && !has_main) fail("a program without main; a part of one begins with ```cpp fragment")
  if (kind == "cpp fragment") emit("}")
  if (kind == "cpp" || kind == "sh") awaiting = name ".txt"
  if (file != "" && kind != "cpp fragment") close(file)
  kind = ""
}
/^```/ {
  if (kind == "") open_block($0)
  else close_block()
  next
}
kind != "" {
  if ($0 ~ /^int main\(/) has_main = 1
  if (file != "") emit($0)
  next
}
!/^[ \t]*$/ { awaiting = "" }
END {
  if (failed) exit 1
  if (kind != "") fail("the block of line " first " is not closed")
  if (fragments) {
    file = out "/" page "-fragments.cpp"
    emit("}")
  }
}
