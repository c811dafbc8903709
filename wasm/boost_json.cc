// Boost.JSON itself: the WebAssembly build has no libboost_json to link.
#include <boost/json/src.hpp>
