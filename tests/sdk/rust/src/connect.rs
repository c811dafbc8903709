//! What `runnel connect rust` prints, compiled into a program and run.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use tempfile::TempDir;

use crate::server::{Server, NO_DELAYS};

// The client of the snippet, but for its HTTP client: the one that the SDK brings of itself is left
// out of these tests, since it needs long to build.
const MAIN: &str = "
#[tokio::main]
async fn main() {
SNIPPET
    let plain = aws_smithy_http_client::Builder::new().build_http();
    let config = kinesis.config().to_builder().http_client(plain).build();
    let kinesis = aws_sdk_kinesis::Client::from_conf(config);
    println!(\"{:?}\", kinesis.list_streams().send().await.unwrap().stream_names());
}
";

#[tokio::test]
async fn the_snippet_lists_the_streams() {
    let server = Server::start(&NO_DELAYS);
    let client = server.client("http");
    client.create_stream().stream_name("found").shard_count(1).send().await.unwrap();
    let folder = TempDir::new().unwrap();
    write_package(folder.path(), &server.connect("rust"));
    let run = Command::new(env::var("CARGO").unwrap())
        .args(["run", "--quiet", "--locked", "--offline", "--manifest-path"])
        .arg(folder.path().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target_folder())
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let printed = String::from_utf8_lossy(&run.stdout);
    assert!(printed.contains("found"), "{printed}");
}

// A program with the dependencies of these tests, in the versions of their lock file.
fn write_package(folder: &Path, snippet: &str) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(tests.join("Cargo.toml")).unwrap();
    let manifest = manifest.replace("[dev-dependencies]", "[dependencies]");
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(tests.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::create_dir(folder.join("src")).unwrap();
    fs::write(folder.join("src/main.rs"), MAIN.replace("SNIPPET", snippet)).unwrap();
}

// Where the dependencies are built already: this program lies in its folder debug/deps.
fn target_folder() -> std::path::PathBuf {
    env::current_exe().unwrap().ancestors().nth(3).unwrap().to_path_buf()
}
