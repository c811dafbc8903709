// Walks a described struct to read it: what the codecs' output and the validation share.
#pragma once

#include <string>
#include <string_view>

#include "core/api/shape.h"

namespace runnel {

// What a member of one struct holds. Valid as long as the struct is not changed.
struct MemberValue {
  std::string_view text;        // strings and blobs; a null view when absent
  const void* value = nullptr;  // everything else; null when absent

  bool present() const { return value != nullptr || text.data() != nullptr; }
};

inline MemberValue ValueOf(const Member& member, const void* owner) {
  MemberValue held;
  if (member.access.text != nullptr) {
    held.text = member.access.text(owner);
  } else {
    held.value = member.access.get(owner);
  }
  return held;
}

// Calls visit(member, held) for each member that is present, in the order of the shape.
template <class Visit>
void ForEachPresentMember(const Shape& structure, const void* object, Visit visit) {
  for (const Member& member : structure.members) {
    const MemberValue held = ValueOf(member, object);
    if (held.present()) visit(member, held);
  }
}

// Makes room for a list that is about to be written, where it is known how much it will take.
inline void MakeRoom(const Shape& shape, const void* list, std::string& out) {
  if (shape.list->encoded_bytes == nullptr) return;
  const std::size_t wanted = out.size() + shape.list->encoded_bytes(list);
  if (wanted > out.capacity()) out.reserve(wanted);
}

// Calls visit(element) for each element; elements are passed as const void*.
template <class Visit>
void ForEachElement(const Shape& shape, const void* list, Visit visit) {
  shape.list->for_each(list, &visit, [](void* context, const void* element) {
    (*static_cast<Visit*>(context))(element);
  });
}

}  // namespace runnel
