# Included by the root CMakeLists.txt when Emscripten compiles: its flags, and what stands in for
# the distribution's libraries.

# Header-only libraries are found through links: /usr/include itself on the include path would hide
# Emscripten's own C headers.
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/include)
foreach(library boost doctest)
  file(CREATE_LINK /usr/include/${library} ${PROJECT_BINARY_DIR}/include/${library} SYMBOLIC)
endforeach()
include_directories(SYSTEM ${PROJECT_BINARY_DIR}/include)

# Emscripten does not inline where it compiles for the least size, though that makes the module
# smaller, and faster by half.
add_compile_options(-finline-functions)
# SINGLE_FILE keeps the binary inside the script: the loader of this Emscripten would otherwise ask
# `fetch` for it, which since Node 18 exists and refuses file names.
add_link_options(-sSINGLE_FILE=1 -sALLOW_MEMORY_GROWTH=1 -sTOTAL_STACK=8MB)

# There is no libboost_json to link: its sources are part of its headers.
add_library(boost_json STATIC wasm/boost_json.cc)
add_library(Boost::json ALIAS boost_json)
add_library(boost_headers INTERFACE)
add_library(Boost::headers ALIAS boost_headers)
