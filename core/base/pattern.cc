#include "core/base/pattern.h"

#include <array>
#include <cstdint>

#include "core/base/check.h"

namespace runnel {
namespace {

// A pattern becomes a program for a machine that follows all ways through it at once (Thompson).
// Jumps are relative, so that a piece of program can be moved and copied.
struct Instruction {
  enum class Op : std::uint8_t {
    kCharacter,  // Take the character `operand`.
    kSet,        // Take a character of the set numbered `operand`.
    kSetStar,    // Take any number of characters of the set numbered `operand`.
    kFork,       // Go on at both `first` and `second`.
    kJump,       // Go on at `first`.
    kMatch,      // The value matches if it ends here.
  };
  Op op;
  std::uint8_t operand;
  std::int16_t first;
  std::int16_t second;
};
using Op = Instruction::Op;

Instruction Take(Op op, std::size_t operand) {
  return {op, static_cast<std::uint8_t>(operand), 0, 0};
}
Instruction Fork(std::ptrdiff_t first, std::ptrdiff_t second) {
  return {Op::kFork, 0, static_cast<std::int16_t>(first), static_cast<std::int16_t>(second)};
}
Instruction Jump(std::ptrdiff_t distance) {
  return {Op::kJump, 0, static_cast<std::int16_t>(distance), 0};
}

constexpr std::size_t kInstructionsMax = 640;
constexpr std::size_t kSetsMax = 32;

// Filled from the front, up to the two counts, at every match.
struct Program {
  std::array<Instruction, kInstructionsMax> code;
  std::array<CharacterSet, kSetsMax> sets;
  std::size_t size;
  std::size_t set_count;
};

class Compiler {
 public:
  Compiler(std::string_view text, Program& program) : text_(text), program_(program) {
    program_.size = 0;
    program_.set_count = 0;
    CompileAlternatives();
    RUNNEL_CHECK(position_ == text_.size());
    Emit({Op::kMatch, 0, 0, 0});
  }

 private:
  static constexpr std::size_t kUnbounded = ~std::size_t{0};

  bool NextIs(char c) const { return position_ < text_.size() && text_[position_] == c; }

  bool Skip(char c) {
    if (!NextIs(c)) return false;
    ++position_;
    return true;
  }

  void Emit(Instruction instruction) {
    RUNNEL_CHECK(program_.size < kInstructionsMax);
    program_.code[program_.size++] = instruction;
  }

  void Insert(std::size_t at, Instruction instruction) {
    Emit(instruction);
    for (std::size_t i = program_.size - 1; i > at; --i) program_.code[i] = program_.code[i - 1];
    program_.code[at] = instruction;
  }

  void EmitCopy(std::size_t begin, std::size_t length) {
    for (std::size_t i = 0; i < length; ++i) Emit(program_.code[begin + i]);
  }

  void EmitSet(const CharacterSet& set) {
    RUNNEL_CHECK(program_.set_count < kSetsMax);
    program_.sets[program_.set_count] = set;
    Emit(Take(Op::kSet, program_.set_count++));
  }

  void CompileAlternatives() {
    const std::size_t begin = program_.size;
    CompileSequence();
    if (!Skip('|')) return;
    Insert(begin, Fork(1, 0));
    const std::size_t jump = program_.size;
    Emit(Jump(0));
    program_.code[begin].second = static_cast<std::int16_t>(program_.size - begin);
    CompileAlternatives();
    program_.code[jump].first = static_cast<std::int16_t>(program_.size - jump);
  }

  void CompileSequence() {
    while (position_ < text_.size() && !NextIs('|') && !NextIs(')')) {
      if (Skip('^') || Skip('$')) continue;
      const std::size_t begin = program_.size;
      CompileAtom();
      CompileQuantifier(begin);
    }
  }

  void CompileAtom() {
    const char c = text_[position_];
    if (c == '[') {
      EmitSet(ReadCharacterClass(text_, position_));
      return;
    }
    ++position_;
    if (c == '(') {
      // (?: only says that nobody asks what the group matched, which nobody does here.
      if (text_.substr(position_).starts_with("?:")) position_ += 2;
      CompileAlternatives();
      RUNNEL_CHECK(Skip(')'));
    } else if (c == '.') {
      CharacterSet no_line_end;
      no_line_end.Add('\n');
      no_line_end.Add('\r');
      no_line_end.Invert();
      EmitSet(no_line_end);
    } else if (c == '\\') {
      RUNNEL_CHECK(position_ < text_.size());
      EmitSet(SetOfEscape(text_[position_++]));
    } else {
      constexpr std::string_view kNotLiteral = "*+?{}]";
      RUNNEL_CHECK(CharacterSet::Symbol(c) != CharacterSet::kBeyondAscii &&
                   kNotLiteral.find(c) == std::string_view::npos);
      Emit(Take(Op::kCharacter, CharacterSet::Symbol(c)));
    }
  }

  // Compiles the quantifier, if there is one, of the atom whose program begins at `begin`.
  void CompileQuantifier(std::size_t begin) {
    if (Skip('*')) {
      Repeat(begin, 0, kUnbounded);
    } else if (Skip('+')) {
      Repeat(begin, 1, kUnbounded);
    } else if (Skip('?')) {
      Repeat(begin, 0, 1);
    } else if (Skip('{')) {
      const std::size_t min = ReadNumber();
      std::size_t max = min;
      if (Skip(',')) max = NextIs('}') ? kUnbounded : ReadNumber();
      RUNNEL_CHECK(Skip('}') && min <= max && max > 0);
      Repeat(begin, min, max);
    }
  }

