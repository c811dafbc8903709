// Source: kinesis-api 9.4.
#include "core/operations/account_settings.h"
#include "core/operations/operation.h"

namespace runnel {
namespace {

struct DescribeAccountSettingsInput {};

Result<AccountSettingsOutput> DescribeAccountSettings(Context& context,
                                                      const DescribeAccountSettingsInput&) {
  return AccountSettingsOutput::Of(context.state.AccountIn(context.caller).commitment, context.now);
}

}  // namespace

extern constexpr Operation kDescribeAccountSettings =
    DefineOperation<DescribeAccountSettingsInput, AccountSettingsOutput, DescribeAccountSettings>(
        "DescribeAccountSettings", {}, kAccountSettingsOutput);

}  // namespace runnel
