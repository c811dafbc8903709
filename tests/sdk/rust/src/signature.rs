//! A server with --credentials answers what the right key has signed, and nothing else.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use aws_sdk_kinesis::error::ProvideErrorMetadata;
use tempfile::TempDir;

use crate::fan_out::{make_consumer, next, subscribe, texts};
use crate::server::{Server, NO_DELAYS};
use crate::stream::{put, read_shard, FIRST_SHARD};

const CREDENTIALS: &str = "[me]\naws_access_key_id = AKIAME\naws_secret_access_key = se/cret+=\n";

#[tokio::test]
async fn the_right_key_passes_and_others_are_refused() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("credentials");
    fs::write(&file, CREDENTIALS).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
    let option = format!("--credentials={}", file.display());
    for scheme in ["http", "https"] {
        let server = Server::start(&[&[option.as_str()], &NO_DELAYS[..]].concat());
        let client = server.client_of(scheme, "AKIAME", "se/cret+=");
        let consumer = make_consumer(&client).await;
        put(&client, "a", b"signed").await;
        assert_eq!(read_shard(&client, FIRST_SHARD).await.0, [b"signed"]);
        let mut subscription = subscribe(&client, &consumer, FIRST_SHARD).send().await.unwrap();
        assert_eq!(texts(&next(&mut subscription).await.unwrap()), ["signed"]);

        for (key, secret, code) in [
            ("AKIAME", "wrong", "InvalidSignatureException"),
            ("AKIAWHO", "se/cret+=", "UnrecognizedClientException"),
        ] {
            let refused = server.client_of(scheme, key, secret).list_streams().send().await;
            assert_eq!(refused.unwrap_err().code(), Some(code));
        }
    }
}
