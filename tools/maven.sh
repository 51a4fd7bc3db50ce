# Finds Maven of 3.8.6 or newer, or fetches a pinned release. Sourced by the launchers after jdk.sh;
# sets MAVEN to the command.

MAVEN_LEAST=3.8.6
MAVEN_PINNED=3.9.16
MAVEN_SHA512=831a8591fe20c8243b1dbe7d71e3244f31d1665b0804b2e825e38cbbe5ce0cafb8338851f90780735568773e0a6cd07bbec107cda0b896b008b861075358b6f6

find_maven() {
  if MAVEN=$(command -v mvn) && maven_fits; then
    return
  fi
  dist=$HOME/.m2/wrapper/dists/varve-apache-maven-$MAVEN_PINNED
  MAVEN=$dist/apache-maven-$MAVEN_PINNED/bin/mvn
  [ -x "$MAVEN" ] || fetch_maven "$dist"
}

# The name of a jar tells the version; a packager who renamed it costs us a `mvn --version`.
maven_fits() {
  resolve "$MAVEN"
  version=''
  for jar in "$(dirname "$(dirname "$resolved")")"/lib/maven-core-*.jar; do
    version=${jar##*/maven-core-}
    version=${version%.jar}
  done
  case $version in
    '' | *[!0-9.]*) version=$("$MAVEN" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p') ;;
  esac
  not_older "${version:-0}" "$MAVEN_LEAST"
}

# not_older A B: version A is B or newer; three numbers each.
not_older() {
  old_ifs=$IFS
  IFS=.
  # shellcheck disable=SC2086
  set -- $1 0 0 0 : $2
  IFS=$old_ifs
  a=$(($1 * 1000000 + $2 * 1000 + $3))
  while [ "$1" != : ]; do shift; done
  [ "$a" -ge $(($2 * 1000000 + $3 * 1000 + $4)) ]
}

fetch_maven() {
  if [ -z "${MVNW_REPOURL:-}" ]; then
    cat >&2 <<SAY
varve is built by Maven $MAVEN_LEAST or newer, but none was found. Install one:
  Debian, Ubuntu   apt install maven
  Fedora           dnf install maven
  macOS            brew install maven
  SDKMAN, mise     sdk install maven; mise use --global maven
or set MVNW_REPOURL to your Maven repository's address, and Maven $MAVEN_PINNED is fetched from there.
SAY
    exit 3
  fi
  name=apache-maven-$MAVEN_PINNED-bin.tar.gz
  work=$1.$$
  mkdir -p "$work"
  echo "varve: fetching Maven $MAVEN_PINNED" >&2
  if ! download "${MVNW_REPOURL%/}/org/apache/maven/apache-maven/$MAVEN_PINNED/$name" "$work/$name"; then
    rm -rf "$work"
    echo "Maven could not be fetched from MVNW_REPOURL=$MVNW_REPOURL; check the address or install Maven" >&2
    exit 6
  fi
  if [ "$(sha512_of "$work/$name")" != "$MAVEN_SHA512" ]; then
    rm -rf "$work"
    echo "$name must have the SHA-512 written in tools/maven.sh, but has another; do not use that repository" >&2
    exit 4
  fi
  tar -xzf "$work/$name" -C "$work"
  rm -f "$work/$name"
  # Another launcher may have been faster; its copy is as good.
  mv "$work" "$1" 2>/dev/null || rm -rf "$work"
}

download() {
  if command -v curl >/dev/null; then
    curl -fsSL -o "$2" "$1"
  else
    wget -qO "$2" "$1"
  fi
}

sha512_of() {
  if command -v sha512sum >/dev/null; then
    sha512sum <"$1"
  else
    shasum -a 512 <"$1"
  fi | cut -d ' ' -f 1
}
