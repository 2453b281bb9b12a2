# What was decided and waived, in order.
"$readiness" decide . poc GO --by "Steering committee" --on 2026-05-23
"$readiness" decide . mvp CONDITIONAL --by "Steering committee" --on 2026-08-01 --condition "owners named"
