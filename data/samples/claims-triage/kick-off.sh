# The first meeting, four weeks before the committee: everybody's blind answers, frozen as `kick-off`.
cp engagement.yaml engagement.yaml.kept
sed 's/^as_of: .*/as_of: 2026-09-14/' engagement.yaml.kept > engagement.yaml
"$readiness" import . kick-off.csv
"$readiness" snapshot . kick-off
mv engagement.yaml.kept engagement.yaml
