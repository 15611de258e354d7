# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by app/run, tests/run and .ci/run: installs exactly the packages of the lists beside it that are missing, and
# builds. Every way to fail ends with one line on stderr that says what to do.

HALL_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

hall_say() { printf '== %s\n' "$*"; }
hall_die() {
    printf '%s: %s\n' "${HALL_SCRIPT:-hall}" "$*" >&2
    exit 1
}

# The packages are Debian 12's; another release has another Qt.
hall_require_debian()
{
    local release=${HALL_OS_RELEASE:-/etc/os-release}
    local ID='' VERSION_ID='' PRETTY_NAME='an unknown system'
    # shellcheck disable=SC1090
    [ -r "$release" ] && . "$release"
    [ "$ID" = debian ] && [ "$VERSION_ID" = 12 ] ||
        hall_die "Debian 12 (bookworm) is needed; this is $PRETTY_NAME."
}

# hall_require_disk FOLDER: building and the packages together take just under 4 GB.
hall_require_disk()
{
    local free
    free=$(df -Pk "$1" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge $((${HALL_NEED_MB:-4000} * 1024)) ] ||
        hall_die "$((free / 1024)) MB are free under $1; ${HALL_NEED_MB:-4000} MB are needed."
}

hall_listed()
{
    local list
    for list in "$@"; do
        sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$HALL_TOP/.ci/packages/$list.txt"
    done | sort -u
}

# hall_missing LIST…: the listed packages that dpkg does not hold, one a line.
hall_missing()
{
    comm -23 <(hall_listed "$@") \
        <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' | sed -n 's/ installed$//p' | sort -u)
}

# Percentages of apt, a line for every tenth.
hall_apt_progress()
{
    local kind percent last='' now
    while IFS=: read -r kind _ percent _; do
        case $kind in
        dlstatus) now="downloading ${percent%%.*}" ;;
        pmstatus) now="installing ${percent%%.*}" ;;
        *) continue ;;
        esac
        now="${now% *} $((${now##* } / 10 * 10)) %"
        [ "$now" = "$last" ] || printf '   %s\n' "$now"
        last=$now
    done
}

# hall_install LIST…: does nothing, and asks for no right, when all is there. With HALL_NO_START set no service of what
# it installs is started: the tests start their own.
hall_install()
{
    local missing as_root=() log
    missing=$(hall_missing "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
            as_root=(sudo)
        else
            hall_die "packages are missing and this user may not install them. As root: apt-get install --no-install-recommends ${missing% }"
        fi
    fi
    hall_require_disk /
    log=$(mktemp)
    hall_say "Installing $(wc -w <<<"$missing") packages: ${missing% }"
    local options=(-o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o DPkg::Lock::Timeout=300)
    # A broken third-party source must not stop us; whether ours were found shows in the install.
    "${as_root[@]}" apt-get "${options[@]}" update >"$log" 2>&1 || true
    local policy=/usr/sbin/policy-rc.d
    if [ -n "${HALL_NO_START:-}" ] && [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod 755 "$policy"
    else
        policy=''
    fi
    local failed=0
    # shellcheck disable=SC2086
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" -o APT::Status-Fd=1 -y -q \
        --no-install-recommends install $missing 2>>"$log" </dev/null | tee -a "$log" | hall_apt_progress || failed=1
    [ -z "$policy" ] || "${as_root[@]}" rm -f "$policy"
    [ "$failed" -eq 0 ] || hall_install_failed "$log"
    rm -f "$log"
    missing=$(hall_missing "$@" | tr '\n' ' ')
    [ -z "$missing" ] || hall_die "these packages are still missing after the installation: $missing"
    HALL_INSTALLED=1
}

hall_install_failed()
{
    local reason
    reason=$(grep -E '^(E|W|Err)[: ]' "$1" | tail -n 1 || true)
    if grep -qE 'Could not resolve|Could not connect|Temporary failure|Unable to connect|Connection (failed|timed out)' "$1"; then
        hall_die "Debian's package server cannot be reached: no network? Log: $1"
    elif grep -q 'No space left' "$1"; then
        hall_die "the disk is full. Log: $1"
    fi
    hall_die "apt-get could not install the packages. ${reason} Log: $1"
}

# One compiler takes up to 1.5 GB on the largest sources.
hall_jobs()
{
    local cores memory
    cores=$(nproc)
    memory=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo)
    [ "$memory" -ge 1 ] || memory=1
    echo $((cores < memory ? cores : memory))
}

# hall_configure FOLDER [CMAKE OPTION…]: only when it was never done, or when packages came that it may look for; ninja
# repeats it by itself when a list changes.
hall_configure()
{
    local folder=$1
    shift
    [ -z "${HALL_INSTALLED:-}" ] && [ -f "$folder/build.ninja" ] && [ -f "$folder/CMakeCache.txt" ] && return 0
    hall_require_disk "$HALL_TOP"
    hall_say "Configuring ${folder#"$HALL_TOP"/}"
    mkdir -p "$folder"
    cmake -S "$HALL_TOP" -B "$folder" -G Ninja "$@" >"$folder/configure.log" 2>&1 || {
        tail -n 40 "$folder/configure.log" >&2
        rm -f "$folder/build.ninja"
        hall_die "CMake could not configure the build. Log: $folder/configure.log"
    }
}

# hall_build FOLDER TARGET…
hall_build()
{
    local folder=$1 started=$SECONDS
    shift
    NINJA_STATUS='[%f/%t %es] ' ninja -C "$folder" -j "$(hall_jobs)" "$@" ||
        hall_die "the build failed; the compiler's messages are above."
    [ $((SECONDS - started)) -lt 5 ] || hall_say "Built in $((SECONDS - started)) s"
}
