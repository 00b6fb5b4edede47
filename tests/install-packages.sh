#!/usr/bin/env bash
# Debian packages that the tests use: a real browser, and docker-compose to check docker-compose.yaml,
# an SFTP server, a POP3 server and getmail for inboxes, and systemd's own check of units.
# Without apt, or without the right to install, the tests that need them are skipped and say so.
set -euo pipefail

wanted=()
command -v chromium >/dev/null || wanted+=(chromium fonts-noto-core)
command -v docker-compose >/dev/null || wanted+=(docker-compose)
PATH="$PATH:/usr/sbin" command -v sshd >/dev/null || wanted+=(openssh-server)
command -v systemd-analyze >/dev/null || wanted+=(systemd)
PATH="$PATH:/usr/sbin" command -v dovecot >/dev/null || wanted+=(dovecot-pop3d)
command -v getmail >/dev/null || wanted+=(getmail6)
[ ${#wanted[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || { echo "Not root and no sudo: not installing ${wanted[*]}; some tests will be skipped."; exit 0; }
  as_root=(sudo -n)
fi
command -v apt-get >/dev/null || { echo "No apt: not installing ${wanted[*]}; some tests will be skipped."; exit 0; }

echo "Installing ${wanted[*]} …"
export DEBIAN_FRONTEND=noninteractive
{ "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}"; } \
  >/dev/null 2>&1 || echo "apt could not install ${wanted[*]}; some tests will be skipped."
