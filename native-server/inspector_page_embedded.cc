// The assembler puts the files into the program: the compiler would take long over a megabyte.
#include <cstddef>

#include "native-server/inspector_page_files.h"

#define RUNNEL_EMBED(name, file)               \
  asm(".section .rodata\n"                     \
      ".globl runnel_page_" #name              \
      "\n"                                     \
      "runnel_page_" #name                     \
      ":\n"                                    \
      ".incbin \"" RUNNEL_PAGE_FOLDER "/" file \
      ".gz\"\n"                                \
      ".globl runnel_page_" #name              \
      "_end\n"                                 \
      "runnel_page_" #name                     \
      "_end:\n"                                \
      ".previous\n");                          \
  extern "C" const char runnel_page_##name[];  \
  extern "C" const char runnel_page_##name##_end[]

RUNNEL_EMBED(index, "index.html");
RUNNEL_EMBED(style, "page.css");
RUNNEL_EMBED(page, "page.mjs");
RUNNEL_EMBED(inspector, "inspector.mjs");
RUNNEL_EMBED(input, "canvas_input.mjs");
RUNNEL_EMBED(loader, "module.mjs");
RUNNEL_EMBED(module, "module.wasm");

namespace runnel {
namespace {

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::span<const InspectorPageFile> InspectorPageFiles() {
  static const InspectorPageFile kFiles[] = {
      {"index.html", "text/html; charset=utf-8", Between(runnel_page_index, runnel_page_index_end)},
      {"page.css", "text/css", Between(runnel_page_style, runnel_page_style_end)},
      {"page.mjs", "text/javascript", Between(runnel_page_page, runnel_page_page_end)},
      {"canvas_input.mjs", "text/javascript", Between(runnel_page_input, runnel_page_input_end)},
      {"inspector.mjs", "text/javascript",
       Between(runnel_page_inspector, runnel_page_inspector_end)},
      {"module.mjs", "text/javascript", Between(runnel_page_loader, runnel_page_loader_end)},
      {"module.wasm", "application/wasm", Between(runnel_page_module, runnel_page_module_end)},
  };
  return kFiles;
}

}  // namespace runnel
