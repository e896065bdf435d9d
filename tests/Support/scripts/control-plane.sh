#!/usr/bin/env bash
# Builds a real Kubernetes control plane (etcd, kube-apiserver, kube-controller-manager, kubectl) from Debian's
# packages and keeps it in the user's cache folder. Nothing is installed into the system.
#
#   control-plane.sh          build when missing; the folder on stdout, progress on stderr
#   control-plane.sh --where  the folder on stdout, whether it is there or not
#
# PLUMBLINE_DEBIAN_MIRROR   address of a Debian mirror; default: the one in this machine's own apt sources
# Exit: 0 the folder is complete · 1 the build failed · 2 this machine cannot build it
set -euo pipefail

# Raise the number after the last dash whenever the recipe below changes what it produces.
KEY=v1.20.2-debian-1
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/plumbline/control-plane
OUT=$CACHE/$KEY
BINARIES="etcd kube-apiserver kube-controller-manager kubectl"

START=$SECONDS
say() { printf 'control plane: %s (%d s)\n' "$*" $((SECONDS - START)) >&2; }
stop() { say "$2"; exit "$1"; }

complete() {
  local name
  for name in $BINARIES; do [ -x "$OUT/$name" ] || return 1; done
}

case ${1:-} in
  --where) printf '%s\n' "$OUT"; exit 0 ;;
  '') ;;
  *) stop 2 "unknown argument $1; known: --where" ;;
esac
if complete; then printf '%s\n' "$OUT"; exit 0; fi

for tool in apt-get dpkg tar find flock; do
  command -v "$tool" >/dev/null || stop 2 "$tool is missing; the build needs a Debian system (or set KUBEBUILDER_ASSETS)"
done

mkdir -p "$CACHE"
exec 9>"$CACHE/lock"
if ! flock -n 9; then
  say "another build is running; waiting for it"
  flock 9
  if complete; then printf '%s\n' "$OUT"; exit 0; fi
fi

# Whoever holds the lock is alone: what a killed build left behind can go.
find "$CACHE" -maxdepth 1 -name 'build.*' -exec chmod -R u+w {} + -exec rm -rf {} + 2>/dev/null || true
FREE=$(df -Pk "$CACHE" | awk 'NR == 2 { print int($4 / 1024) }')
[ "$FREE" -ge 3000 ] || stop 2 "$CACHE has $FREE MB free; the build needs 3000 MB for some minutes"

W=$(mktemp -d "$CACHE/build.XXXXXX")
PULSE=
quiet_pulse() { if [ -n "$PULSE" ]; then kill "$PULSE" 2>/dev/null || true; wait "$PULSE" 2>/dev/null || true; PULSE=; fi; }
cleanup() { quiet_pulse; chmod -R u+w "$W" 2>/dev/null || true; rm -rf "$W"; }
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

# phase TEXT COMMAND...: says what begins and, every ten seconds, that it goes on; shows the log only of a failure.
phase() {
  local text=$1 log=$W/phase.log
  shift
  say "$text"
  ( exec 9>&-; while sleep 10; do say "$text: still running"; done ) &
  PULSE=$!
  if "$@" >"$log" 2>&1; then quiet_pulse; return 0; fi
  quiet_pulse
  say "$text: failed"
  tail -n 20 "$log" >&2
  return 1
}

# ---- where packages come from -------------------------------------------------------------------------------------
ARCH=$(dpkg --print-architecture)
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$KEYRING" ] || stop 2 "$KEYRING is missing; the build needs a Debian system (or set KUBEBUILDER_ASSETS)"

mirrors() {
  if [ -n "${PLUMBLINE_DEBIAN_MIRROR:-}" ]; then printf '%s\n' "$PLUMBLINE_DEBIAN_MIRROR"; return; fi
  # Asked of apt itself, so that every form of sources file counts; it answers without having read any list.
  apt-get update --print-uris 2>/dev/null |
    sed -nE "s#^'([^']+)/dists/(bullseye|bookworm|trixie|forky|sid|(old){0,2}stable|testing|unstable)/InRelease'.*#\\1#p" |
    sort -u
}

# The machine's apt settings (proxy, credentials) stay in force; its sources, lists and caches are not touched.
mkdir -p "$W"/{lists/partial,archives/partial,debs,root,out,nothing}
: >"$W/status"
cat >"$W/apt.conf" <<CONF
Dir::Etc::sourcelist "$W/sources.list";
Dir::Etc::sourceparts "$W/nothing";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$W/nothing";
Dir::State::status "$W/status";
Dir::State::lists "$W/lists";
Dir::Cache::archives "$W/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
APT::Architecture "$ARCH";
APT::Architectures "$ARCH";
APT::Sandbox::User "root";
APT::Update::Post-Invoke "";
APT::Update::Post-Invoke-Success "";
APT::Update::Error-Mode "any";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::Check-Valid-Until "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
CONF

use_suites() { # MIRROR SUITE...
  local mirror=$1 suite
  shift
  : >"$W/sources.list"
  for suite in "$@"; do printf 'deb [signed-by=%s] %s %s main\n' "$KEYRING" "$mirror" "$suite"; done >>"$W/sources.list"
  printf 'deb-src [signed-by=%s] %s bookworm main\n' "$KEYRING" "$mirror" >>"$W/sources.list"
  APT_CONFIG=$W/apt.conf apt-get -q update
}

