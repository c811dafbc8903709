//! Tries the AWS SDK for Rust against a server process, by http:// and by https://.
#![cfg(test)]

mod connect;
mod fan_out;
mod server;
mod signature;
mod stream;
