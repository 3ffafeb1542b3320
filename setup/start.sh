# Sourced by run and test, with $here set to the checkout. POSIX sh.

venv_python=$here/.venv/bin/python

say() {
    printf '%s\n' "$*" >&2
}

# A person's settings for other Python programs must not reach into this one.
unset PYTHONHOME PYTHONPATH

# Whether exactly the lock file $1 was installed to the end; no Python is started for it.
is_ready() {
    [ -x "$venv_python" ] && [ ! -e "$here/.venv/incomplete" ] &&
        cmp -s -- "$here/$1" "$here/.venv/$1"
}

# Prints the path of a Python we support, best one that can make environments without help.
# The real file, not a link: after an upgrade of the system the environment then breaks visibly
# and is made anew, instead of starting another version without its packages.
find_python() {
    probe='
import os, sys
version = sys.version_info[:3]
fit = (3, 11) <= version[:2] <= (3, 13)
able = False
if fit:
    import importlib.util
    able = importlib.util.find_spec("ensurepip") is not None
print("%d %d %d.%d.%d %s" % ((fit, able) + version + (os.path.realpath(sys.executable),)))
'
    second=
    other=
    for name in python3.13 python3.12 python3.11 python3 python; do
        answer=$("$name" -c "$probe" 2>/dev/null) || continue
        path=${answer#* * * }
        case $answer in
            '1 1 '*)
                printf '%s\n' "$path"
                return 0
                ;;
            '1 0 '*) second=${second:-$path} ;;
            *)
                version=${answer#* * }
                other=${other:-${version%% *}}
                ;;
        esac
    done
    if [ -n "$second" ]; then
        printf '%s\n' "$second"
        return 0
    fi
    if [ -n "$other" ]; then
        say "本机的 Python 是 $other，暖档需要 3.11、3.12 或 3.13，请装好其中一个再启动。"
    else
        say '本机没有 Python，请先运行 sudo apt-get install --yes python3 python3-venv 再启动（暖档需要 3.11、3.12 或 3.13）。'
    fi
    return 1
}

# Brings the environment to the state of "run" or "dev".
prepare() {
    case $1 in
        run) lock=requirements.txt ;;
        dev) lock=requirements-dev.txt ;;
    esac
    if is_ready "$lock"; then
        return 0
    fi
    python=$(find_python) || exit 1
    PYTHONPATH=$here "$python" -P -m setup prepare "$1" || exit 1
}

# A part of the set-up that needs the environment: bundle, checks.
with_environment() {
    exec env PYTHONPATH="$here" "$venv_python" -P -m setup "$@"
}
