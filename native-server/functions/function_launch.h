// How a version of a function is started: its program, its environment variables, its folder.
// Source: integrations 4.2.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/api/runnable_function.h"
#include "native-server/functions/child_process.h"
#include "native-server/functions/code_folder.h"

namespace runnel {

// What `ImageUri` of a function begins with that is a program of this machine:
// "runnel:command?run=python3%20main.py&folder=/srv/function". It speaks the runtime API.
inline constexpr std::string_view kCommandImage = "runnel:command?";

struct FunctionLaunch {
  Launch launch;
  std::shared_ptr<const CodeFolder> code;  // to be kept while the program runs; null: none
  std::string failure;                     // why it cannot be started, in words
};

// `endpoint` is the URL by which a program of the function reaches the server.
FunctionLaunch PlanLaunch(const RunnableFunction& function, const std::string& endpoint,
                          CodeFolders& folders);

}  // namespace runnel
