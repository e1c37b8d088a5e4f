#include <cli/command_line.hpp>

int main(int argc, char** argv) { return isotrace::program::run_program(argc, argv); }
