"""The real AWS CDK: what it makes of an app today is deployed, and is what the other tests keep."""

import json
import pathlib
import subprocess
import sys
import unittest

from server import NO_DELAYS, Server

FOLDER = pathlib.Path(__file__).parent / "cdk"
NODE = sys.argv.pop()


class Synthesis(unittest.TestCase):
    def test_what_the_cdk_makes_is_deployed(self):
        made = subprocess.run([NODE, FOLDER / "app.mjs"], capture_output=True, text=True,
                              timeout=300, check=True).stdout
        kept = (FOLDER / "orders.template.json").read_text()
        self.assertEqual(json.loads(made), json.loads(kept))
        with Server(*NO_DELAYS) as server:
            stacks = server.client("cloudformation")
            stacks.create_stack(StackName="orders", TemplateBody=made)
            stacks.get_waiter("stack_create_complete").wait(StackName="orders")
            outputs = stacks.describe_stacks(StackName="orders")["Stacks"][0]["Outputs"]
            name = outputs[0]["OutputValue"].rpartition("/")[2]
            summary = server.kinesis().describe_stream_summary(StreamName=name)
            self.assertEqual(summary["StreamDescriptionSummary"]["OpenShardCount"], 2)
            self.assertEqual(summary["StreamDescriptionSummary"]["ConsumerCount"], 1)


if __name__ == "__main__":
    unittest.main()
