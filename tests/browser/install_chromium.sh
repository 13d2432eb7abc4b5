#!/usr/bin/env bash
# Make sure there is a Chromium for the browser tests: the machine's own, Debian's, or Playwright's.
set -euo pipefail
cd "$(dirname "$0")/../.."
for naam in chromium chromium-browser google-chrome; do
  if command -v "$naam" >/dev/null; then exit 0; fi
done
if ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-* >/dev/null 2>&1; then exit 0; fi
echo "Installing Chromium for the browser tests."
if command -v apt-get >/dev/null; then
  sudo=""
  if [ "$(id -u)" != 0 ]; then sudo="sudo"; fi
  if $sudo apt-get update -q >/dev/null && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium >/dev/null; then
    exit 0
  fi
fi
.venv/bin/python -m playwright install --with-deps chromium
