// Package goclients tries the AWS SDK for Go v2 against a server process: HTTP/1.1 in the clear,
// HTTP/2 by ALPN over TLS.
package goclients

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/kinesis"
)

const (
	region   = "us-east-1"
	patience = 20 * time.Second
)

// server is a process of its own, on a free port; it ends with the test.
type server struct {
	t         *testing.T
	program   string
	tlsFolder string
	port      string
}

// Changes are complete when their call returns, so that tests need not wait.
var noDelays = []string{
	"--create-stream-delay=0", "--delete-stream-delay=0", "--update-stream-delay=0",
	"--register-consumer-delay=0", "--deregister-consumer-delay=0",
}

func startServer(t *testing.T, arguments ...string) *server {
	t.Helper()
	s := &server{t: t, program: os.Getenv("RUNNEL_PROGRAM"), tlsFolder: t.TempDir()}
	arguments = append([]string{
		"serve", "--port=0", "--log-level=error", "--tls-dir=" + s.tlsFolder,
	}, arguments...)
	process := exec.Command(s.program, arguments...)
	process.Stderr = os.Stderr
	output, err := process.StdoutPipe()
	check(t, err)
	check(t, process.Start())
	t.Cleanup(func() {
		check(t, process.Process.Signal(os.Interrupt))
		if err := process.Wait(); err != nil {
			t.Errorf("the server did not end well: %v", err)
		}
	})
	ready, err := bufio.NewReader(output).ReadString('\n')
	check(t, err)
	at := strings.Index(ready, "http://")
	if at < 0 {
		t.Fatalf("the server did not start: %q", ready)
	}
	address, err := url.Parse(strings.TrimSpace(ready[at:]))
	check(t, err)
	s.port = address.Port()
	return s
}

// The client of an unmodified program: region, credentials, endpoint, and for https the certificate
// that `runnel cert` prints.
func (s *server) client(scheme, key, secret string) *kinesis.Client {
	s.t.Helper()
	options := kinesis.Options{
		Region:       region,
		BaseEndpoint: aws.String(scheme + "://localhost:" + s.port),
		Credentials:  credentials.NewStaticCredentialsProvider(key, secret, ""),
		HTTPClient:   inOnePiece{awshttp.NewBuildableClient()},
	}
	if scheme == "https" {
		trusted := s.authority()
		options.HTTPClient = awshttp.NewBuildableClient().WithTransportOptions(
			func(transport *http.Transport) {
				transport.TLSClientConfig = &tls.Config{RootCAs: trusted}
			})
	}
	return kinesis.New(options)
}

// inOnePiece hands the body of a request over as a whole. The SDK closes it as soon as there is an
// answer, while net/http may still look over HTTP/1.1 whether more of it comes, and then gives up
// the connection: an answer within microseconds brings this race of theirs out in one of fifty
// calls. A call is done by then; a subscription breaks off.
type inOnePiece struct{ client aws.HTTPClient }

func (c inOnePiece) Do(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	return c.client.Do(request)
}

func (s *server) authority() *x509.CertPool {
	s.t.Helper()
	printed, err := exec.Command(s.program, "cert", "--tls-dir="+s.tlsFolder).Output()
	check(s.t, err)
	trusted := x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(printed) {
		s.t.Fatalf("no certificate in %q", printed)
	}
	return trusted
}

// writeCredentials makes the file that --credentials takes.
func writeCredentials(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "credentials")
	check(t, os.WriteFile(file, []byte(text), 0o600))
	return file
}

// within is a context that ends with the test, or when a call takes too long.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// overBoth runs a test over http and over https, each with a server of its own.
func overBoth(t *testing.T, arguments []string, test func(*testing.T, string, *kinesis.Client)) {
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			test(t, scheme, startServer(t, arguments...).client(scheme, "test", "secret"))
		})
	}
}
