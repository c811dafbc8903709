#include "tests/bench/turns.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "tests/bench/server_process.h"

namespace runnel::bench {
namespace {

// Of a floor's answer, beside its body and the digits of its length.
constexpr std::size_t kFloorHeadBytes = 138;

struct Figures {
  double rate = 0;  // units a second
  double median_us = 0;
  double p99_us = 0;
  double cpu_us = 0;     // of the server, for a unit
  double megabytes = 0;  // of answers, a second
};

class Turns {
 public:
  Turns(const Options& options, const Scene& scene) : options_(options), scene_(scene) {
    rounds_.resize(scene.contenders.size());
  }

  void Run() {
    for (int round = 0; round < options_.rounds; ++round) {
      for (std::size_t i = 0; i < scene_.contenders.size(); ++i) {
        rounds_[i].push_back(Measure(scene_.contenders[i]));
      }
    }
  }

  void Print() const {
    std::printf("%s\n", scene_.name.c_str());
    for (std::size_t i = 0; i < scene_.contenders.size(); ++i) {
      std::printf("  %-18s %9.0f %s/s  median %8.0f us  p99 %8.0f us  CPU %8.2f us  %7.1f MB/s",
                  scene_.contenders[i].name.c_str(), Of(i, &Figures::rate), scene_.unit.c_str(),
                  Of(i, &Figures::median_us), Of(i, &Figures::p99_us), Of(i, &Figures::cpu_us),
                  Of(i, &Figures::megabytes));
      if (i > 0) {
        std::printf("  ratio %.2f, of CPU %.2f", Ratio(0, i, &Figures::rate),
                    Ratio(i, 0, &Figures::cpu_us));
      }
      std::printf("\n");
    }
  }

 private:
  Figures Measure(const Contender& contender) {
    Launch launch = contender.launch;
    if (!contender.has_streams && scene_.same_answer_size) {
      const std::size_t digits = std::to_string(answer_bytes_).size();
      launch.command.emplace_back("--reply");
      launch.command.push_back(
          std::to_string(answer_bytes_ - std::min(answer_bytes_, kFloorHeadBytes + digits)));
    }
    const ServerProcess server(launch);
    if (contender.has_streams) load_ = scene_.prepare(server.port());
    load_.port = server.port();
    load_.duration = options_.duration;
    const double cpu_before = server.CpuSeconds();
    const LoadResult result = scene_.run(load_);
    if (result.failures > 0) throw std::runtime_error("calls were refused by " + contender.name);
    const double cpu = server.CpuSeconds() - cpu_before;
    if (result.requests_per_second > 0 && &contender == &scene_.contenders.front()) {
      answer_bytes_ =
          static_cast<std::size_t>(result.bytes_per_second / result.requests_per_second + 0.5);
    }
    return {result.requests_per_second * scene_.units, result.median_us, result.p99_us,
            cpu * 1e6 / (static_cast<double>(result.answered) * scene_.units),
            result.bytes_per_second / 1e6};
  }

  double Of(std::size_t contender, double Figures::*figure) const {
    std::vector<double> values;
    for (const Figures& round : rounds_[contender]) values.push_back(round.*figure);
    return Median(std::move(values));
  }
  double Ratio(std::size_t above, std::size_t below, double Figures::*figure) const {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < rounds_[above].size(); ++round) {
      ratios.push_back(rounds_[above][round].*figure / rounds_[below][round].*figure);
    }
    return Median(std::move(ratios));
  }

  const Options& options_;
  const Scene& scene_;
  Load load_;                                 // of the latest contender that has streams
  std::size_t answer_bytes_ = 0;              // of Runnel's answers
  std::vector<std::vector<Figures>> rounds_;  // by contender
};

}  // namespace

void TakeTurns(const Options& options, const Scene& scene) {
  if (!Wants(options, scene.name)) return;
  Turns turns(options, scene);
  turns.Run();
  turns.Print();
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace runnel::bench
