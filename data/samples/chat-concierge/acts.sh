# What was decided and waived, in order.
"$readiness" decide . poc CONDITIONAL --by "Steering committee" --on 2026-08-11 --condition "owners named"
