// The program of the tidy tests: rules that every file of this repository keeps.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