choose_suites() {
  local mirror
  for mirror in $(mirrors); do
    # bullseye has the compiler this source was written for, trixie the newer etcd and kubectl; bookworm alone will do.
    phase "reading package lists (bookworm, bullseye, trixie)" use_suites "$mirror" bookworm bullseye trixie && { GO=1.15; NEWER=trixie; return 0; }
    phase "reading package lists (bookworm, trixie)" use_suites "$mirror" bookworm trixie && { GO=1.19; NEWER=trixie; return 0; }
    phase "reading package lists (bookworm)" use_suites "$mirror" bookworm && { GO=1.19; NEWER=bookworm; return 0; }
  done
  return 1
}

download() {
  export APT_CONFIG=$W/apt.conf
  cd "$W/debs"
  apt-get -q source --download-only --only-source kubernetes/bookworm || return 1
  if [ "$GO" = 1.15 ]; then
    apt-get -q download golang-1.15-go/bullseye golang-1.15-src/bullseye || return 1
  else
    apt-get -q download golang-1.19-go/bookworm golang-1.19-src/bookworm golang-github-modern-go-reflect2-dev/bookworm || return 1
  fi
  if [ "$NEWER" = trixie ]; then
    apt-get -q download etcd-server/trixie kubectl/trixie
  else
    apt-get -q download etcd-server/bookworm kubernetes-client/bookworm
  fi
}

unpack() {
  local deb
  for deb in "$W"/debs/*.deb; do dpkg -x "$deb" "$W/root" || return 1; done
  mkdir -p "$TREE"
  tar xzf "$W"/debs/kubernetes_*.orig.tar.gz -C "$TREE" --strip-components=1 || return 1
  rm -rf "$W/debs"
  if [ "$GO" = 1.19 ]; then
    # Go 1.18 changed an internal function that reflect2 1.0.1 links to: the server would die on its first custom
    # resource. The package's 1.0.2 is right for both.
    rm -f "$TREE"/vendor/github.com/modern-go/reflect2/*.{go,s}
    cp "$W"/root/usr/share/gocode/src/github.com/modern-go/reflect2/*.{go,s} "$TREE/vendor/github.com/modern-go/reflect2/" || return 1
    rm -f "$TREE"/vendor/github.com/modern-go/reflect2/*_test.go
  fi
}

# ---- compiling ----------------------------------------------------------------------------------------------------
build_generator() { cd "$TREE" && go build -trimpath -o "$W/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen; }

# The one generated file that the source package leaves out.
generate() {
  cd "$TREE"
  local packages
  packages=$({ find pkg cmd -name '*.go'; find -L vendor/k8s.io -name '*.go'; } |
    grep -vE '^vendor/k8s.io/(code-generator|sample-apiserver)/' | xargs grep -l '+k8s:openapi-gen=' | xargs -n1 dirname |
    LC_ALL=C sort -u | sed 's#^#k8s.io/kubernetes/#' | paste -sd,)
  "$W/openapi-gen" --logtostderr -i "$packages" -r "$W/report" -O zz_generated.openapi \
    -p k8s.io/kubernetes/pkg/generated/openapi -h vendor/k8s.io/code-generator/hack/boilerplate.go.txt
}

compile() { # COMMAND
  local flags="-s -w" package
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    # Without the numbers clients see an empty version.
    flags="$flags -X k8s.io/kubernetes/vendor/$package.gitVersion=v1.20.2 -X k8s.io/kubernetes/vendor/$package.gitMajor=1"
    flags="$flags -X k8s.io/kubernetes/vendor/$package.gitMinor=20 -X k8s.io/kubernetes/vendor/$package.gitTreeState=archive"
  done
  cd "$TREE" && go build -trimpath -ldflags "$flags" -o "$W/out/" "./cmd/$1"
}

finish() {
  cp "$W/root/usr/bin/etcd" "$W/root/usr/bin/kubectl" "$W/out/" || return 1
  "$W/out/etcd" --version && "$W/out/kube-apiserver" --version && "$W/out/kubectl" version --client || return 1
  printf 'kubernetes 1.20.2, go %s, etcd and kubectl of %s\n' "$GO" "$NEWER" >"$W/out/built-from"
  rm -rf "$OUT"
  mv -T "$W/out" "$OUT"
}

say "building once into $OUT; a few minutes"
choose_suites || stop 2 "no Debian mirror in this machine's apt sources answered; set PLUMBLINE_DEBIAN_MIRROR or KUBEBUILDER_ASSETS"
TREE=$W/gopath/src/k8s.io/kubernetes
phase "downloading sources and compiler (about 120 MB)" download || stop 1 "the packages could not be had"
phase "unpacking" unpack || stop 1 "unpacking failed"
export GOROOT=$W/root/usr/lib/go-$GO GOPATH=$W/gopath GOCACHE=$W/gocache GOTMPDIR=$W/nothing
export GOPROXY=off GOSUMDB=off GOFLAGS= GO111MODULE=off CGO_ENABLED=0 PATH=$W/root/usr/lib/go-$GO/bin:$PATH
phase "generating API descriptions: compiling the generator" build_generator || stop 1 "the generator did not compile"
phase "generating API descriptions" generate || stop 1 "the generator failed"
phase "compiling kube-apiserver" compile kube-apiserver || stop 1 "kube-apiserver did not compile"
phase "compiling kube-controller-manager" compile kube-controller-manager || stop 1 "kube-controller-manager did not compile"
phase "putting the result into place" finish || stop 1 "the binaries do not run here"
say "ready"
printf '%s\n' "$OUT"
