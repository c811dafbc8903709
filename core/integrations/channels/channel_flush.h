// What a channel delivers next, as changes of the state and as what a host is to write.
// Source: kinesis-api-45 3.3.
#pragma once

#include <vector>

#include "core/api/channel_delivery.h"
#include "core/api/settings.h"
#include "core/state/state.h"

namespace runnel {

// It becomes ACTIVE: what is put from now on is delivered.
std::vector<Mutation> StartChannel(const State& state, const Channel& channel);

// Takes what there is, up to the size of an object; a flush that is under way is tried again. Where
// nobody writes objects, it has ended with that. No changes: there is nothing to deliver.
std::vector<Mutation> BeginFlush(const State& state, const Settings& settings,
                                 const Channel& channel, Timestamp at);

// REQUIRES: a flush is under way.
ChannelDelivery DeliveryOf(const State& state, const Settings& settings, const Channel& channel);

// What became of the flush that is under way. `failure`: why it could not be written, in words;
// empty: it was.
std::vector<Mutation> EndFlush(const State& state, const Settings& settings, const Channel& channel,
                               const ChannelTally& tally, const std::string& failure,
                               Timestamp now);

// The flush that is under way ends because nobody writes objects any more.
std::vector<Mutation> EndFlushNowhere(const State& state, const Channel& channel, Timestamp now);

}  // namespace runnel
