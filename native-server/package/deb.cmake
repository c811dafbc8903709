# What `cpack -G DEB` makes of the folder that assemble.sh has filled; from there come the version
# and the names of files.
set(CPACK_PACKAGE_NAME runnel)
set(CPACK_PACKAGE_CONTACT "The Runnel project <runnel@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Amazon Kinesis Data Streams on your own machine")
set(CPACK_PACKAGE_DESCRIPTION
  "A server that speaks the API of Kinesis to the clients that are there already, and a command\n\
line around it. For development, tests and learning.")
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE amd64)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# Every library is linked in; awsemu runs the AWS CLI.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "awscli, python3, nodejs")
