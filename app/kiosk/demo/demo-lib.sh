# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Sourced by app/run and by test rigs: a real gateway on a free loopback port, and what a kiosk needs to enrol there.
#
#   demo_gateway_start DATA [PORT]   init on first use; sets DEMO_URL, DEMO_CA and DEMO_GATEWAY_PID. Returns 1 with the
#                                    gateway's own words on stderr when it does not come up. PORT 0 (default) = any.
#   demo_gateway_stop                ends it and waits; harmless when none runs
#   demo_core_start DATA             a stand-in for the municipal core, which decides each case after a minute; sets DEMO_CORE
#                                    for the gateways started after it. Returns 1 when it does not come up.
#   demo_core_stop                   ends it and waits; harmless when none runs
#   demo_enrol_code DATA KIOSK       prints a fresh code for that kiosk
#   demo_runtime_dir                 exports a private XDG_RUNTIME_DIR unless a usable one is set; demo_cleanup removes it
#   demo_cleanup                     all of the above undone; meant for `trap demo_cleanup EXIT`
#
# HALL_BIN names the folder of the programs (default: build/bin of this tree); DEMO_PEOPLE the records of the fictional
# people that the gateway answers from; DEMO_CATALOGUE the services whose levels of assurance it asks for; DEMO_CHECKS, when
# set, where the offices are asked that cases are compared with (hall-check-sources); DEMO_CORE, when set, the municipal core that
# they are handed over to.

DEMO_TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
HALL_BIN=${HALL_BIN:-$DEMO_TOP/build/bin}
DEMO_PEOPLE=${DEMO_PEOPLE:-$DEMO_TOP/resources/demo/centre/people.json}
DEMO_CATALOGUE=${DEMO_CATALOGUE:-$DEMO_TOP/resources/catalogue}
DEMO_URL='' DEMO_CA='' DEMO_GATEWAY_PID='' DEMO_RUNTIME_MADE='' DEMO_CORE_PID=''

demo_gateway_start()
{
    local data=$1 port=${2:-0} out
    mkdir -p "$data"
    chmod 700 "$data"
    if [ ! -f "$data/front/ca.pem" ]; then
        "$HALL_BIN/hall-gateway" init --data "$data" >"$data/init.log" 2>&1 || {
            cat "$data/init.log" >&2
            return 1
        }
    fi
    out=$data/serve.log
    : >"$out"
    "$HALL_BIN/hall-gateway" serve --data "$data" --listen "127.0.0.1:$port" --accept-tests \
        --demo-people "$DEMO_PEOPLE" --catalogue "$DEMO_CATALOGUE" ${DEMO_CHECKS:+--checks "$DEMO_CHECKS"} \
        ${DEMO_CORE:+--core "$DEMO_CORE"} \
        >"$out" 2>&1 &
    DEMO_GATEWAY_PID=$!
    local address='' tries=0
    while [ -z "$address" ]; do
        address=$(sed -n 's/^listening on //p' "$out" | head -n 1)
        if [ -z "$address" ]; then
            tries=$((tries + 1))
            if ! kill -0 "$DEMO_GATEWAY_PID" 2>/dev/null || [ "$tries" -gt 300 ]; then
                cat "$out" >&2
                demo_gateway_stop
                return 1
            fi
            sleep 0.1
        fi
    done
    DEMO_URL=https://$address
    DEMO_CA=$data/front/ca.pem
}

demo_gateway_stop()
{
    [ -n "$DEMO_GATEWAY_PID" ] || return 0
    kill "$DEMO_GATEWAY_PID" 2>/dev/null || true
    wait "$DEMO_GATEWAY_PID" 2>/dev/null || true
    DEMO_GATEWAY_PID=''
}

demo_core_start()
{
    local out=$1/serve.log tries=0
    mkdir -p "$1"
    : >"$out"
    "$HALL_BIN/hall-core-standin" --data "$1" --decide 60 >"$out" 2>&1 &
    DEMO_CORE_PID=$!
    DEMO_CORE=''
    while [ -z "$DEMO_CORE" ]; do
        DEMO_CORE=$(sed -n 's/^listening on //p' "$out" | head -n 1)
        if [ -z "$DEMO_CORE" ]; then
            tries=$((tries + 1))
            if ! kill -0 "$DEMO_CORE_PID" 2>/dev/null || [ "$tries" -gt 300 ]; then
                cat "$out" >&2
                demo_core_stop
                return 1
            fi
            sleep 0.1
        fi
    done
}

demo_core_stop()
{
    [ -n "$DEMO_CORE_PID" ] || return 0
    kill "$DEMO_CORE_PID" 2>/dev/null || true
    wait "$DEMO_CORE_PID" 2>/dev/null || true
    DEMO_CORE_PID='' DEMO_CORE=''
}

demo_enrol_code() { "$HALL_BIN/hall-gateway" enrol-code "$2" --data "$1"; }

demo_runtime_dir()
{
    if [ -n "${XDG_RUNTIME_DIR:-}" ] && [ -d "$XDG_RUNTIME_DIR" ] && [ -O "$XDG_RUNTIME_DIR" ] &&
        [ "$(stat -c %a "$XDG_RUNTIME_DIR")" = 700 ]; then
        return 0
    fi
    DEMO_RUNTIME_MADE=$(mktemp -d "${TMPDIR:-/tmp}/hall-run.XXXXXX")
    chmod 700 "$DEMO_RUNTIME_MADE"
    export XDG_RUNTIME_DIR=$DEMO_RUNTIME_MADE
}

demo_cleanup()
{
    demo_gateway_stop
    demo_core_stop
    [ -z "$DEMO_RUNTIME_MADE" ] || rm -rf "$DEMO_RUNTIME_MADE"
    DEMO_RUNTIME_MADE=''
}
