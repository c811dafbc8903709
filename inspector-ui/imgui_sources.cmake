# Dear ImGui from the distribution's source package, which `./dev page` fetches.
set(imgui ${PROJECT_SOURCE_DIR}/build/imgui)
if(NOT EXISTS ${imgui}/imgui.cpp)
  return()
endif()
add_library(runnel_imgui STATIC
  ${imgui}/backends/imgui_impl_opengl3.cpp
  ${imgui}/imgui.cpp
  ${imgui}/imgui_draw.cpp
  ${imgui}/imgui_tables.cpp
  ${imgui}/imgui_widgets.cpp
  ${imgui}/misc/cpp/imgui_stdlib.cpp
)
target_include_directories(runnel_imgui SYSTEM PUBLIC ${imgui} ${imgui}/misc/cpp)
target_compile_definitions(runnel_imgui PUBLIC IMGUI_IMPL_OPENGL_ES3)
target_compile_options(runnel_imgui PRIVATE -w)
