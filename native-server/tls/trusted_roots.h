// Whom the server trusts when it is a client itself: the authorities of the machine.
#pragma once

#include <boost/asio/ssl/context.hpp>

namespace runnel {

// Those that OpenSSL knows, which SSL_CERT_FILE and SSL_CERT_DIR in the environment say, and those
// where distributions keep them: the program may run elsewhere than where it was built.
void TrustRoots(boost::asio::ssl::context& context);

}  // namespace runnel
