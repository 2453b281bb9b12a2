#!/usr/bin/env bash
# Make what the tool writes of a sample anew: data/samples/record.sh NAME... or --all
# From kick-off.sh where there is one, from ratings.csv, from acts.sh where there is one, and from every evidence method that can run there.
set -euo pipefail
cd "$(dirname "$0")"
readiness="${READINESS:-$PWD/../../.venv/bin/readiness}"
export readiness

record() {
  cd "$1"
  rm -rf assessment.json journal.jsonl evidence snapshots .readiness.lock
  if [ -f kick-off.sh ]; then bash -euo pipefail kick-off.sh; fi
  "$readiness" import . ratings.csv
  if [ -f acts.sh ]; then bash -euo pipefail acts.sh; fi
  for method in $("$readiness" evidence list | cut -d' ' -f1); do
    # the verdict is its exit code: 10, 20 or 30; 1 and 2 are faults of the tool or of the sample
    "$readiness" evidence run "$method" . || [ $? -ge 10 ]
  done
  rm -rf .readiness.lock .cache __pycache__ evidence/private
  "$readiness" check .
  rm -f .readiness.lock
}

if [ "${1:-}" = --all ]; then set -- */engagement.yaml; fi
for name in "$@"; do
  (record "${name%/engagement.yaml}")
done
