#!/usr/bin/env bash
# Make what the tool writes of a sample anew: data/samples/record.sh NAME... or --all
# From ratings.csv, from acts.sh where there is one, and from every evidence method that can run there.
set -euo pipefail
cd "$(dirname "$0")"
readiness="${READINESS:-$PWD/../../.venv/bin/readiness}"
export readiness

record() {
  cd "$1"
  rm -rf assessment.json journal.jsonl evidence .readiness.lock
  "$readiness" import . ratings.csv
  if [ -f acts.sh ]; then bash -euo pipefail acts.sh; fi
  for method in accuracy edge-cases integration-map; do
    "$readiness" evidence run "$method" . || true # the verdict is its exit code
  done
  rm -rf .readiness.lock .cache __pycache__ evidence/private
  "$readiness" check .
  rm -f .readiness.lock
}

if [ "${1:-}" = --all ]; then set -- */engagement.yaml; fi
for name in "$@"; do
  (record "${name%/engagement.yaml}")
done
