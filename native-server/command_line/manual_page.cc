#include "native-server/command_line/manual_page.h"

#include <string_view>

#include "native-server/command_line/command_table.h"
#include "native-server/command_line/help_text.h"
#include "native-server/config/option_table.h"
#include "native-server/version.h"

namespace runnel {
namespace {

// Text as troff shows it: backslashes and dashes as they are, and no line that is a request.
std::string Plain(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_begins = c == '\n';
  }
  return out;
}

std::string ServeSections() {
  std::string text =
      ".SH OPTIONS OF SERVE\n"
      "Each is also a variable of the environment, and a key of the YAML file that "
      "\\-\\-config names.\n";
  std::string_view group;
  const Config defaults;
  for (const ServeOption& option : ServeOptions()) {
    if (option.group != group) text += ".SS " + Plain(option.group) + "\n";
    group = option.group;
    const std::string value = Plain(option.placeholder);
    const std::string standard = option.format(defaults);
    text += ".TP\n.BR \\-\\-" + Plain(option.name) +
            (option.may_stand_alone ? " [=" + value + "]" : " \" " + value + "\"") + "\n" +
            Plain(option.help) + "\nVariable: " + Plain(VariableName(option.name)) + "." +
            (standard.empty() ? "" : " Default: " + Plain(standard) + ".") + "\n";
  }
  return text;
}

}  // namespace

std::string ManualPage() {
  std::string text =
      ".TH RUNNEL 1 \"\" \"runnel " + std::string(Version()) +
      "\" \"User Commands\"\n"
      ".SH NAME\nrunnel, awsemu \\- Amazon Kinesis Data Streams on your own machine\n"
      ".SH SYNOPSIS\n.B runnel\n.I COMMAND\n.RI [ ARGUMENT ...]\n.br\n.B awsemu\n.RI kinesis "
      "\\ OPERATION\n.RI [ ARGUMENT ...]\n"
      ".SH DESCRIPTION\nA server that speaks the API of Kinesis to the clients that are there "
      "already, on http://127.0.0.1:4566, and the commands around it.\n.B awsemu\nis the AWS CLI "
      "with the server's address, a region and credentials filled in.\n"
      ".SH COMMANDS\n";
  for (const Command& command : Commands()) {
    text += ".TP\n.B " + std::string(command.name) + "\n" + Plain(command.summary) + "\n";
  }
  text += ServeSections();
  for (const Command& command : Commands()) {
    if (command.name == "serve") continue;
    text +=
        ".SH RUNNEL " + std::string(command.name) + "\n.nf\n" + Plain(HelpOf(command)) + ".fi\n";
  }
  return text +
         ".SH EXIT STATUS\n0: done. 1: it failed, and the message says why. 2: a flag, variable or "
         "file is wrong. 3: no server is running.\n"
         ".SH FILES\n.TP\n.I ~/.local/share/runnel\nThe certificate authority, and the data of "
         "\\-\\-data=on.\n.TP\n.I ~/.local/state/runnel\nWhich servers run, and the logs of those "
         "in the background.\n"
         ".SH SEE ALSO\n.BR aws (1)\n";
}

}  // namespace runnel
