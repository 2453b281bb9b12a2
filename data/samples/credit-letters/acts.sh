# What was decided and waived, in order.
"$readiness" decide . poc GO --by "Steering committee" --on 2026-03-04
"$readiness" decide . mvp CONDITIONAL --by "Steering committee" --on 2026-05-13 --condition "owners named"
"$readiness" decide . pilot GO --by "Steering committee" --on 2026-07-22
