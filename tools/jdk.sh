# Finds a JDK of 25 or newer. Sourced by the launchers; starts no JVM: it reads the `release` file
# that every JDK carries. Sets JAVA_HOME and jdk_version.

JDK_LEAST=25

# Where systems and version managers put JDKs, one pattern a line. VARVE_JDK_DIRS replaces the list.
jdk_dirs() {
  if [ -n "${VARVE_JDK_DIRS+set}" ]; then
    printf '%s\n' "$VARVE_JDK_DIRS"
    return
  fi
  cat <<DIRS
/usr/lib/jvm/*
/usr/lib64/jvm/*
/usr/java/*
/opt/java/*
/opt/jdk*
/Library/Java/JavaVirtualMachines/*/Contents/Home
$HOME/Library/Java/JavaVirtualMachines/*/Contents/Home
$HOME/.sdkman/candidates/java/*
$HOME/.local/share/mise/installs/java/*
$HOME/.asdf/installs/java/*
$HOME/.jdks/*
/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
/home/linuxbrew/.linuxbrew/opt/openjdk*/libexec
DIRS
}

# resolve PATH: follows symbolic links to the file itself; sets resolved.
resolve() {
  resolved=$1
  while [ -L "$resolved" ]; do
    link=$(readlink "$resolved")
    case $link in
      /*) resolved=$link ;;
      *) resolved=$(dirname "$resolved")/$link ;;
    esac
  done
}

# read_release DIR: sets found_version and found_major; fails where DIR is no JDK.
read_release() {
  found_version='' found_major=0
  [ -r "$1/release" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        found_version=${line#JAVA_VERSION=}
        found_version=${found_version#\"}
        found_version=${found_version%%\"*}
        ;;
    esac
  done <"$1/release"
  found_major=${found_version%%[!0-9]*}
  [ -n "$found_major" ]
}

# fits DIR: DIR is a JDK that is new enough.
fits() {
  read_release "$1" && [ "$found_major" -ge "$JDK_LEAST" ]
}

# take DIR: fails unless DIR fits; then it is the JDK.
take() {
  fits "$1" || return 1
  JAVA_HOME=$1 jdk_version=$found_version
  export JAVA_HOME
}

# find_jdk: the one somebody named, else the one in use, else the oldest that is new enough.
find_jdk() {
  if [ -n "${VARVE_JAVA_HOME:-}" ]; then
    take "$VARVE_JAVA_HOME" && return
    echo "VARVE_JAVA_HOME must name a JDK of $JDK_LEAST or newer, but is $VARVE_JAVA_HOME" \
      "(${found_version:-no JDK}); correct it or unset it" >&2
    exit 3
  fi
  take "${JAVA_HOME:-/nowhere}" && return
  if java_on_path=$(command -v java); then
    resolve "$java_on_path"
    take "$(dirname "$(dirname "$resolved")")" && return
  fi
  find_listed_jdk && return
  say_no_jdk
  exit 3
}

find_listed_jdk() {
  listed='' listed_major=0
  old_ifs=$IFS
  IFS='
'
  # Split at line feeds only, so that a name may hold spaces; the patterns must expand.
  # shellcheck disable=SC2046
  set -- $(jdk_dirs)
  IFS=$old_ifs
  for dir in "$@"; do
    if fits "$dir" && { [ -z "$listed" ] || [ "$found_major" -lt "$listed_major" ]; }; then
      listed=$dir listed_major=$found_major
    fi
  done
  [ -n "$listed" ] && take "$listed"
}

say_no_jdk() {
  cat >&2 <<SAY
varve needs a JDK of $JDK_LEAST or newer, but none was found. Install one:
  Debian, Ubuntu   apt install openjdk-25-jdk-headless   (where the release has it)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  SDKMAN           sdk install java 25-tem
  mise             mise use --global java@25
  asdf             asdf install java temurin-25
or unpack one anywhere and set VARVE_JAVA_HOME to its folder.
SAY
}
