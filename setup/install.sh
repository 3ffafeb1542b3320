#!/bin/sh
# Installs the program from this folder, without network: ./install [folder to install into]
set -eu

here=$(dirname -- "$(readlink -f -- "$0")")
target=${1:-$HOME/nuandang}

say() {
    printf '%s\n' "$*" >&2
}

if [ -d "$target" ] && [ -n "$(ls -A -- "$target")" ] && [ ! -f "$target/setup/install.sh" ]; then
    say "$target 里已有别的文件，没有安装。请另选一个文件夹：./install 文件夹"
    exit 1
fi

mkdir -p -- "$target"
target=$(readlink -f -- "$target")
say "正在把暖档拷到 $target……"
# What an earlier version left behind would be found by the new one. The office's files are
# elsewhere, in the person's data folder.
for part in app db ui resources setup tests wheels packages; do
    rm -rf -- "${target:?}/$part"
done
cp -R -- "$here/program/." "$target/"
"$target/run" --setup-only

menu=${XDG_DATA_HOME:-$HOME/.local/share}/applications
if mkdir -p -- "$menu" 2>/dev/null; then
    # In a menu entry a path stands in quotation marks; % and the four characters " ` $ \ are escaped.
    escaped=$(printf '%s' "$target/run" | sed -e 's/[\\"`$]/\\\\&/g' -e 's/%/%%/g')
    printf '[Desktop Entry]\nType=Application\nName=暖档\nComment=困难职工帮扶档案\nExec="%s"\nTerminal=false\nCategories=Office;\n' \
        "$escaped" >"$menu/nuandang.desktop"
    say '装好了，应用菜单里可以找到“暖档”。'
fi
say "也可以这样启动：$target/run"
