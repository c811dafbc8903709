#!/usr/bin/env bash
# Puts together what is given away, in build/package/out: `./dev package` builds the parts first.
# With --program the npm package and the web site are left out.
set -euo pipefail
cd "$(dirname "$0")/../.."
source=$PWD/native-server/package
work=$PWD/build/package
program=$work/bin/runnel
version=$("$program" --version | sed -n '1s/^runnel //p')
page=$("$program" --version | sed -n 's/^inspector *//p')
root=$work/root
out=$work/out
# The same sources make the same files.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

rm -rf "$root" "$out" "$work/container" "$work/archive"
mkdir -p "$out" "$work/container"

# archive FILE FOLDER NAME… - a .tar.gz that says nothing of this machine
archive() {
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
    -C "$2" -c "${@:3}" | gzip -9n >"$1"
}

# The lines of libraries.txt for what this program has in it.
libraries() {
  local without='^#\|, in the inspector'
  [ "$page" = "not built in" ] || without='^#'
  grep -v "$without" "$source/libraries.txt"
}

# One line of a table: package, version, what it is, licence.
line() {
  printf '%-22s %-16s %-40s %s\n' "$@"
}

contents() {
  echo "Runnel $version, $("$program" --version | sed -n '2s/^revision */revision /p')"
  echo
  echo "Linked into the program, from Debian; in the folder licences, which is in share/doc/runnel,"
  echo "there is a file of that name with the copyright and licence of each:"
  echo
  libraries | while IFS=$'\t' read -r package name licence; do
    line "$package" "$(dpkg-query -W -f '${Version}' "$package" | cut -c 1-16)" "$name" "$licence"
  done
  [ "$page" = "not built in" ] || line imgui "" "Dear ImGui, in the inspector" MIT
}

contents_of_the_rest() {
  echo
  if [ "${1-}" = --program ]; then
    echo "Neither the npm package nor the site is here: this was made by ./dev package --program."
    return
  fi
  echo "Both the npm package and the site have a module of WebAssembly with Boost.JSON and the C"
  echo "and C++ library of Emscripten. In the site there is the inspector, too, with Dear ImGui and"
  echo "DejaVu Sans; and there are these packages of npm, whose copyright and licences are in its"
  echo "file licences.txt:"
  echo
  sed '/^$/q' build/web/licences.txt
}

licences() {
  mkdir -p "$1"
  libraries | while IFS=$'\t' read -r package _; do
    cp -L "/usr/share/doc/$package/copyright" "$1/$package"
  done
  [ "$page" = "not built in" ] || cp build/imgui/LICENSE.txt "$1/imgui"
}

# The tree of the Debian package.
install -D -m 755 "$program" "$root/usr/bin/runnel"
ln -s runnel "$root/usr/bin/awsemu"
man=$root/usr/share/man/man1
mkdir -p "$man"
"$program" help --man | gzip -9n >"$man/runnel.1.gz"
ln -s runnel.1.gz "$man/awsemu.1.gz"
completions=$root/usr/share/bash-completion/completions
mkdir -p "$completions" "$root/usr/share/zsh/vendor-completions" \
  "$root/usr/share/fish/vendor_completions.d"
"$program" completion bash >"$completions/runnel"
"$program" completion zsh >"$root/usr/share/zsh/vendor-completions/_runnel"
"$program" completion fish >"$root/usr/share/fish/vendor_completions.d/runnel.fish"
install -D -m 644 "$source/runnel.service" "$root/usr/lib/systemd/user/runnel.service"
doc=$root/usr/share/doc/runnel
mkdir -p "$doc"
# Where Debian looks for the licences of what is in a package.
contents >"$doc/copyright"
licences "$doc/licences"
gzip -9nc CHANGELOG.md >"$doc/changelog.gz"
{ cat "$doc/copyright" && contents_of_the_rest "$@"; } >"$out/contents.txt"
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

cpack -G DEB --config "$source/deb.cmake" -D CPACK_PACKAGE_VERSION="$version" -B "$out" \
  -D CPACK_PACKAGE_FILE_NAME="runnel_${version}_amd64" \
  -D CPACK_INSTALLED_DIRECTORIES="$root/usr;/usr" >/dev/null
rm -rf "$out/_CPack_Packages"

# S: what a symbolic link leads to stays as it is. The user unit is for the program in /usr/bin.
archive "$out/runnel-$version-linux-x86_64.tar.gz" "$root/usr" \
  --transform="flags=rSh;s,^,runnel-$version/," bin share

cp "$program" "$source/Dockerfile" "$work/container/"
archive "$out/runnel-$version-container.tar.gz" "$work/container" runnel Dockerfile

if [ "${1-}" != --program ]; then
  npm pack --silent --pack-destination "$out" ./build/wasm/package >/dev/null
  archive "$out/runnel-web-$version.tar.gz" build web
fi

(cd "$out" && find . -type f ! -name SHA256SUMS -printf '%P\0' | sort -z |
  xargs -0 sha256sum >SHA256SUMS)
cat "$out/SHA256SUMS"
