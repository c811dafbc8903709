#include "core/api/operation_catalog.h"

#include "core/operations/operation_table.h"

namespace runnel {

std::vector<OperationEntry> OperationCatalog() {
  std::vector<OperationEntry> catalog;
  for (const Operation* operation : KinesisOperations()) {
    catalog.push_back({kKinesisTarget, operation->name, &operation->input, &operation->output});
  }
  for (const Operation* operation : ControlOperations()) {
    catalog.push_back({kControlTarget, operation->name, &operation->input, &operation->output});
  }
  return catalog;
}

}  // namespace runnel
