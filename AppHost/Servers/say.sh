# What a person at the terminal is told: Chinese, or English where LANG is en, as the programs do it.
#   say CHINESE ENGLISH [VALUE…]   both with printf's places for the values
say() {
    local words=$1
    [ "${LANG:-}" != en ] || words=$2
    shift 2
    # The words are ours, and the values stand in their places.
    # shellcheck disable=SC2059
    printf "$words\n" "$@"
}
