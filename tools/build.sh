# One build at a time in this tree, offline where the local repository already has everything.
# Sourced after jdk.sh and maven.sh with root set.
# shellcheck disable=SC2154

# lock_build: waits for other builds of this tree to end. A lock whose owner is gone is broken.
lock_build() {
  lock=$root/target/build.lock
  mkdir -p "$root/target"
  told='' unowned=0
  while ! mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null) || owner=''
    # The owner writes its number right after it made the folder.
    if [ -z "$owner" ]; then unowned=$((unowned + 1)); else unowned=0; fi
    if [ "$unowned" -gt 5 ] || { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; }; then
      # Moved first: of two that find the lock stale only one can move it.
      mv "$lock" "$lock.$$" 2>/dev/null && rm -rf "$lock.$$"
      continue
    fi
    [ -n "$told" ] || echo "varve: waiting for the build of process $owner" >&2
    told=yes
    sleep 1
  done
  echo $$ >"$lock/pid"
  trap 'unlock_build' EXIT
  trap 'unlock_build; trap - INT; kill -INT $$' INT
  trap 'unlock_build; trap - TERM; kill -TERM $$' TERM
}

unlock_build() {
  rm -rf "$lock"
  trap - EXIT
}

# run_maven LOG ARGS: offline first; once more online when something was not in the local repository.
run_maven() {
  log=$1
  shift
  case " $* " in
    *' -f '*) ;;
    *) set -- -f "$root/pom.xml" "$@" ;;
  esac
  if [ -d "$HOME/.m2/repository" ] && "$MAVEN" -B -o "$@" >"$log" 2>&1 </dev/null; then
    return 0
  fi
  if [ ! -d "$HOME/.m2/repository" ] || grep -qE 'offline mode|has not been downloaded' "$log"; then
    "$MAVEN" -B "$@" >"$log" 2>&1 </dev/null
    return
  fi
  return 1
}

# show_errors LOG: what a person needs of a failed build.
show_errors() {
  grep -E '^\[ERROR\]|^\[WARNING\] (.*\.java:|License:)' "$1" |
    sed 's/ -> \[Help 1\]$//' |
    grep -vE '\[Help 1\]|re-run Maven|full debug|For more information|After correcting|mvn <args>|^\[ERROR\] *$' |
    awk '!seen[$0]++' | head -n 60 >&2
  echo "The whole log is in $1" >&2
}
