// What a person chose for `runnel serve`: every flag, RUNNEL_* variable and configuration-file key
// ends as a field here. Made by LoadConfig (native-server/config/load_config.h); the names, texts
// and bounds of the options stand in native-server/config/option_table.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/settings.h"

namespace runnel {

enum class LogLevel { kTrace, kDebug, kInfo, kWarn, kError, kOff };
enum class LogFormat { kText, kJson };

// Whether /metrics is answered, to everybody. kAuto: unless signatures are verified or the
// emulator's own operations are off.
enum class MetricsAccess { kAuto, kOn, kOff };

// kAuto: unless other machines can reach the server.
enum class FunctionPrograms { kAuto, kOn, kOff };

// When a change counts as kept.
enum class Durability {
  kFull,    // once the disk has it: it survives a power failure
  kNormal,  // once the system has it: it survives the end of the process
};

// Bytes of memory for records that are kept on disk as well.
inline constexpr std::uint64_t kKeptRecordMemory = 512ULL * 1024 * 1024;

struct Config {
  // Address to listen on, a name or a number.
  std::string host = "127.0.0.1";
  // Every one is served. 0: the system picks one.
  std::vector<std::uint16_t> ports = {4566};
  // Event loops, one per thread.
  unsigned threads = 1;
  // Go to the background once ready.
  bool detach = false;

  // Where data is kept across restarts. Empty: nowhere, everything is in memory.
  std::string data_folder;
  Durability durability = Durability::kFull;
  // Holds the key under which records of encrypted streams are kept. Empty: a file among the data.
  std::string key_file;

  // Bytes of memory for records. Beyond it, older ones are read from `data_folder` or, without one,
  // no more are taken. Absent: kKeptRecordMemory, or half of the machine's memory.
  std::optional<std::uint64_t> record_memory;

  // Where the certificate authority of this person's servers is kept. Empty: nowhere.
  std::string tls_folder;
  // A certificate with its chain, and its key: PEM files. Empty: certificates are made.
  std::string tls_certificate;
  std::string tls_key;

  // Whose signatures are accepted: the file that settings.identities was read from. Empty: nothing
  // is verified.
  std::string credentials_file;
  // Listen where other machines can reach, although nothing is verified.
  bool allow_anyone = false;
  // Web pages of other machines that may call, as ReadWebPages reads them.
  std::vector<std::string> web_pages;

  // Where calls are written down as they come. Empty: nowhere.
  std::string capture_file;

  // Whether programs of functions are run: code of zip files, and commands.
  FunctionPrograms function_programs = FunctionPrograms::kAuto;
  // The URL by which they reach the server. Empty: that of the first port, on this machine.
  std::string function_endpoint;

  MetricsAccess metrics = MetricsAccess::kAuto;

  LogLevel log_level = LogLevel::kInfo;
  LogFormat log_format = LogFormat::kText;

  // Where messages for on-failure destinations go, each "ARN=PLACE".
  std::vector<std::string> failure_destinations;

  // A folder with a folder for each bucket that channels write to. Empty: they write nowhere. Set
  // together with settings.channel_deliveries.
  std::string buckets_folder;

  // Created before the first request is answered.
  std::vector<InitialStream> initial_streams;
  // At work before the first request is answered: the JSON inputs of AddFaultRule, and the names or
  // files of scenarios.
  std::vector<std::string> fault_rules;
  std::vector<std::string> scenarios;
  // For Emulator's random choices. Absent: a different one at every start.
  std::optional<std::uint64_t> seed;

  Settings settings;
};

}  // namespace runnel
