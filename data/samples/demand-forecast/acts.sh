# What was decided and waived, in order.
"$readiness" decide . poc GO --by "Steering committee" --on 2026-08-11
