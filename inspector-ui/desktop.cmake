# The program with a window.
find_package(Threads REQUIRED)
add_executable(runnel-inspector
  backend_glfw.cc
  http_source.cc
  imgui_frame.cc
  main.cc
)
target_link_libraries(runnel-inspector PRIVATE runnel_panels runnel_font PkgConfig::glfw
  PkgConfig::httplib OpenGL::GL Threads::Threads)
