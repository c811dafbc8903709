# The page and its module, in build/wasm/inspector, and compressed in build/page: from there the
# server takes what it shows at /_runnel/.
set(folder ${PROJECT_BINARY_DIR}/inspector)
set(compressed ${PROJECT_SOURCE_DIR}/build/page)
file(MAKE_DIRECTORY ${compressed})

add_executable(runnel_page backend_emscripten.cc imgui_frame.cc page.cc)
target_link_libraries(runnel_page PRIVATE runnel_panels runnel_font)
set_target_properties(runnel_page PROPERTIES
  OUTPUT_NAME module
  SUFFIX .mjs
  RUNTIME_OUTPUT_DIRECTORY ${folder}
  # Instead of the options for programs under Node.
  LINK_OPTIONS "-O2;-sENVIRONMENT=web;-sMODULARIZE=1;-sEXPORT_ES6=1;--no-entry;\
-sUSE_WEBGL2=1;-sMIN_WEBGL_VERSION=2;-sMAX_WEBGL_VERSION=2;-sFILESYSTEM=0;\
-sALLOW_MEMORY_GROWTH=1;-sTOTAL_STACK=1MB;-sEXPORTED_RUNTIME_METHODS=ccall;\
-sEXPORTED_FUNCTIONS=_malloc,_runnel_inspector_start,_runnel_inspector_stop,\
_runnel_inspector_resize,_runnel_inspector_frame,_runnel_inspector_look,_runnel_inspector_answer,\
_runnel_inspector_move,_runnel_inspector_press,_runnel_inspector_wheel,_runnel_inspector_key,\
_runnel_inspector_release,_runnel_inspector_text"
)

set(outputs)
foreach(file canvas_input.mjs index.html inspector.mjs page.css page.mjs)
  add_custom_command(
    OUTPUT ${folder}/${file}
    COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/page/${file} ${folder}/${file}
    DEPENDS page/${file}
  )
endforeach()
foreach(file canvas_input.mjs index.html inspector.mjs module.mjs module.wasm page.css page.mjs)
  set(source ${folder}/${file})
  if(file MATCHES "^module")
    set(source runnel_page)
  endif()
  add_custom_command(
    OUTPUT ${compressed}/${file}.gz
    COMMAND gzip -9 -n -c ${folder}/${file} > ${compressed}/${file}.gz
    DEPENDS ${source}
  )
  list(APPEND outputs ${compressed}/${file}.gz)
endforeach()
add_custom_target(page DEPENDS ${outputs})
