package goclients

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
)

// What `runnel connect go` prints is a whole program.
func TestSnippetOfConnect(t *testing.T) {
	server := startServer(t, noDelays...)
	_, err := server.client("http", "test", "secret").CreateStream(within(t),
		&kinesis.CreateStreamInput{StreamName: aws.String("found"), ShardCount: aws.Int32(1)})
	check(t, err)
	endpoint := "http://localhost:" + server.port
	connect := exec.Command(server.program, "connect", "go", "--code", "--endpoint", endpoint)
	connect.Stderr = os.Stderr
	code, err := connect.Output()
	check(t, err)
	// Inside this module, so that the SDK is found.
	folder, err := os.MkdirTemp(".", ".snippet-")
	check(t, err)
	t.Cleanup(func() { check(t, os.RemoveAll(folder)) })
	check(t, os.WriteFile(filepath.Join(folder, "main.go"), code, 0o600))
	// The go that runs this test comes first in its PATH.
	run := exec.Command("go", "run", "./"+folder)
	run.Stderr = os.Stderr
	printed, err := run.Output()
	check(t, err)
	if !strings.Contains(string(printed), "found") {
		t.Errorf("the snippet printed %q", printed)
	}
}
