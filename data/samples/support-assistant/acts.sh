# What the board decided in June.
"$readiness" decide . poc CONDITIONAL --by "Service board" --on 2026-06-22 --condition "real tickets measured before the pilot" --reference "minutes of June, item 3"
