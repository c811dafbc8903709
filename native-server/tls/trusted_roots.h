// Whom the server trusts when it is a client itself: the authorities of the machine.
#pragma once

#include <boost/asio/ssl/context.hpp>

namespace runnel {

// Those that OpenSSL knows, which SSL_CERT_FILE and SSL_CERT_DIR in the environment say, and those
// where distributions keep them: the program may run elsewhere than where it was built.
// The context of clients that ask them who a server is; read when it is first needed. From any
// thread.
boost::asio::ssl::context& TrustingContext();

}  // namespace runnel
