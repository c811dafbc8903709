// The inspector in a page, as functions that its script calls.
#include <emscripten.h>

#include <boost/json.hpp>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "inspector-ui/async_source.h"
#include "inspector-ui/backend_emscripten.h"
#include "inspector-ui/inspector.h"
#include "inspector-ui/panels/arrangement.h"
#include "inspector-ui/panels/panels.h"
#include "inspector-ui/panels/preferences.h"
#include "inspector-ui/view_models/summary.h"

// What the page's script does for the module: see page/inspector.mjs.
EM_JS(void, RunnelSend, (int number, const char* headers, const char* body),
      { Module.runnel.send(number, UTF8ToString(headers), UTF8ToString(body)); });
EM_JS(void, RunnelWake, (), { Module.runnel.wake(); });
EM_JS(void, RunnelDescribe, (const char* text), { Module.runnel.describe(UTF8ToString(text)); });

namespace runnel {
namespace {

struct Page {
  Page(const std::string& host, const Caller& caller)
      : source(host, caller, Post, Now, RunnelWake), inspector(source, caller) {}

  static Timestamp Now() {
    return {std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::system_clock::now().time_since_epoch())
                .count()};
  }
  static void Post(const HeaderTexts& headers, const std::string& body,
                   AsyncSource::Answered answered);

  std::map<int, AsyncSource::Answered> waiting;
  int last_number = 0;
  AsyncSource source;
  Inspector inspector;
  std::string described;  // what those know who cannot see the canvas
};

// The page has but one, as it has but one module.
std::unique_ptr<Page> page;

void Page::Post(const HeaderTexts& headers, const std::string& body,
                AsyncSource::Answered answered) {
  boost::json::object named;
  for (const auto& [name, value] : headers) named[name] = value;
  const int number = ++page->last_number;
  page->waiting[number] = std::move(answered);
  RunnelSend(number, boost::json::serialize(named).c_str(), body.c_str());
}

}  // namespace
}  // namespace runnel

using runnel::page;

extern "C" {

// Begins to draw on the page's canvas, of so many pixels. `settings`: what was given to `save`
// before, or empty. `host`: the authority of where requests go. `panels`: the titles of those to
// show at first, with commas; empty: all. `stream`: the one to look at first, or empty. Zero: there
// is no WebGL 2.
int runnel_inspector_start(int width, int height, float scale, const char* settings,
                           const char* host, const char* region, const char* panels,
                           const char* stream, int light) {
  runnel::Caller caller;
  if (*region != '\0') caller.region = region;
  page = std::make_unique<runnel::Page>(host, caller);
  runnel::Inspector& inspector = page->inspector;
  inspector.stream_name = stream;
  inspector.preferences.light = light != 0;
  if (*panels != '\0') inspector.preferences.hidden = runnel::HiddenBut(panels);
  return runnel::OpenCanvas(width, height, scale, settings,
                            [] { runnel::KeepPreferences(page->inspector.preferences); });
}

void runnel_inspector_stop() {
  runnel::CloseCanvas();
  page.reset();
}

void runnel_inspector_resize(int width, int height, float scale) {
  runnel::ResizeCanvas(width, height, scale);
}

void runnel_inspector_frame() {
  runnel::Inspector& inspector = page->inspector;
  runnel::DrawCanvas([&inspector] { runnel::DrawInspector(inspector); });
  std::string text = SummaryOf(*inspector.world, inspector.stream());
  if (text != page->described) RunnelDescribe((page->described = std::move(text)).c_str());
}

// Asks the server for what is new. To be called again after the milliseconds that it returns.
int runnel_inspector_look() { return page->source.Look(); }

// What came of the request that the script was given under this number. Frees `body`, memory of
// the module. `status` 0: there was no answer, for the reason that `body` gives.
void runnel_inspector_answer(int number, int status, char* body, int bytes) {
  std::string text(body, static_cast<std::size_t>(bytes));
  std::free(body);
  const auto found = page->waiting.find(number);
  if (found == page->waiting.end()) return;
  const runnel::AsyncSource::Answered answered = std::move(found->second);
  page->waiting.erase(found);
  answered(status, std::move(text));
}

// What a person does to the canvas: see backend_emscripten.h.
void runnel_inspector_move(float x, float y) { runnel::MoveMouse(x, y); }
void runnel_inspector_press(int button, int down) { runnel::PressMouse(button, down != 0); }
void runnel_inspector_wheel(float across, float down) { runnel::TurnWheel(across, down); }
void runnel_inspector_key(const char* key, int down, int control, int shift, int alt) {
  runnel::PressKey(key, down != 0, {control != 0, shift != 0, alt != 0});
}
void runnel_inspector_release() { runnel::ReleaseAll(); }
void runnel_inspector_text(const char* text) { runnel::WriteText(text); }

}  // extern "C"
