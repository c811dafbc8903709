# The program as it is given away: the objects of `runnel`, with every library linked in, the C
# library too, so that it runs on any Linux of its architecture, in an empty folder if need be. It
# is built only when it is asked for; stripped it goes to build/package/bin.
add_executable(runnel_static EXCLUDE_FROM_ALL main.cc process_start_static.cc)
set_target_properties(runnel_static PROPERTIES
  OUTPUT_NAME runnel
  RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/build/package/bin)
target_include_directories(runnel_static PRIVATE ${PROJECT_SOURCE_DIR})
add_dependencies(runnel_static runnel_native)
target_link_options(runnel_static PRIVATE
  -static -no-pie -s -fuse-ld=gold -Wl,--gc-sections,--icf=safe)
# OpenSSL could load modules, SQLite extensions and the C library name services, from files that a
# stranger's machine need not have: see process_start_static.cc.
target_link_libraries(runnel_static PRIVATE
  -Wl,--start-group $<TARGET_FILE:runnel_native> $<TARGET_FILE:runnel_core>
  -l:libboost_json.a -l:libnghttp2.a -l:libssl.a -l:libcrypto.a -l:libsqlite3.a -l:libdeflate.a
  -l:libminizip.a -l:libyaml-cpp.a -l:libz.a -l:libzstd.a -Wl,--end-group)
