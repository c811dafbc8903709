#include "native-server/command_line/command_table.h"

#include <array>

namespace runnel {
namespace {

constexpr auto kCommands = std::to_array<Command>({
    {"serve", "start the server", ServeCommand},
    {"stop", "stop a server of this machine", StopCommand},
    {"restart", "start a server again, in the background", RestartCommand},
    {"status", "what runs where", StatusCommand},
    {"health", "whether a server answers, by the exit status", HealthCommand},
    {"connect", "how a client is pointed at the server", ConnectCommand},
    {"doctor", "what keeps a client from the server, and what to change", DoctorCommand},
    {"aws", "the AWS CLI, pointed at the server; also as `awsemu`", AwsCommand},
    {"call", "call an operation without the AWS CLI", CallCommand},
    {"tail", "print records as they come, across splits and merges", TailCommand},
    {"top", "a live table of shards: rates, lag, hot keys", TopCommand},
    {"inspect", "streams, shards, records, faults and calls in the browser", InspectCommand},
    {"deploy", "create or update a stack from a template of CloudFormation", DeployCommand},
    {"explain", "which shard a partition key goes to, and why", ExplainCommand},
    {"replay", "make captured calls again, or compare two servers by them", ReplayCommand},
    {"snapshot", "write all a server knows to a file, or become it", SnapshotCommand},
    {"channels", "what channels have written, and writing it now", ChannelsCommand},
    {"failures", "records that event source mappings gave up", FailuresCommand},
    {"faults", "let the server misbehave as Kinesis can", FaultsCommand},
    {"clock", "show, freeze, advance or scale the server's time", ClockCommand},
    {"cert", "the certificate to trust for https://", CertCommand},
    {"completion", "a script that lets bash, zsh or fish complete commands", CompletionCommand},
});

}  // namespace

std::span<const Command> Commands() { return kCommands; }

}  // namespace runnel
