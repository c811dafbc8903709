package goclients

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/kinesis"
	"github.com/aws/smithy-go"
)

func TestASignatureIsVerifiedAndRefusedIfAnotherKeyMadeIt(t *testing.T) {
	file := writeCredentials(t,
		"[me]\naws_access_key_id = AKIAME\naws_secret_access_key = se/cret+=\n")
	for _, scheme := range []string{"http", "https"} {
		t.Run(scheme, func(t *testing.T) {
			server := startServer(t, append([]string{"--credentials=" + file}, noDelays...)...)
			client := server.client(scheme, "AKIAME", "se/cret+=")
			createAndWait(t, client, 1)
			put(t, client, "signed")
			if read, _ := readShard(t, client, firstShard); len(read) != 1 {
				t.Errorf("read %q", read)
			}
			subscription := subscribe(t, client, registerConsumer(t, client), firstShard)
			if event := <-subscription.Events(); len(texts(t, event)) != 1 {
				t.Errorf("received %+v", event)
			}
			refuse(t, server.client(scheme, "AKIAME", "wrong"), "InvalidSignatureException")
			refuse(t, server.client(scheme, "AKIAWHO", "se/cret+="), "UnrecognizedClientException")
		})
	}
}

// refuse holds that the client fails with the code. Kinesis' model has no types for these errors.
func refuse(t *testing.T, client *kinesis.Client, code string) {
	t.Helper()
	_, err := client.ListStreams(within(t), &kinesis.ListStreamsInput{})
	var refusal smithy.APIError
	if !errors.As(err, &refusal) || refusal.ErrorCode() != code {
		t.Errorf("not a %s: %v", code, err)
	}
}
