// An object of a bucket as a file: ROOT/BUCKET/KEY.
#pragma once

#include <string>
#include <string_view>

namespace runnel {

// Why no bucket can be in that folder, in words; empty: it is there.
std::string FindRootFault(const std::string& root);

// Where the object is beneath the folder of its bucket, whatever its key. Segments that mean
// something to file systems ("", "." and "..") are percent-encoded, so the path never leaves the
// folder; equal paths are of equal keys.
std::string PathOfKey(std::string_view key);

// Writes the file anew, with the folders above it; a reader sees all of it or what was there
// before. What is made is for its owner alone. Returns what went wrong, in words; empty: it is
// there, and survives a power failure.
std::string WriteObject(const std::string& root, const std::string& bucket, std::string_view key,
                        std::string_view bytes);

// Whether objects can be written into the bucket, likewise. Makes its folder.
std::string TryBucket(const std::string& root, const std::string& bucket);

}  // namespace runnel
