// The commands of the program, one file each: serve_command.cc, stop_command.cc, …
#pragma once

#include <string>
#include <vector>

#include "native-server/config/load_config.h"

namespace runnel {

struct CommandLine {
  std::vector<std::string> arguments;  // what came after the command's name
  Environment environment;
};

// Each returns the exit status of the program, and throws Failure for an end with a message.
int ServeCommand(const CommandLine& command_line);
int StopCommand(const CommandLine& command_line);
int RestartCommand(const CommandLine& command_line);
int StatusCommand(const CommandLine& command_line);
int AwsCommand(const CommandLine& command_line);
int CallCommand(const CommandLine& command_line);
int ChannelsCommand(const CommandLine& command_line);
int FailuresCommand(const CommandLine& command_line);
int FaultsCommand(const CommandLine& command_line);
int ClockCommand(const CommandLine& command_line);
int CertCommand(const CommandLine& command_line);
int CompletionCommand(const CommandLine& command_line);
int ConnectCommand(const CommandLine& command_line);
int DeployCommand(const CommandLine& command_line);
int DoctorCommand(const CommandLine& command_line);
int ExplainCommand(const CommandLine& command_line);
int HealthCommand(const CommandLine& command_line);
int InspectCommand(const CommandLine& command_line);
int ReplayCommand(const CommandLine& command_line);
int TailCommand(const CommandLine& command_line);
int TopCommand(const CommandLine& command_line);
int SnapshotCommand(const CommandLine& command_line);

}  // namespace runnel
