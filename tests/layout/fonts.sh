#!/bin/sh
# Installs open typefaces under the names that the stock templates use, for the user who runs it (Debian).
# It never installs a proprietary font; an original that is installed is preferred.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$HOME/.fonts" "$HOME/.config/fontconfig/conf.d"
cp "$here/fonts.conf" "$HOME/.config/fontconfig/conf.d/61-minyi-layout.conf"
if ! fc-list | grep -q FandolFang; then
    work=$(mktemp -d)
    cached=$(ls /tmp/texlive-lang-chinese_*.deb 2>/dev/null | head -n 1 || true)
    if [ -n "$cached" ]; then cp "$cached" "$work"; else (cd "$work" && apt-get download texlive-lang-chinese >/dev/null); fi
    dpkg -x "$work"/texlive-lang-chinese_*.deb "$work/out"
    # The bold cuts of Fandol say that they are regular and would win every match: only the regular ones.
    for face in Fang Hei Kai Song; do
        cp "$work/out/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol$face-Regular.otf" "$HOME/.fonts/"
    done
    rm -rf "$work"
fi
fc-cache -f
for name in 仿宋_GB2312 楷体_GB2312 黑体 宋体 方正小标宋简体 'Times New Roman'; do
    printf '%s -> %s\n' "$name" "$(fc-match "$name")"
done
