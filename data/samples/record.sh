#!/usr/bin/env bash
# Make a sample's assessment, journal and observation anew from its ratings.csv: data/samples/record.sh claims-triage
set -euo pipefail
cd "$(dirname "$0")/$1"
readiness="${READINESS:-../../../.venv/bin/readiness}"
rm -rf assessment.json journal.jsonl evidence .readiness.lock
"$readiness" import . ratings.csv
"$readiness" evidence run accuracy . || true # the verdict is its exit code
rm -rf .readiness.lock .cache __pycache__ evidence/private
"$readiness" check .
rm -f .readiness.lock
