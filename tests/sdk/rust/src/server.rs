//! A server process of one's own, on a free port, and clients for it.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aws_sdk_kinesis::config::{BehaviorVersion, Credentials, Region, SharedHttpClient};
use aws_sdk_kinesis::{Client, Config};
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::Builder;
use tempfile::TempDir;

pub const PATIENCE: Duration = Duration::from_secs(60);

/// Changes are complete when their call returns, so that tests need not wait. A waiter of this SDK
/// asks every ten seconds or more.
pub const NO_DELAYS: [&str; 5] = [
    "--create-stream-delay=0",
    "--delete-stream-delay=0",
    "--update-stream-delay=0",
    "--register-consumer-delay=0",
    "--deregister-consumer-delay=0",
];

/// Ends exactly the process it started when it is dropped.
pub struct Server {
    process: Child,
    tls_folder: TempDir,
    port: u16,
}

impl Server {
    pub fn start<S: AsRef<OsStr>>(arguments: &[S]) -> Self {
        let tls_folder = TempDir::new().unwrap();
        let mut process = Command::new(program())
            .args(["serve", "--port=0", "--log-level=error", "--tls-dir"])
            .arg(tls_folder.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        let output = process.stdout.take().unwrap();
        BufReader::new(output).read_line(&mut ready).unwrap();
        let port = ready.trim().rsplit(':').next().unwrap().parse();
        let port = port.unwrap_or_else(|_| panic!("the server did not start: {ready:?}"));
        Self { process, tls_folder, port }
    }

    pub fn client(&self, scheme: &str) -> Client {
        self.client_of(scheme, "test", "secret")
    }

    /// The client of an unmodified program: region, credentials, endpoint, and for https the
    /// certificate that `runnel cert` prints.
    pub fn client_of(&self, scheme: &str, key: &str, secret: &str) -> Client {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(Credentials::new(key, secret, None, None, "runnel"))
            .endpoint_url(format!("{scheme}://localhost:{}", self.port))
            .http_client(self.http_client())
            .build();
        Client::from_conf(config)
    }

    fn http_client(&self) -> SharedHttpClient {
        let trusted = TrustStore::empty().with_pem_certificate(self.authority());
        let context = TlsContext::builder().with_trust_store(trusted).build().unwrap();
        Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .tls_context(context)
            .build_https()
    }

    /// What `runnel connect CLIENT --code` prints.
    pub fn connect(&self, client: &str) -> String {
        let endpoint = format!("http://localhost:{}", self.port);
        let printed = Command::new(program())
            .args(["connect", client, "--code", "--endpoint", &endpoint])
            .output()
            .unwrap();
        assert!(printed.status.success());
        String::from_utf8(printed.stdout).unwrap()
    }

    fn authority(&self) -> Vec<u8> {
        let cert = Command::new(program())
            .args(["cert", "--tls-dir"])
            .arg(self.tls_folder.path())
            .output()
            .unwrap();
        assert!(cert.status.success());
        cert.stdout
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It keeps nothing: nothing is lost by an end without notice.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program() -> String {
    env::var("RUNNEL_PROGRAM").expect("RUNNEL_PROGRAM names the server's program")
}