  std::size_t ReadNumber() {
    std::size_t number = 0;
    const std::size_t begin = position_;
    while (position_ < text_.size() && text_[position_] >= '0' && text_[position_] <= '9') {
      number = number * 10 + static_cast<std::size_t>(text_[position_++] - '0');
    }
    RUNNEL_CHECK(position_ > begin && number < kInstructionsMax);
    return number;
  }

  // Makes the piece of program from `begin` to the end repeat.
  void Repeat(std::size_t begin, std::size_t min, std::size_t max) {
    const std::size_t length = program_.size - begin;
    const auto distance = static_cast<std::ptrdiff_t>(length);
    if (max == kUnbounded) {
      const bool is_set = length == 1 && program_.code[begin].op == Op::kSet;
      if (min == 0 && is_set) {
        program_.code[begin].op = Op::kSetStar;
        return;
      }
      if (min == 0) {
        Insert(begin, Fork(1, distance + 2));
        Emit(Jump(-distance - 1));
        return;
      }
      for (std::size_t i = 1; i < min; ++i) EmitCopy(begin, length);
      if (is_set) {
        Emit(Take(Op::kSetStar, program_.code[begin].operand));
      } else {
        Emit(Fork(-distance, 1));
      }
      return;
    }
    if (min == 0) Insert(begin, Fork(1, 0));
    const std::size_t piece = min == 0 ? begin + 1 : begin;
    for (std::size_t i = 1; i < max; ++i) {
      if (i >= min) Emit(Fork(1, 0));
      EmitCopy(piece, length);
    }
    // Each optional copy, with its fork in front, may be left out with all that follow it.
    for (std::size_t i = 1; i <= max - min; ++i) {
      const std::size_t back = i * (length + 1);
      program_.code[program_.size - back].second = static_cast<std::int16_t>(back);
    }
  }

  std::string_view text_;
  std::size_t position_ = 0;
  Program& program_;
};

// The places in a program where the machine may stand, each one once.
class Places {
 public:
  void Clear() {
    size_ = 0;
    seen_ = {};
  }
  const std::uint16_t* begin() const { return at_.data(); }
  const std::uint16_t* end() const { return at_.data() + size_; }
  bool empty() const { return size_ == 0; }

  // Adds `place` and what can be reached from it without taking a character.
  void Add(const Program& program, std::size_t place) {
    for (;;) {
      std::uint64_t& seen = seen_[place / 64];
      const std::uint64_t bit = std::uint64_t{1} << (place % 64);
      if ((seen & bit) != 0) return;
      seen |= bit;
      const Instruction& instruction = program.code[place];
      switch (instruction.op) {
        case Op::kCharacter:
        case Op::kSet:
        case Op::kMatch:
          at_[size_++] = static_cast<std::uint16_t>(place);
          return;
        case Op::kSetStar:
          at_[size_++] = static_cast<std::uint16_t>(place);
          ++place;
          break;
        case Op::kFork:
          Add(program, Moved(place, instruction.second));
          place = Moved(place, instruction.first);
          break;
        case Op::kJump:
          place = Moved(place, instruction.first);
          break;
      }
    }
  }

 private:
  static std::size_t Moved(std::size_t place, std::int16_t distance) {
    return place + static_cast<std::size_t>(static_cast<std::ptrdiff_t>(distance));
  }

  std::size_t size_ = 0;
  std::array<std::uint64_t, kInstructionsMax / 64> seen_{};
  std::array<std::uint16_t, kInstructionsMax> at_;  // Filled up to size_.
};

// Adds to `next` where the machine gets from `place` by taking `symbol`.
void TakeSymbol(const Program& program, std::size_t place, unsigned symbol, Places& next) {
  const Instruction& instruction = program.code[place];
  switch (instruction.op) {
    case Op::kCharacter:
      if (instruction.operand == symbol) next.Add(program, place + 1);
      return;
    case Op::kSet:
      if (program.sets[instruction.operand].Contains(symbol)) next.Add(program, place + 1);
      return;
    case Op::kSetStar:
      if (program.sets[instruction.operand].Contains(symbol)) next.Add(program, place);
      return;
    case Op::kFork:
    case Op::kJump:
    case Op::kMatch:
      return;
  }
}

bool Run(const Program& program, std::string_view value) {
  Places buffers[2];
  Places* now = &buffers[0];
  Places* next = &buffers[1];
  now->Add(program, 0);
  for (std::size_t i = 0; i < value.size() && !now->empty();) {
    const unsigned symbol = CharacterSet::Symbol(value[i++]);
    if (symbol == CharacterSet::kBeyondAscii) {
      while (i < value.size() && (static_cast<unsigned char>(value[i]) & 0xC0) == 0x80) ++i;
    }
    next->Clear();
    for (const std::size_t place : *now) TakeSymbol(program, place, symbol, *next);
    Places* const previous = now;
    now = next;
    next = previous;
  }
  for (const std::size_t place : *now) {
    if (program.code[place].op == Op::kMatch) return true;
  }
  return false;
}

bool AllIn(const CharacterSet& set, std::string_view value) {
  for (const char c : value) {
    if (!set.Contains(CharacterSet::Symbol(c))) return false;
  }
  return true;
}

bool IsWholeNumber(std::string_view value, std::size_t digits_max) {
  if (value.empty() || value.size() > digits_max) return false;
  if (value.front() == '0') return value.size() == 1;
  for (const char c : value) {
    if (c < '0' || c > '9') return false;
  }
  return true;
}

}  // namespace

bool Pattern::Matches(std::string_view value) const {
  switch (form_) {
    case Form::kSetOneOrMore:
      return !value.empty() && AllIn(set_, value);
    case Form::kWholeNumber:
      return IsWholeNumber(value, digits_max_);
    case Form::kAny:
      break;
  }
  Program program;
  Compiler(text_, program);
  return Run(program, value);
}

}  // namespace runnel
