// The record whose data are looked at, whatever becomes of the list that it was chosen from.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "inspector-ui/view_models/payload.h"
#include "inspector-ui/view_models/record_rows.h"

namespace runnel {

// What tells a record from all others.
struct RecordName {
  std::string stream_arn;
  std::string shard_id;
  std::string sequence_number;

  friend bool operator==(const RecordName&, const RecordName&) = default;
};

class ChosenRecord {
 public:
  // Of a row that holds the beginning of its data only, the whole is to be asked for.
  void Choose(const std::string& stream_arn, const RecordRow& row);
  void Clear() { *this = ChosenRecord(); }

  bool none() const { return name_.sequence_number.empty(); }
  const RecordName& name() const { return name_; }
  bool Is(const std::string& stream_arn, const RecordRow& row) const;

  // All its data are here.
  bool whole() const { return static_cast<std::int64_t>(row_.data.size()) >= row_.data_bytes; }
  // The input of Runnel.InspectRecords that asks for all of them, once; empty: there is nothing to
  // ask.
  boost::json::object Question();
  // What came of asking it for the record of that name; another one may have been chosen since.
  void TakeWhole(const RecordName& asked, const boost::json::object& answer,
                 const std::string& refusal);

  const RecordRow& row() const { return row_; }
  const PayloadView& payload() const { return payload_; }
  const std::string& kind() const { return kind_; }      // of the payload
  const std::string& absent() const { return absent_; }  // why the whole did not come

 private:
  void Read(const RecordRow& row);

  RecordName name_;
  RecordRow row_;
  PayloadView payload_;
  std::string kind_;
  std::string absent_;
  bool asked_ = false;
};

}  // namespace runnel
