// For sources that are compiled for every x86-64 processor and have functions for those with AVX2,
// to be called only where __builtin_cpu_supports("avx2").
#pragma once

#include <immintrin.h>

#define RUNNEL_AVX2 __attribute__((target("avx2")))
