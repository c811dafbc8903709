#include "core/operations/next_token.h"

#include "core/api/errors.h"
#include "core/base/base64.h"

namespace runnel {

std::string MakeNextToken(Context& context, ListKind kind, std::string_view fields) {
  const std::string content = FieldWriter()
                                  .Add(static_cast<std::uint64_t>(kind))
                                  .Add(context.now.milliseconds)
                                  .Add(fields)
                                  .Take();
  std::string token;
  AppendBase64(Seal(context.token_key, context.random.Next(), content), token);
  return token;
}

Result<std::string> OpenNextToken(const Context& context, ListKind kind, std::string_view token) {
  std::string sealed;
  if (DecodeBase64(token, sealed)) return error::InvalidNextToken();
  const auto content = Unseal(context.token_key, sealed);
  if (!content) return error::InvalidNextToken();
  FieldReader reader(*content);
  const std::uint64_t found_kind = reader.Unsigned();
  const Timestamp issued{reader.Signed()};
  const std::string_view fields = reader.Text();
  if (!reader.ok() || found_kind != static_cast<std::uint64_t>(kind)) {
    return error::InvalidNextToken();
  }
  if (issued < context.now - context.settings.next_token_lifetime) return error::ExpiredNextToken();
  return std::string(fields);
}

void AddScope(const Scope& scope, FieldWriter& fields) {
  fields.Add(std::string_view(scope.account.text())).Add(std::string_view(scope.region.text()));
}

bool TakeScope(const Scope& scope, FieldReader& fields) {
  const std::string_view account = fields.Text();
  const std::string_view region = fields.Text();
  return account == scope.account.text() && region == scope.region.text();
}

}  // namespace runnel
